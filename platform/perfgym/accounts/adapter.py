"""How accounts are made and where signing in leads: our side of django-allauth."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from perfgym.accounts import attempts, browsers

MAX_NAME = 40  # characters: a name stands in tables and headlines
TOO_MANY = (
    "Too many wrong passwords were tried, so none is looked at for a while. Wait five minutes, then try again. "
    "A one-time link from whoever runs this site works at once."
)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Anyone may make a learner's account where sign-up is open; an instructor's is made on the console."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(settings.SIGN_UP_OPEN)

    error_messages = {**DefaultAccountAdapter.error_messages, "too_many_login_attempts": TOO_MANY}

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("review_queue" if getattr(request.user, "is_instructor", False) else "catalogue")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")

    def clean_username(self, username: str, shallow: bool = False) -> str:
        if len(username) > MAX_NAME:
            raise ValidationError(f"A name has at most {MAX_NAME} characters; this one has {len(username)}.")
        return str(super().clean_username(username, shallow=shallow))

    def is_safe_url(self, url: str) -> bool:
        """Whether `next` may lead there; what is no address at all leads nowhere."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try before the password is looked at. Raises ValidationError when there were too many."""
        self._login_failed_rl_usage = attempts.take(request, credentials.get("username", ""))
        if not self._login_failed_rl_usage:
            raise self.validation_error("too_many_login_attempts")

    def post_login(self, request: HttpRequest, user: Any, **more: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **more)
        browsers.remember(request, response, user.username)
        return response
