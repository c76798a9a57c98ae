"""The table behind each chart tells the same numbers."""

from perfgym.charts import Series, ecdf_table, strip_table, time_series_table


def test_strip_table():
    head, rows = strip_table([0.4, 0.5, 2.0], 0.45, 0.55, 0.5)
    assert head == ("what", "after / before", "in words")
    assert rows[0] == ("estimate", "0.500", "2.0x faster")
    assert rows[-2] == ("99 % of pairs are at or below", "2.00", "2.0x slower")
    assert rows[-1] == ("pairs", "3", "")


def test_strip_table_without_pairs():
    assert len(strip_table([], 0.9, 1.1, 1.0).rows) == 4


def test_ecdf_table():
    head, rows = ecdf_table([100.0, 200.0, 1500.0], [10.0, 20.0])
    assert head == ("answered within", "before", "after")
    assert ("50 %", "200 ms", "10 ms") in rows
    assert rows[-2:] == [("slowest", "1.5 s", "20 ms"), ("requests", "3", "2")]


def test_time_series_table_has_at_most_60_rows():
    head, rows = time_series_table([Series("p95", range(600), range(600)), Series("p50", [0], [1])], "ms")
    assert head == ("time", "p95", "p50")
    assert len(rows) == 60
    assert rows[0] == ("0 s", "0 ms", "1 ms")
    assert rows[1] == ("10 s", "10 ms", "")
    assert time_series_table([], "ms").rows == []
