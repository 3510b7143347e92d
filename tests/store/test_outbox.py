"""Reports wait, are tried again, and leave no byte behind."""

from __future__ import annotations

import pytest

from kiosk.store.outbox import LONGEST_PAUSE_S, Outbox, OutboxStatus
from kiosk.store.store import DATABASE, open_store

MARKER = "演示标记人 MARKER-110105199001010000".encode()


@pytest.fixture
def outbox(store):
    return Outbox(store)


def keys(outbox, now_s):
    return [report.key for report in outbox.due(now_s)]


def test_a_report_waits_until_it_is_delivered(outbox):
    assert outbox.put("outcome", "k", b"body", 10.0)
    [report] = outbox.due(10.0)
    assert (report.key, report.kind, report.payload, report.attempts) == ("k", "outcome", b"body", 0)
    outbox.delivered(report.id)
    outbox.delivered(report.id)
    assert outbox.due(99.0) == ()


def test_one_key_waits_once_and_keeps_its_first_body(outbox):
    assert outbox.put("outcome", "k", b"first", 1.0)
    assert not outbox.put("outcome", "k", b"second", 2.0)
    assert [report.payload for report in outbox.due(3.0)] == [b"first"]


def test_a_failed_report_comes_back_at_its_time(outbox):
    outbox.put("outcome", "k", b"x", 1.0)
    [report] = outbox.due(1.0)
    outbox.failed(report.id, 60.0)
    assert keys(outbox, 59.0) == []
    [report] = outbox.due(60.0)
    assert report.attempts == 1


def test_the_longest_waiting_come_first_and_only_so_many(outbox):
    for number in (3, 1, 2):
        outbox.put("outcome", f"k{number}", b"x", float(number))
    assert keys(outbox, 9.0) == ["k1", "k2", "k3"]
    assert [report.key for report in outbox.due(9.0, most=2)] == ["k1", "k2"]


def test_a_clock_set_back_does_not_hold_reports(outbox):
    outbox.put("outcome", "k", b"x", 1_000_000.0)
    assert keys(outbox, 1_000_000.0 - LONGEST_PAUSE_S + 1) == []
    assert keys(outbox, 5.0) == ["k"]


def test_ids_are_never_given_again(outbox):
    outbox.put("outcome", "a", b"x", 1.0)
    [first] = outbox.due(1.0)
    outbox.delivered(first.id)
    outbox.put("outcome", "b", b"x", 1.0)
    outbox.delivered(first.id)
    assert keys(outbox, 1.0) == ["b"]


def test_what_waits_is_told(outbox):
    assert outbox.status(5.0) == OutboxStatus(0, None)
    outbox.put("outcome", "a", b"x", 10.0)
    outbox.put("rating", "b", b"x", 20.0)
    assert outbox.status(25.0) == OutboxStatus(2, 15.0)
    assert outbox.status(5.0) == OutboxStatus(2, 0.0)


def test_a_damaged_body_does_not_stop_the_others(store, outbox):
    for key in ("a", "b", "c"):
        outbox.put("outcome", key, key.encode(), 1.0)
    store.write(lambda: store.change("UPDATE outbox SET sealed = zeroblob(40) WHERE key = 'a'"))
    # A body that was put into another row does not open either.
    store.write(
        lambda: store.change("UPDATE outbox SET sealed = (SELECT sealed FROM outbox WHERE key = 'c') WHERE key = 'b'")
    )
    assert [report.payload for report in outbox.due(1.0)] == [None, None, b"c"]


def test_no_repr_shows_a_body(outbox):
    outbox.put("outcome", "k", MARKER, 1.0)
    assert "MARKER" not in repr(outbox.due(1.0))


def test_delivered_reports_give_their_room_back_to_the_disk(tmp_path):
    store = open_store(tmp_path / "store", tmp_path / "key").store
    outbox, file = Outbox(store), tmp_path / "store" / DATABASE
    store.write(lambda: [outbox.put("outcome", f"k{number}", bytes(4000), 1.0) for number in range(100)])
    outbox.delivered(outbox.due(1.0)[0].id)
    assert file.stat().st_size > 400_000
    store.write(lambda: [outbox.delivered(report.id) for report in outbox.due(1.0, most=100)])
    assert file.stat().st_size < 100_000
    store.close()


def every_byte(folder):
    return b"".join(path.read_bytes() for path in folder.iterdir())


def test_a_person_is_in_no_file_before_or_after_delivery(tmp_path):
    folder = tmp_path / "store"
    store = open_store(folder, tmp_path / "key").store
    outbox = Outbox(store)
    for number in range(30):
        outbox.put("outcome", f"k{number}", MARKER * 50, 1.0)
    sealed = [blob for (blob,) in store.rows("SELECT sealed FROM outbox")]
    before = every_byte(folder)
    assert sum(blob[-100:] in before for blob in sealed) == 30
    assert b"MARKER" not in before
    for report in outbox.due(1.0, most=29):
        outbox.delivered(report.id)
    after = every_byte(folder)
    assert b"MARKER" not in after
    # Even the sealed bytes are gone, from the database and from the WAL: all but the one that still waits.
    assert [blob[at : at + 64] in after for blob in sealed[:29] for at in (0, 500, 2000)] == [False] * 87
    assert sealed[29][-100:] in after
    store.close()
    assert b"MARKER" not in every_byte(folder)
