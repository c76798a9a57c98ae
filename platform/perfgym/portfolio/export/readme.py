"""What lies beside the pages, for who finds the folder without knowing where it came from."""

from collections.abc import Collection
from datetime import datetime

EVIDENCE = "evidence.zip"


def text(title: str, address: str, changed_at: datetime, names: Collection[str]) -> str:
    """`names` of the files in the folder."""
    heading = f"{title}\n{'=' * min(len(title), 78)}"
    return "\n\n".join([heading, _what(address, changed_at), _use(), *_check(sorted(names)), _where()]) + "\n"


def _what(address: str, changed_at: datetime) -> str:
    return (
        f"A copy of {address}\nas it was on {changed_at:%-d %B %Y}, made with PerfGym. Open index.html in a browser:\n"
        "nothing has to be installed, and the pages ask no other computer for anything."
    )


def _use() -> str:
    return (
        "To publish it, copy the whole folder to any web host. All links between the files are relative,\n"
        "so it may lie at any address. The pages follow a light or a dark setting, and print well."
    )


def _check(names: list[str]) -> list[str]:
    bundles = [name for name in names if name.rpartition("/")[2] == EVIDENCE]
    if not bundles:
        return []
    listed = "\n".join(f"    perfgym evidence verify {name}" for name in bundles)
    return [
        "To check a result, take its evidence: every request of both versions, with the verdict that was\n"
        f"drawn from them. With PerfGym installed, no site is needed:\n\n{listed}\n\n"
        "It computes the verdict again from the raw data and says whether it is the same."
    ]


def _where() -> str:
    return "look/ has style sheets, and the font with its licence; method/ has how a change is measured."
