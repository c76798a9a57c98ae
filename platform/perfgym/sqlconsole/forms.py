"""What the console's page may send."""

import uuid

from django import forms
from django.core.exceptions import ValidationError

from perfgym.sqlconsole.bounds import TEXT_BYTES
from perfgym.sqlconsole.statement import How

TO_RUN = [choice for choice in How.choices if choice[0] != How.AGAIN]


class StatementForm(forms.Form):
    """A text, what to do with it, and a key that makes sending it twice harmless."""

    text = forms.CharField(
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocapitalize": "off"}),
        error_messages={"required": "There is no statement to run."},
    )
    how = forms.ChoiceField(choices=TO_RUN, error_messages={"required": "Say whether to run it or to show its plan."})
    key = forms.UUIDField(required=False)

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"].replace("\r\n", "\n")
        if not text.strip():
            raise ValidationError("There is no statement to run.")
        if len(text.encode(errors="replace")) > TEXT_BYTES:
            raise ValidationError(f"The text is longer than the {TEXT_BYTES // 1024} KB that the console takes.")
        return text

    def clean_key(self) -> uuid.UUID:
        return self.cleaned_data["key"] or uuid.uuid4()

    @property
    def problem(self) -> str:
        """Why it was not taken, in one line."""
        said = [str(message) for messages in self.errors.values() for message in messages]
        return f"{' '.join(said)} Nothing was run."
