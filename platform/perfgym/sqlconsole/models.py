"""What Django looks for here: the two tables of the console."""

from perfgym.sqlconsole.session import Session
from perfgym.sqlconsole.statement import Statement

__all__ = ["Session", "Statement"]
