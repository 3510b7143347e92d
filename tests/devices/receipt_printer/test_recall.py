"""A driver that goes on where an earlier run ended: what it knew of the printer, and a paper left half printed."""

import pytest

from devices.receipt_printer.escpos_bytes import CLEAR, CUT, done_request
from devices.receipt_printer.escpos_printer import forgotten
from devices.receipt_printer.notebook import FILE, Notebook
from devices.receipt_printer.profiles import Profile, profile
from devices.receipt_printer.proof import PROBE, Abilities
from devices.receipt_printer.raster_path import longest_band
from kiosk.core.conditions import Media, Outcome
from tests.devices.receipt_printer.direct_line import HostDied, direct, driver_on, sheets

GENERIC = Profile()
SLOT = profile("custom-vkp80-like")


@pytest.fixture(scope="module")
def composed(composer, receipt):
    return composer.compose(receipt, GENERIC, "raster")


def died_in_the_middle(composed, model, *faults):
    """The line of a printer whose terminal lost its power inside a paper."""
    printer, line = direct(composed, model, *faults)
    line.cut_after = 9000
    with pytest.raises(HostDied):
        printer.print(None, "A001")
    line.cut_after = None
    line.sent = b""
    return line


def next_run(line, composed, model, *, half_printed=True):
    printer = driver_on(line, composed, model)
    printer.recall(None, forgotten, half_printed=half_printed)
    return printer


def test_after_a_clean_end_no_paper_comes_before_the_first(composed):
    _, line = direct(composed, GENERIC)
    printer = next_run(line, composed, GENERIC, half_printed=False)
    assert printer.condition().usable
    assert printer.print(None, "A001").outcome is Outcome.PRINTED
    assert CLEAR not in line.sent
    assert line.sent.count(CUT) == 1


@pytest.mark.parametrize("faults", [(), ("no-clear",)], ids=["clears", "cannot clear"])
def test_what_lies_half_printed_goes_while_nobody_waits(composed, faults):
    line = died_in_the_middle(composed, GENERIC, *faults)
    printer = next_run(line, composed, GENERIC)
    assert printer.condition().usable
    assert CUT in line.sent
    before = len(sheets(line))
    line.sent = b""
    assert printer.condition().usable
    assert printer.print(None, "A002").outcome is Outcome.PRINTED
    assert line.sent.count(CUT) == 1
    assert len(sheets(line)) == before + 1


def test_a_paper_in_the_mouth_has_its_time_before_anything_is_cut(composed):
    line = died_in_the_middle(composed, SLOT)
    line.inside.slot.put(held=True)
    printer = next_run(line, composed, SLOT)
    assert printer.condition().usable
    assert CUT not in line.sent
    assert (line.inside.slot.occupied, line.inside.slot.binned) == (True, 0)
    line.inside.slot.take()
    printer.condition()
    assert CUT in line.sent


def test_a_printer_in_trouble_is_left_alone_until_it_is_well(composed):
    line = died_in_the_middle(composed, GENERIC)
    line.inside.sensors.cover_open = True
    printer = next_run(line, composed, GENERIC)
    assert printer.condition().fault == "cover_open"
    assert CUT not in line.sent
    line.inside.sensors.cover_open = False
    assert printer.condition().usable
    assert CUT in line.sent


def test_a_line_that_drops_while_it_is_removed_is_told_by_the_next_look(composed):
    line = died_in_the_middle(composed, GENERIC)
    printer = next_run(line, composed, GENERIC)
    line.inside.cut_power_after(len(b"\x10\x04\x01" * 4) + len(CLEAR))
    printer.condition()
    assert printer.condition().fault == "gone"


def test_nothing_longer_than_a_band_is_waited_for_on_any_width(composer, receipt):
    for width in (384, 576, 832):
        model = Profile(width=width)
        assert max(map(len, composer.compose(receipt, model, "raster").commands)) <= longest_band(width)


def test_what_was_found_is_told_and_not_asked_again(composed):
    first, line = direct(composed, GENERIC, "no-job-id")
    found = []
    first.recall(None, found.append, half_printed=False)
    assert first.print(None, "A001").proof == "gs_r"
    assert found[-1] == Abilities(job_id=False, in_turn=True, auto_status=True)
    line.sent = b""
    again = driver_on(line, composed, GENERIC)
    again.recall(found[-1], found.append, half_printed=False)
    assert again.print(None, "A002").proof == "gs_r"
    assert done_request(PROBE) not in line.sent


@pytest.mark.parametrize("lacks", ["no-job-id", "no-auto-status"])
def test_another_printer_at_the_same_place_is_asked_anew(composed, lacks):
    printer, line = direct(composed, GENERIC, lacks)
    found = []
    known = Abilities(job_id=True, in_turn=True, auto_status=True)
    printer.recall(known, found.append, half_printed=False)
    assert printer.print(None, "A001").reason == "silent"
    assert found == [Abilities()]
    assert printer.print(None, "A002").outcome is Outcome.PRINTED
    assert found[-1] == Abilities(job_id=lacks != "no-job-id", in_turn=True, auto_status=lacks != "no-auto-status")
    assert line.sent.count(done_request(PROBE)) == 1


def test_a_paper_that_does_not_go_back_is_pulled_at_once_only(composed):
    printer, line = direct(composed, SLOT, "bin-full")
    assert printer.print(None, "A001").outcome is Outcome.PRINTED
    for _ in range(3):
        assert printer.await_taken() is Media.PRESENT
    assert line.sent.count(bytes.fromhex(SLOT.presenter.retract)) == 1
    assert printer.condition().fault == "bin_full"


# --- the notebook --------------------------------------------------------------------------------------------------

FOUND = Abilities(job_id=False, in_turn=True, auto_status=None)


def test_the_notebook_keeps_each_place_from_one_run_to_the_next(tmp_path):
    Notebook(tmp_path).keep("tcp://192.0.2.1:9100", FOUND)
    Notebook(tmp_path).keep("/dev/kiosk/receipt-printer?profile=epson-like", Abilities(job_id=True))
    assert Notebook(tmp_path).known("tcp://192.0.2.1:9100") == FOUND
    assert Notebook(tmp_path).known("/dev/kiosk/receipt-printer") is None
    assert [each.name for each in tmp_path.iterdir()] == [FILE]


@pytest.mark.parametrize("damaged", [b"", b"{", b"[]", b'{"a": 3}', b"\xff"])
def test_a_damaged_notebook_is_begun_anew(tmp_path, damaged):
    (tmp_path / FILE).write_bytes(damaged)
    assert Notebook(tmp_path).known("a") is None
    Notebook(tmp_path).keep("a", FOUND)
    assert Notebook(tmp_path).known("a") == FOUND


def test_without_room_for_the_notebook_nothing_breaks(tmp_path):
    notebook = Notebook(tmp_path / "nowhere")
    notebook.keep("a", FOUND)
    assert notebook.known("a") is None
