"""Whatever is done to a signed bundle, `perfgym evidence verify` says no and which part, and writes nothing."""

import io
import json
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from django.core.management import call_command

from perfgym.console.management.commands.evidence import Command
from perfgym.measure import bundle
from perfgym.measure.bundle import archive, arrays
from perfgym.portfolio.evidence import packing
from perfgym.signing import Status
from tests.evidence import entry_bundles as made

HONEST = made.entry_bundle()
OTHER_ENTRY = made.entry_bundle(made.run_bundle(made.OLD, made.NEW + b"# another\n"), report="Another report.\n")
Change = Callable[[bytes], bytes]


def column(table: str, name: str, change: Callable[[np.ndarray], np.ndarray]) -> Change:
    """One column of the raw data changed."""

    def replaced(old: bytes) -> bytes:
        columns = arrays.unpack_arrays(old, table)
        return arrays.pack_arrays({**columns, name: change(columns[name].copy())})

    return lambda data: made.changed(data, table, replaced)


def shorter(latency: np.ndarray) -> np.ndarray:
    latency[-1] *= 0.999999
    return latency


def reordered(data: bytes) -> bytes:
    """The rows of the requests in another order: the same samples, other batches."""

    def turned(old: bytes) -> bytes:
        columns = arrays.unpack_arrays(old, "requests.npz")
        return arrays.pack_arrays({name: each if name == "names" else each[::-1] for name, each in columns.items()})

    return made.changed(data, "requests.npz", turned)


def members_reordered(data: bytes) -> bytes:
    return archive.pack(dict(reversed(made.opened(data).items())), compress=False)


def twice(name: str) -> Change:
    """A second member of the same name behind the first."""

    def added(data: bytes) -> bytes:
        with io.BytesIO(data) as buffer:
            with zipfile.ZipFile(buffer, "a") as opened, pytest.warns(UserWarning, match="Duplicate"):
                opened.writestr(zipfile.ZipInfo(name), b'{"schema": 1}')
            return buffer.getvalue()

    return added


def added(name: str, content: bytes = b"x", *, mode: int = 0o100644) -> Change:
    """One more member, as a tool of a forger's writes it."""

    def with_it(data: bytes) -> bytes:
        with io.BytesIO(data) as buffer:
            with zipfile.ZipFile(buffer, "a") as opened:
                info = zipfile.ZipInfo()
                info.filename, info.create_system, info.external_attr = name, 3, mode << 16
                opened.writestr(info, content)
            return buffer.getvalue()

    return with_it


def without(*names: str) -> Change:
    return lambda data: packing.written({name: each for name, each in made.opened(data).items() if name not in names})


def from_another(*names: str) -> Change:
    """Members of another bundle that the same site signed."""
    other = made.opened(OTHER_ENTRY)
    return lambda data: packing.written({**made.opened(data), **{name: other[name] for name in names}})


def encrypted(data: bytes) -> bytes:
    """Its directory says so of its first member."""
    broken = bytearray(data)
    (directory,) = struct.unpack("<I", broken[-6:-2])
    broken[directory + 8] |= 1
    return bytes(broken)


def bomb(data: bytes) -> bytes:
    """A member that unpacks to more than all of a bundle may have, in 80 kB."""
    members = {**made.opened(data), "statements.json": bytes(archive.MAX_UNPACKED)}
    return archive.pack(members)


def overlapping(data: bytes) -> bytes:
    """The report's entry in the directory leads to the bytes of another member."""
    broken = bytearray(data)
    at = broken.rindex(b"report.md")
    broken[at - 4 : at] = struct.pack("<I", 0)
    return bytes(broken)


def stripped(data: bytes) -> bytes:
    """Made to look like a run's own bundle, which nobody need sign."""
    members = made.opened(data)
    manifest = json.loads(members["manifest.json"])
    manifest.pop("kind")
    members["manifest.json"] = json.dumps(manifest).encode()
    return archive.pack({name: each for name, each in members.items() if name != "signature.json"})


def signed_by_another(data: bytes) -> bytes:
    return made.resigned(made.opened(data))


