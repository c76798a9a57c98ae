"""Scripts of a profiled app's part. Standard library only; they know nothing of the platform."""
