"""The yardstick's data."""
