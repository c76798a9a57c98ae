"""Cohorts, what is submitted to them, and what is said about it."""

from perfgym.cohorts.cohort import Cohort, new_code
from perfgym.cohorts.comment import Comment, Said
from perfgym.cohorts.submission import State, Submission

__all__ = ["Cohort", "Comment", "Said", "State", "Submission", "new_code"]
