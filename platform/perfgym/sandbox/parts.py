"""What every driver does alike with a part: whom it runs as, and the ports in its words."""

from collections.abc import Mapping

from perfgym.sandbox.protocol import Role

INODES = 4096  # files and folders in a part's scratch folder: each takes memory that no size counts
UIDS = {Role.APP: 61001, Role.DATABASE: 61002, Role.RUNNER: 61003}


def fill(value: str, ports: Mapping[str, str]) -> str:
    """{APP_PORT} and {DB_PORT} replaced."""
    for name, port in ports.items():
        value = value.replace(f"{{{name}}}", port)
    return value
