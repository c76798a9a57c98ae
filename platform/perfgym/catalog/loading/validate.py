"""A document against its model: every mismatch becomes a Problem that says where it is and what is allowed."""

from collections.abc import Mapping
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from perfgym.catalog.loading.nodes import Document, Location
from perfgym.catalog.loading.problems import ManifestError, Problem, listed, suggestion

Model = TypeVar("Model", bound=BaseModel)


def validate(model: type[Model], document: Document) -> Model:
    """The document as `model`. Raises ManifestError with all mismatches at once."""
    if not isinstance(document.data, dict):
        keys = listed(model.model_fields)
        raise ManifestError.at(document.file, document.line(()), f"expected keys and values here; allowed keys: {keys}")
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        raise ManifestError(_problem(model, document, detail) for detail in error.errors()) from error


def _problem(model: type[BaseModel], document: Document, detail: ErrorDetails) -> Problem:
    return Problem(document.file, document.line(detail["loc"]), _message(model, detail))


def _message(model: type[BaseModel], detail: ErrorDetails) -> str:
    location = detail["loc"]
    name = ".".join(map(str, location))
    if detail["type"] == "extra_forbidden":
        allowed = list(_fields_at(model, location[:-1]))
        return f"unknown key `{name}`.{suggestion(str(location[-1]), allowed)} Allowed here: {listed(allowed)}"
    field = _field_at(model, location)
    meaning = f" Allowed: {field.description}" if field and field.description else ""
    if detail["type"] == "missing":
        return f"`{name}` is missing.{meaning}"
    said = detail["msg"].removeprefix("Value error, ")
    given = "" if isinstance(detail["input"], dict | list) else f" (it is {_short(detail['input'])})"
    where = f"`{name}`: {said[:1].lower() + said[1:]}" if name else said
    return f"{where}{given}.{meaning}"


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."


def _field_at(model: type[BaseModel], location: Location) -> FieldInfo | None:
    """The nearest described field around a location."""
    for end in range(len(location), 0, -1):
        field = _fields_at(model, location[: end - 1]).get(str(location[end - 1]))
        if field is not None:
            return field
    return None


def _fields_at(model: type[BaseModel], location: Location) -> Mapping[str, FieldInfo]:
    """The fields of the model that stands at a location; none where there is no model."""
    inner: type[BaseModel] | None = model
    for name in location:
        if inner is None:
            return {}
        field = inner.model_fields.get(str(name))
        inner = _model_in(field.annotation) if field else (inner if isinstance(name, int) else None)
    return inner.model_fields if inner else {}


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model in `X`, `X | None`, `tuple[X, ...]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part))), None)
