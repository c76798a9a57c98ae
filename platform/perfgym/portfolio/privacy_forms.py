"""The forms by which an owner says what others see."""

from django import forms

from perfgym.portfolio.models import Entry, Sharing
from perfgym.portfolio.visibility import Visibility


class ShowsForm(forms.ModelForm):  # type: ignore[type-arg]
    """What others see of one entry; a box that is not ticked is a part that is not shown."""

    class Meta:
        model = Entry
        fields = ["shows_report", "shows_change", "shows_review", "shows_machine", "shows_credential"]
        labels = {
            "shows_report": "your report",
            "shows_change": "the change, line by line",
            "shows_review": "that an instructor accepted it",
            "shows_machine": "the machine and its settings",
            "shows_credential": "the credential, to download",
        }


class SharingForm(forms.ModelForm):  # type: ignore[type-arg]
    """Who may open the portfolio page, and by which name it calls its owner."""

    visibility = forms.ChoiceField(
        label="Who may open your page",
        choices=[
            (Visibility.PUBLIC, "public: anyone, once one of your entries is public"),
            (Visibility.UNLISTED, "unlisted: whoever has the link"),
            (Visibility.PRIVATE, "private: nobody but you"),
        ],
    )

    class Meta:
        model = Sharing
        fields = ["visibility", "shows_name"]
        labels = {"shows_name": "call you by your full name, not by your handle"}
