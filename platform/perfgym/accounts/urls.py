"""Coming in, going out, one's account. Signing in is django-allauth's; only what works without e-mail is offered."""

from typing import Any

from allauth.account import views as allauth
from django.contrib.auth.decorators import login_required
from django.urls import path
from django.views.decorators.http import require_http_methods

from perfgym.accounts import views


def page(view: Any, template: str, **more: str) -> Any:
    """A page of allauth's in our template; its views would also take PUT as if it were POST."""
    shown = view.as_view(template_name=f"accounts/{template}.html", **more)
    return require_http_methods(["GET", "HEAD", "POST"])(shown)


def own(view: Any, template: str) -> Any:
    """A page of who is signed in; others are led there first, whatever they ask."""
    return login_required(page(view, template))


urlpatterns = [
    path("enter/<str:token>/", views.enter, name="enter"),
    path("accounts/", views.account, name="account"),
    path("accounts/login/", page(allauth.LoginView, "login"), name="account_login"),
    path(
        "accounts/signup/",
        page(allauth.SignupView, "signup", template_name_signup_closed="accounts/signup_closed.html"),
        name="account_signup",
    ),
    path("accounts/logout/", page(allauth.LogoutView, "logout"), name="account_logout"),
    path("accounts/sign-out-elsewhere/", views.sign_out_elsewhere, name="sign_out_elsewhere"),
    path("accounts/inactive/", page(allauth.AccountInactiveView, "inactive"), name="account_inactive"),
    path("accounts/confirm/", own(allauth.ReauthenticateView, "confirm"), name="account_reauthenticate"),
    path(
        "accounts/password/change/",
        own(allauth.PasswordChangeView, "password_change"),
        name="account_change_password",
    ),
    path("accounts/password/set/", own(allauth.PasswordSetView, "password_set"), name="account_set_password"),
]
