"""An error or a notice of PostgreSQL as plain data: what it says, and where in the statement."""

from typing import Any

from psycopg.pq import DiagnosticField
from psycopg.pq.abc import PGresult

LONGEST = 2000  # characters of one text
FIELDS = {
    "message": DiagnosticField.MESSAGE_PRIMARY,
    "detail": DiagnosticField.MESSAGE_DETAIL,
    "hint": DiagnosticField.MESSAGE_HINT,
    "code": DiagnosticField.SQLSTATE,
    "severity": DiagnosticField.SEVERITY_NONLOCALIZED,
    "context": DiagnosticField.CONTEXT,
}
SHUT_OUT = "08004"  # sqlserver_rejected_establishment_of_sqlconnection
Fault = dict[str, Any]


def of(result: PGresult, prefix: int = 0) -> Fault:
    """`position` counts characters from 1; those of a `prefix` that we put before the statement are taken off."""
    fault: Fault = {name: cut(result.error_field(field)) for name, field in FIELDS.items()}
    position = result.error_field(DiagnosticField.STATEMENT_POSITION)
    fault["position"] = max(int(position) - prefix, 1) if position else 0
    if not fault["message"]:
        fault["message"] = cut(result.error_message)
    return fault


def told(message: str, code: str = "") -> Fault:
    """A fault in our own words."""
    return {
        "message": message,
        "detail": "",
        "hint": "",
        "code": code,
        "severity": "ERROR",
        "context": "",
        "position": 0,
    }


def cut(text: bytes | None) -> str:
    """Text of the server, decoded and of a bounded length."""
    said = (text or b"").decode(errors="replace").strip()
    return said if len(said) <= LONGEST else said[:LONGEST] + " …"
