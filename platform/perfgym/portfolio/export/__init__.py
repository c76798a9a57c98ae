"""A portfolio, or one entry of it, as files that need no server: made of the very pages that the site shows.

Whatever a page links to below its own address comes along by itself, and what a visitor may not see is not in it.
"""

from perfgym.portfolio.export.copy import Origin, of_entry, of_portfolio
from perfgym.portfolio.export.zipped import zipped

__all__ = ["Origin", "of_entry", "of_portfolio", "zipped"]
