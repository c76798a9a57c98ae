"""What helps an author: a lab to start from, and schemas for their editor."""
