"""An answer that cannot be read never counts as another one that cannot be read either."""

import subprocess
import sys

import pytest

from perfgym.loadgen.scoring.decode import BadEncoding, decode

UNREADABLE = """
from perfgym.loadgen.scoring.contract import Contract
class Module:
    normalise = staticmethod(lambda name, status, headers, body: 1 / 0)
contract = Contract(Module)
answers = ((200, b"a"), (200, b"b"), (404, b"a"))
print(len({contract.normalised("GET /", status, {}, body) for status, body in answers}))
"""


@pytest.mark.parametrize("encoding", ["zstd", "gzip, br", "x"])
def test_an_unknown_encoding_is_refused(encoding: str) -> None:
    with pytest.raises(BadEncoding, match="unknown Content-Encoding"):
        decode(b"anything", encoding, 100)


def test_what_the_contract_cannot_read_stands_for_itself() -> None:
    """In a process of its own, as Locust changes the one it is loaded in."""
    done = subprocess.run([sys.executable, "-c", UNREADABLE], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "3", done.stderr
