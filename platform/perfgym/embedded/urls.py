"""Server addresses as one string each, in the forms that libpq, redis-py and the environment share."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

from perfgym.embedded.errors import BadUrl

POSTGRES_FORM = (
    "the form postgresql://user:password@host:port/name or postgresql://user:password@/name?host=/socket/folder"
)
REDIS_FORM = "the form redis://host:port/0, rediss://host:port/0 or unix:///path/to/socket?db=0"


def postgres(folder: Path, user: str, password: str, name: str) -> str:
    """Address of a PostgreSQL that listens on a unix socket in `folder`."""
    return f"postgresql://{quote(user, safe='')}:{quote(password, safe='')}@/{name}?{urlencode({'host': str(folder)})}"


def valkey(socket: Path) -> str:
    """Address of a Valkey that listens on the unix socket `socket`."""
    return f"unix://{quote(str(socket))}?db=0"


def django_database(url: str) -> dict[str, Any]:
    """The entry of Django's DATABASES for `url`; unknown parameters go to libpq. Raises BadUrl."""
    parts = _split(url, "DATABASE_URL", POSTGRES_FORM, {"postgres", "postgresql"})
    options = dict(parse_qsl(parts.query))
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise BadUrl("DATABASE_URL", POSTGRES_FORM)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": options.pop("port", "") or str(parts.port or ""),
        "OPTIONS": options,
    }


def celery_broker(url: str) -> str:
    """The address of the same server as kombu writes it. Raises BadUrl."""
    parts = _split(url, "REDIS_URL", REDIS_FORM, {"redis", "rediss", "unix"})
    if parts.scheme != "unix":
        return url
    if not parts.path:
        raise BadUrl("REDIS_URL", REDIS_FORM)
    database = dict(parse_qsl(parts.query)).get("db", "0")
    secret = f":{parts.password}@" if parts.password else ""
    return f"redis+socket://{secret}{parts.path}?{urlencode({'virtual_host': database})}"


def given(environ: Mapping[str, str], variable: str) -> str | None:
    """The address in the environment, or None where there is none: an empty one counts as none."""
    return environ.get(variable, "").strip() or None


def _split(url: str, variable: str, form: str, schemes: set[str]) -> SplitResult:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises on a port that is no number
    except ValueError:
        raise BadUrl(variable, form) from None
    if parts.scheme not in schemes:
        raise BadUrl(variable, form)
    return parts
