"""perfgym person add NAME: make an account and print its one-time link. A deployment's first people come so."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from perfgym.accounts.models import Person, SignInLink


class Command(BaseCommand):
    help = "Make accounts on the console, and print one-time sign-in links."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        for action, about in (("add", "make an account; print its link"), ("link", "print a new link of an account")):
            one = actions.add_parser(action, help=about)
            one.add_argument("name", help="the name to sign in with")
            one.add_argument("--url", default="", help="address of the site, put before the link")
            if action == "add":
                one.add_argument("--role", choices=Person.Role.values, default=Person.Role.LEARNER)
                one.add_argument("--staff", action="store_true", help="may see everything, to run the site")

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["name"]
        person = self._add(name, options) if options["action"] == "add" else self._known(name)
        self.stdout.write(options["url"].rstrip("/") + SignInLink.objects.issue(person))
        self.stderr.write(f"This link signs {person.username} in, once, within a day.")

    def _add(self, name: str, options: dict[str, Any]) -> Person:
        person = Person(username=name, role=options["role"], is_staff=options["staff"])
        person.set_unusable_password()
        try:
            person.full_clean(exclude=["handle", "password"])
        except ValidationError as error:
            raise CommandError(f"{name}: {' '.join(error.messages)}", returncode=2) from error
        person.save()
        return person

    def _known(self, name: str) -> Person:
        person = Person.objects.filter(username=name).first()
        if person is None:
            raise CommandError(f"Nobody is called {name}. Make the account: perfgym person add {name}", returncode=2)
        return person
