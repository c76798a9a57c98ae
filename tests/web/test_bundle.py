"""The committed bundle was built from the sources as they are: forgetting `npm run build` is noticed without npm."""

import hashlib
from pathlib import Path

WEB = Path(__file__).parents[2] / "platform/perfgym/web"


def test_bundle_is_of_these_sources() -> None:
    sources = WEB / "frontend"
    names = ["build.mjs", "package-lock.json", *sorted(f"src/{path.name}" for path in (sources / "src").iterdir())]
    digest = hashlib.sha256()
    for name in names:
        digest.update(name.encode() + b"\0" + (sources / name).read_bytes() + b"\0")
    assert (WEB / "static/web/bundle/SOURCES.sha256").read_text().strip() == digest.hexdigest()
