"""Student's t distribution for whole degrees of freedom, so that no statistics package is needed at run time."""

import math

_HALVINGS = 200  # more than a double can use: the loop ends when the interval no longer shrinks


def two_sided(t: float, dof: int) -> float:
    """P(|T| <= t) for t >= 0, by the finite series 26.7.3 and 26.7.4 of Abramowitz and Stegun (1964)."""
    theta = math.atan(t / math.sqrt(dof))
    sine, cosine2 = math.sin(theta), math.cos(theta) ** 2
    odd = dof % 2 == 1
    if dof == 1:
        return 2 * theta / math.pi
    term = total = math.cos(theta) if odd else 1.0
    for k in range(3 if odd else 2, dof - 1, 2):
        term *= cosine2 * (k - 1) / k
        total += term
    return 2 / math.pi * (theta + sine * total) if odd else sine * total


def quantile(p: float, dof: int) -> float:
    """The t with P(T <= t) = p, for 0.5 <= p < 1 and dof >= 1, by bisection: the same double on every call.

    Raises ValueError outside that range.
    """
    if not 0.5 <= p < 1 or dof < 1:
        raise ValueError(f"t quantile needs 0.5 <= p < 1 and dof >= 1, not p={p!r}, dof={dof!r}")
    wanted = 2 * p - 1
    low, high = 0.0, 1.0
    while two_sided(high, dof) < wanted and high < 1e12:
        high *= 2
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if two_sided(middle, dof) < wanted else (low, middle)
    return (low + high) / 2
