"""The SQL console: a database of one's own, in a pod, for as long as a session lasts."""
