"""Every fault a driver can name is of a closed table, and may stand in the audit chain."""

from typing import get_args

import pytest

from devices.code_scanner import picture_scanner
from devices.code_scanner.camera_frames import SourceFault
from devices.contract import CardTrouble
from devices.document_printer import spool
from devices.id_card.sentences import FAILURES
from devices.id_card.sentences import TROUBLES as CARD_TROUBLES
from devices.receipt_printer import escpos_printer
from devices.receipt_printer.escpos_bytes import URGENCY
from devices.receipt_printer.sentences import TROUBLES
from kiosk.store.audit_events import WORD

TABLES = {
    "card failures": {each.id for each in FAILURES.values()},
    "card troubles": {*CARD_TROUBLES, *get_args(CardTrouble)},
    "scanner": set(picture_scanner.STATUS_OF),
    "receipt conditions": set(escpos_printer.STATUS_OF),
    "receipt verdicts": set(TROUBLES),
    "documents": spool.FAULTS | spool.OWN_FAULTS,
}


@pytest.mark.parametrize("table", TABLES)
def test_every_fault_may_stand_in_the_audit_chain(table):
    assert TABLES[table]
    assert [each for each in TABLES[table] if not WORD.fullmatch(each)] == []


def test_every_fault_of_a_source_and_of_a_printer_has_a_status():
    assert {*get_args(SourceFault), "decoder_down"} == set(picture_scanner.STATUS_OF)
    assert set(URGENCY) <= set(escpos_printer.STATUS_OF)
    assert set(escpos_printer.STATUS_OF) - {""} <= set(TROUBLES)
