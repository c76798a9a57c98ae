"""Charts drawn as SVG text on the server, the tables behind them, and the sentences beside them.

Pure functions of numbers. Positions are in per cent and sizes in pixels, so a chart fills any width and its text stays
readable; colours come from charts.css. `standalone` makes a file of its own out of a chart. A picture, its table and
its rows for a spreadsheet are kept together by `chart.Chart`.
"""

from perfgym.charts.chart import Chart, Charts, Drawn, Shown
from perfgym.charts.flame import flame_graph, flame_table
from perfgym.charts.panels import Limit, Line, Panel, Panels, stacked
from perfgym.charts.spark import sparkline
from perfgym.charts.standalone import inlay, standalone
from perfgym.charts.strip import pair_strip
from perfgym.charts.tables import Table, strip_table

__all__ = [
    "Chart",
    "Charts",
    "Drawn",
    "Limit",
    "Line",
    "Panel",
    "Panels",
    "Shown",
    "Table",
    "flame_graph",
    "flame_table",
    "inlay",
    "pair_strip",
    "sparkline",
    "stacked",
    "standalone",
    "strip_table",
]
