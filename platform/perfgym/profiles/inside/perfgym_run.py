"""Runs a Python command in this process, once what watches it is in place."""

import runpy
import sys


def run(command: list[str]) -> None:
    """As `python command` would."""
    if command[0] == "-m":
        sys.argv = command[1:]
        runpy.run_module(command[1], run_name="__main__", alter_sys=True)
    else:
        sys.argv = command
        runpy.run_path(command[0], run_name="__main__")
