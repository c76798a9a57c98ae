"""Every answer counts as it is."""


def normalise(name: str, status: int, headers: dict[str, str], body: bytes) -> bytes:
    return body
