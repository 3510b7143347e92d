"""The driver against the emulated printer over both kinds of line: every fault, its verdict, the paper after it."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from devices.receipt_printer.conversation import Patience
from devices.receipt_printer.profiles import Profile
from kiosk.core.conditions import Condition, Device, Outcome, Paper, PrintVerdict, Status
from kiosk.core.receipts import Receipt, Text
from tests.devices.receipt_printer.independent_decoder import decode

PRINTED = PrintVerdict(Outcome.PRINTED, began=True, proof="gs_h")
LINES = ["pty", "tcp", "usb"]
# what a line has no part in, the quick run tries on one of them; test_proof has every fault on every rung
ONE_LINE = ["pty", *(pytest.param(line, marks=pytest.mark.nightly) for line in ("tcp", "usb"))]


def failed(reason, *, began):
    return PrintVerdict(Outcome.FAILED, reason, began=began)


def unknown(reason):
    return PrintVerdict(Outcome.UNKNOWN, reason, began=True)


def condition(status, paper=Paper.UNKNOWN, fault=""):
    return Condition(Device.RECEIPT_PRINTER, status, paper, fault)


@pytest.fixture
def drawn(composer):
    """What the paper of a receipt must show, by a decoder that is not ours."""

    def draw(receipt):
        commands = composer.compose(receipt, Profile(), "raster").commands
        return np.array(decode(b"".join(commands), 576), dtype=bool)

    return draw


def pixels(path):
    return ~np.asarray(Image.open(path)).astype(bool)


@pytest.mark.parametrize("line", LINES)
def test_a_receipt_is_printed_and_proven(bench, drawn, receipt, line):
    printer, emulator = bench(line)
    assert printer.print(receipt, "A001") == PRINTED
    (only,) = emulator.papers()
    assert only.whole
    assert (pixels(only.picture_file) == drawn(receipt)).all()


@pytest.mark.parametrize("line", ONE_LINE)
def test_the_picture_is_what_an_independent_decoder_reads_in_the_bytes(bench, receipt, line):
    printer, emulator = bench(line)
    for job in ("A001", "A002", "A003"):
        assert printer.print(receipt, job) == PRINTED
    assert [each.number for each in emulator.papers()] == [1, 2, 3]
    for each in emulator.papers():
        decoded = np.array(decode(Path(each.bytes_file).read_bytes(), 576), dtype=bool)
        assert decoded.shape == (each.rows, 576)
        assert (decoded == pixels(each.picture_file)).all()


BEFORE = {
    "paper-out-before": ("paper_out", condition(Status.ONLINE, Paper.OUT, "paper_out")),
    "cover-open": ("cover_open", condition(Status.USER_ERROR, fault="cover_open")),
    "offline": ("offline", condition(Status.OFFLINE, fault="offline")),
    "mute": ("silent", condition(Status.OFFLINE, fault="silent")),
}


@pytest.mark.parametrize("line", ONE_LINE)
@pytest.mark.parametrize("fault", BEFORE)
def test_a_trouble_before_leaves_no_trace_on_paper(bench, receipt, line, fault):
    reason, state = BEFORE[fault]
    printer, emulator = bench(line, fault)
    assert printer.print(receipt, "A001") == failed(reason, began=False)
    assert printer.condition() == state
    emulator.set_faults([])
    assert printer.print(receipt, "A002") == PRINTED
    assert len(emulator.papers()) == 1


@pytest.mark.parametrize("line", ONE_LINE)
@pytest.mark.parametrize(
    ("fault", "reason"),
    [("paper-out-mid", "paper_out"), ("cover-opens-mid", "cover_open"), ("cutter-error", "cutter_error")],
)
def test_a_trouble_in_the_middle_fails_and_the_next_paper_is_clean(bench, drawn, receipt, line, fault, reason):
    printer, emulator = bench(line, fault)
    assert printer.print(receipt, "A001") == failed(reason, began=True)
    assert printer.condition().fault == reason
    emulator.refill()
    emulator.close_cover()
    again = Receipt(receipt.lines, reprint=1)
    assert printer.print(again, "A002") == PRINTED
    torn, whole = emulator.papers()
    assert (torn.whole, whole.whole) == (False, True)
    assert torn.rows <= len(drawn(receipt))
    assert (pixels(whole.picture_file) == drawn(again)).all()


@pytest.mark.parametrize("line", ONE_LINE)
def test_a_printer_that_cannot_forget_gives_the_remains_a_paper_of_their_own(bench, drawn, receipt, line):
    printer, emulator = bench(line, "paper-out-mid", "no-clear")
    assert printer.print(receipt, "A001") == failed("paper_out", began=True)
    emulator.refill()
    assert printer.print(receipt, "A002") == PRINTED
    assert (pixels(emulator.papers()[-1].picture_file) == drawn(receipt)).all()


@pytest.mark.parametrize("line", LINES)
def test_a_stall_is_seen_however_much_the_line_could_hold(bench, drawn, receipt, line):
    printer, emulator = bench(line, "stalls")
    assert printer.print(receipt, "A001") == failed("stalled", began=True)
    emulator.set_faults([])
    assert printer.print(receipt, "A002") == PRINTED
    assert (pixels(emulator.papers()[-1].picture_file) == drawn(receipt)).all()


@pytest.mark.parametrize("line", LINES)
def test_a_line_that_drops_inside_the_receipt_fails(bench, receipt, line):
    printer, emulator = bench(line, "vanishes-mid", after_rows=40)
    assert printer.print(receipt, "A001") == failed("gone", began=True)
    assert printer.print(receipt, "A002") == failed("port_missing", began=False)
    assert printer.condition() == condition(Status.NO_DEVICE, fault="port_missing")
    emulator.plug()
    assert printer.print(receipt, "A003") == PRINTED
    assert [each.whole for each in emulator.papers()] == [False, True]


@pytest.mark.parametrize("line", ONE_LINE)
def test_without_job_ids_nothing_is_ever_called_printed(bench, receipt, line):
    printer, emulator = bench(line, "no-job-id")
    assert printer.print(receipt, "A001") == unknown("silent")
    assert [each.whole for each in emulator.papers()] == [True]
    emulator.set_faults([])
    assert printer.print(receipt, "A002") == PRINTED
    assert [each.whole for each in emulator.papers()] == [True, True]


def test_a_late_id_of_an_earlier_job_proves_nothing(bench, receipt):
    impatient = Patience(answer_s=0.4, stall_s=5.0, proof_s=0.0)
    hasty = Profile(slowest_mm_s=1e6, job_id=True, in_turn=True, auto_status=True)
    printer, emulator = bench("pty", "slow", speed_mm_s=3000, patience=impatient, profile=hasty)
    assert printer.print(receipt, "A001") == unknown("silent")
    emulator.set_faults(["no-job-id"])
    assert printer.print(receipt, "A002") == unknown("silent")


@pytest.mark.parametrize("line", ONE_LINE)
def test_low_paper_prints_and_is_told(bench, receipt, line):
    printer, _ = bench(line, "paper-low")
    assert printer.condition() == condition(Status.ONLINE, Paper.LOW, "paper_low")
    assert printer.print(receipt, "A001") == PRINTED


@pytest.mark.parametrize("line", LINES)
def test_a_line_that_died_while_idle_costs_no_receipt(bench, receipt, line):
    printer, emulator = bench(line)
    assert printer.condition() == condition(Status.ONLINE, Paper.FULL)
    emulator.unplug()
    emulator.plug()
    assert printer.print(receipt, "A001") == PRINTED


@pytest.mark.parametrize("line", LINES)
def test_unplugged_is_a_condition(bench, line):
    printer, emulator = bench(line)
    emulator.unplug()
    assert printer.condition() == condition(Status.NO_DEVICE, fault="port_missing")


def test_nothing_is_printed_with_holes(bench):
    printer, emulator = bench("pty")
    verdict = printer.print(Receipt((Text("王\U0010ffff"),)), "A001")
    assert verdict == failed("glyph_missing", began=False)
    assert emulator.papers() == []


@pytest.mark.parametrize("job", ["", "A1", "A0001", "A\n01", "编号一二"])
def test_a_job_id_the_printer_cannot_carry_is_our_mistake(bench, receipt, job):
    printer, _ = bench("pty")
    with pytest.raises(ValueError, match=r"job id|ascii"):
        printer.print(receipt, job)
