"""Numbers cut to the digits that every machine agrees on."""

DIGITS = 12


def significant(value: float) -> float:
    """`value` rounded to 12 significant digits.

    C libraries may differ in the last of 16 digits of a logarithm, an exponential or a tangent. What is published, and
    what a verdict is decided on, is therefore rounded; Python's own conversion to and from decimal is exact everywhere.
    """
    return float(f"{value:.{DIGITS}g}")
