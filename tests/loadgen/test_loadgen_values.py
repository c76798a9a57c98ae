"""Small rules of the load generator that need no process: percentiles, decoding, caps, lines, grouping."""

import gzip
import zlib

import brotli
import numpy
import pytest

from perfgym.loadgen import lines
from perfgym.loadgen.exploration import plan
from perfgym.loadgen.exploration.rows import Rows
from perfgym.loadgen.exploration.samples import Samples
from perfgym.loadgen.quantiles import percentile
from perfgym.loadgen.scoring.decode import BadEncoding, TooLarge, decode

TEXT = b"a page of a bookshop " * 50


@pytest.mark.parametrize("count", [1, 2, 3, 10, 101])
def test_percentiles_are_numpys(count):
    values = sorted((i * 7919 % 1009) / 8 for i in range(count))
    for percent in (0, 1, 50, 95, 99, 100):
        assert percentile(values, percent) == pytest.approx(numpy.percentile(values, percent))


def test_no_values_have_no_percentile():
    assert percentile([], 50) is None


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("identity", TEXT),
        ("", TEXT),
        ("gzip", gzip.compress(TEXT, mtime=0)),
        ("X-GZIP", gzip.compress(TEXT, mtime=0)),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", zlib.compress(TEXT)[2:-4]),
        ("br", brotli.compress(TEXT)),
    ],
)
def test_encodings_are_taken_off_up_to_the_cap(encoding, body):
    assert decode(body, encoding, len(TEXT)) == TEXT
    with pytest.raises(TooLarge):
        decode(body, encoding, len(TEXT) - 1)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br"])
def test_an_empty_body_needs_no_decoding(encoding):
    assert decode(b"", encoding, 10) == b""


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", TEXT),
        ("gzip", gzip.compress(TEXT, mtime=0)[:-12]),
        ("br", brotli.compress(TEXT)[:-3]),
        ("br", b"\xff" * 20),
        ("zstd", TEXT),
        ("gzip,gzip", TEXT),
    ],
)
def test_bytes_that_are_not_what_the_header_says_are_refused(encoding, body):
    with pytest.raises(BadEncoding):
        decode(body, encoding, 10_000)


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_a_bomb_is_stopped_at_the_cap(encoding):
    bomb = {"gzip": gzip.compress, "br": brotli.compress}[encoding](b"\0" * 20_000_000)
    with pytest.raises(TooLarge):
        decode(bomb, encoding, 1_000_000)


def test_a_plan_is_brought_within_its_caps():
    asked = plan.read(
        {
            "target": "http://127.0.0.1:1",
            "health": "/",
            "users": 9999,
            "seconds": 9999,
            "spawn_rate": 0,
            "max_users": 50,
        }
    )
    assert (asked.users, asked.seconds, asked.spawn_rate) == (50, 600, 0.1)
    most = plan.read({"target": "", "health": "", "users": 9999, "max_users": 9999})
    assert (most.users, most.seconds) == (200, 30)


@pytest.mark.parametrize("line", [b"", b"nonsense", b"[1]", b'"text"', b"\xff", b"{"])
def test_a_line_that_is_no_object_is_refused(line):
    with pytest.raises(lines.BadLine):
        lines.parse(line)


def test_raw_rows_are_handed_out_once():
    samples = Samples(100.0)
    samples.add("GET /", 12.5, 100, True, 0.0, 101.0)
    samples.add("GET /", 10, None, False, 500.0, 102.0)
    assert samples.take().flat == [0.9875, 0, 12.5, 1, 100, 12.5, 1.99, 0, 10.0, 0, 0, 510.0]
    assert len(samples.take()) == 0
    assert samples.percentiles(50) == [11.25]


def test_rows_travel_exactly():
    rows = Rows([0.1, 3, 1 / 3, 1, 2**40, 1e9] * 3)
    assert Rows.unpacked(rows.packed(0, 3)).flat == rows.flat
    assert len(Rows.unpacked(rows.packed(1, 2))) == 1
    with pytest.raises(ValueError, match="base64"):
        Rows.unpacked("no rows!")
