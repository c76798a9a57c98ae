"""The picture that other sites show beside a link to a portfolio: 1200 by 630 pixels, drawn by us (Open Graph)."""

from perfgym.portfolio.picture.made import of_entry, of_portfolio

__all__ = ["of_entry", "of_portfolio"]
