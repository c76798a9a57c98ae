"""What comes in as a zip: whole, or refused in one sentence that names the entry, the limit and the value."""

import stat
from zipfile import ZIP_LZMA, ZIP_STORED

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgym.workspaces.uploads import archive, size
from perfgym.workspaces.uploads.refused import UploadRefused
from tests.workspaces import zips

STARTER = frozenset({"shop/views.py", "shop/queries.py", "Procfile"})
NAMES = st.from_regex(r"shop/[a-z]{1,8}\.(py|html)", fullmatch=True)
FLAGS, METHOD, SIZE, OFFSET, MODE = 8, 10, 24, 42, 38  # of a central directory's entry


def unpacked(data: bytes) -> dict[str, bytes]:
    return archive.unpack(data, STARTER, "lab")


def refusal(data: bytes) -> str:
    with pytest.raises(UploadRefused) as refused:
        unpacked(data)
    said = str(refused.value)
    assert said.endswith(" Nothing was changed.")
    assert len(said) < 700
    return said


@given(st.dictionaries(NAMES, st.binary(max_size=400), min_size=1))
def test_what_was_packed_comes_out_again(files: dict[str, bytes]) -> None:
    assert unpacked(archive.pack(files, "lab")) == files


def test_packing_is_repeatable() -> None:
    assert archive.pack({"b": b"1", "a": b"2"}, "lab") == archive.pack({"a": b"2", "b": b"1"}, "lab")


def test_without_the_labs_folder_it_comes_in_too() -> None:
    assert unpacked(zips.of(("shop/views.py", b"x"))) == {"shop/views.py": b"x"}


def test_a_stored_entry_and_a_folders_entry_are_fine() -> None:
    assert unpacked(zips.of(("shop/views.py", b"x"), method=ZIP_STORED)) == {"shop/views.py": b"x"}
    folders = zips.of(("lab/", b""), ("lab/shop/", b""), ("lab/shop/views.py", b"x"), mode=0)
    assert unpacked(folders) == {"shop/views.py": b"x"}


@pytest.mark.parametrize("litter", ["__MACOSX/shop/._views.py", ".DS_Store", "shop/__pycache__/views.cpython-311.pyc"])
def test_what_file_managers_add_is_left_out(litter: str) -> None:
    assert unpacked(zips.of(("shop/views.py", b"x"), (litter, b"y"))) == {"shop/views.py": b"x"}


def test_modes_are_ignored() -> None:
    assert unpacked(zips.of(("shop/views.py", b"x"), mode=stat.S_IFREG | 0o4777)) == {"shop/views.py": b"x"}


@pytest.mark.parametrize(
    "name",
    [
        "../a.py", "a/../b.py", "/etc/a.py", "C:\\a.py", "..\\a.py", "\\\\host\\a.py", "./a.py", "a//b.py", "",
        "~/a.py", ".hidden.py", ".git/hooks/a.py", "a b.py", "a\n.py", "a\0.py", "\u202ea.py", "n\u0303.py", "-a.py",
        "a:b.py",
    ],
)  # fmt: skip
def test_names_that_are_not_plain_are_refused(name: str) -> None:
    assert "plain" in refusal(zips.of(("shop/views.py", b"x"), (name, b"")))


@pytest.mark.parametrize("name", ["../x/", "/x/", ".git/", "a b/", "x\\/", "a\0/"])
def test_folders_that_are_not_plain_are_refused(name: str) -> None:
    assert "a folder whose name is not plain" in refusal(zips.of(("shop/views.py", b"x"), (name, b""), mode=0))


@pytest.mark.parametrize(
    "name", ["lib.so", "x.pth", "inner.zip", "run", "a.pyc", "photo.png", "evil.phtml", "a.py.exe"]
)
def test_other_endings_are_refused(name: str) -> None:
    assert "ends in" in refusal(zips.of((name, b"x")))


def test_a_file_of_the_starter_may_have_any_ending() -> None:
    assert unpacked(zips.of(("Procfile", b"x"))) == {"Procfile": b"x"}


@pytest.mark.parametrize("name", ["sitecustomize.py", "usercustomize.py", "shop/sitecustomize.py"])
def test_what_python_imports_by_itself_is_refused(name: str) -> None:
    assert "imported by Python before anything else" in refusal(zips.of((name, b"x")))


@pytest.mark.parametrize(
    "name", ["json.py", "json/x.py", "locust.py", "gevent/a.py", "perfgym_load.py", "asyncio/a.py"]
)
def test_modules_that_would_hide_others_are_refused(name: str) -> None:
    assert "would hide" in refusal(zips.of((name, b"x")))


