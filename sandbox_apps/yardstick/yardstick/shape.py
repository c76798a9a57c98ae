"""What the app does for a request. An arm of a self-test is this file with other numbers."""

WORK = "cpu"  # "cpu": rounds of hashing in the app. "database": one look-up by primary key after the other
UNITS = 400
WORKERS = 1
