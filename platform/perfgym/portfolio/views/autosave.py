"""Forms that a page saves while somebody types: the answer is JSON, and says what was not saved and why."""

from http import HTTPStatus
from typing import Any

from django.forms import ModelForm
from django.http import HttpRequest, JsonResponse
from django.utils import timezone


def is_asked(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def answer(form: "ModelForm[Any]", **more: str) -> JsonResponse:
    """When it was saved with what `more` there is to show, or which field cannot be."""
    if form.is_valid():
        return JsonResponse({"saved": f"{timezone.localtime():%H:%M:%S}", **more})
    error = " ".join(f"{form[name].label}: {' '.join(map(str, found))}" for name, found in form.errors.items())
    return JsonResponse({"error": error}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
