"""The table behind each chart tells the same numbers."""

from perfgym.charts import Line, Panel, Panels, panels, strip_table
from perfgym.charts.distribution import Curve, table


def test_strip_table():
    head, rows = strip_table([0.4, 0.5, 2.0], 0.45, 0.55, 0.5)
    assert head == ("what", "after / before", "in words")
    assert rows[0] == ("estimate", "0.500", "2.0x faster")
    assert rows[-2] == ("99 % of pairs are at or below", "2.00", "2.0x slower")
    assert rows[-1] == ("pairs", "3", "")


def test_strip_table_without_pairs():
    assert len(strip_table([], 0.9, 1.1, 1.0).rows) == 4


def test_distribution_table():
    head, rows = table([Curve("before", "before", [100.0, 200.0, 1500.0]), Curve("after", "after", [10.0, 20.0])])
    assert head == ("answered within", "before", "after")
    assert ("50 %", "200 ms", "10 ms") in rows
    assert rows[-2:] == [("slowest", "1.5 s", "20 ms"), ("requests", "3", "2")]


def test_a_table_over_time_has_at_most_30_rows():
    lines = [Line("p95", range(600), range(600)), Line("p50", [0], [1])]
    head, rows = panels.table(Panels("T", [Panel("Latency", "ms", lines)], 600))
    assert head == ("time", "Latency, p95", "Latency, p50")
    assert len(rows) == 30
    assert rows[0] == ("0 s", "0 ms", "1 ms")
    assert rows[1] == ("20 s", "20 ms", "")
