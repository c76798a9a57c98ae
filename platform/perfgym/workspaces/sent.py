"""What a script of ours sends to a view: one JSON object."""

import json
from typing import Any

from django.http import HttpRequest
from django.http.request import RawPostDataException

from perfgym.errors import LearnerError


class NotAnObject(LearnerError):
    """The body is no JSON object."""

    def __init__(self) -> None:
        super().__init__("The page sent something that cannot be read. Nothing was changed; reload it and try again.")


def json_object(request: HttpRequest) -> dict[str, Any]:
    """The body as an object. Raises NotAnObject, also for what is nested too deep, and for forms."""
    try:
        found = json.loads(request.body)
    except (ValueError, RecursionError, RawPostDataException) as error:
        raise NotAnObject from error
    if not isinstance(found, dict):
        raise NotAnObject
    return found
