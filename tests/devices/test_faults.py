"""Every fault a driver can name is of a closed table, and may stand in the audit chain."""

from typing import get_args

import pytest

from devices.code_scanner.camera_frames import SourceFault
from devices.contract import CardTrouble
from devices.document_printer import spool
from devices.faults import faults
from devices.id_card.failures import FAULT_OF
from devices.receipt_printer.escpos_bytes import URGENCY
from kiosk.core.conditions import Device
from kiosk.store.audit_events import WORD

TABLES = {
    "card failures": set(FAULT_OF.values()),
    "card troubles": set(get_args(CardTrouble)),
    "scanner": {*get_args(SourceFault), "decoder_down"},
    "receipts": set(faults()[Device.RECEIPT_PRINTER]),
    "documents": spool.FAULTS | spool.OWN_FAULTS,
}


@pytest.mark.parametrize("table", TABLES)
def test_every_fault_may_stand_in_the_audit_chain(table):
    assert TABLES[table]
    assert [each for each in TABLES[table] if not WORD.fullmatch(each)] == []


def test_every_fault_of_a_source_and_of_a_printer_has_a_status():
    assert {*get_args(SourceFault), "decoder_down"} - {""} <= set(faults()[Device.CODE_SCANNER])
    assert set(URGENCY) <= set(faults()[Device.RECEIPT_PRINTER])
