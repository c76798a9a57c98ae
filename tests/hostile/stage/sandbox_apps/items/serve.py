"""Starts the file that chosen.txt names, as `python3 FILE`, in the environment that hostile inputs are written for."""

import os
import pathlib
import sys

os.environ["PORT"] = os.environ["APP_PORT"]
chosen = pathlib.Path("chosen.txt").read_text().strip()
os.execv(sys.executable, [sys.executable, chosen])
