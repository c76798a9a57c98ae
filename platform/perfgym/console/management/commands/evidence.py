"""perfgym evidence verify | rerun | keys: does a bundle hold, does it hold here too, and what the site signs with."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from perfgym import signing
from perfgym.console.evidence import reading, rerunning, words
from perfgym.sandbox import drivers


class Command(BaseCommand):
    help = (
        "Check evidence. Exit code 0: it holds, or agrees; 1: it does not; 2: not readable, or refused before anything "
        "ran; 3: it could not be run."
    )
    requires_system_checks: list[str] = []  # needs neither database nor settings: anybody may check a bundle

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        verify = actions.add_parser("verify", help="check a bundle's signature and digests, and compute it again")
        rerun = actions.add_parser("rerun", help="measure a bundle's change again on this machine")
        for action in (verify, rerun):
            action.add_argument("bundle", type=Path, help="the zip file, of an entry or of a run")
            action.add_argument(
                "--key", type=Path, metavar="FILE", help="keys one of which must have signed it (JWK set)"
            )
        rerun.add_argument("--driver", choices=drivers.STRONGEST_FIRST, help="the sandbox (default: the strongest)")
        rerun.add_argument(
            "--mine", action="store_true", help="the change is your own: let it run in a weaker sandbox than containers"
        )
        keys = actions.add_parser("keys", help="the keys that this machine's site signs evidence with")
        change = keys.add_mutually_exclusive_group()
        change.add_argument("--renew", action="store_true", help="sign with a new key from now on")
        change.add_argument("--leaked", metavar="ID", help="disown a key: nothing signed with it is to be believed")
        for action in (verify, rerun, keys):
            action.add_argument(
                "--json", action="store_true", help="one JSON document on standard output, nothing else"
            )

    def handle(self, *args: Any, **options: Any) -> None:
        document, text, code = getattr(self, f"_{options['action']}")(options)
        self.stdout.write(json.dumps(document, indent=2) if options["json"] else text)
        if code:
            sys.exit(code)

    def _verify(self, options: dict[str, Any]) -> tuple[dict[str, Any], str, int]:
        document, code = reading.examine(options["bundle"], options["key"])
        return document, words.of_check(document), code

    def _rerun(self, options: dict[str, Any]) -> tuple[dict[str, Any], str, int]:
        chosen = (options["bundle"], options["key"], options["driver"], options["mine"])
        document, code = rerunning.rerun(*chosen, self.stderr)
        return document, words.of_rerun(document), code

    def _keys(self, options: dict[str, Any]) -> tuple[dict[str, Any], str, int]:
        ring = signing.ring()
        if options["renew"]:
            ring.renew()
        if options["leaked"]:
            ring.disown(options["leaked"])
        document = signing.key_set(ring.public_keys())
        return document, words.of_keys(document["keys"]), 0