def test_below_a_folder_such_a_name_hides_nothing() -> None:
    assert unpacked(zips.of(("shop/json.py", b"x"))) == {"shop/json.py": b"x"}
    assert archive.unpack(zips.of(("queue.py", b"x")), {"queue.py"}, "lab") == {"queue.py": b"x"}


def test_depth_and_length_of_names_are_capped() -> None:
    assert "9 names deep; 8 is the most" in refusal(zips.of(("d/" * 8 + "a.py", b"x")))
    assert "303 characters; 200 is the most" in refusal(zips.of(("n" * 300 + ".py", b"x")))


@pytest.mark.parametrize("pair", [("a.py", "a.py"), ("a.py", "A.py"), ("shop/x.py", "SHOP/X.PY")])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_names_that_are_one_are_refused(pair: tuple[str, str]) -> None:
    assert "twice" in refusal(zips.many(pair))


def test_a_file_that_is_also_a_folder_is_refused() -> None:
    assert "a file and a folder" in refusal(zips.many(["a.py", "A.py/b.py"]))


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFSOCK, stat.S_IFDIR])
def test_only_regular_files_are_taken(kind: int) -> None:
    assert "no regular file" in refusal(zips.of(("shop/views.py", b"x"), mode=kind | 0o644))


@pytest.mark.parametrize("bit", [0x1, 0x40, 0x2000])
def test_encrypted_entries_are_refused(bit: int) -> None:
    assert "encrypted" in refusal(zips.central(zips.of(("shop/views.py", b"x")), FLAGS, "<H", bit))


def test_another_compression_is_refused_before_it_is_tried() -> None:
    assert "deflate" in refusal(zips.of(("shop/views.py", b"x"), method=ZIP_LZMA))
    assert "deflate" in refusal(zips.central(zips.of(("shop/views.py", b"x")), METHOD, "<H", 99))


def test_the_number_of_entries_is_capped() -> None:
    assert "201 entries; it must have 1 to 200" in refusal(zips.many(f"a{n}.py" for n in range(201)))
    assert len(unpacked(zips.many(f"a{n}.py" for n in range(200)))) == 200


def test_the_whole_is_capped_by_what_it_would_be() -> None:
    third = b"".join(b"%d," % n for n in range(100_000))[: size.MAX_BYTES // 3]
    rest = third + b"," * (size.MAX_BYTES - 3 * len(third))
    full = [("a.py", third), ("b.py", third), ("c.py", rest)]
    assert len(unpacked(zips.of(*full))) == 3
    assert "2,097,153 bytes; 2,097,152 is the most" in refusal(zips.of(*full, ("d.py", b"x")))
    assert "2,097,154 bytes" in refusal(b"PK" + bytes(size.MAX_BYTES))


def test_a_file_much_larger_than_its_entry_is_refused() -> None:
    assert "100 is the most" in refusal(zips.of(("a.py", b"0" * 200_000)))


def test_a_declared_size_that_is_a_lie_is_refused() -> None:
    bomb = zips.of(("a.py", b"0" * 1_000_000))
    refusal(zips.central(bomb, SIZE, "<I", 10))
    refusal(zips.central(zips.of(("a.py", b"abc")), SIZE, "<I", 200))


def test_entries_that_share_bytes_are_refused() -> None:
    two = zips.of(("a.py", b"same"), ("b.py", b"same"))
    assert "shares its bytes" in refusal(zips.central(two, OFFSET, "<I", 0, which=1))
    assert "outside" in refusal(zips.central(two, OFFSET, "<I", len(two) - 3, which=1))


@pytest.mark.parametrize("data", [b"PK", b"hello", b"PK\x05\x06", b"\x1f\x8b\x08" + bytes(100)])
def test_what_is_no_zip_says_so(data: bytes) -> None:
    assert "not a zip" in refusal(data)


def test_nothing_is_no_upload() -> None:
    assert "is empty" in refusal(b"")
    assert "has 0 entries" in refusal(b"PK\x05\x06" + bytes(18))


@given(st.integers(0, 400), st.integers(1, 255), st.integers(0, 400))
def test_a_damaged_zip_is_read_right_or_refused(at: int, change: int, cut: int) -> None:
    """Whatever bytes are turned over: no error but ours, and no content that was not in it."""
    data = bytearray(zips.of(("shop/views.py", b"first"), ("shop/a.py", b"second")))
    data[at % len(data)] ^= change
    try:
        found = unpacked(bytes(data[: len(data) - cut // 100]))
    except UploadRefused:
        return
    assert set(found.values()) <= {b"first", b"second"}
