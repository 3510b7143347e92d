"""The driver against a scripted port and a hand-moved clock: what is said when exactly, and how long it waits."""

import pytest
from msgspec.structs import replace

from devices.contract import DeviceGone, PortMissing
from devices.receipt_printer.conversation import PARTS_AHEAD, Conversation, Patience, Sent
from devices.receipt_printer.escpos_bytes import CLEAR, CUT, PAPER_QUESTION, Standing, done_request, initialise
from devices.receipt_printer.escpos_printer import EscposPrinter
from devices.receipt_printer.profiles import Presenter, profile
from kiosk.core.conditions import Outcome, Paper, PrintVerdict, Status
from kiosk.core.receipts import Receipt, Text

CLEAN, OUT = b"\x10\x00\x00\x0f", b"\x18\x00\x0f\x0f"
DONE = b"\x37\x22A001\x00"
SHORT = Receipt((Text("国"),), demo=False)


class ScriptedPort:
    """Answers each write by `script(data)`: bytes to say, None to take nothing, an exception to raise."""

    def __init__(self, script):
        self.script = script
        self.now = 0.0
        self.written = b""
        self.waiting = b""
        self.closed = False

    def clock(self):
        return self.now

    def read(self, most, timeout_s):
        data, self.waiting = self.waiting[:most], self.waiting[most:]
        if not data:
            self.now += timeout_s
        return data

    def write(self, data, timeout_s):
        answer = self.script(data)
        if answer is None:
            self.now += timeout_s
            return 0
        if isinstance(answer, Exception):
            raise answer
        self.written += data
        self.waiting += answer
        return len(data)

    def flush_input(self):
        self.waiting = b""

    def close(self):
        self.closed = True


def printer_says(**changed):
    """A healthy printer's answers, some of them changed: question, start, part, request, clear."""
    said = {"question": b"\x12", "start": CLEAN, "part": b"\x00", "request": DONE, "clear": b"\x37\x25\x00"} | changed

    def script(data):
        if data.startswith(b"\x10\x04"):
            return said["question"]
        if data == CLEAR:
            return said["clear"]
        if data.startswith(initialise(203)):
            return said["start"]
        return said["request" if data.startswith(b"\x1d(H") else "part"]

    return script


PATIENT = Patience(1.0, 5.0, 5.0)
MODEL = profile("epson-like")


@pytest.fixture(scope="module")
def short(composer):
    """A short paper's commands."""
    return composer.compose(SHORT, MODEL, "raster")


def printer_on(port, short, model=MODEL):
    return EscposPrinter(lambda: port, lambda _: short, clock=port.clock, patience=PATIENT, profile=model)


CASES = {
    "all well": ({}, PrintVerdict(Outcome.PRINTED, "", True, "gs_h")),
    "no answer to questions": ({"question": b""}, PrintVerdict(Outcome.FAILED, "silent")),
    "line drops at a question": ({"question": DeviceGone("x")}, PrintVerdict(Outcome.FAILED, "gone")),
    "no automatic status": ({"start": b""}, PrintVerdict(Outcome.FAILED, "silent")),
    "trouble at the start": ({"start": OUT}, PrintVerdict(Outcome.FAILED, "paper_out")),
    "stall at the start": ({"start": None}, PrintVerdict(Outcome.FAILED, "stalled")),
    "line drops at the start": ({"start": DeviceGone("x")}, PrintVerdict(Outcome.FAILED, "gone")),
    "stall before any byte": ({"part": None}, PrintVerdict(Outcome.FAILED, "stalled")),
    "line drops before any byte": ({"part": DeviceGone("x", 0)}, PrintVerdict(Outcome.FAILED, "gone")),
    "line drops inside the body": ({"part": DeviceGone("x", 1)}, PrintVerdict(Outcome.FAILED, "gone", True)),
    "paper out in the body": ({"part": OUT}, PrintVerdict(Outcome.FAILED, "paper_out", True)),
    "stall at the request": ({"request": None}, PrintVerdict(Outcome.UNKNOWN, "stalled", True)),
    "line drops at the request": ({"request": DeviceGone("x", 0)}, PrintVerdict(Outcome.UNKNOWN, "gone", True)),
    "silence after the request": ({"request": b""}, PrintVerdict(Outcome.UNKNOWN, "silent", True)),
    "an earlier job's id": ({"request": b"\x37\x22A000\x00"}, PrintVerdict(Outcome.UNKNOWN, "silent", True)),
    "a damaged id": ({"request": b"\x37\x22A0\x81\x00"}, PrintVerdict(Outcome.UNKNOWN, "silent", True)),
    "paper out, and no id": ({"request": OUT}, PrintVerdict(Outcome.FAILED, "paper_out", True)),
    "paper out, then the id": ({"request": OUT + DONE}, PrintVerdict(Outcome.PRINTED, "", True, "gs_h")),
    "the id, then paper out": ({"request": DONE + OUT}, PrintVerdict(Outcome.PRINTED, "", True, "gs_h")),
    "paper only low": ({"request": b"\x10\x00\x03\x0f" + DONE}, PrintVerdict(Outcome.PRINTED, "", True, "gs_h")),
}


