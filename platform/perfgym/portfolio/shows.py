"""What its owner shows of an entry. Page, bundle, credential and export ask here, so that they say the same."""

from dataclasses import dataclass
from typing import Protocol

from perfgym.portfolio.evidence.members import REPORT, REVIEW
from perfgym.runs import sources
from perfgym.runs.statements import document

CHANGE = ("files.json", sources.NAME, document.NAME)  # of the evidence: the change, and the SQL that it led to


class Chosen(Protocol):
    """An entry, as far as this file knows it."""

    @property
    def shows_report(self) -> bool: ...
    @property
    def shows_change(self) -> bool: ...
    @property
    def shows_review(self) -> bool: ...
    @property
    def shows_machine(self) -> bool: ...
    @property
    def shows_credential(self) -> bool: ...


@dataclass(frozen=True)
class Shows:
    """Each is shown unless the owner said otherwise; the credential only once they said so."""

    report: bool = True
    change: bool = True
    review: bool = True
    machine: bool = True
    credential: bool = True

    @classmethod
    def of(cls, entry: Chosen) -> "Shows":
        return cls(
            entry.shows_report, entry.shows_change, entry.shows_review, entry.shows_machine, entry.shows_credential
        )

    @property
    def evidence(self) -> bool:
        """Whether the evidence is handed out: it describes the machine, and cannot be checked without that."""
        return self.machine

    @property
    def left_out(self) -> tuple[str, ...]:
        """The members of the evidence that say what is not shown."""
        parts = ((self.report, (REPORT,)), (self.review, (REVIEW,)), (self.change, CHANGE))
        return tuple(name for shown, names in parts if not shown for name in names)


EVERYTHING = Shows()  # for the owner, and for who reviews the entry
