"""The terminal's store: one SQLite connection, every acknowledged write on the disk, one way to write.

WAL with synchronous=FULL: a commit that returned survives a power cut (as far as the disk tells the truth about
flushing). Exclusive locking: one terminal, one store. Writes block for one flush; all calls come from one thread.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, TypeVar

import apsw
from msgspec import Struct

from kiosk.store.errors import DiskFull, SealBroken, StoreError, StoreInUse, StoreTooNew
from kiosk.store.reserve import Reserve
from kiosk.store.seal import Seal, read_or_make_key

DATABASE = "kiosk.db"
RESERVE = "reserve"
VERSION = 2
UPGRADES = {1: "upgrade_1_to_2.sql"}  # from which version, by which script
JOB_IDS = 32**4  # four characters of the journal's alphabet
PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",
    "temp_store = MEMORY",
    "wal_autocheckpoint = 256",
)
KEY_CHECK = b"this file's key"
SQLiteValue = str | bytes | int | float | None
_T = TypeVar("_T")


class DiskLimits(Struct, frozen=True):
    """Bytes held back for finishing and deleting, and bytes that must be free before a new case may begin."""

    reserve: int = 1024 * 1024
    new_case: int = 32 * 1024 * 1024


class MovedAside(Struct, frozen=True):
    """A database that could not be used now lies under `name` in the same folder, and a fresh one was begun."""

    name: str
    why: Literal["damaged", "key_lost"]


class Opened(Struct, frozen=True):
    """The store, and what had to be done to open it."""

    store: Store
    moved_aside: MovedAside | None


class Store:
    """The open store; made by `open_store`. The rooms' tables are worked through `write`, `change` and `rows`."""

    def __init__(self, connection: apsw.Connection, seal: Seal, folder: Path, limits: DiskLimits) -> None:
        self.seal = seal
        self._connection = connection
        self._folder = folder
        self._limits = limits
        self._reserve = Reserve(folder / RESERVE, limits.reserve)
        self._writing = False
        self._erased = True  # an earlier run may have ended between a deletion and its scrubbing
        self._scrub()

    def write(self, work: Callable[[], _T], *, closing: bool = False) -> _T:
        """Run `work` as one transaction; inside another one, as part of it. All of it is on the disk, or nothing.

        DiskFull when it does not fit. `closing` work (settling, deleting) may use up the reserve to fit after all;
        `work` then runs twice.
        """
        if self._writing:
            return work()
        try:
            return self._transaction(work)
        except DiskFull:
            if not (closing and self._reserve.free()):
                raise
            return self._transaction(work)

    def change(self, statement: str, *values: SQLiteValue) -> int:
        """Run one changing statement inside `write`; how many rows it changed."""
        assert self._writing, "change() belongs inside write()"
        self._connection.execute(statement, values)
        return self._connection.changes()

    def erase(self, statement: str, *values: SQLiteValue) -> int:
        """Like `change`, and once committed the old bytes leave every file (pages are zeroed, the WAL is cut)."""
        self._erased = True
        return self.change(statement, *values)

    def rows(self, statement: str, *values: SQLiteValue) -> list[tuple[Any, ...]]:
        """The rows of one reading statement."""
        with _translated():
            return list(self._connection.execute(statement, values))

    def admits_new_case(self) -> bool:
        """Whether the disk has room to begin a case; also takes the reserve back when there is room again."""
        with _translated():
            facts = os.statvfs(self._folder)
        return facts.f_bavail * facts.f_frsize >= self._limits.new_case and self._reserve.fill()

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        self._connection.close()

    def _transaction(self, work: Callable[[], _T]) -> _T:
        self._writing = True
        try:
            with _translated():
                return self._committed(work)
        finally:
            self._writing = False

    def _committed(self, work: Callable[[], _T]) -> _T:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            result = work()
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:  # SQLite rolls back by itself when the disk is full
                self._connection.execute("ROLLBACK")
            raise
        self._scrub()
        return result

    def _scrub(self) -> None:
        """Move the WAL into the database and cut it, so that no old page image stays behind."""
        if self._erased:
            with contextlib.suppress(apsw.FullError, apsw.IOError):  # the commit holds; scrubbing stays due
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                self._erased = False


