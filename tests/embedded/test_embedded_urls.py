"""Server addresses: one string in, what Django, Celery and redis-py each want out."""

from pathlib import Path

import pytest

from perfgym.embedded import urls
from perfgym.embedded.errors import BadUrl


def test_a_socket_address_survives_odd_characters_in_folder_and_password() -> None:
    entry = urls.django_database(urls.postgres(Path("/tmp/a b%/&c"), "perf gym", "p@ss/w:rd?", "perfgym"))
    assert (entry["HOST"], entry["USER"], entry["PASSWORD"], entry["NAME"], entry["PORT"]) == (
        "/tmp/a b%/&c",
        "perf gym",
        "p@ss/w:rd?",
        "perfgym",
        "",
    )


def test_a_network_address_keeps_its_port_and_libpq_options() -> None:
    entry = urls.django_database("postgres://u:p@db.example:5433/shop?sslmode=require&connect_timeout=3")
    assert (entry["HOST"], entry["PORT"], entry["OPTIONS"]) == (
        "db.example",
        "5433",
        {"sslmode": "require", "connect_timeout": "3"},
    )


@pytest.mark.parametrize(
    "url", ["", "mysql://u:secret@h/db", "postgresql://u:secret@h:port/db", "postgresql://u:secret@h"]
)
def test_a_bad_database_address_is_refused_without_repeating_its_password(url: str) -> None:
    with pytest.raises(BadUrl) as caught:
        urls.django_database(url)
    assert "DATABASE_URL" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_celery_gets_a_unix_socket_as_kombu_writes_it() -> None:
    assert urls.celery_broker("unix:///tmp/x%20y/v.sock?db=3") == "redis+socket:///tmp/x%20y/v.sock?virtual_host=3"
    assert urls.celery_broker("unix://:pw@/v.sock") == "redis+socket://:pw@/v.sock?virtual_host=0"


def test_celery_gets_a_network_address_as_it_is() -> None:
    assert urls.celery_broker("redis://:pw@queue:6380/1") == "redis://:pw@queue:6380/1"


@pytest.mark.parametrize("url", ["amqp://h", "unix://", "redis://h:x/0"])
def test_a_bad_broker_address_is_refused(url: str) -> None:
    with pytest.raises(BadUrl, match="REDIS_URL"):
        urls.celery_broker(url)


def test_an_empty_variable_names_no_server() -> None:
    assert urls.given({"DATABASE_URL": " "}, "DATABASE_URL") is None
