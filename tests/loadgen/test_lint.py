"""The lint that says when a locustfile's checks accept every answer."""

import textwrap

import pytest

from perfgym.loadgen.exploration.lint import accepts_all

HEAD = "class V:\n    def t(self):\n        with self.client.get('/', catch_response=True) as r:\n"


def within(body: str) -> bytes:
    return (HEAD + textwrap.indent(textwrap.dedent(body).strip("\n"), " " * 12) + "\n").encode()


@pytest.mark.parametrize(
    "body",
    [
        "r.success()",
        "print(r.text)\nr.success()",
        "x = 1\nif x:\n    print(x)\nr.success()",
        "with lock:\n    r.success()",
    ],
)
def test_success_whatever_the_answer_is_found(body: str) -> None:
    assert accepts_all(within(body)) == 3


@pytest.mark.parametrize(
    "body",
    [
        "pass",
        "if r.status_code == 200:\n    r.success()",
        "if r.status_code != 200:\n    r.failure('no')\nelse:\n    r.success()",
        "if r.status_code != 200:\n    r.failure('no')\nr.success()",
        "assert r.ok\nr.success()",
        "if not r.ok:\n    return\nr.success()",
        "r.ok and r.success()",
        "try:\n    r.json()\n    r.success()\nexcept ValueError:\n    r.failure('no JSON')",
    ],
)
def test_a_check_that_looks_is_left_alone(body: str) -> None:
    assert accepts_all(within(body)) == 0


@pytest.mark.parametrize(
    "source",
    [
        b"with self.client.get('/') as r: r.success()",
        b"with self.client.get('/', catch_response=False) as r: r.success()",
        b"with self.client.get('/', catch_response=True): success()",
        b"def (",
        b"\0",
        b"\xff",
        b"(" * 5_000,
        b"-" * 20_000 + b"1",
    ],
    ids=lambda source: source[:12].hex(),
)
def test_other_sources_say_nothing(source: bytes) -> None:
    assert accepts_all(source) == 0
