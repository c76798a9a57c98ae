"""The static check of labs: seconds, nothing is run. Each module looks at one kind of thing and returns Problems."""
