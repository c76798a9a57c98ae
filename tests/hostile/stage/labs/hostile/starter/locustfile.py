"""Replaced by each input."""
