"""Runs the app's own command in this process, and counts every call of a function, Python's and built-in ones.

    perfgym_counter.py FOLDER -m module arguments
    perfgym_counter.py FOLDER script.py arguments

Once FOLDER has a file `begin`, each process counts and makes NUMBER.begin; once it has a file `end`, each writes what
it has counted into NUMBER.end: `name (path:line) count` a line. Until then the main thread runs as fast as ever: a
signal tells it to count, as no thread can do that for another. Source: sys.setprofile in the library reference.
"""

import os
import signal
import sys
import threading
import time
from collections import defaultdict
from types import CodeType, FrameType
from typing import Any

from perfgym_run import run

LOOK_SECONDS = 0.02
BEGIN_SECONDS = 5.0  # for the main thread to hear the signal


class Counter:
    """What counts in one process, in all its threads."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.codes: defaultdict[CodeType, int] = defaultdict(int)
        self.builtins: defaultdict[str, int] = defaultdict(int)

    def start(self) -> None:
        self.path = os.path.join(self.place, str(os.getpid()))
        open(f"{self.path}.here", "w").close()
        self.begun = threading.Event()
        signal.signal(signal.SIGPROF, self.begin)
        threading.setprofile(None)
        threading.Thread(target=self.wait, name="calls", daemon=True).start()
        threading.setprofile(self.see)

    def begin(self, *_: object) -> None:
        """In the main thread."""
        self.codes.clear()
        self.builtins.clear()
        self.begun.set()
        sys.setprofile(self.see)

    def see(self, frame: FrameType, event: str, what: Any) -> None:
        if event == "call":
            self.codes[frame.f_code] += 1
        elif event == "c_call":
            self.builtins[getattr(what, "__qualname__", "")] += 1

    def wait(self) -> None:
        self.until("begin")
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGPROF)
        self.begun.wait(BEGIN_SECONDS)
        open(f"{self.path}.begin", "w").close()
        self.until("end")
        draft = f"{self.path}.draft"
        with open(draft, "w") as file:
            file.writelines(self.lines())
        os.rename(draft, f"{self.path}.end")

    def until(self, word: str) -> None:
        while not os.path.exists(os.path.join(self.place, word)):
            time.sleep(LOOK_SECONDS)

    def lines(self) -> list[str]:
        """The built-in ones have no place: they are Python's."""
        codes = [
            (f"{code.co_qualname} ({code.co_filename}:{code.co_firstlineno})", n)
            for code, n in self.codes.copy().items()
        ]
        builtins = [(f"{name} (<built-in>:1)", n) for name, n in self.builtins.copy().items()]
        return [f"{name} {count}\n" for name, count in (*codes, *builtins) if "\n" not in name]


def main() -> None:
    counter = Counter(sys.argv[1])
    counter.start()
    os.register_at_fork(after_in_child=counter.start)
    run(sys.argv[2:])


if __name__ == "__main__":
    main()
