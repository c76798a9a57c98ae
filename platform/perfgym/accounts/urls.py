"""Coming in, going out, one's account. Signing in is django-allauth's; only what works without e-mail is offered."""

from typing import Any

from allauth.account import views as allauth
from django.urls import path

from perfgym.accounts import views


def page(view: Any, template: str) -> Any:
    return view.as_view(template_name=f"accounts/{template}.html")


urlpatterns = [
    path("enter/<str:token>/", views.enter, name="enter"),
    path("accounts/", views.account, name="account"),
    path("accounts/login/", page(allauth.LoginView, "login"), name="account_login"),
    path("accounts/signup/", page(allauth.SignupView, "signup"), name="account_signup"),
    path("accounts/logout/", page(allauth.LogoutView, "logout"), name="account_logout"),
    path("accounts/inactive/", page(allauth.AccountInactiveView, "inactive"), name="account_inactive"),
    path("accounts/confirm/", page(allauth.ReauthenticateView, "confirm"), name="account_reauthenticate"),
    path(
        "accounts/password/change/",
        page(allauth.PasswordChangeView, "password_change"),
        name="account_change_password",
    ),
    path("accounts/password/set/", page(allauth.PasswordSetView, "password_set"), name="account_set_password"),
]
