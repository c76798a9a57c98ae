"""The committed bundle was built from the sources as they are: forgetting `npm run build` is noticed without npm."""

import hashlib
import re
from pathlib import Path

WEB = Path(__file__).parents[2] / "platform/perfgym/web"
BUNDLE = WEB / "static/web/bundle"


def test_bundle_is_of_these_sources() -> None:
    sources = WEB / "frontend"
    names = ["build.mjs", "package-lock.json", *sorted(f"src/{path.name}" for path in (sources / "src").iterdir())]
    digest = hashlib.sha256()
    for name in names:
        digest.update(name.encode() + b"\0" + (sources / name).read_bytes() + b"\0")
    assert (BUNDLE / "SOURCES.sha256").read_text().strip() == digest.hexdigest()


def test_every_part_that_the_bundle_loads_is_there() -> None:
    scripts = list(BUNDLE.glob("*.js"))
    named = {name for script in scripts for name in re.findall(r'"\./([\w.-]+\.js)"', script.read_text())}
    there = {script.name for script in scripts}
    assert named <= there
    assert there - named == {"workbench.js", "run.js", "sql.js", "flame.js", "app.js", "desk.js"}


def test_nothing_in_the_bundle_loads_from_elsewhere() -> None:
    for script in BUNDLE.glob("*.js"):
        assert not re.search(r'(?:import|from|fetch)\s*\(?"https?:', script.read_text()), script.name


def test_the_lock_file_names_no_registry() -> None:
    lock = (WEB / "frontend/package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert '"integrity"' in lock