def open_store(folder: Path, key_file: Path, *, limits: DiskLimits | None = None, vfs: str | None = None) -> Opened:
    """Open the store in `folder`, making what is missing; a database that cannot be used is moved aside, never erased.

    `vfs` names an SQLite VFS (tests cut its power). Raises the StoreError family.
    """
    limits = limits or DiskLimits()
    with _translated():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        seal = Seal(read_or_make_key(key_file))
        moved_aside = None
        try:
            connection = _open_database(folder / DATABASE, seal, vfs)
        except (apsw.CorruptError, apsw.NotADBError, apsw.SQLError, SealBroken) as trouble:  # SQLError: not our tables
            moved_aside = _move_aside(folder, "key_lost" if isinstance(trouble, SealBroken) else "damaged")
            Reserve(
                folder / RESERVE, limits.reserve
            ).free()  # the fresh one needs room, and the old one still has its own
            connection = _open_database(folder / DATABASE, seal, vfs)
        store = Store(connection, seal, folder, limits)
    store.admits_new_case()
    return Opened(store, moved_aside)


def _open_database(path: Path, seal: Seal, vfs: str | None) -> apsw.Connection:
    connection = apsw.Connection(str(path), vfs=vfs)
    try:
        path.chmod(0o600)
        # Before WAL, so that its index lives in memory and there is no -shm file.
        connection.pragma("locking_mode", "EXCLUSIVE")
        begun = _is_begun(connection)
        if not begun:
            # Before the first page: what deleted reports held goes back to the disk, where new cases look for room.
            connection.pragma("auto_vacuum", "FULL")
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        if not begun:
            _make_tables(connection, seal)
        _upgrade(connection)
        _check(connection, seal)
    except BaseException:
        connection.close(force=True)
        raise
    return connection


def _is_begun(connection: apsw.Connection) -> bool:
    version: int = connection.pragma("user_version")
    if version > VERSION:
        raise StoreTooNew(
            f"数据库版本 {version} 比本程序新。 The store was written by a newer version of this software."
        )
    return version > 0


def _make_tables(connection: apsw.Connection, seal: Seal) -> None:
    with connection:
        connection.execute(files("kiosk.store").joinpath("schema.sql").read_text("utf-8"))
        # A fresh store starts anywhere among the job ids: a printer may still hold one of the store before it.
        values = (seal.close(KEY_CHECK, "about"), secrets.randbelow(JOB_IDS))
        connection.execute("INSERT INTO about VALUES (1, ?, ?)", values)
        connection.execute(f"PRAGMA user_version = {VERSION}")


def _upgrade(connection: apsw.Connection) -> None:
    """From the version this file was written by, one at a time, each whole or not at all."""
    while (version := connection.pragma("user_version")) < VERSION:
        with connection:
            connection.execute(files("kiosk.store").joinpath(UPGRADES[version]).read_text("utf-8"))
            connection.execute(f"PRAGMA user_version = {version + 1}")


def _check(connection: apsw.Connection, seal: Seal) -> None:
    if connection.pragma("quick_check") != "ok":
        raise apsw.CorruptError("quick_check")
    seal.open(connection.execute("SELECT key_check FROM about").get, "about")


def _move_aside(folder: Path, why: Literal["damaged", "key_lost"]) -> MovedAside:
    number = 1
    while (folder / (name := f"kiosk-{why}-{number}.db")).exists():
        number += 1
    for suffix in ("-wal", "-shm", ""):  # the database last: a power cut in between leaves it to be found again
        with contextlib.suppress(FileNotFoundError):
            (folder / (DATABASE + suffix)).rename(folder / (name + suffix))
    return MovedAside(name, why)


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    """I/O failures of SQLite and the system as the store's; our own mistakes (wrong SQL, broken rules) pass."""
    try:
        yield
    except apsw.FullError as error:
        raise DiskFull("磁盘已满。 The disk is full.") from error
    except (apsw.BusyError, apsw.LockedError) as error:
        raise StoreInUse("数据库正被另一个程序使用。 Another program is using the store.") from error
    except (
        apsw.IOError,
        apsw.CantOpenError,
        apsw.ReadOnlyError,
        apsw.CorruptError,
        apsw.NotADBError,
        OSError,
    ) as error:
        raise StoreError("数据库读写失败。 The store cannot be read or written.") from error
