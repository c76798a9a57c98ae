"""How accounts are made and where signing in leads: our side of django-allauth."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Anyone may make a learner's account; an instructor's is made on the console."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return "/review/" if getattr(request.user, "is_instructor", False) else "/labs/"
