"""A run's evidence holds each changed file whole, before and after."""

from perfgym.runs import sources


def test_changed_files_are_kept_whole_and_only_those() -> None:
    before = {"a.py": b"old\n", "same.py": b"same\n", "locustfile.py": b"own\n"}
    edits = {"a.py": b"new\n", "same.py": b"same\n", "b.py": b"added\n", "locustfile.py": b"own test\n"}
    assert sources.of(before, edits, "locustfile.py") == {
        "starter": {"a.py": "old\n"},
        "change": {"a.py": "new\n", "b.py": "added\n"},
        "not_text": [],
    }


def test_what_is_no_text_is_named() -> None:
    found = sources.of({"a": b"\xff", "b": b"text"}, {"a": b"text", "b": b"\xff", "c": b"\xfe"}, None)
    assert found == {"starter": {}, "change": {}, "not_text": ["a", "b", "c"]}
