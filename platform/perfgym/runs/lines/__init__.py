"""What comes out of a runner, line by line: read so strictly that nothing odd gets further than this room.

A scoring runner holds platform code only, but an exploration runner holds a learner's: whatever it writes is hostile
until it has passed. A line that does not pass ends the run, and nothing that the runner has told is kept.
"""
