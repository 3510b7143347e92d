"""docs/faults.md says what the fault tables say, and the tables can be read by those who act."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from devices.fault_page import KINDS, page
from devices.faults import faults
from kiosk.core.conditions import Device

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "faults.md"
LETTERS = {
    Device.ID_CARD_READER: "RK",
    Device.CODE_SCANNER: "S",
    Device.RECEIPT_PRINTER: "P",
    Device.DOCUMENT_PRINTER: "DP",
    Device.DOCUMENT_CAMERA: "K",
    Device.SOCIAL_CARD_READER: "N",
    Device.SPEAKER: "V",
    Device.POWER: "U",
    Device.CABINET: "B",
}
ROWS = [(kind, word) for kind, rows in faults().items() for word in rows]


def test_the_page_is_what_the_tables_say():
    written = page(faults())
    assert PAGE.read_text("utf-8") == written, "run: .venv/bin/python -m devices.fault_page > docs/faults.md"


def test_every_kind_of_device_has_a_name_there():
    assert list(KINDS) == list(Device)


@pytest.mark.parametrize(("kind", "word"), ROWS, ids=[f"{kind}-{word}" for kind, word in ROWS])
def test_a_row_speaks_both_languages_without_its_full_stops(kind, word):
    row = faults()[kind][word]
    assert re.fullmatch(rf"[{LETTERS[kind]}]-\d\d", row.code)
    for chinese, english in ((row.what_zh, row.what_en), (row.act_zh, row.act_en)):
        assert re.search("[一-鿿]", chinese)
        assert not re.search("[一-鿿]", english)
        assert chinese.strip("。 ") == chinese
        assert english.strip(". ") == english
        assert not {"|", "\n"} & {*chinese, *english}
