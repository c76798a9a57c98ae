"""Plans of PostgreSQL: read from JSON, told as text, drawn as a tree with its worst step marked.

Whatever a plan says came out of a pod: names and conditions in it are a stranger's text.
"""

from perfgym.charts.plans.drawn import Drawn, Step, drawn
from perfgym.charts.plans.node import Plan, UnreadablePlan
from perfgym.charts.plans.reading import read
from perfgym.charts.plans.text import text

__all__ = ["Drawn", "Plan", "Step", "UnreadablePlan", "drawn", "read", "text"]
