"""PerfGym: learn performance engineering by doing it, measured so carefully that the result is evidence."""

__version__ = "0.1.0"
