"""The answer depends on the question alone, never on how much work was put into it."""


def normalise(name, status, headers, body):
    """Every byte must match."""
    return body
