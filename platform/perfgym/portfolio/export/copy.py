"""The pages of a portfolio with all that they need, by file name, in the order of their names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape
from urllib.parse import urlsplit

from perfgym.accounts.models import Person
from perfgym.portfolio.export import assets, readme, rewrite
from perfgym.portfolio.export.errors import NothingShared, TooLarge
from perfgym.portfolio.export.places import README, Places, relative
from perfgym.portfolio.export.site import Site
from perfgym.portfolio.models import Entry, Sharing, Visibility

MAX_MEGABYTES = 256

Files = dict[str, bytes]


@dataclass(frozen=True)
class Origin:
    """Where a copy was made: its pages say so, and nothing else in them leads there."""

    address: str
    title: str
    changed_at: datetime  # of what is in it, not of the copying: the same content is the same bytes


def of_portfolio(owner: Person, site: Site) -> Files:
    """A person's page and the public entries on it. Raises NothingShared, TooLarge."""
    entries = Entry.objects.shown(owner.handle)
    latest = entries.order_by("-changed_at").first()
    if latest is None:
        raise NothingShared
    address = f"/p/{owner.handle}/"
    origin = Origin(f"{site.origin}{address}", f"The portfolio of {Sharing.of(owner).name}", latest.changed_at)
    first = {address: replace(site, eyes=owner)}  # also one who keeps the page from others may take it along
    return _copied(Places(address), address, origin, site, first)


def of_entry(entry: Entry, site: Site) -> Files:
    """One entry: as others see it; while it is private, as its owner does. Raises TooLarge."""
    address = entry.public_url
    shown = address if entry.visibility == Visibility.PUBLIC else "/"  # a copy may be read by who has no link
    origin = Origin(f"{site.origin}{shown}", f"{entry.title}, by {Sharing.of(entry.owner).name}", entry.changed_at)
    eyes = site if entry.is_shared else replace(site, eyes=entry.owner)
    return _copied(Places(urlsplit(address).path), address, origin, eyes, {})


def _copied(places: Places, start: str, origin: Origin, site: Site, first: Mapping[str, Site]) -> Files:
    pages, files = _gathered(places, start, site, first)
    for page in pages.values():
        for address in rewrite.links(page):
            wanted = assets.place(address)
            if wanted and wanted not in files:
                files |= assets.with_needed(wanted)
    there = {*files, *pages}
    for at, page in pages.items():
        files[at] = rewrite.rewritten(page, _mover(places, at, there), _foot(origin, at)).encode()
    files[README] = readme.text(origin.title, origin.address, origin.changed_at, files).encode()
    _small_enough(files.values())
    return dict(sorted(files.items()))


def _gathered(places: Places, start: str, site: Site, first: Mapping[str, Site]) -> tuple[dict[str, str], Files]:
    """(pages as the site sends them, other files), by their places."""
    pages: dict[str, str] = {}
    files: Files = {}
    waiting, seen = [start], set()
    while waiting:
        address = waiting.pop(0)
        at = places.of(address)
        if at is None or at in seen:
            continue
        seen.add(at)
        answer = first.get(address, site).ask(address)
        if answer is None:
            continue
        if answer.headers["Content-Type"].startswith("text/html"):
            pages[at] = answer.content.decode()
            waiting += [link for link in rewrite.links(pages[at]) if _is_ours(link)]
        else:
            files[at] = answer.content
            _small_enough(files.values())
    return pages, files


def _mover(places: Places, at: str, there: set[str]) -> rewrite.Moved:
    def moved(address: str) -> str | None:
        if not _is_ours(address):
            return address
        target = assets.place(address) or places.of(address)
        if target not in there or target is None:
            return None
        fragment = urlsplit(address).fragment
        return relative(target, at) + (f"#{fragment}" if fragment else "")

    return moved


def _is_ours(address: str) -> bool:
    parts = urlsplit(address)
    return not parts.scheme and not parts.netloc


def _foot(origin: Origin, at: str) -> str:
    about = relative(README, at)
    return (
        f'<footer class="foot"><span>A copy of {escape(origin.address)} as it was on '
        f'{origin.changed_at:%-d %b %Y}. <a href="{about}">About this copy</a></span></footer>\n'
    )


def _small_enough(contents: Iterable[bytes]) -> None:
    if sum(map(len, contents)) > MAX_MEGABYTES * 1024 * 1024:
        raise TooLarge(MAX_MEGABYTES)
