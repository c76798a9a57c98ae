"""The commands: what people type. `main` is the entry point of `perfgym` and of manage.py."""

from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    from perfgym.console import entry  # as an app of Django's, this package loads nothing

    return entry.main(argv)
