"""Makes the database template of an app: a PostgreSQL data directory, seeded, vacuumed, shut down.

    python template.py TARGET COMMAND...

COMMAND fills the database named in DATABASE_URL. Runs as an unprivileged user, in an image's build or in a sandbox.
"""

import os
import pathlib
import signal
import subprocess
import sys
import tempfile

import pg

INITDB = ["--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-instructions", "--wal-segsize=4"]
LOAD = {  # while loading only: the server of a pod runs with its own settings
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_wal_size": "64MB",
    "maintenance_work_mem": "128MB",
}
CREATE = ("CREATE ROLE shop LOGIN", "CREATE DATABASE shop OWNER shop")
EXTENSION = "CREATE EXTENSION IF NOT EXISTS pg_stat_statements"


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the one that wants the template is gone: undo everything
    target, command = pathlib.Path(sys.argv[1]), sys.argv[2:]
    initdb = [str(pg.programs() / "initdb"), "-D", str(target), "-U", pg.SUPERUSER, *INITDB]
    target.mkdir(mode=0o700, exist_ok=True)
    pg.give(target)
    subprocess.run(initdb, check=True, stdout=2, cwd=target, **pg.as_user())
    with tempfile.TemporaryDirectory(prefix="pg") as sockets:
        pg.give(sockets)
        server = pg.start(target, sockets, {**LOAD, "shared_preload_libraries": "pg_stat_statements"})
        try:
            for statement in CREATE:
                pg.psql(sockets, statement, "postgres")
            url = f"postgresql://shop@/shop?host={sockets}"
            subprocess.run(command, check=True, env={**os.environ, "DATABASE_URL": url})
            pg.psql(sockets, EXTENSION)
            pg.psql(sockets, "VACUUM (FREEZE, ANALYZE)")
            pg.psql(sockets, "CHECKPOINT")
        finally:
            server.send_signal(signal.SIGINT)
            server.wait()


main()
