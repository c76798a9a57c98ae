"""Fonts for what the server itself draws, in pictures and on paper: a host need not have any.

Paper Sans and Paper Mono are IBM Plex Sans and Mono, cut down to the characters of README.md and renamed, as their
licence (OFL.txt) asks of changed versions.
"""

from pathlib import Path

FOLDER = Path(__file__).parent
FILES = tuple(sorted(FOLDER.glob("*.ttf")))
