"""The database part of a pod: a copy of the template in the scratch folder, with fresh passwords, on loopback.

Prints {"ready": true} once it takes connections. Durability settings are PostgreSQL's own; nothing is weakened.
"""

import os
import pathlib
import subprocess
import sys

import pg

OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "port": os.environ["DB_PORT"],
    "max_connections": "50",
    "shared_buffers": "64MB",
    "autovacuum": "off",
    "dynamic_shared_memory_type": "mmap",  # a pod has no /dev/shm
    "jit": "off",
    "track_io_timing": "on",
    "shared_preload_libraries": "pg_stat_statements",
    "max_wal_size": "64MB",
    "min_wal_size": "32MB",
    "log_min_messages": "fatal",
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


def main() -> None:
    scratch = pathlib.Path(os.environ["SCRATCH"])
    data, sockets = scratch / "data", scratch / "sockets"
    copy(os.environ["TEMPLATE"], data)
    sockets.mkdir(mode=0o700)
    (data / "pg_hba.conf").write_text(ACCESS)
    pg.give(data)
    pg.give(sockets)
    server = pg.start(data, sockets, OPTIONS)
    port = int(os.environ["DB_PORT"])
    for role, name in (("shop", "DB_APP_PASSWORD"), ("postgres", "DB_ADMIN_PASSWORD")):
        password = os.environ[name]
        assert password.isalnum()
        pg.psql(sockets, f"ALTER ROLE {role} PASSWORD '{password}'", port=port)
    pg.psql(sockets, APART, port=port)
    salt = pathlib.Path("salt.sql")
    if salt.exists() and salt.read_text().strip():
        pg.psql(sockets, salt.read_text(), port=port)
    sys.stdout.write('{"ready": true}\n')
    sys.stdout.flush()
    sys.exit(server.wait())


main()
