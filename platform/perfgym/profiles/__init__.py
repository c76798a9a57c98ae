"""Profiles of load tests: what runs inside the pod to record one, and the pages that show it."""
