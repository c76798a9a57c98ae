"""Settings and counters of a pod's database that tell whether a commit is a commit.

A learner's version may do much with its database, but not make it forget: everything here is read back after the
traffic, by a role without any power. Sources: PostgreSQL manual, pages "Write Ahead Log" (fsync, synchronous_commit,
full_page_writes), "pg_db_role_setting", "pg_class" and "pg_stat_io".
"""

import time
from collections.abc import Mapping
from typing import Any

from perfgym.runs.arm import OURS, Arm

SETTINGS = ("fsync", "full_page_writes", "synchronous_commit")
GONE_SECONDS = 3.0
LOOK_SECONDS = 0.05
SYNCED = 0.9  # share of acknowledged writes whose commit their own connection waited for
LEAST = 5  # acknowledged writes; of fewer no share is told

SERVER = "SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit')"
STORED = "SELECT unnest(setconfig) FROM pg_db_role_setting"
RELATIONS = """
SELECT c.relname, c.relkind::text, c.relpersistence::text FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
"""
RESET = "SELECT pg_stat_reset_shared('io')"
SESSIONS = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'shop'"
FLUSHES = "SELECT sum(fsyncs) FROM pg_stat_io WHERE backend_type = 'client backend' AND object = 'wal'"

Relations = Mapping[str, tuple[str, str]]  # name -> (kind, persistence), as pg_class has them


def begin(arm: Arm) -> None:
    """Set the counters that `late_commits` reads to nothing: before the traffic, after what the platform wrote."""
    if arm.database and "commits" in arm.promises:
        arm.statements([OURS, RESET])


def weakened(arm: Arm) -> list[str]:
    """Sentences about settings of the server, or stored for a role or a database, that give durability away."""
    found = [(str(name), str(setting)) for name, setting in arm.audit(SERVER)]
    found += [_setting(str(text)) for (text,) in arm.audit(STORED)]
    return [
        f"Your version has set {name} to {setting}, so the database may forget what it has acknowledged."
        for name, setting in dict.fromkeys(found)
        if name in SETTINGS and setting == "off"
    ]


def relations(arm: Arm) -> Relations:
    """Tables and views of the app."""
    return {str(name): (str(kind), str(persistence)) for name, kind, persistence in arm.audit(RELATIONS)}


def replaced(usual: Relations, found: Relations) -> list[str]:
    """Sentences about tables of the lab that are gone, are no longer tables, or are no longer written to disk."""
    sentences = []
    for name, (kind, persistence) in sorted(usual.items()):
        now = found.get(name)
        if now is None:
            sentences.append(f"The table {name} is gone, and with it what was written.")
        elif kind in "rp" and now[0] not in "rp":
            sentences.append(f"{name} is no longer a table, so what was written cannot be looked up.")
        elif persistence == "p" and now[1] != "p":
            sentences.append(f"The table {name} was made UNLOGGED: the database forgets its rows when it crashes.")
    return sentences


def late_commits(arm: Arm) -> list[str]:
    """A sentence where writes were acknowledged whose commits nobody waited for, as with synchronous_commit off.

    A connection that waits for its commit writes the log itself; one that does not leaves it to the server's own log
    writer. Counters are complete once a connection has ended; where one lives on, nothing is said.
    """
    written = int(arm.runner.ask("commits")["commits"]) if "commits" in arm.promises else 0
    if written < LEAST or not _disconnected(arm):
        return []
    waited = int(_one(arm.audit(FLUSHES)) or 0)
    if waited >= SYNCED * written:
        return []
    return [
        f"Your version acknowledged {written} writes and waited for the commit of {waited}: with synchronous_commit "
        "off the database may forget the others."
    ]


def _disconnected(arm: Arm) -> bool:
    """Whether the killed app's connections have ended."""
    until = time.monotonic() + GONE_SECONDS
    while _one(arm.audit(SESSIONS)):
        if time.monotonic() > until:
            return False
        time.sleep(LOOK_SECONDS)
    return True


def _setting(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    return name, {"false": "off", "0": "off", "no": "off"}.get(value.lower(), value.lower())


def _one(rows: list[list[Any]]) -> Any:
    return rows[0][0] if rows else None
