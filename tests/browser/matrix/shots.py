"""Pictures of every page in every width and theme, to be looked at: python3 -m tests.browser.matrix.shots DIR"""

import argparse
import os
import shutil
from itertools import product
from pathlib import Path

import django

import tests.environment as environment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "perfgym.settings")
django.setup()

from tests.access.rows import pages  # noqa: E402 - the pages of the design need Django set up
from tests.browser.matrix import visits  # noqa: E402
from tests.browser.matrix.eye import THEMES, WIDTHS, Eye, eye  # noqa: E402
from tests.browser.matrix.stage import Stage, stage  # noqa: E402
from tests.browser.matrix.visits import STATES, Visit  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", metavar="WORD", help="pages whose address has this in it")
    parser.add_argument("--widths", type=int, nargs="*", default=list(WIDTHS), metavar="PX")
    parser.add_argument("--themes", nargs="*", default=list(THEMES))
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    from perfgym.embedded import servers

    try:
        with servers.start(environment.HOME) as running, stage(running, environment.HOME) as set_up, eye(set_up) as one:
            for visit in chosen(set_up, asked.only):
                shoot(one, visit, asked)
    finally:
        shutil.rmtree(environment.HOME, ignore_errors=True)


def chosen(set_up: Stage, word: str) -> list[Visit]:
    states = [Visit(letter, set_up.address(at)) for letter, at in STATES if word in at]
    return [visit for row in pages() if word in row.at for visit in visits.of(row, set_up)] + states


def shoot(one: Eye, visit: Visit, asked: argparse.Namespace) -> None:
    for width, theme in product(asked.widths, asked.themes):
        page = one.open(visit, width, theme)
        page.screenshot(path=asked.folder / f"{visit.name}, {width} {theme}.png", full_page=True)
    page.emulate_media(media="print")
    page.pdf(path=asked.folder / f"{visit.name}.pdf", format="A4")
    print(visit.name, flush=True)


if __name__ == "__main__":
    main()
