"""What Django looks for here: the two tables of the preview."""

from perfgym.appview.session import Session
from perfgym.appview.visit import Visit

__all__ = ["Session", "Visit"]
