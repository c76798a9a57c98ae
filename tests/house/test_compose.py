"""docker-compose.yml: four services, no default secret, and only the worker sees the engine."""

from pathlib import Path
from typing import Any

import pytest
import yaml

FILE = Path(__file__).parents[2] / "docker-compose.yml"


@pytest.fixture
def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(FILE.read_text())["services"]
    return found


def test_the_parts_are_there(services: dict[str, Any]) -> None:
    assert {"site", "worker", "postgres", "redis"} <= set(services)


def test_only_the_worker_sees_the_engine(services: dict[str, Any]) -> None:
    seen = [name for name, service in services.items() if "docker.sock" in str(service.get("volumes"))]
    assert seen == ["worker"]


def test_only_the_site_can_sign(services: dict[str, Any]) -> None:
    seen = [name for name, service in services.items() if "PERFGYM_SIGNING_KEYS" in service.get("environment", {})]
    assert seen == ["site"]


def test_secrets_have_no_default(services: dict[str, Any]) -> None:
    text = FILE.read_text()
    for secret in ("PERFGYM_SECRET_KEY", "PERFGYM_SIGNING_KEYS", "POSTGRES_PASSWORD"):
        uses = [part for part in text.split("${")[1:] if part.startswith(secret)]
        assert uses
        assert all(use.startswith(f"{secret}:?") for use in uses)


def test_what_depends_on_a_service_names_one_that_is_there(services: dict[str, Any]) -> None:
    for service in services.values():
        assert set(service.get("depends_on", {})) <= set(services)


def test_images_take_their_base_as_an_argument(services: dict[str, Any]) -> None:
    for dockerfile in ("platform/Dockerfile", "sandbox_apps/pod/Dockerfile", "sandbox_apps/bookshop/Dockerfile"):
        text = (FILE.parent / dockerfile).read_text()
        assert "ARG BASE_IMAGE=" in text
        assert "FROM ${BASE_IMAGE}" in text
    assert services["site"]["build"]["args"]["BASE_IMAGE"].startswith("${BASE_IMAGE:-")
