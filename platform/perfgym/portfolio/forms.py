from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from perfgym.portfolio.models import MAX_WORDS, Entry, Profile, Story
from perfgym.portfolio.profile import MAX_LINK, MAX_LINKS


class EntryForm(forms.ModelForm):  # type: ignore[type-arg]
    """What the owner says about the result, and who may read it."""

    words = forms.CharField(
        label="What changed, and why",
        required=False,
        max_length=MAX_WORDS,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text="Markdown. What was wrong, what you did, what it gained and where, what it costs. "
        "{{before.p95}} is filled in from the evidence; the list of all such names is below.",
    )

    class Meta:
        model = Entry
        fields = ["title", "words", "visibility"]
        labels = {"title": "What it is about", "visibility": "Who may see it"}
        help_texts = {"title": "A reader's words for what changed, such as “Book page”. The gain stands behind it."}


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    """What somebody says about themselves, and where else they are found."""

    class Meta:
        model = Profile
        fields = ["words", "links"]
        labels = {"words": "About you", "links": "Where else you are found"}
        help_texts = {
            "words": "Markdown. What you do, what you are good at, what you look for. Three sentences are enough.",
            "links": f"One address a line, at most {MAX_LINKS}, each with its https://.",
        }
        widgets = {
            "words": forms.Textarea(attrs={"rows": 8}),
            "links": forms.Textarea(attrs={"rows": 3, "class": "lines", "spellcheck": "false"}),
        }

    def clean_links(self) -> str:
        addresses = self.cleaned_data["links"].split()
        if len(addresses) > MAX_LINKS:
            raise ValidationError(f"These are {len(addresses)} addresses; at most {MAX_LINKS} fit. Take some away.")
        for address in addresses:
            _check_address(address)
        return "\n".join(addresses)


def _check_address(address: str) -> None:
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError as error:
        raise ValidationError(
            f"“{address[:60]}” is not a whole web address. It has to look like https://example.org/you, one a line."
        ) from error
    if len(address) > MAX_LINK:
        raise ValidationError(f"“{address[:60]}…” is longer than {MAX_LINK} characters. Use a shorter one.")


class StoryForm(forms.ModelForm):  # type: ignore[type-arg]
    """The parts of a story, each with what a listener waits for in it."""

    class Meta:
        model = Story
        fields = ["situation", "task", "action", "result", "trade_off", "shown"]
        labels = {
            "result": "Result, beside what was measured",
            "trade_off": "Trade-off",
            "shown": "Show this card to whoever may see the entry",
        }
        help_texts = {
            "situation": "What was slow, for whom, and why that mattered. Two sentences, for someone who has never "
            "seen the application.",
            "task": "What you had to reach, and what had to stay as it was.",
            "action": "What you did, step by step: how you found the cause, what you ruled out, what you changed. Say "
            "“I”.",
            "result": "The measured sentence is on the card already. Add what it means to those who waited.",
            "trade_off": "What your change costs, what it does not solve, what you would do next. Good interviewers "
            "ask for this first.",
            "shown": "Otherwise it is yours alone. It is never shown while the entry is private.",
        }
        widgets = {
            part: forms.Textarea(attrs={"rows": rows})
            for part, rows in {"situation": 3, "task": 3, "action": 5, "result": 3, "trade_off": 3}.items()
        }
