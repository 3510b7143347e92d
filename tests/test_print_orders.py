"""Which paper a sensor at the mouth speaks of: only receipts have one."""

from __future__ import annotations

import pytest

from kiosk.core.conditions import Media, Outcome, PrintVerdict
from kiosk.core.effects import PrintDocument, PrintReceipt
from kiosk.core.receipts import Receipt, Text
from kiosk.print_orders import PrintOrders
from kiosk.records import Records
from kiosk.store.store import open_store

PRINTED = PrintVerdict(Outcome.PRINTED, began=True, proof="gs_h")


@pytest.fixture
def records(tmp_path):
    opened = open_store(tmp_path / "store", tmp_path / "key")
    yield Records(opened.store, instant=lambda: "2026-01-01T00:00:00+08:00", put=lambda: None)
    opened.store.close()


def test_an_a4_paper_in_between_does_not_hide_where_the_receipt_ended(records):
    orders = PrintOrders(records)
    orders.begin(PrintReceipt("r1", Receipt((Text("好"),)), "C1"))
    orders.begin(PrintDocument("d1", b"%PDF-", "C1"))
    orders.settled("r1", PRINTED)
    orders.settled("d1", PRINTED)
    orders.forget()
    orders.seen("r1", Media.TAKEN)
    kept = {job.paper: job.media for job in records.journal.of_case("C1")}
    assert kept == {"receipt": Media.TAKEN, "document": None}
