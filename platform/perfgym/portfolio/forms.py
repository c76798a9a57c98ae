from django import forms

from perfgym.portfolio.models import MAX_WORDS, Entry


class EntryForm(forms.ModelForm):  # type: ignore[type-arg]
    """What the owner says about the result, and who may read it."""

    words = forms.CharField(
        label="What changed, and why",
        required=False,
        max_length=MAX_WORDS,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="Markdown. What was wrong, what you did, what it gained and where, what it costs.",
    )

    class Meta:
        model = Entry
        fields = ["title", "words", "visibility"]
        labels = {"visibility": "Who may see it"}
