"""The evidence bundle: one zip file with everything that a verdict rests on, so that anybody can compute it again."""

from perfgym.measure.bundle.check import verify
from perfgym.measure.bundle.columns import Request, Requests, segments_of
from perfgym.measure.bundle.content import Content, read, stated, write
from perfgym.measure.bundle.seal import sign, signed_with

__all__ = ["Content", "Request", "Requests", "read", "segments_of", "sign", "signed_with", "stated", "verify", "write"]
