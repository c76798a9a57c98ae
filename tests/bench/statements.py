"""What counting statements costs each call, and what auto_explain costs that is loaded and off.

    python3 tests/bench/statements.py [--rounds 40] [--calls 500]

Three databases of the bookshop side by side, asked by turns for one row by its key, prepared: without either library,
with pg_stat_statements, and as pods have it. Prints the median time a call of each, and its ratio to the first with the
range of the middle half of the rounds. Both versions of a comparison have the same, so their ratio is not touched.
Never run it beside anything else.
"""

import argparse
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from statistics import median, quantiles

import psycopg

from perfgym.catalog import library
from perfgym.runs import inside
from perfgym.runs.inside import Secrets
from perfgym.sandbox import drivers
from perfgym.sandbox.protocol import Labels
from perfgym.sandbox.slots import Slot

LOADED = b"pg_stat_statements,auto_explain"
KINDS: Mapping[str, bytes] = {"neither": b"", "counting": b"pg_stat_statements", "as in pods": LOADED}
QUERY = "SELECT id, name, born, bio FROM authors WHERE id = %s"
READY_SECONDS = 60.0


@contextmanager
def database(libraries: bytes, number: int) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """A connection to the database of a pod whose server has these libraries."""
    driver, app, passwords = drivers.choose("process"), library.default().apps["bookshop"], Secrets.fresh()
    driver.prepare("bookshop")
    part = inside.database_part(app, Slot((), ()), passwords, 1, {})
    script = part.files["database.py"]
    assert LOADED in script
    with driver.open(Labels(f"bench-{os.getpid()}", f"statements{number}", 1, "w", "own")) as pod:
        tell = b'say({"ready": True, "port": os.environ["DB_PORT"], "answers": True})'
        changed = script.replace(LOADED, libraries).replace(b'say({"ready": True, "answers": True})', tell)
        started = pod.start(replace(part, files={**part.files, "database.py": changed}))
        told = started.receive(READY_SECONDS)
        assert told is not None, started.tail()
        port = told.split(b'"port":"')[1].split(b'"')[0].decode()
        with psycopg.connect(f"postgresql://shop:{passwords.app}@127.0.0.1:{port}/shop", autocommit=True) as connection:
            connection.prepare_threshold = 0
            yield connection


def asked(connection: psycopg.Connection[tuple[object, ...]], calls: int) -> float:
    """Microseconds a call."""
    start = time.perf_counter()
    for key in range(1, calls + 1):
        connection.execute(QUERY, [key]).fetchall()
    return 1e6 * (time.perf_counter() - start) / calls


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--calls", type=int, default=500)
    given = parser.parse_args()
    with ExitStack() as stack:
        kinds = {
            name: stack.enter_context(database(libraries, at)) for at, (name, libraries) in enumerate(KINDS.items())
        }
        for connection in kinds.values():
            asked(connection, given.calls)
        rounds = [{name: asked(each, given.calls) for name, each in kinds.items()} for _ in range(given.rounds)]
    for name in kinds:
        ratios = [one[name] / one["neither"] for one in rounds]
        low, _, high = quantiles(ratios, n=4)
        print(
            f"{name:<12} {median(one[name] for one in rounds):>8.1f} us  {median(ratios):.3f} ({low:.3f} to {high:.3f})"
        )


if __name__ == "__main__":
    main()
