"""Contents by their hash: what is the same is stored once."""

import hashlib
from typing import Self

from django.db import models


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class Blob(models.Model):
    """One content, stored once."""

    digest = models.CharField(max_length=64, primary_key=True)
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.digest[:12]

    @classmethod
    def of(cls, content: bytes) -> Self:
        blob, _ = cls.objects.get_or_create(digest=digest_of(content), defaults={"content": content})
        return blob
