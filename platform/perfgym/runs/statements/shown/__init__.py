"""What pages and files show of the statements of a run."""