@pytest.mark.parametrize("case", CASES)
def test_verdicts(short, case):
    changed, verdict = CASES[case]
    port = ScriptedPort(printer_says(**changed))
    assert printer_on(port, short).print(SHORT, "A001") == verdict
    assert port.now < 20  # every wait is bounded


def went_to(short, past_cut, profile=MODEL):
    """The verdict when the line drops after so many bytes beyond the last of the cut."""
    paper = len(b"".join(short.commands) + CUT)
    port = ScriptedPort(printer_says(part=DeviceGone("x", paper + past_cut)))
    return printer_on(port, short, profile).print(SHORT, "A001")


PRESENTS = replace(MODEL, presenter=Presenter(present="1D 65 03 0C"))


@pytest.mark.parametrize("model", [MODEL, PRESENTS], ids=["cutter", "presenter"])
def test_a_line_that_drops_behind_the_cut_leaves_open_whether_the_paper_came(short, model):
    assert went_to(short, -1, model) == PrintVerdict(Outcome.FAILED, "gone", began=True)
    assert went_to(short, 0, model) == PrintVerdict(Outcome.UNKNOWN, "gone", began=True)
    assert went_to(short, 1, model) == PrintVerdict(Outcome.UNKNOWN, "gone", began=True)


def test_a_trouble_named_when_the_paper_may_be_out_already_leaves_it_open(short):
    weakest = replace(MODEL, job_id=False, in_turn=False, auto_status=False)
    port = ScriptedPort(printer_says())

    def out_once_all_is_sent(data):
        return b"\x72" if data.startswith(b"\x10\x04") and CUT in port.written else printer_says()(data)

    port.script = out_once_all_is_sent
    assert printer_on(port, short, weakest).print(SHORT, "A001").outcome is Outcome.UNKNOWN


def test_the_bytes_of_a_healthy_print(short):
    port = ScriptedPort(printer_says())
    printer_on(port, short).print(SHORT, "A001")
    body = b"".join(short.commands) + CUT
    questions = b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04"
    assert port.written == questions + initialise(203) + body + PAPER_QUESTION + done_request("A001")
    assert not port.closed


def test_silence_is_waited_for_as_long_as_the_paper_may_take(short):
    port = ScriptedPort(printer_says(request=b""))
    printer_on(port, short).print(SHORT, "A001")
    assert port.now == pytest.approx(short.height_mm / 100 + 5.0, abs=0.3)


@pytest.mark.parametrize(("clear", "filled"), [(b"\x37\x25\x00", False), (b"", True)], ids=["clears", "cannot clear"])
def test_after_an_unproven_paper_the_next_begins_with_forgetting_and_a_cut(short, clear, filled):
    port = ScriptedPort(printer_says(request=b"", clear=clear))
    printer = printer_on(port, short)
    assert printer.print(SHORT, "A001").outcome is Outcome.UNKNOWN
    port.script, port.written = printer_says(clear=clear), b""
    assert printer.print(SHORT, "A001").outcome is Outcome.PRINTED
    after = port.written.partition(CLEAR)[2]
    longest = max(map(len, short.commands))
    zeros = bytes(longest) if filled else b""
    assert after.startswith(zeros + initialise(203) + CUT + initialise(203))
    port.written = b""
    printer.print(SHORT, "A001")
    assert CLEAR not in port.written


def test_remains_that_cannot_be_removed_forbid_the_next_paper(short):
    port = ScriptedPort(printer_says(request=OUT))
    printer = printer_on(port, short)
    assert printer.print(SHORT, "A001").reason == "paper_out"
    port.script = printer_says(start=OUT)
    for _ in range(2):
        assert printer.print(SHORT, "A001") == PrintVerdict(Outcome.FAILED, "paper_out")


