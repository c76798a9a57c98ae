"""The database part of a pod: a copy of the template in the scratch folder, with fresh passwords, on loopback.

Prints {"ready": true} once it takes connections, and then answers questions about statements, a JSON line each way.
Where the version's own SQL fails, it prints {"ready": false, "refused": {"line": 3, "message": "..."}} instead.
Durability settings are PostgreSQL's own; nothing is weakened.
"""

import json
import os
import pathlib
import signal
import subprocess
import sys
import threading

import migration
import pg
import samples
import statements

OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "port": os.environ["DB_PORT"],
    "max_connections": "50",
    "shared_buffers": "64MB",
    "autovacuum": "off",
    "dynamic_shared_memory_type": "mmap",  # a pod has no /dev/shm
    "jit": "off",
    "track_io_timing": "on",
    "shared_preload_libraries": "pg_stat_statements,auto_explain",  # the second does nothing until it is asked to
    "log_line_prefix": samples.PREFIX,
    "max_wal_size": "64MB",
    "min_wal_size": "32MB",
}
# The app owns its database, and with it `public`: whatever lies there it could drop, statistics included.
APART = """
    CREATE SCHEMA perfgym;
    ALTER EXTENSION pg_stat_statements SET SCHEMA perfgym;
    GRANT USAGE ON SCHEMA perfgym TO shop;
    ALTER DATABASE shop SET search_path = "$user", public, perfgym;
"""
ACCESS = "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n"  # the socket's folder is private to this part


def copy(source: str, target: pathlib.Path) -> None:
    """Copy the template; reflinks or plain copies, whatever the file system gives."""
    subprocess.run(["cp", "-R", "--reflink=auto", source, str(target)], check=True)
    target.chmod(0o700)


def start(
    data: pathlib.Path, sockets: pathlib.Path, sampler: samples.Sampler, log: samples.Log
) -> "subprocess.Popen[bytes]":
    """The server, with its log read by us."""
    try:
        server = pg.start(data, sockets, OPTIONS, log.target)
    except SystemExit:
        os.close(log.target)
        log.end()
        raise
    os.close(log.target)
    sampler.running(lambda: server.send_signal(signal.SIGHUP))
    return server


def see_out(server: "subprocess.Popen[bytes]", log: samples.Log) -> None:
    """End as the server ends, with its last words told; at once, for a thread may still wait for a question."""
    code = server.wait()
    log.end()
    os._exit(code & 0xFF)


def answer(asked: statements.Statements) -> None:
    """One question after the other, until nobody is left to ask; the server's end is not ours to wait for."""
    for line in sys.stdin:
        for told in statements.answers(asked, line):
            say(told)


def say(line: statements.Line) -> None:
    sys.stdout.write(json.dumps(line, separators=(",", ":")) + "\n")
    sys.stdout.flush()


def migrated(where: str, sockets: pathlib.Path, port: int) -> migration.Fault | None:
    """Run the version's own SQL and write out what it made, before one measures; what was wrong with it, if any."""
    file = pathlib.Path("migration.sql")
    own = migration.Migration(f"{where} user=shop", file.read_text(errors="replace") if file.exists() else "")
    own.run()
    if own.count and not own.fault:
        pg.psql(sockets, "CHECKPOINT", port=port)
    return own.fault


def main() -> None:
    scratch = pathlib.Path(os.environ["SCRATCH"])
    data, sockets = scratch / "data", scratch / "sockets"
    copy(os.environ["TEMPLATE"], data)
    sockets.mkdir(mode=0o700)
    (data / "pg_hba.conf").write_text(ACCESS)
    sampler = samples.Sampler(data)
    pg.give(data)
    pg.give(sockets)
    log = samples.Log(sampler)
    server = start(data, sockets, sampler, log)
    port = int(os.environ["DB_PORT"])
    for role, name in (("shop", "DB_APP_PASSWORD"), ("postgres", "DB_ADMIN_PASSWORD")):
        password = os.environ[name]
        assert password.isalnum()
        pg.psql(sockets, f"ALTER ROLE {role} PASSWORD '{password}'", port=port)
    pg.psql(sockets, APART, port=port)
    salt = pathlib.Path("salt.sql")
    if salt.exists() and salt.read_text().strip():
        pg.psql(sockets, salt.read_text(), port=port)
    where = f"host={sockets} port={port} dbname={pg.NAME}"
    if fault := migrated(where, sockets, port):
        say({"ready": False, "refused": fault})
        see_out(server, log)
    say({"ready": True, "answers": True})
    threading.Thread(target=answer, args=(statements.Statements(where, sampler),), daemon=True).start()
    see_out(server, log)


main()
