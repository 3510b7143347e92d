"""A private PostgreSQL server for tests: its own directory, reached over a Unix socket only."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

# Debian keeps the server's programs out of the PATH.
PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


@contextmanager
def private_postgres(*, fsync: bool = False) -> Iterator[Path]:
    """A running server; the value is the directory of its socket. Nothing of it is left behind.

    Without `fsync` nothing waits for the disk.
    """
    home = Path(tempfile.mkdtemp(prefix="kiosk-pg-"))
    user = _not_root(home)
    try:
        _run(user, "initdb", "-D", home / "data", "-A", "trust", "-U", "kiosk", "--no-sync", "-E", "UTF8")
        options = f"-c listen_addresses='' -c unix_socket_directories={home} -c fsync={'on' if fsync else 'off'}"
        _run(user, "pg_ctl", "-D", home / "data", "-w", "-o", options, "-l", home / "log", "start")
        try:
            yield home
        finally:
            _run(user, "pg_ctl", "-D", home / "data", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home)


def new_database(socket: Path, name: str) -> str:
    """The URL of a fresh database."""
    with psycopg.connect(f"host={socket} user=kiosk dbname=postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return f"postgresql+psycopg://kiosk@/{name}?host={socket}"


def _run(user: str | None, program: str, *arguments: object) -> None:
    found = next((folder / program for folder in reversed(PROGRAMS)), Path(program))
    subprocess.run([found, *map(str, arguments)], check=True, user=user, stdout=subprocess.DEVNULL, cwd="/")


def _not_root(home: Path) -> str | None:
    """PostgreSQL refuses to run as root: there it runs as the user of Debian's package."""
    if os.getuid() != 0:
        return None
    owner = pwd.getpwnam("postgres")
    os.chown(home, owner.pw_uid, owner.pw_gid)
    return owner.pw_name
