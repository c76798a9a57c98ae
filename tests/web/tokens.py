"""The colours of the site as numbers: what tokens.css says in each theme, and how far two of them are apart."""

import re
from pathlib import Path

PLATFORM = Path(__file__).parents[2] / "platform/perfgym"
TOKENS = PLATFORM / "web/static/web/tokens.css"
THEMES = ("light", "dark", "print")
_NAMED = re.compile(r"--([\w-]+): #([0-9a-f]{6});")

Colour = tuple[float, float, float]  # red, green, blue in 0..1, as sRGB has them


def theme(name: str) -> dict[str, Colour]:
    """Every colour by its name; dark and print say only what they change."""
    parts = re.split(r"@media", TOKENS.read_text())
    found = dict(zip(THEMES, parts, strict=True))
    values = dict(_NAMED.findall(found["light"])) | dict(_NAMED.findall(found[name]))
    return {key: _colour(value) for key, value in values.items()}


def mixed(first: Colour, share: float, second: Colour) -> Colour:
    """CSS color-mix(in srgb, first share, second); `share` in 0..1."""
    red, green, blue = (share * one + (1 - share) * other for one, other in zip(first, second, strict=True))
    return red, green, blue


def contrast(first: Colour, second: Colour) -> float:
    """From 1 (the same) to 21. Source: WCAG 2.2, contrast ratio."""
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def style_sheets() -> dict[str, str]:
    """The text of every style sheet of ours by its name; the bundle is made from others'."""
    found = (path for path in PLATFORM.glob("*/static/**/*.css") if "bundle" not in path.parts)
    return {path.name: path.read_text() for path in found}


def _colour(value: str) -> Colour:
    red, green, blue = (int(value[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def _luminance(colour: Colour) -> float:
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
