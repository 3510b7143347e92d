"""ESC/POS bytes around a paper: what is asked of the printer, and what its answers mean. Pure; no port, no clock.

Sources: Epson ESC/POS Application Programming Guide (the name of each command is given where it is made). The bit
masks agree with the Custom VKP80 and Pyramid manuals.

python-escpos gives the constants. Its printer classes are not used: importing them configures the root logger and
leaves a directory in the temporary folder, and neither automatic status nor GS ( H exists there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from escpos.constants import DLE, ESC, GS, HW_INIT, NUL
from msgspec import Struct

CUT: bytes = GS + b"VB\x00"  # GS V 66 0: feed the last row past the cutter, then cut
TEAR_OFF: bytes = ESC + b"J\x78"  # ESC J 120: 15 mm, the last row past the edge at which a hand tears
AUTO_STATUS_ON: bytes = GS + b"a\xff"  # GS a: answer every change by itself
FULL_STATUS_QUESTION: bytes = DLE + b"\x04\x14"  # DLE EOT 14h of Custom's VKP80 family: the mouth as well
PAPER_QUESTION: bytes = GS + b"r\x01"  # GS r 1, answered in its turn in the queue
# DLE DC4 fn 8: forget the receive and print buffers; answered by 37 25 00
CLEAR: bytes = DLE + b"\x14\x08\x01\x03\x14\x01\x06\x02\x08"
JOB_ID_LENGTH = 4


def question(n: int) -> bytes:
    """DLE EOT n (n = 1 printer, 2 cause of offline, 3 error, 4 paper): answered at once, even when offline."""
    return bytes(DLE + b"\x04" + bytes([n]))


def initialise(dpi: int) -> bytes:
    """ESC @, GS a FF, and GS P so that ESC J counts dots: the unit after ESC @ differs between makers."""
    return bytes(HW_INIT + AUTO_STATUS_ON + GS + b"P" + bytes([dpi, dpi]))


def done_request(job: str) -> bytes:
    """GS ( H fn 48: the printer sends the id back when everything before it has been printed."""
    ident = job.encode("ascii")
    if len(ident) != JOB_ID_LENGTH or not all(0x20 <= byte <= 0x7E for byte in ident):
        raise ValueError("a job id is 4 printable ASCII characters")
    return bytes(GS + b"(H\x06\x0000" + ident)


# The causes a printer can name, the one a keeper must hear of first before the others: an open cover also lifts the
# paper off its sensor, and everything puts the printer offline.
URGENCY = ("cover_open", "paper_out", "cutter_error", "hardware_error", "overheated", "printer_error", "offline")

_REAL_TIME = {
    1: ((0x08, "offline"),),
    2: ((0x04, "cover_open"), (0x20, "paper_out"), (0x40, "printer_error")),
    3: ((0x04, "printer_error"), (0x08, "cutter_error"), (0x20, "hardware_error"), (0x40, "overheated")),
    4: ((0x60, "paper_out"),),
}
_AUTOMATIC = (
    ((0x08, "offline"), (0x20, "cover_open")),
    ((0x04, "printer_error"), (0x08, "cutter_error"), (0x20, "hardware_error"), (0x40, "overheated")),
    ((0x0C, "paper_out"),),
)


class Standing(Struct, frozen=True):
    """How the printer says it is: the most urgent fault id, empty when it can print, and whether the roll is low."""

    trouble: str = ""
    low: bool = False


def standing_of(answers: Mapping[int, int]) -> Standing:
    """The answers to DLE EOT n, by n."""
    told = {name for n, bits in answers.items() for mask, name in _REAL_TIME[n] if bits & mask}
    return Standing(_worst(told), bool(answers.get(4, 0) & 0x0C))


def _worst(told: set[str]) -> str:
    return next((name for name in URGENCY if name in told), "")


class RealTimeStatus(Struct, frozen=True):
    """The answer to one DLE EOT n; which n, only the order of the questions tells."""

    bits: int


class AutoStatus(Struct, frozen=True):
    """Automatic status back (GS a): four bytes sent whenever something changes."""

    bits: tuple[int, int, int, int]

    @property
    def standing(self) -> Standing:
        """What the four bytes say."""
        told = {name for byte, table in zip(self.bits, _AUTOMATIC, strict=False) for mask, name in table if byte & mask}
        return Standing(_worst(told), bool(self.bits[2] & 0x03))


class PaperStatus(Struct, frozen=True):
    """The answer to GS r 1."""

    bits: int

    @property
    def standing(self) -> Standing:
        """Only the roll: out or low."""
        return Standing("paper_out" if self.bits & 0x0C else "", bool(self.bits & 0x03))


class JobDone(Struct, frozen=True):
    """GS ( H fn 48 came back: everything before `job`'s request is on paper."""

    job: str


class OfflineNotice(Struct, frozen=True):
    """GS ( H fn 49: the printer is about to go offline."""


class FullStatus(Struct, frozen=True):
    """The answer to DLE EOT 14h (Custom VKP80): the bytes of paper, user, recoverable and unrecoverable states."""

    bits: tuple[int, int, int, int]

    @property
    def occupied(self) -> bool:
        """Whether a paper lies in the mouth."""
        return bool(self.bits[0] & 0x20)

    @property
    def jammed(self) -> bool:
        """Whether paper is jammed on its way out."""
        return bool(self.bits[2] & 0x40)


class BuffersCleared(Struct, frozen=True):
    """The answer to DLE DC4 fn 8."""


class FlowControl(Struct, frozen=True):
    """XON (`go`) or XOFF on a serial line."""

    go: bool


class OtherBlock(Struct, frozen=True):
    """A block this driver did not ask for (GS I, memory, power-off notice)."""

    head: int
    content: bytes


class Damaged(Struct, frozen=True):
    """Bytes that no answer begins or goes on with; the parser has gone on behind them."""

    data: bytes


Answer = (
    RealTimeStatus
    | AutoStatus
    | PaperStatus
    | JobDone
    | OfflineNotice
    | FullStatus
    | BuffersCleared
    | FlowControl
    | OtherBlock
    | Damaged
)

XON, XOFF = 0x11, 0x13
BLOCK_HEADS = frozenset((0x35, 0x37, 0x3B, 0x3D, 0x5F))
BLOCK_MOST = 96  # the longest text of GS I is 80
AUTO_STATUS_BYTES = 4
FULL_STATUS_HEAD = b"\x10\x0f"  # bits 0 and 1 of the second byte are always 0 in an automatic status
FULL_STATUS_BYTES = 6


class StatusReader:
    """Cuts the printer's stream into answers, however it arrives: the kind of a byte shows in its fixed bits.

    `full_status` is for the models that answer DLE EOT 14h, whose answer begins as an automatic status does.
    """

    def __init__(self, *, full_status: bool = False) -> None:
        self._begun = bytearray()
        self._full_status = full_status

    def feed(self, data: bytes) -> list[Answer]:
        """The answers that `data` completes; what it leaves unfinished is kept."""
        return [answer for byte in data for answer in self._take(byte)]

    def _take(self, byte: int) -> Iterator[Answer]:
        if byte in (XON, XOFF):  # may stand inside a block or an automatic status
            yield FlowControl(byte == XON)
        elif not self._begun:
            yield from self._begin(byte)
        elif self._goes_on(byte):
            self._begun.append(byte)
            yield from self._finished()
        else:
            yield self._given_up()
            yield from self._begin(byte)

    def _begin(self, byte: int) -> Iterator[Answer]:
        if byte in BLOCK_HEADS or byte & 0x93 == 0x10:
            self._begun.append(byte)
        elif byte & 0x93 == 0x12:
            yield RealTimeStatus(byte)
        elif byte & 0x90 == 0:
            yield PaperStatus(byte)
        else:
            yield Damaged(bytes([byte]))

    def _goes_on(self, byte: int) -> bool:
        if self._begun[0] in BLOCK_HEADS:
            return len(self._begun) < BLOCK_MOST and (byte == 0 or 0x20 <= byte <= 0x7E)
        return byte & 0x90 == 0

    def _finished(self) -> Iterator[Answer]:
        in_block = self._begun[0] in BLOCK_HEADS
        if in_block and self._begun[-1] == NUL[0]:
            yield _block(bytes(self._begun))
            self._begun.clear()
        elif not in_block and len(self._begun) == self._status_bytes():
            *_, first, second, third, fourth = self._begun
            kind = AutoStatus if len(self._begun) == AUTO_STATUS_BYTES else FullStatus
            yield kind((first, second, third, fourth))
            self._begun.clear()

    def _status_bytes(self) -> int:
        is_full = self._full_status and self._begun[:2] == FULL_STATUS_HEAD
        return FULL_STATUS_BYTES if is_full else AUTO_STATUS_BYTES

    def _given_up(self) -> Damaged:
        damaged = Damaged(bytes(self._begun))
        self._begun.clear()
        return damaged


def _block(block: bytes) -> Answer:
    match block[:2]:
        case b"\x37\x22" if len(block) == JOB_ID_LENGTH + 3:
            return JobDone(block[2:-1].decode("ascii"))
        case b"\x37\x23":
            return OfflineNotice()
        case b"\x37\x25" if len(block) == 3:
            return BuffersCleared()
    return OtherBlock(block[0], block[1:-1])
