"""A full disk stops new cases; it loses no old one, and what must be finished or deleted still is."""

from __future__ import annotations

import contextlib
import os
import subprocess

import pytest

from kiosk.core.conditions import Outcome, PrintVerdict
from kiosk.store.errors import DiskFull
from kiosk.store.outbox import Outbox
from kiosk.store.print_journal import PrintJournal
from kiosk.store.store import DATABASE, DiskLimits, open_store
from tests.store.disks import SmallDisk

DISK = 512 * 1024
LIMITS = DiskLimits(reserve=128 * 1024, new_case=200 * 1024)
UNKNOWN = PrintVerdict(Outcome.UNKNOWN, "silent", began=True)


@pytest.fixture
def on_a_small_vfs(tmp_path):
    folder = tmp_path / "small"
    folder.mkdir()
    disk = SmallDisk(f"small-{tmp_path.name}", folder, DISK)
    store = open_store(folder, tmp_path / "key", limits=LIMITS, vfs=disk.vfs_name).store
    yield store
    (folder / "reserve").unlink(missing_ok=True)  # SQLite's last checkpoint needs room; apsw would raise from close()
    store.close()


@pytest.fixture
def on_a_small_tmpfs(tmp_path):
    folder = tmp_path / "small"
    folder.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root may mount")
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "none", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("mounting is not permitted here")
    try:
        store = open_store(folder, tmp_path / "key", limits=LIMITS).store
        yield store
        store.close()
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture(params=["on_a_small_vfs", "on_a_small_tmpfs"])
def store(request):
    return request.getfixturevalue(request.param)


def fill(outbox):
    """Put until nothing fits; the keys that were acknowledged."""
    acknowledged = []
    for number in range(500):
        try:
            outbox.put("outcome", f"k{number}", bytes(4000), 1.0)
        except DiskFull:
            return acknowledged
        acknowledged.append(f"k{number}")
    raise AssertionError("the disk never filled up")


def waiting(outbox):
    return [report.key for report in outbox.due(2.0, most=1000)]


def test_nothing_acknowledged_is_lost_and_nothing_new_half_kept(store):
    outbox = Outbox(store)
    acknowledged = fill(outbox)
    assert len(acknowledged) > 5
    assert waiting(outbox) == acknowledged
    with pytest.raises(DiskFull, match="磁盘已满"):
        outbox.put("outcome", "again", bytes(4000), 1.0)
    assert waiting(outbox) == acknowledged
    assert store.rows("PRAGMA quick_check") == [("ok",)]


def test_a_case_under_way_is_still_printed_and_closed(store):
    outbox, journal = Outbox(store), PrintJournal(store)
    acknowledged = fill(outbox)
    job = journal.ask("document", "C1", 1.0).job
    journal.step(job, "sending")

    def close_the_case():
        journal.settle(job, UNKNOWN)
        outbox.put("outcome", "outcome-of-C1", b"UNKNOWN", 1.0)

    store.write(close_the_case, closing=True)
    assert journal.of_case("C1")[0].verdict == UNKNOWN
    assert waiting(outbox) == [*acknowledged, "outcome-of-C1"]


def test_delivering_makes_room_again(store):
    outbox = Outbox(store)
    fill(outbox)
    for report in outbox.due(2.0, most=1000):
        outbox.failed(report.id, 3.0)
        outbox.delivered(report.id)
    assert waiting(outbox) == []
    assert outbox.put("outcome", "new", bytes(4000), 3.0)


def stuff(folder):
    """Somebody else takes what room is left."""
    with contextlib.suppress(OSError), (folder / "of somebody else").open("ab", buffering=0) as file:
        while file.write(bytes(1024)):
            pass


def test_a_damaged_database_on_a_full_disk_still_makes_place_for_a_fresh_one(on_a_small_tmpfs, tmp_path):
    fill(Outbox(on_a_small_tmpfs))
    on_a_small_tmpfs.close()
    (tmp_path / "small" / f"{DATABASE}-wal").unlink(missing_ok=True)  # or it would heal the damage
    stuff(tmp_path / "small")
    with (tmp_path / "small" / DATABASE).open("r+b") as file:
        file.write(b"damage")
    opened = open_store(tmp_path / "small", tmp_path / "key", limits=LIMITS)
    assert opened.moved_aside.why == "damaged"
    assert Outbox(opened.store).put("outcome", "k", b"x", 1.0)
    assert not opened.store.admits_new_case()
    opened.store.close()


def test_a_restart_on_a_full_disk_still_delivers(on_a_small_tmpfs, tmp_path):
    acknowledged = fill(Outbox(on_a_small_tmpfs))
    on_a_small_tmpfs.close()
    stuff(tmp_path / "small")
    opened = open_store(tmp_path / "small", tmp_path / "key", limits=LIMITS)
    assert opened.moved_aside is None
    outbox = Outbox(opened.store)
    assert waiting(outbox) == acknowledged
    for report in outbox.due(2.0, most=1000):
        outbox.delivered(report.id)
    assert waiting(outbox) == []
    opened.store.close()


def test_new_cases_wait_until_there_is_room(on_a_small_tmpfs):
    store, outbox = on_a_small_tmpfs, Outbox(on_a_small_tmpfs)
    assert store.admits_new_case()
    fill(outbox)
    assert not store.admits_new_case()
    for report in outbox.due(2.0, most=1000):
        outbox.delivered(report.id)
    assert store.admits_new_case()
