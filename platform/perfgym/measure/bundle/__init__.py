"""The evidence bundle: one zip file with everything that a verdict rests on, so that anybody can compute it again."""

from perfgym.measure.bundle.check import problems, verify
from perfgym.measure.bundle.columns import Request, Requests, segments_of
from perfgym.measure.bundle.content import Content, dump, read, stated, write

__all__ = [
    "Content",
    "Request",
    "Requests",
    "dump",
    "problems",
    "read",
    "segments_of",
    "stated",
    "verify",
    "write",
]
