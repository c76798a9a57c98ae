from collections.abc import Iterable
from typing import Any, cast

from django import forms

from perfgym.cohorts.comment import MAX_COMMENT, Comment, Said
from perfgym.cohorts.submission import MAX_SHOWN


class JoinForm(forms.Form):
    code = forms.CharField(label="Join code", max_length=12, help_text="Eight letters and digits from your instructor.")


class CohortForm(forms.Form):
    name = forms.CharField(label="Name of the cohort", max_length=80)


class ReplyForm(forms.Form):
    body = forms.CharField(max_length=MAX_COMMENT)


class CommentForm(forms.ModelForm):  # type: ignore[type-arg]
    """Words put right by who wrote them."""

    class Meta:
        model = Comment
        fields = ["body"]
        labels = {"body": "Comment"}
        widgets = {"body": forms.Textarea(attrs={"rows": 6})}


class DecisionForm(forms.Form):
    """What an instructor says, about which line if about one, and which button they press."""

    comment = forms.CharField(
        label="Comment",
        required=False,
        max_length=MAX_COMMENT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Markdown. The learner reads it.",
    )
    path = forms.ChoiceField(label="About the file", required=False)  # the changed files are its choices
    line = forms.IntegerField(label="Line", required=False, min_value=1, max_value=100_000)
    shown = forms.CharField(
        label="A sentence for the entry's page",
        required=False,
        max_length=MAX_SHOWN,
        help_text="Only if you accept, and only if you like: everybody who sees the entry reads it, with your name.",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    decision = forms.ChoiceField(choices=[("accepted", "accept"), ("changes", "ask"), ("comment", "comment")])

    def __init__(self, *args: Any, paths: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["path"]).choices = [("", "the whole"), *((path, path) for path in paths)]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = self.cleaned_data
        if said.get("line") and not said.get("path"):
            self.add_error("line", "Choose the file that this line is in.")
        if said.get("path") and not said.get("comment", "").strip():
            self.add_error("comment", "Write what you want to say about this place.")
        if said.get("shown", "").strip() and said.get("decision") != "accepted":
            self.add_error("shown", "This is shown with an acceptance only. Take it out, or press Accept.")
        return said

    def said(self) -> Said:
        found = self.cleaned_data
        return Said(found["comment"], found["path"], found["line"])
