"""What is said of an upload that is not taken."""

from perfgym.errors import LearnerError

SHOWN = 80  # characters of an entry's name


class UploadRefused(LearnerError):
    """One sentence about what is wrong with which entry; nothing of the upload was kept."""

    def __init__(self, fault: str, entry: str | None = None) -> None:
        subject = "The upload" if entry is None else f"The entry “{shown(entry)}”"
        super().__init__(f"{subject} {fault}. Nothing was changed.")


def shown(name: str) -> str:
    """A name as it can be shown: odd characters replaced, a long one cut."""
    clean = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in name[: SHOWN + 1])
    return clean if len(name) <= SHOWN else f"{clean[:SHOWN]}…"
