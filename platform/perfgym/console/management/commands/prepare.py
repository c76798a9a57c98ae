"""perfgym prepare: what `up` does to the database before the site starts. Prints the two sign-in links as JSON."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from perfgym.cohorts import local


class Command(BaseCommand):
    help = "Bring the database up to date and issue one-time links for the local people (done by `up`)."
    requires_system_checks: Any = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("base_url", help="address that the links start with")

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        learner, instructor = local.sign_in_links(options["base_url"])
        self.stdout.write(json.dumps({"learner": learner, "instructor": instructor}))
