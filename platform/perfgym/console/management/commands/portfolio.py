"""perfgym portfolio export HANDLE DIR: somebody's portfolio as a folder that any web host, or none, can show."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from perfgym.accounts.models import Person
from perfgym.console.backup import place
from perfgym.embedded import home
from perfgym.portfolio import export
from perfgym.portfolio.export.site import Site
from perfgym.portfolio.models import Entry

BAD_INPUT = 2


class Command(BaseCommand):
    help = "Write pages, charts and evidence of a portfolio to a folder. The site may run meanwhile, or not."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        one = actions.add_parser("export", help="a person's public entries, or one entry")
        one.add_argument("handle", help="as it stands in the address: /p/HANDLE/")
        one.add_argument("folder", type=Path, help="a new or an empty folder")
        one.add_argument("--entry", metavar="SLUG", default="", help="this one alone, private or not: /p/HANDLE/SLUG/")
        one.add_argument("--site", metavar="URL", default="", help="where the site is; the pages say so at their end")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise CommandError(f"{folder} is there and not empty. Name a new folder.", returncode=BAD_INPUT)
        with place.to_read(home.path(), os.environ):
            files = _files(options["handle"], options["entry"], _site(options["site"]))
        for name, content in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        self.stdout.write(f"{len(files)} files in {folder}. Open {folder / 'index.html'} in a browser.")


def _files(handle: str, slug: str, site: Site) -> dict[str, bytes]:
    owner = Person.objects.filter(handle=handle, is_active=True).first()
    if owner is None:
        raise CommandError(f"Nobody has the address /p/{handle}/.", returncode=BAD_INPUT)
    if not slug:
        return export.of_portfolio(owner, site)
    entry = Entry.objects.visible_to(owner).filter(owner=owner, slug=slug).select_related("run", "owner").first()
    if entry is None:
        raise CommandError(f"{handle} has no entry called {slug}.", returncode=BAD_INPUT)
    return export.of_entry(entry, site)


def _site(url: str) -> Site:
    parts = urlsplit(url)
    if url and (parts.scheme not in ("http", "https") or not parts.netloc):
        raise CommandError(f"--site takes a whole address, as https://perfgym.example, not {url}", returncode=BAD_INPUT)
    return Site(parts.netloc or settings.ALLOWED_HOSTS[0], parts.scheme == "https")
