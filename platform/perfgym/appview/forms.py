"""What the preview's page may send."""

import uuid
from urllib.parse import quote, urlsplit

from django import forms
from django.core.exceptions import ValidationError

from perfgym.appview.inside.address import KEPT
from perfgym.appview.visit import PATH_CHARS, Method, Version

NO_PATH = "Type an address of the app, such as /books."


def path(text: str) -> str:
    """Path and query in the form that is sent: what cannot be in an address is put in as %XX. Raises ValueError."""
    found = urlsplit(text.strip())
    if found.scheme or found.netloc:
        raise ValueError("it has a host")
    asked = (
        "/" + quote(found.path.lstrip("/"), safe=KEPT) + (f"?{quote(found.query, safe=KEPT)}" if found.query else "")
    )
    if len(asked) > PATH_CHARS:
        raise ValueError("it is too long")
    return asked


class VisitForm(forms.Form):
    """An address, of which version, and a key that makes sending it twice harmless."""

    path = forms.CharField(error_messages={"required": NO_PATH})
    method = forms.ChoiceField(choices=Method.choices, required=False)
    version = forms.ChoiceField(choices=Version.choices, required=False)
    fresh = forms.BooleanField(required=False)
    key = forms.UUIDField(required=False)
    back = forms.IntegerField(required=False, min_value=1, max_value=2**62)

    def clean_path(self) -> str:
        try:
            return path(self.cleaned_data["path"])
        except ValueError as error:
            raise ValidationError(
                f"This is no address of the app: {error}. Type what comes after the host, such as /books?page=2."
            ) from error

    def clean_method(self) -> str:
        return self.cleaned_data["method"] or Method.GET

    def clean_version(self) -> str:
        return self.cleaned_data["version"] or Version.YOURS

    def clean_key(self) -> uuid.UUID:
        return self.cleaned_data["key"] or uuid.uuid4()

    @property
    def problem(self) -> str:
        """Why it was not taken, in one line."""
        said = [str(message) for messages in self.errors.values() for message in messages]
        return f"{' '.join(said)} Nothing was sent."
