"""About how wide a text is. What decides whether two labels have room is known here, not in a browser."""

FONT = 12.0  # pixels, the size of a chart's text

# In em, of DejaVu Sans: the widest of the fonts that may be used, so that what fits in it fits in all.
_NARROW = {character: width for width, group in (
    (0.28, "ijl|'"), (0.32, " ,."), (0.34, ":;"), (0.40, "ftr()[]-/!"), (0.54, "szcJ\\"), (0.60, "kvxy_e?\""),
) for character in group}  # fmt: skip
_WIDE = {character: width for width, group in (
    (0.70, "ABCDEFKPRSTXYZ"), (0.80, "GHNOQUVw<>=+~"), (0.98, "Mm%@W←→…#"),
) for character in group}  # fmt: skip
_EM = {**_NARROW, **_WIDE}
_OTHER = 0.64  # digits, most small letters
_FOREIGN = 1.05  # what Latin script does not have


def of(text: str, size: float = FONT) -> float:
    """Pixels, rather too many than too few."""
    return size * sum(_EM.get(each, _OTHER if each < "\u0250" else _FOREIGN) for each in text)


def shortened(text: str, room: float, size: float = FONT) -> str:
    """The text as far as it fits into that many pixels, with an ellipsis where it is cut."""
    if of(text, size) <= room:
        return text
    kept = text
    while kept and of(kept, size) + of("…", size) > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"
