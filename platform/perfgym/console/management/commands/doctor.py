"""perfgym doctor: what this machine can do, and what to do about each 'no'."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from perfgym.console.dispatch import Light
from perfgym.console.findings import Finding, all_findings


class Command(Light):
    help = "What this machine can do, and what to do about each 'no'. Exit code 1: PerfGym cannot run here yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON document on standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        findings = list(all_findings())
        runs = all(finding.ok for finding in findings if finding.needed)
        if options["json"]:
            document = {"runs": runs, "findings": [asdict(finding) for finding in findings]}
            self.stdout.write(json.dumps(document, indent=2))
        else:
            self.stdout.write(in_words(findings, runs))
        sys.exit(0 if runs else 1)


def in_words(findings: Sequence[Finding], runs: bool) -> str:
    lines = []
    for finding in findings:
        lines.append(f"{'yes' if finding.ok else 'no ':<4} {finding.name:<13} {finding.says}")
        lines += [f"{'':<19}-> {line}" for line in finding.cure.splitlines()]
    return "\n".join([*lines, "PerfGym runs here." if runs else "PerfGym cannot run here yet."])
