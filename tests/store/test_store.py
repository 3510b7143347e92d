"""Opening, writing, and what happens to a database that cannot be used."""

from __future__ import annotations

import stat

import apsw
import pytest

from kiosk.store.errors import KeyFileRefused, StoreError, StoreInUse, StoreTooNew
from kiosk.store.outbox import Outbox
from kiosk.store.reserve import Reserve
from kiosk.store.store import DATABASE, DiskLimits, open_store


def reopen(folder, **more):
    return open_store(folder / "store", folder / "key", **more)


def filled(folder, rows=1):
    """A closed store with reports in it; its database file."""
    store = reopen(folder).store
    for number in range(rows):
        Outbox(store).put("outcome", f"key-{number}", b"x" * 2000, 1.0)
    store.close()
    return folder / "store" / DATABASE


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1), ("temp_store", 2)],
)
def test_how_the_database_is_set(store, pragma, value):
    assert store.rows(f"PRAGMA {pragma}") == [(value,)]


def test_the_files_are_private(store, tmp_path):
    Outbox(store).put("outcome", "k", b"x", 1.0)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "store").iterdir()}
    assert {mode & 0o077 for name, mode in modes.items() if name.startswith(DATABASE)} == {0}
    assert stat.S_IMODE((tmp_path / "store").stat().st_mode) == 0o700


def test_what_was_written_is_there_after_reopening(tmp_path):
    filled(tmp_path)
    opened = reopen(tmp_path)
    assert opened.moved_aside is None
    assert [row.key for row in Outbox(opened.store).due(2.0)] == ["key-0"]
    opened.store.close()
    opened.store.close()


def test_a_second_terminal_is_refused(store, tmp_path):
    with pytest.raises(StoreInUse, match="另一个程序"):
        reopen(tmp_path)
    Outbox(store).put("outcome", "k", b"x", 1.0)


def test_an_exception_undoes_the_whole_write(store):
    outbox = Outbox(store)

    def half():
        outbox.put("outcome", "k", b"x", 1.0)
        raise LookupError

    with pytest.raises(LookupError):
        store.write(half)
    assert outbox.status(1.0).waiting == 0
    assert outbox.put("outcome", "k", b"x", 1.0)


def test_writes_within_a_write_stand_or_fall_together(store):
    outbox = Outbox(store)
    store.write(lambda: [outbox.put("outcome", key, b"x", 1.0) for key in ("a", "b")])
    assert outbox.status(1.0).waiting == 2


def test_our_own_mistakes_are_not_io_failures(store):
    with pytest.raises(AssertionError, match="inside write"):
        store.change("DELETE FROM outbox")
    with pytest.raises(apsw.SQLError):
        store.rows("SELECT nonsense")


def scribble(path, at, size=64):
    content = bytearray(path.read_bytes())
    content[at : at + size] = b"\xa5" * size
    path.write_bytes(bytes(content))


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: scribble(path, 0),
        lambda path: scribble(path, 4096, 4096),
        lambda path: path.write_bytes(path.read_bytes()[:5000]),
        lambda path: path.write_bytes(b"no database at all" * 100),
    ],
    ids=["header", "page", "cut", "other file"],
)
def test_a_damaged_database_is_moved_aside_and_a_fresh_one_begun(tmp_path, damage):
    path = filled(tmp_path, rows=5)
    damage(path)
    damaged = path.read_bytes()
    opened = reopen(tmp_path)
    assert (opened.moved_aside.name, opened.moved_aside.why) == ("kiosk-damaged-1.db", "damaged")
    assert (tmp_path / "store" / "kiosk-damaged-1.db").read_bytes()[4096:] == damaged[4096:]
    assert Outbox(opened.store).put("outcome", "k", b"x", 1.0)
    opened.store.close()
    damage(path)
    assert reopen(tmp_path).moved_aside.name == "kiosk-damaged-2.db"


def test_a_database_that_is_not_ours_is_moved_aside(tmp_path):
    (tmp_path / "store").mkdir()
    connection = apsw.Connection(str(tmp_path / "store" / DATABASE))
    connection.execute("CREATE TABLE theirs (x); PRAGMA user_version = 1")
    connection.close()
    opened = reopen(tmp_path)
    assert opened.moved_aside.why == "damaged"
    opened.store.close()


def test_a_lost_key_loses_no_database(tmp_path):
    path = filled(tmp_path)
    (tmp_path / "key").rename(tmp_path / "found later")
    opened = reopen(tmp_path)
    assert (opened.moved_aside.name, opened.moved_aside.why) == ("kiosk-key_lost-1.db", "key_lost")
    opened.store.close()
    (tmp_path / "store" / "kiosk-key_lost-1.db").rename(path)
    (tmp_path / "found later").rename(tmp_path / "key")
    again = reopen(tmp_path)
    assert [row.payload for row in Outbox(again.store).due(2.0)] == [b"x" * 2000]
    again.store.close()


def test_a_key_open_to_others_opens_no_store(tmp_path):
    filled(tmp_path)
    (tmp_path / "key").chmod(0o644)
    with pytest.raises(KeyFileRefused, match="0600"):
        reopen(tmp_path)


def test_a_newer_store_is_left_alone(tmp_path):
    path = filled(tmp_path)
    connection = apsw.Connection(str(path))
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreTooNew, match="99"):
        reopen(tmp_path)
    assert path.read_bytes() == before


def test_a_folder_that_cannot_be_made_is_the_stores_error(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreError, match="读写失败"):
        open_store(tmp_path / "file" / "store", tmp_path / "key")


def test_a_reserve_that_finds_no_room_leaves_nothing(tmp_path):
    reserve = Reserve(tmp_path / "reserve", 2**60)
    assert not reserve.fill()
    assert list(tmp_path.iterdir()) == []
    assert not reserve.free()


def test_new_cases_need_room(tmp_path):
    store = reopen(tmp_path, limits=DiskLimits(new_case=2**62)).store
    assert not store.admits_new_case()
    store.close()
    store = reopen(tmp_path, limits=DiskLimits(reserve=4096, new_case=0)).store
    assert store.admits_new_case()
    assert (tmp_path / "store" / "reserve").stat().st_size >= 4096
    store.close()
