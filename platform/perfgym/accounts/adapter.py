"""How accounts are made and where signing in leads: our side of django-allauth."""

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse

MAX_NAME = 40  # characters: a name stands in tables and headlines


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Anyone may make a learner's account; an instructor's is made on the console."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("review_queue" if getattr(request.user, "is_instructor", False) else "catalogue")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")

    def clean_username(self, username: str, shallow: bool = False) -> str:
        if len(username) > MAX_NAME:
            raise ValidationError(f"A name has at most {MAX_NAME} characters; this one has {len(username)}.")
        return str(super().clean_username(username, shallow=shallow))
