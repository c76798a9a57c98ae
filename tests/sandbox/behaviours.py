"""What parts do in the contract tests: as a script for drivers that run processes, as a callable for the fake."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

from perfgym.sandbox.fake import Script, Write


@dataclass(frozen=True)
class Behaviour:
    script: str
    fake: Script


def _echo(lines: Iterator[bytes], write: Write) -> None:
    for line in lines:
        write(line.decode()[::-1].encode())


def _last_word(lines: Iterator[bytes], write: Write) -> None:
    next(lines)
    write(b"last")


def _flood(lines: Iterator[bytes], write: Write) -> NoReturn:
    while True:
        write(b"x" * 1023)


def _verbose(lines: Iterator[bytes], write: Write) -> None:
    write(b"x" * 100_000)
    write(b"the end")


def _burn(lines: Iterator[bytes], write: Write) -> None:
    for _ in lines:
        sum(range(4_000_000))
        write(b"burned")


def _wait(lines: Iterator[bytes], write: Write) -> None:
    for _ in lines:
        continue


def _break(lines: Iterator[bytes], write: Write) -> NoReturn:
    raise ValueError("broken on purpose")


def writes(size: int) -> Behaviour:
    """One line of `size` bytes, then waits."""

    def fake(lines: Iterator[bytes], write: Write) -> None:
        write(b"x" * size)
        next(lines, None)

    return Behaviour(f"import sys\nprint('x' * {size}, flush=True)\nsys.stdin.readline()", fake)


def exits(code: int) -> Behaviour:
    return Behaviour(f"raise SystemExit({code})", lambda lines, write: code)


ECHO = Behaviour("import sys\nfor line in sys.stdin: print(line.strip()[::-1], flush=True)", _echo)
LAST_WORD = Behaviour("import sys; sys.stdin.readline(); print('last')", _last_word)
FLOOD = Behaviour("import sys\nwhile True: sys.stdout.write('x' * 1023 + chr(10))", _flood)
WAIT = Behaviour("import threading; threading.Event().wait()", _wait)
VERBOSE = Behaviour("print('x' * 100_000); print('the end')", _verbose)
BURN = Behaviour("import sys\nfor line in sys.stdin: sum(range(4_000_000)); print('burned', flush=True)", _burn)
BREAK = Behaviour("raise ValueError('broken on purpose')", _break)
