"""The inside of an emulated printer: buffer, paper, sensors, and what it answers. No line, no file, no clock.

Real-time requests are carried out as they arrive, everything else in its turn and at the speed of the paper. A printer
that cannot go on keeps what it has received and goes on with it when the keeper has helped, unless the host has it
forgotten (DLE DC4 fn 8).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from devices.receipt_printer.command_stream import (
    AskDone,
    AskPaper,
    AutoStatusMask,
    Command,
    CommandReader,
    Cut,
    Feed,
    FeedLines,
    Ignored,
    PresentPaper,
    QrCode,
    RetractPaper,
    Row,
)
from devices.receipt_printer.feeding import Feeding
from devices.receipt_printer.paper import DPI
from devices.receipt_printer.profiles import Profile
from devices.receipt_printer.sensors import Sensors
from devices.receipt_printer.slot import Slot
from kiosk.core.conditions import Paper

FAULTS = {
    "paper-out-before": "没有纸。 No paper from the beginning.",
    "paper-out-mid": "打到一半没有纸。 Paper runs out in the middle of a receipt.",
    "paper-low": "纸快用完。 Paper is low; it still prints.",
    "cover-open": "盖子开着。 The cover is open.",
    "cover-opens-mid": "打到一半盖子打开。 The cover opens in the middle of a receipt.",
    "cutter-error": "切刀卡住。 The cutter sticks at the next cut.",
    "head-hot": "打到一半打印头过热。 The head gets too hot in the middle of a receipt.",
    "offline": "脱机。 The printer is offline.",
    "stalls": "打到一半不再接收。 Stops taking bytes in the middle of a receipt.",
    "vanishes-mid": "打到一半断线断电。 Line and power go in the middle of a receipt.",
    "replies-lost": "打到一半起应答都丢失。 Prints on, but every answer from the middle of a receipt on is lost.",
    "proof-lost": "打完以后的应答都丢失。 Prints all, but every answer after the cut is lost.",
    "mute": "从不应答。 Prints but never answers.",
    "no-job-id": "不回作业号。 Does not know GS ( H.",
    "no-queue-answer": "不回排队的询问。 Does not know GS r.",
    "no-auto-status": "不会自动报告状态。 Does not know GS a.",
    "no-clear": "不清缓冲区。 Does not know DLE DC4 fn 8.",
    "answers-in-turn": "打完才回答状态。 Answers DLE EOT only in its turn, and not while paper moves.",
    "status-noise": "不停地自动报告状态。 Sends its status again and again, unasked.",
    "slow": "打得很慢。 Prints at a twentieth of its speed.",
    "jams-at-mouth": "纸卡在出纸口。 The next paper jams at the mouth.",
    "bin-full": "回收盒满了。 The bin behind the mouth is full.",
}
BUFFER = 16384  # bytes received and not yet printed
MM_PER_INCH = 25.4
SLOWNESS = 20
NOISE_S = 0.05
TORN_ROWS = 100  # 12.5 mm, from the head to the edge

_CLEAR = rb"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
_LONGEST_REAL_TIME = 10
_QUESTION = b"\x10\x04"
_FULL_STATUS = 0x14


class Sheet(Struct, frozen=True):
    """A piece of paper that left the printer: the bytes that made it, and whether it was cut (`whole`) or torn off."""

    data: bytes
    whole: bool


class Mechanism:
    """One printer of `model`; `speed_mm_s` is the paper's, `after_rows` is where faults strike that come in the middle.

    `answers` and `sheets` are for the owner to take away; `powered` is False after the fault that cuts the power.
    What the model's profile leaves open, this printer can do.
    """

    def __init__(self, speed_mm_s: float, after_rows: int, model: Profile = Profile()) -> None:  # noqa: B008 - frozen
        self._speed = speed_mm_s / MM_PER_INCH * DPI  # rows a second
        self._after_rows = after_rows
        self._model = model
        self._has_mouth = model.presenter is not None and model.presenter.mouth is not None
        questions = rb"[\x01-\x04\x14]" if self._has_mouth else rb"[\x01-\x04]"
        self._real_time = re.compile(rb"\x10\x04(" + questions + rb")|" + _CLEAR)
        self.sensors = Sensors()
        self.slot = Slot()
        self.answers = bytearray()
        self.sheets: list[Sheet] = []
        self._sheet, self._rows = bytearray(), 0
        self._recent = b""
        self._roll_rows: float | None = None
        self._power_bytes: int | None = None
        self._noise_due = 0.0
        self.set_faults(())
        self.lose_power()
        self.powered = True

    def set_faults(self, names: Iterable[str]) -> None:
        """Exactly these faults from now on and nothing else wrong; ValueError for a name that is not in FAULTS."""
        chosen = set(names)
        if unknown := chosen - set(FAULTS):
            raise ValueError(f"there is no fault {', '.join(sorted(unknown))}; known: {', '.join(FAULTS)}")
        self._faults = chosen
        self._answers_lost = False
        self._inked_since = 0  # rows: a cut before any of them ends an older paper
        out, low = "paper-out-before" in chosen, "paper-low" in chosen
        self.sensors.paper = Paper.OUT if out else Paper.LOW if low else Paper.FULL
        self.sensors.cover_open = "cover-open" in chosen
        self.sensors.off_line = "offline" in chosen
        self.sensors.cutter_stuck = self.sensors.hot = self.slot.jammed = False
        if "bin-full" in chosen:
            self.slot.fill_bin()

    def lose_power(self) -> None:
        """Buffer and settings are gone; a piece still in the printer comes out torn."""
        self.powered = False
        self._mask, self._told = 0, b""
        self._now: float | None = None
        self._power_bytes = None
        self._forget()

    def cut_power_after(self, count: int) -> None:
        """The power goes when `count` more bytes have arrived."""
        self._power_bytes = count

    def run_out_after(self, mm: float) -> None:
        """So much paper is left on the roll."""
        self._roll_rows = mm / MM_PER_INCH * DPI

    def refill(self) -> None:
        """A new roll."""
        self.sensors.paper, self._roll_rows = Paper.FULL, None

    @property
    def takes_bytes(self) -> bool:
        """Whether the printer reads on: its buffer has room and it has not stalled."""
        return self._reader.waiting < BUFFER and not ("stalls" in self._faults and self._rows)

    @property
    def busy(self) -> bool:
        """Whether there is something to print and nothing in the way."""
        return self._reader.waiting > 0 and not self.sensors.stopped

    @property
    def _answers_in_turn(self) -> bool:
        return self._model.questions_in_turn or "answers-in-turn" in self._faults

    def receive(self, data: bytes) -> None:
        """Bytes from the host: real-time requests are carried out now, wherever they stand, the rest is buffered."""
        if self._power_bytes is not None:
            data, self._power_bytes = data[: self._power_bytes], self._power_bytes - len(data)
        self._reader.feed(data)
        recent, end = self._recent + data, 0
        for request in self._real_time.finditer(recent):
            end = request.end()
            if request[1]:
                if not self._answers_in_turn:
                    self._answer(request[1][0])
            elif "no-clear" not in self._faults and self._model.clear is not False:
                self._clear(recent[end:])
        self._recent = recent[end:][1 - _LONGEST_REAL_TIME :]  # may be the beginning of the next one
        if self._power_bytes is not None and self._power_bytes <= 0:
            self.lose_power()

    def _answer(self, n: int) -> None:
        """DLE EOT n."""
        if n == _FULL_STATUS:
            self._say(self.sensors.full(self.slot))
        elif n in self._model.questions:
            self._say(bytes([0x12 | self.sensors.real_time(n)]))
        else:
            self._say(b"\x00")  # Pyramid's Phoenix to a question it does not know

    def _clear(self, after: bytes) -> None:
        self._forget()
        self._reader.feed(after)
        self._say(b"\x37\x25\x00")

    def _forget(self) -> None:
        self._end_sheet(whole=False)
        self._reader, self._feeding, self._recent, self._credit = CommandReader(), Feeding(), b"", 0.0

    def advance(self, now: float) -> None:
        """Print what the time since the last call allows, and tell the host what has changed."""
        elapsed = now - (now if self._now is None else self._now)
        self._now = now
        self._credit += elapsed * self._speed / (SLOWNESS if "slow" in self._faults else 1)
        while self.powered and self._credit >= 0 and not self.sensors.stopped and (made := self._reader.next()):
            command, data = made
            self._sheet += data
            self._credit -= self._carry_out(command, data)
        if not self.busy:
            self._credit = min(self._credit, 0.0)
        self.slot.advance(now)
        self._tell_changes()
        self._make_noise(now)

    def _carry_out(self, command: Command, data: bytes) -> int:
        """Do it; the rows the paper moves."""
        rows = self._feeding.rows(command)
        match command:
            case Row() | FeedLines() | QrCode():
                return self._moved(rows)
            case Feed():
                return self._fed(rows)
            case Cut():
                self._cut()
            case PresentPaper() | RetractPaper():
                self._move_paper(command)
            case Ignored() if data[:2] == _QUESTION and self._answers_in_turn:
                self._answer(data[2])
            case _:
                self._answer_in_turn(command)
        return 0

    def _answer_in_turn(self, command: Command) -> None:
        match command:
            case AutoStatusMask() if self._can("no-auto-status", self._model.auto_status):
                self._mask, self._told = command.mask, b""
                self._tell_changes()
            case AskPaper() if self._can("no-queue-answer", self._model.in_turn):
                self._say(bytes([self.sensors.roll()]))
            case AskDone() if self._can("no-job-id", self._model.job_id):
                self._say(b"\x37\x22" + command.job + b"\x00")

    def _can(self, fault: str, ability: bool | None) -> bool:
        return fault not in self._faults and ability is not False

    def _fed(self, rows: int) -> int:
        """Where there is no cutter, a hand tears off what was fed out far enough."""
        self._moved(rows, inked=False)
        if not self._model.cutter and rows >= TORN_ROWS:
            self._end_sheet(whole=True)
        return rows

    def _moved(self, rows: int, *, inked: bool = True) -> int:
        self._rows += rows if inked else 0
        self._inked_since += rows if inked else 0
        if self._rows >= self._after_rows:
            self._strike()
        if self._roll_rows is not None:
            self._roll_rows -= rows
            if self._roll_rows <= 0:
                self.sensors.paper, self._roll_rows = Paper.OUT, None
        return rows

    def _strike(self) -> None:
        """The faults that come in the middle happen once."""
        if "paper-out-mid" in self._faults:
            self.sensors.paper = Paper.OUT
        if "cover-opens-mid" in self._faults:
            self.sensors.cover_open = True
        if "head-hot" in self._faults:
            self.sensors.hot = True
        if "vanishes-mid" in self._faults:
            self.lose_power()
        self._answers_lost |= "replies-lost" in self._faults
        self._faults -= {"paper-out-mid", "cover-opens-mid", "vanishes-mid", "head-hot", "replies-lost"}

    def _cut(self) -> None:
        self.sensors.cutter_stuck = "cutter-error" in self._faults
        self._faults -= {"cutter-error"}
        if not self.sensors.cutter_stuck:
            self._answers_lost |= "proof-lost" in self._faults and self._inked_since > 0
            presenter = self._model.presenter
            if self._rows and presenter is not None and not presenter.present:
                self.slot.put(held=True)  # presenters without an order of their own hold every cut paper
            self._end_sheet(whole=True)

    def _move_paper(self, command: PresentPaper | RetractPaper) -> None:
        match command:
            case PresentPaper():
                self.slot.put(held=command.held)
                self.slot.jammed = "jams-at-mouth" in self._faults
                self._faults -= {"jams-at-mouth"}
            case RetractPaper(after_s=None):
                self.slot.retract()
            case RetractPaper(after_s=int() as after_s):
                self.slot.retract_by_itself(after_s)

    def _end_sheet(self, *, whole: bool) -> None:
        if self._rows:  # a strip with nothing on it is not a paper
            self.sheets.append(Sheet(bytes(self._sheet), whole))
        self._sheet, self._rows = bytearray(), 0

    def _say(self, answer: bytes) -> None:
        if "mute" not in self._faults and not self._answers_lost:
            self.answers += answer

    def _tell_changes(self) -> None:
        status = self.sensors.automatic()
        if self._mask and status != self._told:
            self._say(status)
            self._told = status

    def _make_noise(self, now: float) -> None:
        """Status of a drawer and a button that nobody asked about."""
        if "status-noise" in self._faults and now >= self._noise_due:
            self._noise_due = now + NOISE_S
            status = self.sensors.automatic()
            self._say(bytes((status[0] ^ 0x44 * (int(now / NOISE_S) & 1),)) + status[1:])
