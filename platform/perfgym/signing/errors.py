"""What can be wrong with keys: with one that was handed to us, and with those of this site."""

from pathlib import Path

from perfgym.errors import LearnerError, PlatformError


class BadKey(LearnerError, ValueError):
    """Something given as a public key that is none."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"This is no public key of Ed25519: {why}. Take the list of keys from the site that is said to have "
            "signed, at /.well-known/perfgym-keys.json."
        )


class NoSuchKey(LearnerError):
    """The site has never signed with a key of this id."""

    def __init__(self, key_id: str) -> None:
        super().__init__(
            f"This site has no key {key_id[:60]!r}. Nothing was changed; `perfgym evidence keys` lists them."
        )


class KeysUnreadable(PlatformError):
    """Signing with another key in its place would be worse than not signing."""

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(
            f"The site's signing keys in {file} cannot be read: {why}. Nothing was signed. "
            "Put the file back from a backup (docs/operators.md)."
        )


class KeysNotKept(PlatformError):
    """A key that cannot be kept must not sign: nobody could check it tomorrow."""

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(
            f"The site's signing keys cannot be kept in {file}: {why}. Nothing was signed. "
            "PERFGYM_HOME must be a folder that the site may write and that stays (docs/operators.md)."
        )


class BadGivenKeys(PlatformError):
    """A deployment's own keys are not what they must be."""

    def __init__(self, variable: str) -> None:
        super().__init__(
            f"{variable} must hold keys of 64 hexadecimal digits each, by commas, the one to sign with first "
            "(openssl rand -hex 32 makes one). Nothing was signed."
        )


class KeysAreGiven(LearnerError):
    """What comes from the environment can be changed only there."""

    def __init__(self, variable: str) -> None:
        super().__init__(
            f"The keys of this site come from {variable}, so they are changed there: put a new one before the others, "
            "separated by a comma. Write :leaked after one that somebody else may have. Nothing was changed."
        )
