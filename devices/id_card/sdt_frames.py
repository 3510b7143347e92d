"""Frames between a host and an ID card reader (SDT / SAM_V, GA/T 467): bytes to values and back, no I/O.

A frame is ``AA AA AA 96 69``, LEN (two bytes, big endian: how many bytes follow it), the body, CHK (the XOR of all
from LEN to the end of the body). A request's body is CMD PARA data; a reply's is SW1 SW2 SW3 data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import reduce
from operator import xor
from types import MappingProxyType
from typing import Generic, Literal, TypeVar

from msgspec import Struct

PREAMBLE = bytes.fromhex("AAAAAA9669")
HEADER = len(PREAMBLE) + 2
LENGTH_MAX = 4096  # the largest known reply has 2314; a damaged LEN must not make us wait for 65535
REQUEST_LENGTH_MIN = 3
REPLY_LENGTH_MIN = 4
LENGTHS_PLAIN = 4  # text length, photo length
LENGTHS_WITH_FINGERPRINT = 6  # and the fingerprint's


class Request(Struct, frozen=True):
    """One command to the reader."""

    command: int
    parameter: int
    data: bytes = b""


class Reply(Struct, frozen=True):
    """One answer: `sw1` `sw2` are the card's own status (APDU), `sw3` the reader's."""

    sw1: int
    sw2: int
    sw3: int
    data: bytes = b""

    def __repr__(self) -> str:
        """The data may be a person: show its size only."""
        return f"Reply({self.sw1:02X} {self.sw2:02X} {self.sw3:02X}, {len(self.data)} bytes)"


class BadFrame(Struct, frozen=True):
    """Something began like a frame and is none: LEN out of bounds, CHK wrong, or the rest never came."""

    reason: Literal["length", "checksum", "cut"]


class Reaction(StrEnum):
    """What a driver does about a status."""

    GO_ON = "go on"
    NOTHING_THERE = "an empty result, not an error"
    POLL = "no card: ask again later"
    RESEND = "send the command once more"
    FROM_FIND = "try again from find"
    LAY_AGAIN = "ask to lift the card and lay it again"
    UNREADABLE = "never use this card's data"
    NOT_AN_ID_CARD = "ask for an ID card"
    OUT_OF_SERVICE = "the reader needs a technician"
    REFUSED = "give up and report"


class Status(Struct, frozen=True):
    """One SW3 code."""

    code: int
    name: str
    reaction: Reaction


STATUSES = MappingProxyType(
    {
        each.code: each
        for each in (
            Status(0x90, "success", Reaction.GO_ON),
            Status(0x9F, "card found", Reaction.GO_ON),
            Status(0x91, "the item is not on this card", Reaction.NOTHING_THERE),
            Status(0x10, "the reader received a wrong checksum", Reaction.RESEND),
            Status(0x11, "the reader received a wrong length", Reaction.RESEND),
            Status(0x21, "unknown command or parameter", Reaction.REFUSED),
            Status(0x23, "not permitted", Reaction.REFUSED),
            Status(0x24, "unidentified error", Reaction.REFUSED),
            Status(0x31, "the card rejected the security module", Reaction.LAY_AGAIN),
            Status(0x32, "the security module rejected the card", Reaction.LAY_AGAIN),
            Status(0x33, "information verification failed", Reaction.UNREADABLE),
            Status(0x40, "card type not recognised", Reaction.NOT_AN_ID_CARD),
            Status(0x41, "reading failed", Reaction.FROM_FIND),
            Status(0x47, "no random number from the card", Reaction.FROM_FIND),
            Status(0x60, "security module self-test failed", Reaction.OUT_OF_SERVICE),
            Status(0x66, "security module not authorised", Reaction.OUT_OF_SERVICE),
            Status(0x80, "no card", Reaction.POLL),
            Status(0x81, "selecting failed", Reaction.FROM_FIND),
        )
    }
)
"""Every SW3 code on the wire (GA/T 467; 0x00-0x05 of the vendors' libraries never travel)."""

_ANY_COMMAND = frozenset({0x10, 0x11, 0x21, 0x23, 0x24, 0x31, 0x32, 0x33, 0x40, 0x41, 0x47, 0x60, 0x66})
_SHORT = range(17)
_FILES = range(LENGTHS_PLAIN + 256, LENGTH_MAX)


class Command(Struct, frozen=True):
    """A command and what its answer can look like, so that a late answer to an earlier one is not taken for it.

    `success` goes with data of a size in `sizes`; `failures` are this command's own besides those of every command.
    """

    name: str
    code: int
    parameter: int
    success: int = 0x90
    failures: frozenset[int] = frozenset()
    sizes: range = _SHORT

    def encode(self, data: bytes = b"") -> bytes:
        """The whole request frame."""
        return encode_request(Request(self.code, self.parameter, data))

    def fits(self, reply: Reply) -> bool:
        """Whether `reply` can be the answer to this command."""
        if reply.sw3 == self.success:
            return len(reply.data) in self.sizes
        return reply.sw3 in _ANY_COMMAND or reply.sw3 in self.failures


RESET = Command("reset", 0x10, 0xFF)
STATUS = Command("status", 0x11, 0xFF)
MODULE_ID = Command("module-id", 0x12, 0xFF)
FIND = Command("find", 0x20, 0x01, success=0x9F, failures=frozenset({0x80}))
SELECT = Command("select", 0x20, 0x02, failures=frozenset({0x81}))
READ = Command("read", 0x30, 0x01, sizes=_FILES)
READ_WITH_FINGERPRINT = Command("read-with-fingerprint", 0x30, 0x10, sizes=_FILES)  # for the emulator; we never ask
READ_ADDRESSES = Command("read-addresses", 0x30, 0x03, failures=frozenset({0x91}), sizes=range(70, 281, 70))
READ_CARD_ID = Command("read-card-id", 0x30, 0x05, sizes=range(28, 29))


def checksum(data: bytes | bytearray) -> int:
    """CHK over LEN and body: the XOR of every byte."""
    return reduce(xor, data, 0)


def encode_request(request: Request) -> bytes:
    """The frame of a request."""
    return _frame(bytes((request.command, request.parameter)) + request.data)


def encode_reply(reply: Reply) -> bytes:
    """The frame of a reply, as a reader sends it."""
    return _frame(bytes((reply.sw1, reply.sw2, reply.sw3)) + reply.data)


def _frame(body: bytes) -> bytes:
    counted = (len(body) + 1).to_bytes(2, "big") + body
    return PREAMBLE + counted + bytes((checksum(counted),))


Body = TypeVar("Body")


class FrameReader(Generic[Body]):
    """Takes bytes in any portions, gives whole frames; scans for the preamble byte by byte, holds at most one frame."""

    def __init__(self, parse: Callable[[bytes], Body], shortest: int) -> None:
        self._parse = parse
        self._shortest = shortest
        self._bytes = bytearray()

    @property
    def partial(self) -> bool:
        """Whether a header has arrived whose frame has not: only then does a silent gap mean a cut."""
        return len(self._bytes) >= HEADER

    def feed(self, data: bytes) -> list[Body | BadFrame]:
        """The frames that `data` completes, in order, damaged ones as values."""
        self._bytes += data
        return list(self._frames())

    def _frames(self) -> Iterator[Body | BadFrame]:
        while (end := self._frame_end()) and end <= len(self._bytes):
            bad = self._damage(end)
            if bad:
                # one byte on, not one frame on: a true frame may begin inside the damaged one
                del self._bytes[0]
                yield bad
            else:
                body = bytes(self._bytes[HEADER : end - 1])
                del self._bytes[:end]
                yield self._parse(body)

    def _frame_end(self) -> int:
        """Where the frame at the head of the buffer ends; 0 while its header is not whole."""
        self._drop_noise()
        if not self.partial:
            return 0
        length = int.from_bytes(self._bytes[len(PREAMBLE) : HEADER], "big")
        return HEADER + length if self._shortest <= length <= LENGTH_MAX else HEADER

    def _damage(self, end: int) -> BadFrame | None:
        if end == HEADER:
            return BadFrame("length")
        return BadFrame("checksum") if checksum(self._bytes[len(PREAMBLE) : end]) else None

    def _drop_noise(self) -> None:
        start = self._bytes.find(PREAMBLE)
        if start < 0:
            kept = next(size for size in (4, 3, 2, 1, 0) if self._bytes.endswith(PREAMBLE[:size]))
            start = len(self._bytes) - kept
        del self._bytes[:start]


def reply_reader() -> FrameReader[Reply]:
    """A reader for the host's end."""
    return FrameReader(lambda body: Reply(body[0], body[1], body[2], body[3:]), REPLY_LENGTH_MIN)


def request_reader() -> FrameReader[Request]:
    """A reader for the card reader's end."""
    return FrameReader(lambda body: Request(body[0], body[1], body[2:]), REQUEST_LENGTH_MIN)


def text_of(data: bytes) -> bytes | None:
    """The text file in the data of a read reply, None when the lengths in it do not add up.

    A fingerprint that nobody asked for is recognised by the third length and dropped unread.
    """
    text, photo, fingerprint = (int.from_bytes(data[at : at + 2], "big") for at in (0, 2, 4))
    if LENGTHS_PLAIN + text + photo == len(data):
        return data[LENGTHS_PLAIN : LENGTHS_PLAIN + text]
    if LENGTHS_WITH_FINGERPRINT + text + photo + fingerprint == len(data):
        return data[LENGTHS_WITH_FINGERPRINT : LENGTHS_WITH_FINGERPRINT + text]
    return None
