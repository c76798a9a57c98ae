"""The public keys of the site, for whoever checks what it signed."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from perfgym import signing

KEPT_SECONDS = 300  # a key that is disowned is known as such soon


@require_safe
def published(request: HttpRequest) -> JsonResponse:
    """A JSON Web Key Set; anyone may read and keep it."""
    response = JsonResponse(signing.key_set(signing.public_keys()))
    response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return response
