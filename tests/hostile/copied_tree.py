"""A copy of the checkout in which files may be changed and tests be run; the checkout itself is never touched.

The package is installed editable, so the copy's folders come first on PYTHONPATH: this environment's interpreter, the
copy's code. `Copy` makes sure of it before anything is run.
"""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from tests.hostile.mutation import ROOT, Mutation

TEST_SECONDS, ALL_SECONDS = 150, 900
BY_DESIGN = (0, 1)  # pytest's exit codes for "all passed" and "some failed"


@dataclass(frozen=True)
class Ran:
    """What pytest said: how many tests, which of them failed, how many were skipped; `broken` if it could not run."""

    tests: int
    failed: tuple[str, ...]
    skipped: int
    broken: str = ""


class Copy:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        for name in listed.split("\0"):
            source, target = ROOT / name, folder / name
            if name and source.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(source.read_bytes())
                target.chmod(source.stat().st_mode)
        where = self._python("-c", "import perfgym; print(perfgym.__file__)").stdout.strip()
        if not where.startswith(str(folder)):
            raise RuntimeError(f"the copy's tests would run the code in {where}")

    @contextmanager
    def changed(self, mutation: Mutation) -> Iterator[None]:
        file = self._folder / mutation.file
        text = file.read_text()
        file.write_text(mutation.mutated(self._folder))
        try:
            yield
        finally:
            file.write_text(text)

    def run(self, tests: Sequence[str], select: str = "", *, all_of_them: bool = False) -> Ran:
        """Run these tests; up to the first failure unless `all_of_them`."""
        report = self._folder / "report.xml"
        report.unlink(missing_ok=True)
        line = ["-m", "pytest", "-q", "--tb=no", "-p", "no:cacheprovider", f"--junitxml={report}"]
        line += ["--hypothesis-profile=ci"]  # the same examples each time, and no deadline for one
        line += ["-o", f"timeout={TEST_SECONDS}", *(["-k", select] if select else []), *([] if all_of_them else ["-x"])]
        done = self._python(*line, *tests)
        if done.returncode not in BY_DESIGN or not report.exists():
            return Ran(0, (), 0, (done.stdout + done.stderr)[-1500:] or "it took too long")
        return _read(report)

    def _python(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run this environment's interpreter on the copy; ends whatever it started when it takes too long."""
        paths = os.pathsep.join((str(self._folder / "platform"), str(self._folder)))
        environment = {**os.environ, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"}
        with subprocess.Popen(
            [sys.executable, *arguments], cwd=self._folder, env=environment, text=True, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        ) as process:  # fmt: skip
            try:
                out, error = process.communicate(timeout=ALL_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                out, error = process.communicate()
        return subprocess.CompletedProcess(process.args, process.returncode, out, error)


@contextmanager
def copied() -> Iterator[Copy]:
    with tempfile.TemporaryDirectory(prefix="pgm-") as folder:
        yield Copy(Path(folder).resolve())


def _read(report: Path) -> Ran:
    cases = list(ElementTree.parse(report).iter("testcase"))
    failed = [case for case in cases if case.find("failure") is not None or case.find("error") is not None]
    skipped = sum(case.find("skipped") is not None for case in cases)
    names = tuple(f"{case.get('classname', '')}::{case.get('name')}" for case in failed)
    return Ran(len(cases), names, skipped)
