"""A number as a person types it."""

import re

NUMBER = re.compile(r"([-+]?)(\d{1,3}(?:,\d{3})+|\d+)?(?:[.,](\d+))?")
MOST = 40  # characters


def number(text: str, unit: str) -> float | None:
    """The number in `text`, with or without its unit: 1,234.5 or 14,2 or 14.2 ms; None where it is none."""
    text = text.strip().removesuffix(unit).strip() if unit else text.strip()
    found = NUMBER.fullmatch(text)
    if len(text) > MOST or found is None or not (found[2] or found[3]):
        return None
    whole = (found[2] or "0").replace(",", "")
    return float(f"{found[1]}{whole}.{found[3] or 0}")
