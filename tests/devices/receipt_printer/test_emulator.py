"""The words of the world: what a keeper's hand does to the emulated printer, and what lies in its tray."""

import array
from typing import get_args

import pytest

from devices.faults import faults
from devices.receipt_printer.emulator import ReceiptPrinterEmulator, emulate_escpos
from devices.receipt_printer.profiles import profile
from devices.receipt_printer.proof import Rung
from devices.receipt_printer.sentences import verdict_sentence
from devices.receipt_printer.usb_emulation import OUT, EmulatedSocket
from devices.typeface import typeface
from kiosk.core.conditions import Device, Media, Outcome, Paper, PrintVerdict


@pytest.mark.parametrize(
    ("verb", "fault", "paper"),
    [
        ("run_out_of_paper", "paper_out", Paper.OUT),
        ("paper_low", "paper_low", Paper.LOW),
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


def test_hands_at_a_printer_with_a_mouth(bench, receipt):
    printer, emulator = bench("usb", profile=profile("custom-vkp80-like"))
    verbs = emulator.verbs()
    assert verbs["take_paper"]() == {"taken": False}
    assert printer.print(receipt, "A001").outcome is Outcome.PRINTED
    state = verbs["state"]()
    assert (state["mouth"], state["bin"], state["dropped"]) == ("occupied", 0, 0)
    assert verbs["take_paper"]() == {"taken": True}
    assert printer.await_taken() is Media.TAKEN
    emulator.set_faults(["bin-full"])
    verbs["empty_bin"]()
    assert verbs["state"]()["bin"] == 0


def test_a_roll_that_ends_and_a_new_one(bench, receipt):
    printer, emulator = bench("usb")
    emulator.verbs()["run_out_after"](mm=40)
    assert printer.print(receipt, "A001").reason == "paper_out"
    emulator.refill()
    assert printer.print(receipt, "A002").outcome is Outcome.PRINTED


def test_power_that_goes_at_a_byte(bench, receipt):
    printer, emulator = bench("usb")
    emulator.verbs()["cut_power_after"](count=3000)
    verdict = printer.print(receipt, "A001")
    assert (verdict.outcome, verdict.reason) == (Outcome.FAILED, "gone")
    assert emulator.state()["powered"] is False


def test_a_slow_line_brings_bytes_no_faster_than_its_baud(tmp_path):
    now = [0.0]
    socket = EmulatedSocket()
    emulator = ReceiptPrinterEmulator(
        socket, tmp_path, typeface(bold=False), baud=19200, clock=lambda: now[0], speed_mm_s=4000.0
    )
    socket.bulk_write(None, OUT, 0, array.array("B", b"\x1dr\x01" * 400), 10)
    answers = []
    for _ in range(12):
        emulator.step()
        answers.append(len(socket._to_host))
        now[0] += 0.1
    assert answers[-1] == 400
    assert answers[3] == pytest.approx(0.3 * 1920 / 3, abs=3)
    emulator.close()


def test_every_model_runs_in_a_directory_of_its_own(tmp_path):
    emulator = emulate_escpos(tmp_path, "pyramid-like")
    assert emulator.where == f"{tmp_path}/receipt-printer?profile=pyramid-like"
    assert (tmp_path / "receipt-printer").is_symlink()
    emulator.close()


@pytest.mark.parametrize("fault", sorted(faults()[Device.RECEIPT_PRINTER]))
def test_every_trouble_has_its_sentence_in_both_languages(fault):
    sentence = verdict_sentence(PrintVerdict(Outcome.FAILED, fault))
    row = faults()[Device.RECEIPT_PRINTER][fault]
    assert row.act_zh in sentence
    assert row.what_en in sentence
    assert not row.what_zh.isascii()


@pytest.mark.parametrize("rung", get_args(Rung))
def test_how_a_paper_was_proved_is_said(rung):
    assert rung in verdict_sentence(PrintVerdict(Outcome.PRINTED, began=True, proof=rung))
