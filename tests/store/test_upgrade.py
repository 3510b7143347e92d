"""A store that an earlier version wrote is taken over whole: what waits in it still arrives, what it knew is known."""

from __future__ import annotations

from pathlib import Path

import apsw
import pytest

from kiosk.core.conditions import Media, Outcome, PrintVerdict
from kiosk.store.outbox import Outbox
from kiosk.store.print_journal import PrintJournal
from kiosk.store.seal import Seal, read_or_make_key
from kiosk.store.store import DATABASE, KEY_CHECK, VERSION, open_store

FIRST = (Path(__file__).parent / "schema_1.sql").read_text("utf-8")
PRINTED = PrintVerdict(Outcome.PRINTED, began=True, proof="gs_h")


@pytest.fixture
def folder(tmp_path):
    """What version 1 left: a settled job, one that was printing, a report that waits."""
    folder = tmp_path / "store"
    folder.mkdir()
    seal = Seal(read_or_make_key(tmp_path / "key"))
    connection = apsw.Connection(str(folder / DATABASE))
    connection.execute(FIRST)
    connection.execute("INSERT INTO about VALUES (1, ?, 7)", (seal.close(KEY_CHECK, "about"),))
    connection.execute(
        "INSERT INTO print_job VALUES"
        " (3, '0005', 'receipt', 'C1', 0, 1.0, 'settled', 'PRINTED', '', 1, 'gs_h'),"
        " (4, '0006', 'receipt', 'C1', 1, 2.0, 'sending', NULL, NULL, NULL, NULL)"
    )
    connection.execute(
        "INSERT INTO outbox (key, kind, sealed, put_at_s, next_attempt_s) VALUES ('k1', 'outcome', ?, 1.0, 1.0)",
        (seal.close(b"report", "k1"),),
    )
    connection.execute("PRAGMA user_version = 1")
    connection.close()
    return folder


def test_the_first_version_is_taken_over(folder, tmp_path):
    for _ in range(2):  # the second time there is nothing to do
        opened = open_store(folder, tmp_path / "key")
        assert opened.moved_aside is None
        assert opened.store.rows("PRAGMA user_version") == [(VERSION,)]
        journal = PrintJournal(opened.store)
        assert [(job.job, job.state, job.verdict, job.media) for job in journal.of_case("C1")] == [
            ("0005", "settled", PRINTED, None),
            ("0006", "sending", None, None),
        ]
        assert [report.key for report in Outbox(opened.store).due(2.0, most=10)] == ["k1"]
        opened.store.close()


def test_it_is_then_as_a_fresh_one(folder, tmp_path):
    store = open_store(folder, tmp_path / "key").store
    journal = PrintJournal(store)
    assert journal.step("0006", "proved")
    assert journal.seen("0006", Media.TAKEN)
    assert journal.ask("receipt", "C1", 3.0).reprint == 2
    fresh = open_store(tmp_path / "fresh", tmp_path / "key").store
    of_tables = "SELECT name, type FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name"
    assert store.rows(of_tables) == fresh.rows(of_tables)
    assert store.rows("PRAGMA table_info(print_job)") == fresh.rows("PRAGMA table_info(print_job)")
    store.close()
    fresh.close()
