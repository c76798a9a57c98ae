"""Measuring the figures of guides: runs of a plan, and what is kept of them."""
