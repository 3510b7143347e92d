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
    Row,
)
from devices.receipt_printer.paper import DPI, LINE_ROWS
from kiosk.core.conditions import Paper

FAULTS = {
    "paper-out-before": "没有纸。 No paper from the beginning.",
    "paper-out-mid": "打到一半没有纸。 Paper runs out in the middle of a receipt.",
    "paper-low": "纸快用完。 Paper is low; it still prints.",
    "cover-open": "盖子开着。 The cover is open.",
    "cover-opens-mid": "打到一半盖子打开。 The cover opens in the middle of a receipt.",
    "cutter-error": "切刀卡住。 The cutter sticks at the next cut.",
    "offline": "脱机。 The printer is offline.",
    "stalls": "打到一半不再接收。 Stops taking bytes in the middle of a receipt.",
    "vanishes-mid": "打到一半断线断电。 Line and power go in the middle of a receipt.",
    "mute": "从不应答。 Prints but never answers.",
    "no-job-id": "不回作业号。 Does not know GS ( H.",
    "no-clear": "不清缓冲区。 Does not know DLE DC4 fn 8.",
    "slow": "打得很慢。 Prints at a twentieth of its speed.",
}
BUFFER = 16384  # bytes received and not yet printed
MM_PER_INCH = 25.4
SLOWNESS = 20

_REAL_TIME = re.compile(rb"\x10\x04([\x01-\x04])|\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08")
_LONGEST_REAL_TIME = 10


class Sheet(Struct, frozen=True):
    """A piece of paper that left the printer: the bytes that made it, and whether it was cut (`whole`) or torn off."""

    data: bytes
    whole: bool


class Mechanism:
    """One printer; `speed_mm_s` is the paper's, `after_rows` is where faults strike that come in the middle.

    `answers` and `sheets` are for the owner to take away; `powered` is False after the fault that cuts the power.
    """

    def __init__(self, speed_mm_s: float, after_rows: int) -> None:
        self._speed = speed_mm_s / MM_PER_INCH * DPI  # rows a second
        self._after_rows = after_rows
        self.answers = bytearray()
        self.sheets: list[Sheet] = []
        self._sheet, self._rows = bytearray(), 0
        self._recent = b""
        self.set_faults(())
        self.lose_power()
        self.powered = True

    def set_faults(self, names: Iterable[str]) -> None:
        """Exactly these faults from now on and nothing else wrong; ValueError for a name that is not in FAULTS."""
        chosen = set(names)
        if unknown := chosen - set(FAULTS):
            raise ValueError(f"there is no fault {', '.join(sorted(unknown))}; known: {', '.join(FAULTS)}")
        self._faults = chosen
        out, low = "paper-out-before" in chosen, "paper-low" in chosen
        self.paper = Paper.OUT if out else Paper.LOW if low else Paper.FULL
        self.cover_open = "cover-open" in chosen
        self.cutter_stuck = False

    def lose_power(self) -> None:
        """Buffer and settings are gone; a piece still in the printer comes out torn."""
        self.powered = False
        self._mask, self._told = 0, b""
        self._now: float | None = None
        self._forget()

    @property
    def takes_bytes(self) -> bool:
        """Whether the printer reads on: its buffer has room and it has not stalled."""
        return self._reader.waiting < BUFFER and not ("stalls" in self._faults and self._rows)

    @property
    def busy(self) -> bool:
        """Whether there is something to print and nothing in the way."""
        return self._reader.waiting > 0 and not self._offline

    @property
    def _offline(self) -> bool:
        return self.paper is Paper.OUT or self.cover_open or self.cutter_stuck or "offline" in self._faults

    def receive(self, data: bytes) -> None:
        """Bytes from the host: real-time requests are carried out now, wherever they stand, the rest is buffered."""
        self._reader.feed(data)
        recent, end = self._recent + data, 0
        for request in _REAL_TIME.finditer(recent):
            end = request.end()
            if request[1]:
                self._say(bytes([0x12 | self._real_time(request[1][0])]))
            elif "no-clear" not in self._faults:
                self._clear(recent[end:])
        self._recent = recent[end:][1 - _LONGEST_REAL_TIME :]  # may be the beginning of the next one

    def _clear(self, after: bytes) -> None:
        self._forget()
        self._reader.feed(after)
        self._say(b"\x37\x25\x00")

    def _forget(self) -> None:
        self._end_sheet(whole=False)
        self._reader, self._recent, self._credit = CommandReader(), b"", 0.0

    def advance(self, now: float) -> None:
        """Print what the time since the last call allows, and tell the host what has changed."""
        elapsed = now - (now if self._now is None else self._now)
        self._now = now
        self._credit += elapsed * self._speed / (SLOWNESS if "slow" in self._faults else 1)
        while self.powered and self._credit >= 0 and not self._offline and (made := self._reader.next()):
            command, data = made
            self._sheet += data
            self._credit -= self._carry_out(command)
        if not self.busy:
            self._credit = min(self._credit, 0.0)
        self._tell_changes()

    def _carry_out(self, command: Command) -> int:
        """Do it; the rows the paper moves."""
        match command:
            case Row():
                return self._moved(command.down)
            case Feed():
                return self._moved(round(command.units * DPI / command.per_inch), inked=False)
            case FeedLines():
                return self._moved(command.count * LINE_ROWS)
            case Cut():
                self._cut()
            case AutoStatusMask():
                self._mask, self._told = command.mask, b""
                self._tell_changes()
            case AskPaper():
                self._say(bytes([self._roll()]))
            case AskDone() if "no-job-id" not in self._faults:
                self._say(b"\x37\x22" + command.job + b"\x00")
        return 0

    def _moved(self, rows: int, *, inked: bool = True) -> int:
        self._rows += rows if inked else 0
        if self._rows >= self._after_rows:
            self._strike()
        return rows

    def _strike(self) -> None:
        """The faults that come in the middle happen once."""
        if "paper-out-mid" in self._faults:
            self.paper = Paper.OUT
        if "cover-opens-mid" in self._faults:
            self.cover_open = True
        if "vanishes-mid" in self._faults:
            self.lose_power()
        self._faults -= {"paper-out-mid", "cover-opens-mid", "vanishes-mid"}

    def _cut(self) -> None:
        self.cutter_stuck = "cutter-error" in self._faults
        self._faults -= {"cutter-error"}
        if not self.cutter_stuck:
            self._end_sheet(whole=True)

    def _end_sheet(self, *, whole: bool) -> None:
        if self._rows:  # a strip with nothing on it is not a paper
            self.sheets.append(Sheet(bytes(self._sheet), whole))
        self._sheet, self._rows = bytearray(), 0

    def _say(self, answer: bytes) -> None:
        if "mute" not in self._faults:
            self.answers += answer

    def _tell_changes(self) -> None:
        status = self._auto_status()
        if self._mask and status != self._told:
            self._say(status)
            self._told = status

    def _roll(self) -> int:
        return {Paper.OUT: 0x0F, Paper.LOW: 0x03}.get(self.paper, 0)

    def _auto_status(self) -> bytes:
        first = 0x10 | 0x08 * self._offline | 0x20 * self.cover_open
        return bytes((first, 0x08 * self.cutter_stuck, self._roll(), 0x0F))

    def _real_time(self, n: int) -> int:
        out = self.paper is Paper.OUT
        return (
            0x08 * self._offline,
            0x04 * self.cover_open | 0x20 * out | 0x40 * self.cutter_stuck,
            0x08 * self.cutter_stuck,
            0x0C * (self.paper is not Paper.FULL) | 0x60 * out,
        )[n - 1]
