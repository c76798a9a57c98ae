"""What a step of a lab asks, and whether a learner's evidence answers it. Pure: no database, no files, no clock."""
