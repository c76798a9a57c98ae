"""An app without a database: what a pod needs at the least."""
