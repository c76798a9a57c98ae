"""What can go wrong with a backup, each with what to do about it."""

from pathlib import Path

from perfgym.errors import LearnerError, PlatformError

UNTOUCHED = "Nothing was changed."


class BadBackup(LearnerError):
    """The file cannot be trusted to hold a whole site."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"This file cannot be restored: {why}\n{UNTOUCHED} If you have another copy of the backup, try that one."
        )


class NewerBackup(LearnerError):
    def __init__(self, version: str) -> None:
        super().__init__(
            f"This backup was made by a newer PerfGym ({version}), which keeps things that this one does not know.\n"
            f"{UNTOUCHED} Update PerfGym, then restore again."
        )


class NewerDatabase(LearnerError):
    def __init__(self, unknown: str) -> None:
        super().__init__(
            f"This database was written by a newer PerfGym: this one does not know its migration {unknown}.\n"
            f"{UNTOUCHED} Use the PerfGym that wrote it."
        )


class NoSite(LearnerError):
    def __init__(self, where: str) -> None:
        super().__init__(
            f"There is no PerfGym to back up in {where}. Set DATABASE_URL or PERFGYM_HOME to the one you mean."
        )


class AlreadyThere(LearnerError):
    def __init__(self, file: Path) -> None:
        super().__init__(f"{file} is already there, and was left alone. Choose another name, or add --overwrite.")


class NotEmpty(LearnerError):
    def __init__(self, holds: str) -> None:
        super().__init__(
            f"This site is not empty: it has {holds}. {UNTOUCHED}\n"
            "To put the backup in its place, add --replace: the site is first backed up itself, so nothing is lost."
        )


class InUse(LearnerError):
    def __init__(self, users: str) -> None:
        super().__init__(
            f"Something else is connected to this database ({users}). {UNTOUCHED}\n"
            "Stop the site and all its workers, then restore again."
        )


class CannotWrite(LearnerError):
    def __init__(self, file: Path, why: str) -> None:
        super().__init__(f"{file} could not be written: {why}. {UNTOUCHED} Choose a place with room that is yours.")


class CannotRead(LearnerError):
    def __init__(self, file: Path, why: str) -> None:
        super().__init__(f"{file} cannot be read: {why}. {UNTOUCHED}")


class Unreachable(PlatformError):
    def __init__(self, why: str) -> None:
        super().__init__(f"The database does not answer: {why.strip()}\n{UNTOUCHED} Start it, then try again")


class NotRestored(PlatformError):
    def __init__(self, why: str) -> None:
        super().__init__(f"The database did not take the backup: {why.strip()}\nIt was left as it was")


class FilesNotPlaced(PlatformError):
    def __init__(self, folder: Path, why: str) -> None:
        super().__init__(
            f"The database is restored, but the files of the state folder could not be put in their place: {why}.\n"
            f"They are in {folder}; move them into the folder above it yourself"
        )
