"""Whatever is uploaded as a bundle: one clear BadBundle, little memory, nothing run."""

import io
import json
import pickle
import struct
import zipfile

import numpy as np
import pytest
from bundle_factory import make, tampered
from hypothesis import given, settings
from hypothesis import strategies as st

from perfgym.measure import bundle
from perfgym.measure.bundle import archive, arrays
from perfgym.measure.errors import BadBundle

HONEST = make()


def header(shape: tuple[int, ...], dtype: str = "<f8", body: bytes = b"", version: bytes = b"\x01\x00") -> bytes:
    """An .npy file that claims this shape, whatever its body."""
    text = repr({"descr": dtype, "fortran_order": False, "shape": shape}).encode()
    return b"\x93NUMPY" + version + struct.pack("<H", len(text) + 1) + text + b"\n" + body


def with_column(name: str, content: bytes, table: str = "requests.npz") -> bytes:
    """The honest bundle with one column's file replaced."""
    return tampered(HONEST, table, lambda old: archive.pack({**archive.unpack(old), f"{name}.npy": content}))


def with_array(name: str, change, table: str = "requests.npz") -> bytes:
    """The honest bundle with one column changed by a function of its array."""

    def replaced(old: bytes) -> bytes:
        columns = arrays.unpack_arrays(old, table)
        return arrays.pack_arrays({**columns, name: change(columns[name].copy())})

    return tampered(HONEST, table, replaced)


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\x05\x06" + bytes(18), HONEST[:-40], HONEST[200:]])
def test_what_is_no_bundle(data):
    with pytest.raises(BadBundle):
        bundle.read(data)


@pytest.mark.parametrize(
    "name", ["../evil", "/etc/passwd", "a/b", "a\\b", ".hidden", "nul\x00", "line\nbreak", "x" * 201]
)
def test_member_names_that_lead_elsewhere(name):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr(zipfile.ZipInfo("placeholder"), b"")
        made.filelist[0].filename = name
    with pytest.raises(BadBundle):
        archive.unpack(buffer.getvalue())


def test_a_member_twice():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr("a", b"1")
        with pytest.warns(UserWarning, match="Duplicate"):
            made.writestr("a", b"2")
    with pytest.raises(BadBundle, match="two members"):
        archive.unpack(buffer.getvalue())


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_unusual_compression(method):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as made:
        made.writestr("a", b"1" * 100)
    with pytest.raises(BadBundle, match="unusual"):
        archive.unpack(buffer.getvalue())


def test_encryption():
    data = bytearray(archive.pack({"a": b"1"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(BadBundle, match="encrypted"):
        archive.unpack(bytes(data))


def test_a_bomb_is_cut_off(monkeypatch):
    monkeypatch.setattr(archive, "MAX_UNPACKED", 1 << 20)
    bomb = archive.pack({"requests.npz": bytes(4 << 20)})
    assert len(bomb) < 8192
    with pytest.raises(BadBundle, match="unpacks to more than"):
        archive.unpack(bomb)


def test_too_large_and_too_many(monkeypatch):
    monkeypatch.setattr(archive, "MAX_BUNDLE", 100)
    with pytest.raises(BadBundle, match="at most 100"):
        archive.unpack(bytes(101))
    monkeypatch.undo()
    with pytest.raises(BadBundle, match="members"):
        archive.unpack(archive.pack({f"m{k}": b"" for k in range(65)}))


@pytest.mark.parametrize(
    "content",
    [
        header((10**15,)),  # claims a petabyte
        header((2**62,), "<f8"),
        header((-1,)),
        header((2, 2), body=bytes(32)),
        header((1,), "|O", pickle.dumps(print)),
        header((1,), "|V8", bytes(8)),
        header((3,), "<f8", bytes(8)),
        header((0,), version=b"\x03\x00"),
        header((1,), "[('a', '<f8')]", bytes(8)),
        b"\x93NUMPY\x01\x00\xff\xff" + b"(" * 60000,
        b"not numpy",
        b"",
    ],
)
def test_columns_that_lie(content):
    with pytest.raises(BadBundle):
        bundle.read(with_column("latency_ms", content))


def test_a_pickle_never_runs(tmp_path):
    class Evil:
        def __reduce__(self):
            return (open, (str(tmp_path / "ran"), "w"))

    buffer = io.BytesIO()
    np.save(buffer, np.array([Evil()], dtype=object), allow_pickle=True)
    with pytest.raises(BadBundle):
        bundle.read(with_column("latency_ms", buffer.getvalue()))
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (with_array("arm", lambda arm: arm * 0), "cannot be"),
        (with_array("pair", lambda pair: pair * 0), "cannot be"),
        (with_array("arm", lambda arm: arm + 1), "cannot be"),
        (with_array("segment", lambda segment: segment + 300), "cannot be"),
        (with_array("name", lambda name: name + 9), "refers to a name"),
        (with_array("name", lambda name: name - 9), "refers to a name"),
        (with_array("status", lambda status: status.astype("<i8")), "The column status of requests.npz is int64"),
        (with_array("status", lambda status: status[:5]), "different lengths"),
        (with_array("segment", lambda segment: segment + 2**62, "slices.npz"), "none of 0 to 4"),
        (with_array("segment", lambda segment: segment - 7, "slices.npz"), "none of 0 to 4"),
    ],
)
def test_tables_that_make_no_sense(data, message):
    with pytest.raises(BadBundle, match=message):
        bundle.read(data)


@pytest.mark.parametrize("value", [np.nan, np.inf, -1.0, 0.0, 1e308, 5e-324])
def test_impossible_latencies_are_a_problem_not_a_crash(value):
    def change(column):
        column[:] = value
        return column

    assert bundle.verify(with_array("latency_ms", change))


@pytest.mark.parametrize("name", ["index", "cpu_after_s", "n_after", "seconds", "lag_ms", "steal", "errors_after"])
def test_impossible_slices_are_a_problem_not_a_crash(name):
    assert bundle.verify(with_array(name, lambda column: column * 0 - 1, "slices.npz"))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"null",
        b'{"ratio": NaN}',
        b'{"ratio": 1' + b"0" * 100_000 + b"}",
        b'{"a":' * 100_000,
        b"\xff\xfe",
        b'{"a": "' + b"x" * (9 << 20) + b'"}',
    ],
)
def test_json_that_is_none(content):
    with pytest.raises(BadBundle, match=r"verdict\.json"):
        bundle.read(tampered(HONEST, "verdict.json", lambda _: content))


@given(st.dictionaries(st.sampled_from(sorted(bundle.read(HONEST).verdict)), st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
), max_size=4))  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_any_claims_give_problems_and_no_crash(claims):
    def change(content: bytes) -> bytes:
        return json.dumps({**json.loads(content), **claims}).encode()

    assert isinstance(bundle.verify(tampered(HONEST, "verdict.json", change)), list)


@given(st.integers(0, len(HONEST) - 1), st.integers(1, 255))
@settings(max_examples=150, deadline=None)
def test_any_flipped_byte_is_a_problem_or_unreadable_or_outside_of_the_content(position, flip):
    broken = bytearray(HONEST)
    broken[position] ^= flip
    try:
        problems = bundle.verify(bytes(broken))
    except BadBundle:
        return
    assert problems or bundle.read(bytes(broken)).members == bundle.read(HONEST).members