def test_a_line_that_drops_while_forgetting_changes_no_verdict(short):
    port = ScriptedPort(printer_says(request=OUT, clear=DeviceGone("x", 0)))
    port.read = _dropping_after(port, CLEAR)
    assert printer_on(port, short).print(SHORT, "A001") == PrintVerdict(Outcome.FAILED, "paper_out", began=True)


def test_a_line_that_drops_while_waiting_for_the_id_is_not_known(short):
    port = ScriptedPort(printer_says(request=b""))
    port.read = _dropping_after(port, b"\x1d(H")
    assert printer_on(port, short).print(SHORT, "A001") == PrintVerdict(Outcome.UNKNOWN, "gone", began=True)


def test_a_line_that_drops_while_waiting_for_the_first_status_prints_nothing(short):
    port = ScriptedPort(printer_says(start=b""))
    port.read = _dropping_after(port, initialise(203))
    printer = printer_on(port, short)
    assert printer.print(SHORT, "A001") == PrintVerdict(Outcome.FAILED, "gone")


def _dropping_after(port, command):
    plain, script, dropped = port.read, port.script, []

    def write_seen(data):
        dropped.extend([True] * data.startswith(command))
        return script(data)

    def read(most, timeout_s):
        if dropped and timeout_s and not port.waiting:
            raise DeviceGone("x")
        return plain(most, timeout_s)

    port.script = write_seen
    return read


def test_a_printer_with_a_full_buffer_is_known_by_what_it_told(short):
    port = ScriptedPort(printer_says(part=OUT, clear=None))
    printer = printer_on(port, short)
    assert printer.print(SHORT, "A001").reason == "paper_out"
    port.script = lambda _: None
    assert (printer.condition().fault, printer.condition().paper) == ("paper_out", Paper.OUT)
    assert not port.closed
    port.waiting = CLEAN  # refilled: it tells so by itself
    port.script = printer_says()
    assert printer.condition().usable


def test_a_missing_port_is_a_condition(short):
    def missing():
        raise PortMissing("nothing there")

    printer = EscposPrinter(missing, lambda _: short)
    assert (printer.condition().status, printer.condition().fault) == (Status.NO_DEVICE, "port_missing")
    assert printer.print(SHORT, "A001") == PrintVerdict(Outcome.FAILED, "port_missing")


def conversation(script):
    port = ScriptedPort(script)
    return Conversation(port, port.clock, PATIENT, MODEL), port


def test_flow_control_holds_the_sending_until_it_is_released():
    talk, port = conversation(lambda _: b"\x13" if not port.written else b"")
    sent = talk.send(b"a" * 5000, 5.0)
    assert (sent, len(port.written)) == (Sent(began=True, whole=False, trouble="stalled"), 4096)
    port.waiting = b"\x11"
    list(talk.hear(0.1))
    assert talk.send(b"b", 5.0) == Sent(began=True, whole=True)


def test_flow_control_that_comes_back_lets_the_rest_out():
    talk, port = conversation(lambda _: b"\x13\x11" if not port.written else b"")
    assert talk.send(b"a" * 5000, 5.0) == Sent(began=True, whole=True)


def test_a_paper_is_never_sent_further_than_some_parts_ahead():
    talk, port = conversation(lambda _: b"")
    assert talk.send_paper([b"x" * 3000] * 9, 5.0, paced=True) == Sent(began=True, whole=False, trouble="stalled")
    assert port.written.count(PAPER_QUESTION) == PARTS_AHEAD + 1


def test_a_printer_that_answers_each_part_gets_them_all():
    talk, port = conversation(lambda _: b"\x00")
    assert talk.send_paper([b"x" * 1500] * 9, 5.0, paced=True) == Sent(began=True, whole=True)
    assert port.written.count(PAPER_QUESTION) == 5


def test_trouble_told_while_waiting_for_room_ends_the_sending():
    talk, port = conversation(lambda _: b"")
    read = port.read
    port.read = lambda most, timeout_s: OUT if timeout_s else read(most, timeout_s)
    assert talk.send_paper([b"x" * 3000] * 9, 5.0, paced=True) == Sent(began=True, whole=False, trouble="paper_out")
    assert talk.told == Standing("paper_out", low=True)
