"""From entries to PNG bytes, kept as long as what they show stays the same."""

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import resvg_py
from django.core.cache import caches

from perfgym.portfolio import fonts
from perfgym.portfolio.models import Entry, Sharing
from perfgym.portfolio.picture import drawing
from perfgym.portfolio.picture.sheet import MONO, SANS, drawable
from perfgym.runs import report

SECONDS = 24 * 3600
MAX_BYTES = 300_000  # what sites that show such pictures take is a multiple of this


def of_entry(entry: Entry) -> bytes:
    """The picture of one result."""
    run, who = entry.run, drawable(Sharing.of(entry.owner).name, entry.owner.handle)
    title = drawable(entry.title, entry.slug)
    return _kept(
        f"entry {report.kept.mark(run)} {title} {who}",
        lambda: drawing.entry(title, who, run.result, report.source_of_comparison(run).ratios),
    )


def of_portfolio(name: str, entries: Sequence[Entry]) -> bytes:
    """The picture of a page with these results; `name` is its owner's, as the page says it."""
    shown = [(drawable(entry.title, entry.slug), entry.run.result) for entry in entries]
    listed = [(title, drawing.claimed(result)) for title, result in shown]
    return _kept(f"portfolio {name} {listed}", lambda: drawing.portfolio(name, shown))


def _kept(what: str, draw: drawing.Draw) -> bytes:
    key = hashlib.sha256(f"picture {_code()} {what}".encode()).hexdigest()
    found: bytes | None = caches["made"].get(key)
    if found is None:
        found = _png(draw())
        caches["made"].set(key, found, SECONDS)
    return found


def _png(svg: str) -> bytes:
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            font_files=[str(path) for path in fonts.FILES],
            skip_system_fonts=True,
            sans_serif_family=SANS,
            monospace_family=MONO,
            font_family=SANS,
        )
    )


@cache
def _code() -> str:
    """A digest of what draws, so that no picture of an older version is shown."""
    content = [path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))]
    return hashlib.sha256(b"\0".join([report.kept.code().encode(), *content])).hexdigest()[:16]
