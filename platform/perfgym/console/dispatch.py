"""Runs a command: ours by ourselves, so that errors and exit codes are ours; the others as Django does."""

from typing import Any

import django
from django.core.management import CommandError, ManagementUtility, load_command_class
from django.core.management.base import BaseCommand

LIGHT = {"up", "site", "doctor", "test", "verdict"}  # Django is not set up for these, which saves time and memory


class Light(BaseCommand):
    """A command of LIGHT: it needs neither models nor a database."""

    takes_all = False  # every argument is passed on unread
    requires_system_checks: Any = []


def own_command(name: str, arguments: list[str]) -> None:
    """Run one of our commands; errors come out as they were raised."""
    command = _load(name)
    if getattr(command, "takes_all", False):
        command.handle(*arguments)
        return
    parser = command.create_parser("perfgym", name)
    options = vars(parser.parse_args(arguments))
    positional = options.pop("args", ())
    command.execute(*positional, **options)


def django_command(arguments: list[str]) -> None:
    """Run a command of Django's or of an installed app. Raises CommandError for one that does not exist."""
    if arguments[0] == "help":
        ManagementUtility(["perfgym", *arguments]).execute()
        return
    django.setup()
    from django.core.management import get_commands

    if arguments[0] not in get_commands():
        raise CommandError(f"There is no command {arguments[0]!r}. perfgym --help lists them.")
    ManagementUtility(["perfgym", *arguments]).execute()


def _load(name: str) -> BaseCommand:
    if name not in LIGHT:
        django.setup()
    return load_command_class("perfgym.console", name.replace("-", "_"))
