"""Numbers and pictures of a guide that come from runs: what is kept of each run, and how a text quotes it."""

from perfgym.catalog.figures.kept import Kept, KeptRun, Picture, Value
from perfgym.catalog.figures.quoting import NONE, Figures

__all__ = ["NONE", "Figures", "Kept", "KeptRun", "Picture", "Value"]
