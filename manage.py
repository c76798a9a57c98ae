#!/usr/bin/env python3
"""PerfGym's front door: the usual Django file, which first makes its own environment where there is none.

Standard library only, and down to the version check nothing that an old Python cannot read: this runs before anything
is installed.
"""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this is where people with an older one find out
    sys.stderr.write(
        "PerfGym needs Python 3.11 or newer; this is Python {}.\n"
        "Start it with a newer one, for example: python3.11 manage.py {}\n".format(
            sys.version.split()[0], " ".join(sys.argv[1:])
        )
    )
    sys.exit(3)

import contextlib
import hashlib
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements" / "test.txt"
STATE = VENV / "perfgym-state"  # "making", "made", then the digest of what was installed
PYTHON = VENV / "bin" / "python"
PACKAGE = ROOT / "platform" / "perfgym" / "__init__.py"
CHECK = "import django, perfgym; print(perfgym.__file__)"


def main() -> None:
    if not runs_here():
        try:
            prepare()
        except KeyboardInterrupt:
            fail("interrupted. Start the same command again: it carries on where it was.", 130)
        os.execv(PYTHON, [str(PYTHON), str(ROOT / "manage.py"), *sys.argv[1:]])  # noqa: S606 - no shell is the point
    from perfgym.console import main as console

    sys.exit(console(sys.argv[1:]))


def runs_here() -> bool:
    """Whether this interpreter has Django and the PerfGym of this very checkout, in our environment or another."""
    if Path(sys.prefix).resolve() == VENV.resolve() and state() not in ("", digest()):
        return False
    found = find_spec("perfgym")
    return find_spec("django") is not None and found is not None and same(found.origin)


def prepare() -> None:
    """Make `.venv` what this checkout needs; one start at a time."""
    with alone():
        if state() == digest() and PYTHON.exists():
            return
        if not state() and VENV.exists():
            take_as_it_is()
            return
        if not os.access(ROOT, os.W_OK):
            fail(
                f"{ROOT} cannot be written to, and PerfGym has no environment in it yet.\n"
                "Clone it into a folder of your own, or let its owner start it once."
            )
        install()


def install() -> None:
    say("installing what it needs into .venv (once; about a minute)")
    if state() in ("", "making") or not PYTHON.exists():
        make_venv()
    STATE.write_text("made")
    uv = shutil.which("uv")
    if not (uv and install_with([uv, "pip", "install", "--quiet", "--python", str(PYTHON)])):
        pip = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--progress-bar=off"]
        if not has_pip():
            run([str(PYTHON), "-m", "ensurepip", "--default-pip"])
        if not install_with(pip):
            fail("could not install what it needs; the cause is above. Start it again when that is put right.")
    STATE.write_text(digest())
    say("installed")


def make_venv() -> None:
    uv = shutil.which("uv")
    if not uv and find_spec("ensurepip") is None:
        fail(
            "it needs Python's venv module, and this Python comes without ensurepip.\n"
            "On Debian or Ubuntu: apt-get install python3-venv. Elsewhere: install uv. Then start this command again."
        )
    if VENV.exists():
        shutil.rmtree(VENV)
    VENV.mkdir()
    STATE.write_text("making")
    if not (uv and run([uv, "venv", "--quiet", "--allow-existing", "--python", sys.executable, str(VENV)])) and not run(
        [sys.executable, "-m", "venv", str(VENV)]
    ):
        fail("could not make .venv; the cause is above. Start it again when that is put right.")


def install_with(command: list[str]) -> bool:
    """Install the locked requirements, then PerfGym itself from this folder, with pip or uv."""
    steps = (["--require-hashes", "-r", str(LOCK)], ["--no-deps", "--no-build-isolation", "-e", str(ROOT)])
    return all(run([*command, *step], LOCK.read_text().count("==")) for step in steps)


def run(command: list[str], of: int = 0) -> bool:
    """Run a command; count the packages it names on a terminal; show the end of what it said if it failed."""
    said: list[str] = []
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as process:
        for line in process.stdout or ():
            said.append(line)
            if line.startswith("Collecting ") and sys.stderr.isatty():
                count = sum(one.startswith("Collecting ") for one in said)
                sys.stderr.write(f"\r  {count} of {of} packages")
    if sys.stderr.isatty() and of:
        sys.stderr.write("\r" + " " * 40 + "\r")
    if process.returncode:
        say("this failed: {}\n{}".format(" ".join(command), "".join(said[-20:])))
    return process.returncode == 0


def take_as_it_is() -> None:
    """A `.venv` that is not our work is used, never changed."""
    if not PYTHON.exists() or not same(
        subprocess.run([PYTHON, "-c", CHECK], capture_output=True, text=True).stdout.strip()
    ):
        fail(
            f"{VENV} is there but was not made by PerfGym, and lacks what PerfGym needs. It was left alone.\n"
            f"Move it away, or install into it yourself: pip install -r {LOCK} && pip install --no-deps -e {ROOT}"
        )


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Wait for another start that is installing. The lock is on the folder itself, so nothing is left behind."""
    import fcntl

    descriptor = os.open(ROOT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another start is installing; waiting for it")
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def has_pip() -> bool:
    return subprocess.run([PYTHON, "-c", "import pip"], capture_output=True, check=False).returncode == 0


def state() -> str:
    return STATE.read_text() if STATE.exists() else ""


def digest() -> str:
    return hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()


def same(file: str | None) -> bool:
    return bool(file) and Path(file or "").resolve() == PACKAGE


def say(text: str) -> None:
    print(f"PerfGym: {text}", file=sys.stderr, flush=True)


def fail(text: str, code: int = 3) -> None:
    say(text)
    sys.exit(code)


if __name__ == "__main__":
    main()