def another_keys_signature(data: bytes) -> bytes:
    """The site's key is named, but the signature is of another."""
    named = json.loads(made.opened(data)["signature.json"])
    other = json.loads(made.opened(signed_by_another(data))["signature.json"])
    return made.changed(data, "signature.json", lambda _: json.dumps({**other, "key": named["key"]}).encode())


def longer_list(data: bytes) -> bytes:
    """A member that no bundle has, in a manifest that lists it, signed by another."""
    return made.resigned({**made.opened(data), "setup.py": b"import os"})


def replaced(name: str, old: bytes, new: bytes) -> Change:
    return lambda data: made.changed(data, name, lambda content: content.replace(old, new))


TAMPERED: dict[str, tuple[Change, str]] = {
    "a sample": (column("requests.npz", "latency_ms", shorter), "requests.npz is not the one"),
    "the machine's time": (column("slices.npz", "steal", lambda steal: steal + 0.01), "slices.npz is not the one"),
    "the order of the samples": (reordered, "requests.npz is not the one"),
    "the order of the members": (members_reordered, "order or attributes"),
    "the diff": (replaced("files.json", b"fast", b"best"), "files.json is not the one"),
    "the change": (replaced("sources.json", b"fast", b"best"), "sources.json is not the one"),
    "the report": (lambda data: made.changed(data, "report.md", lambda old: old + b"And more.\n"), "report.md is not"),
    "the verdict": (lambda data: made.changed_json(data, "verdict.json", ratio=0.1), "verdict.json is not the one"),
    "the points": (lambda data: made.changed_json(data, "verdict.json", points=100), "The points are said to be 100"),
    "the review": (lambda data: made.changed_json(data, "review.json", accepted=[]), "review.json is not the one"),
    "whose it is": (lambda data: made.changed_json(data, "entry.json", title="Mine"), "entry.json is not the one"),
    "the seed": (lambda data: made.changed_json(data, "fingerprint.json", seed=8), "fingerprint.json is not the one"),
    "the manifest": (lambda data: made.changed_json(data, "manifest.json", schema=2), "signature.json is not of this"),
    "a second manifest": (twice("manifest.json"), "two members named 'manifest.json'"),
    "a second manifest by case": (added("MANIFEST.JSON"), "MANIFEST.JSON"),
    "a second report": (twice("report.md"), "two members named 'report.md'"),
    "an unknown member": (added("setup.py"), "setup.py is no part of an entry's bundle"),
    "an unknown member, listed": (longer_list, "setup.py is no part of an entry's bundle"),
    "no signature": (without("signature.json"), "signature.json is missing: nobody signed"),
    "a signature of another key": (signed_by_another, "not among those that you gave"),
    "a signature of another key under the site's name": (another_keys_signature, "by the key that it names"),
    "a signature of another bundle": (from_another("signature.json"), "signature.json is not of this manifest.json"),
    "a signature that is none": (
        lambda data: made.changed(data, "signature.json", lambda _: b'{"method": "none"}'),
        "signature.json cannot be read",
    ),
    "the change of another": (from_another("verdict.json", "sources.json"), "sources.json is not the one"),
    "the report of another": (from_another("report.md"), "report.md is not the one"),
    "the manifest of another": (from_another("manifest.json"), "signature.json is not of this manifest.json"),
    "no verdict": (without("verdict.json"), "it has no verdict.json"),
    "no report": (without("report.md"), "report.md is missing"),
    "cut short": (lambda data: data[: len(data) // 2], "not a readable zip file"),
    "cut by a byte": (lambda data: data[:-1], "zip file"),
    "bytes before it": (lambda data: b"#!/bin/sh\n" + data, "what lies between them"),
    "bytes after it": (lambda data: data + archive.pack({"evil": b"x"}), "it has no manifest.json"),
    "a bomb": (bomb, "unpacks to more than"),
    "a path that leads out": (added("../evil.py"), "unexpected name: '../evil.py'"),
    "a path from the root": (added("/etc/x"), "unexpected name: '/etc/x'"),
    "a path of Windows": (added("..\\evil.py"), "unexpected name"),
    "a folder": (added("a/"), "'a/'"),
    "a link": (added("setup.py", b"/etc/passwd", mode=0o120777), "'setup.py' is a link"),
    "an encrypted member": (encrypted, "is encrypted"),
    "members that share bytes": (overlapping, "zip file"),
    "dressed as a run's": (stripped, "entry.json is no part of a run's bundle"),
}  # fmt: skip


def verify(data: bytes, folder: Path, *more: str, keys: bytes | None = None) -> tuple[int, str]:
    """The exit code and what is said."""
    (folder / "bundle.zip").write_bytes(data)
    (folder / "keys.json").write_bytes(made.published() if keys is None else keys)
    out = io.StringIO()
    try:
        call_command(Command(), "verify", "bundle.zip", "--key", "keys.json", *more, stdout=out)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    return 0, out.getvalue()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "here"


def test_untouched_it_holds(folder: Path) -> None:
    code, said = verify(HONEST, folder)
    assert (code, "bundle.zip holds." in said) == (0, True)


@pytest.mark.parametrize("how", TAMPERED)
def test_it_says_no_and_which_part(how: str, folder: Path) -> None:
    change, part = TAMPERED[how]
    code, said = verify(change(HONEST), folder)
    assert code in (1, 2)
    assert part in said
    assert "Traceback" not in said
    assert sorted(path.name for path in folder.parent.rglob("*")) == ["bundle.zip", "here", "keys.json"]
    code, said = verify(change(HONEST), folder, "--json")
    assert json.loads(said)["holds"] is False


def test_a_key_that_its_site_disowned_vouches_for_nothing(folder: Path) -> None:
    code, said = verify(HONEST, folder, keys=made.published(status=Status.LEAKED))
    assert code == 1
    assert "which its site has disowned" in said


def test_a_retired_key_still_vouches(folder: Path) -> None:
    code, said = verify(HONEST, folder, keys=made.published(status=Status.RETIRED))
    assert (code, "one of those that you gave (retired)" in said) == (0, True)


def test_a_forger_with_a_key_of_their_own_is_found_by_the_figures(folder: Path) -> None:
    """Without a list of keys, and with a signature that fits: the raw data still say otherwise."""
    found = made.opened(HONEST)
    found["verdict.json"] = made.opened(made.entry_bundle(made.run_bundle(ratio=0.1)))["verdict.json"]
    code, said = verify(made.resigned(found), folder, keys=made.published(made.OTHER))
    assert code == 1
    assert "The ratio is said to be 0.1" in said


def test_a_forger_cannot_show_another_diff_than_is_measured(folder: Path) -> None:
    found = made.opened(HONEST)
    found["files.json"] = found["files.json"].replace(b"fast()", b"best()")
    code, said = verify(made.resigned(found), folder, keys=made.published(made.OTHER))
    assert code == 1
    assert "files.json is not the difference of the files in sources.json" in said


def test_an_entry_is_of_the_lab_that_its_verdict_is_of(folder: Path) -> None:
    _, said = verify(made.entry_bundle(made.run_bundle(lab="another-lab")), folder)
    assert "entry.json is of another lab than verdict.json" in said


@pytest.mark.parametrize(
    ("left_out", "says"),
    [
        (["files.json"], "files.json is there, and entry.json says that it is not"),
        (["verdict.json"], "entry.json says that verdict.json is not shown, which no owner can choose"),
    ],
)
def test_what_is_said_to_be_left_out_is(folder: Path, left_out: list[str], says: str) -> None:
    entry = made.ENTRY.model_copy(update={"left_out": left_out})
    found = made.opened(HONEST)
    found["entry.json"] = bundle.dump(entry.model_dump(mode="json"))
    code, said = verify(made.resigned(found, made.SITE), folder)
    assert (code, says in said) == (1, True)


def test_words_of_a_stranger_move_no_cursor(folder: Path) -> None:
    title = "fine\n\x1b[2K\rbundle.zip holds."
    entry = made.ENTRY.model_copy(update={"title": title})
    _, said = verify(made.entry_bundle(entry=entry), folder)
    assert "\x1b" not in said
    assert "fine\ufffd\ufffd[2K\ufffdbundle.zip holds." in said
