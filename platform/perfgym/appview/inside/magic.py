"""What a picture is, by how it begins: never by what the app calls it. Drawings (SVG) are programs, and none."""

PICTURE_BYTES = 100 * 1024
BEGINS = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}


def picture(content: bytes) -> str:
    """Its type; empty where it is no picture that is shown, or too large."""
    if len(content) > PICTURE_BYTES:
        return ""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for begin, kind in BEGINS.items() if content.startswith(begin)), "")
