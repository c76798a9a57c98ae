from django import forms

from perfgym.accounts.models import Person


class NameForm(forms.ModelForm):  # type: ignore[type-arg]
    """The name that others read; without one it is the name used to sign in."""

    class Meta:
        model = Person
        fields = ["first_name", "last_name"]
