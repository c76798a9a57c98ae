"""A PostgreSQL data folder: made whole or not at all, with one role that is no superuser and no other way in."""

import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from perfgym.embedded.child import Plan, tethered
from perfgym.embedded.errors import DiskFull, ServerFailed
from perfgym.embedded.home import write_private
from perfgym.embedded.identity import Identity, give

ROLE = NAME = "perfgym"
FACTS = "perfgym.json"
ACCESS = f"# PerfGym's own role, by password, over the unix socket. Nothing else.\nlocal all {ROLE} scram-sha-256\n"
FIRST_STATEMENTS = f"CREATE ROLE {ROLE} LOGIN CREATEDB PASSWORD '{{password}}';\nCREATE DATABASE {NAME} OWNER {ROLE};\n"
MAKE_SECONDS = 120


@dataclass(frozen=True)
class Cluster:
    """A data folder, the programs for it, and who they run as."""

    data: Path
    programs: Path
    log: Path
    who: Identity

    def exists(self) -> bool:
        return (self.data / "PG_VERSION").exists()

    def password(self) -> str:
        """Of ROLE. It lies in the data folder, so the two are never apart."""
        return str(json.loads((self.data / FACTS).read_text())["password"])

    def major(self) -> str:
        """Major release of the programs, such as "18"."""
        answer = subprocess.run([self.programs / "postgres", "--version"], capture_output=True, text=True, check=True)
        return answer.stdout.split()[2].split(".")[0]

    def make(self) -> None:
        """Make the folder beside its place, then move it there. Raises DiskFull or ServerFailed."""
        draft = replace(self, data=self.data.with_name("data.new"))
        shutil.rmtree(draft.data, ignore_errors=True)
        draft.data.mkdir(mode=0o700)
        give(draft.data, self.who.first_uid)
        draft._fill(secrets.token_hex(24))
        give(draft.data, self.who.uid)
        draft.data.rename(self.data)

    def _fill(self, password: str) -> None:
        here = "/proc/self/cwd" if sys.platform == "linux" else str(self.data)
        locale = ["--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"]
        self._run(["initdb", "-D", here, "--username=postgres", "--auth=reject", *locale])
        self._run(["postgres", "--single", "-D", here, "postgres"], FIRST_STATEMENTS.format(password=password))
        (self.data / "pg_hba.conf").write_text(ACCESS)
        write_private(self.data / FACTS, json.dumps({"password": password, "major": self.major()}))

    def _run(self, command: Sequence[str], text: str = "") -> None:
        """Run one of the programs in the data folder, with `text` as its standard input."""
        plan = Plan(
            command[0],
            [str(self.programs / command[0]), *command[1:]],
            self.log,
            self.log,
            folder=self.data,
            uid=self.who.first_uid,
        )
        done = subprocess.run(
            tethered(plan),
            input=text,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=clean_environment(),
            timeout=MAKE_SECONDS,
            check=False,
        )
        with self.log.open("a") as log:
            log.write(done.stdout)
        if full(done.stdout):
            raise DiskFull(self.data)
        if done.returncode or "ERROR:" in done.stdout or "FATAL:" in done.stdout:
            raise ServerFailed("PostgreSQL", f"could not be set up ({command[0]} failed)", self.log, done.stdout)


def full(output: str) -> bool:
    return "No space left on device" in output or "Disk quota exceeded" in output


def clean_environment() -> dict[str, str]:
    """Ours without what PostgreSQL's programs would take as settings (PGDATA, PGPORT and the like)."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}
