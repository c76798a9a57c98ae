"""Switches off each protection of mutations.toml in turn and asks: does a test fail?

    python3 tests/hostile/mutate.py [--only PATTERN ...] [--out FILE] [--without docker]

The table goes to standard output, progress to standard error. With --out every answer is kept in FILE at once, and what
FILE already answers for the same mutation is not run again. Exit code 0: each was caught; 1: one survived, or its tests
could not be run, or fail without it too.
"""

import argparse
import fnmatch
import json
import signal
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.hostile.copied_tree import Copy, Ran, copied
from tests.hostile.mutation import Mutation, read

CAUGHT, SURVIVED, SKIPPED, BROKEN, PASSED = "caught", "SURVIVED", "not run", "BROKEN", "passed"


@dataclass(frozen=True)
class Answer:
    """What became of one mutation; `by` is the first test that failed, or why there is none."""

    name: str
    digest: str
    result: str
    by: str
    seconds: float


class Kept:
    """Answers in a file, one JSON object a line."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        lines = file.read_text().splitlines() if file and file.exists() else []
        answers = [Answer(**json.loads(line)) for line in lines]
        self.answers = {answer.digest: answer for answer in answers if answer.result != BROKEN}  # asked for again

    def add(self, answer: Answer) -> None:
        self.answers[answer.digest] = answer
        if self._file:
            with self._file.open("a") as stream:
                stream.write(json.dumps(asdict(answer)) + "\n")


def main(argv: Sequence[str] | None = None) -> int:
    options = _options(argv)
    chosen = [one for one in read() if _asked(one, options.only) and not set(one.needs) & set(options.without)]
    kept = Kept(options.out)
    left = [one for one in chosen if one.digest not in kept.answers]
    if left:
        with copied() as copy:
            failing = _failing(copy, left, kept)
            for answer in _answers(copy, left, failing):
                kept.add(answer)
    answers = [kept.answers[one.digest] for one in chosen]
    print("\n".join(_table(answers)))
    return int(any(answer.result in (SURVIVED, BROKEN) for answer in answers))


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", action="append", default=[], metavar="PATTERN", help="names, with * for any text")
    parser.add_argument("--out", type=Path, metavar="FILE", help="keep the answers here; go on where it ended")
    parser.add_argument("--without", action="append", default=[], metavar="NEED", help="leave out what needs it")
    return parser.parse_args(argv)


def _asked(mutation: Mutation, only: Sequence[str]) -> bool:
    return not only or any(fnmatch.fnmatchcase(mutation.name, pattern) for pattern in only)


def _failing(copy: Copy, mutations: Sequence[Mutation], kept: Kept) -> dict[tuple[str, ...], str]:
    """Tests of these mutations that fail though nothing is switched off, and how: they could say nothing."""
    failing = {}
    asked = [one for one in _together(mutations) if one.digest not in kept.answers]
    for number, one in enumerate(asked, 1):
        _say(f"unchanged {number}/{len(asked)}: {' '.join(one.tests)} {one.select}")
        begun, ran = time.monotonic(), copy.run(one.tests, one.select, all_of_them=True)
        if ran.broken or ran.failed:
            failing[one.tests] = f"fails without it too: {ran.broken.strip()[-200:] or ran.failed[0]}"
        else:
            kept.add(Answer(one.name, one.digest, PASSED, f"{ran.tests} tests", round(time.monotonic() - begun, 1)))
    return failing


def _together(mutations: Sequence[Mutation]) -> Iterator[Mutation]:
    """What the tests of these mutations are without any: one run for all that are of the same files."""
    selects: dict[tuple[str, ...], set[str]] = {}
    for one in mutations:
        selects.setdefault(one.tests, set()).add(one.select)
    for tests, found in sorted(selects.items()):
        select = "" if "" in found else " or ".join(f"({each})" for each in sorted(found))
        yield Mutation("unchanged", "", "", "", tests, select)


def _answers(copy: Copy, mutations: Sequence[Mutation], failing: Mapping[tuple[str, ...], str]) -> Iterator[Answer]:
    for number, mutation in enumerate(mutations, 1):
        begun = time.monotonic()
        result, by = (BROKEN, failing[mutation.tests]) if mutation.tests in failing else _tried(copy, mutation)
        _say(f"{number}/{len(mutations)} {mutation.name}: {result} {by}")
        yield Answer(mutation.name, mutation.digest, result, by, round(time.monotonic() - begun, 1))


def _tried(copy: Copy, mutation: Mutation) -> tuple[str, str]:
    try:
        with copy.changed(mutation):
            return _judged(copy.run(mutation.tests, mutation.select))
    except ValueError as misfit:
        return BROKEN, str(misfit)


def _judged(ran: Ran) -> tuple[str, str]:
    if ran.broken:
        return BROKEN, ran.broken.strip().splitlines()[-1]
    if ran.failed:
        return CAUGHT, ran.failed[0]
    if ran.tests == ran.skipped:
        return SKIPPED, "every test of it was skipped on this machine"
    return SURVIVED, f"{ran.tests - ran.skipped} tests passed"


def _table(answers: Sequence[Answer]) -> Iterator[str]:
    yield "| protection switched off | result | by |"
    yield "|---|---|---|"
    for answer in answers:
        yield f"| {answer.name} | {answer.result} | {answer.by} |"
    counts = {
        result: sum(answer.result == result for answer in answers) for result in (CAUGHT, SURVIVED, SKIPPED, BROKEN)
    }
    yield f"\n{len(answers)} mutations: " + ", ".join(f"{count} {result}" for result, count in counts.items() if count)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(3))  # so that the copy is removed
    sys.exit(main())
