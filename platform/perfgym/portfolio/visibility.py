"""Who may see something of a portfolio, and the key that opens what has no public address."""

import secrets

from django.db import models


class Visibility(models.TextChoices):
    PRIVATE = "private", "private: you, and an instructor you submit it to"
    UNLISTED = "unlisted", "unlisted: whoever has the link"
    PUBLIC = "public", "public: on your portfolio page"


def new_key() -> str:
    """128 random bits: who has them may look at what is unlisted."""
    return secrets.token_urlsafe(16)
