"""What was said about a submission, as a whole or about a line of the change."""

from dataclasses import dataclass
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from perfgym.accounts.models import Person

MAX_COMMENT = 20_000  # characters


@dataclass(frozen=True)
class Said:
    """Words, and the place of the changed version that they are about; without a path: the whole."""

    body: str = ""
    path: str = ""
    line: int | None = None  # from 1

    def __bool__(self) -> bool:
        return bool(self.body.strip())


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, person: Person) -> Self:
        """What was said about a submission that one may see."""
        from perfgym.cohorts.submission import Submission  # which knows comments, so not at the top

        return self.filter(submission__in=Submission.objects.visible_to(person).values("pk"))


class Comment(models.Model):
    """The entry's owner and the cohort's instructors read it."""

    submission = models.ForeignKey("cohorts.Submission", on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="comments")
    body = models.TextField(max_length=MAX_COMMENT)
    path = models.CharField(max_length=255, blank=True)
    line = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    objects = CommentQuerySet.as_manager()

    class Meta:
        app_label = "cohorts"
        ordering = ["created_at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(line=None) | ~Q(path=""), name="comment_line_needs_file")]

    def __str__(self) -> str:
        return f"{self.author}: {self.body[:40]}"

    @property
    def place(self) -> str:
        """What it is about: "bookshop/queries.py, line 12", a file, or nothing in particular."""
        return f"{self.path}, line {self.line}" if self.line else self.path
