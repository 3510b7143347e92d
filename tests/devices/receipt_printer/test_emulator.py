"""The words of the world: what a keeper's hand does to the emulated printer, and what lies in its tray."""

import pytest

from devices.receipt_printer.escpos_bytes import URGENCY
from devices.receipt_printer.escpos_printer import LINE_LOST, STATUS_OF
from devices.receipt_printer.sentences import TROUBLES, verdict_sentence
from kiosk.core.conditions import Outcome, Paper, PrintVerdict


@pytest.mark.parametrize(
    ("verb", "fault", "paper"),
    [
        ("run_out_of_paper", "paper_out", Paper.OUT),
        ("paper_low", "", Paper.LOW),
        ("refill", "", Paper.FULL),
        ("open_cover", "cover_open", Paper.UNKNOWN),
        ("close_cover", "", Paper.FULL),
        ("unplug", "port_missing", Paper.UNKNOWN),
    ],
)
def test_each_word_shows_in_the_condition(bench, verb, fault, paper):
    printer, emulator = bench("pty")
    assert emulator.verbs()[verb]() is None
    assert (printer.condition().fault, printer.condition().paper) == (fault, paper)


def test_the_state_is_told_in_plain_words(bench):
    _, emulator = bench("tcp")
    emulator.open_cover()
    emulator.unplug()
    assert emulator.verbs()["state"]() == {"paper": "full", "cover_open": True, "powered": False}


def test_papers_are_numbered_on_from_what_lies_in_the_tray(bench, receipt, tmp_path):
    (tmp_path / "tray").mkdir()
    (tmp_path / "tray" / "041.bin").write_bytes(b"")
    printer, emulator = bench("pty")
    assert printer.print(receipt, "A001").outcome is Outcome.PRINTED
    (paper,) = emulator.verbs()["papers"]()["papers"]
    assert (paper["number"], paper["whole"]) == (42, True)
    assert paper["bytes_file"].endswith("042.bin")
    assert sorted(each.name for each in (tmp_path / "tray").iterdir()) == ["041.bin", "042.bin", "042.png"]


@pytest.mark.parametrize(
    "reason", sorted({*URGENCY, *LINE_LOST, *filter(None, STATUS_OF), "glyph_missing", "code_too_large"})
)
def test_every_trouble_has_its_sentence_in_both_languages(reason):
    sentence = verdict_sentence(PrintVerdict(Outcome.FAILED, reason))
    assert TROUBLES[reason] in sentence
    assert any(each > "\u4e00" for each in TROUBLES[reason])
    assert TROUBLES[reason].endswith(".")
