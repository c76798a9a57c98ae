from typing import Any

from django import forms

from perfgym.accounts.models import Person


class EraseForm(forms.Form):
    """A name typed in full: nobody does that by mistake."""

    name = forms.CharField(label="To delete your account, type the name you sign in with", max_length=150)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._name = person.username
        self.fields["name"].widget.attrs["autocomplete"] = "off"

    def clean_name(self) -> str:
        if self.cleaned_data["name"] != self._name:
            raise forms.ValidationError(f"That is not your name. Type “{self._name}”; nothing was deleted.")
        return self._name
