"""The accounts that `up` makes for the one person at this machine, who is both."""

LEARNER, INSTRUCTOR = "learner", "instructor"
LOCAL = (LEARNER, INSTRUCTOR)
