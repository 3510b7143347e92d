"""Frames between a host and an ID card reader (SDT / SAM_V, GA/T 467): bytes to values and back, no I/O.

A frame is ``AA AA AA 96 69``, LEN (two bytes, big endian: how many bytes follow it), the body, CHK (the XOR of all
from LEN to the end of the body). A request's body is CMD PARA data; a reply's is SW1 SW2 SW3 data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Generic, Literal, TypeVar

from msgspec import Struct

PREAMBLE = bytes.fromhex("AAAAAA9669")
HEADER = len(PREAMBLE) + 2
LENGTH_MAX = 4096  # the largest known reply has 2314; a damaged LEN must not make us wait for 65535
REQUEST_LENGTH_MIN = 3
REPLY_LENGTH_MIN = 4


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


def checksum(data: bytes | bytearray) -> int:
    """CHK over LEN and body: the XOR of every byte."""
    folded, size = int.from_bytes(data, "big"), len(data)
    while size > 1:  # half onto half: noise full of preambles must not cost a loop over 4096 bytes each time
        size = (size + 1) // 2
        folded = (folded >> 8 * size) ^ (folded & ((1 << 8 * size) - 1))
    return folded


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
    return FrameReader(_reply, REPLY_LENGTH_MIN)


def request_reader() -> FrameReader[Request]:
    """A reader for the card reader's end."""
    return FrameReader(lambda body: Request(body[0], body[1], body[2:]), REQUEST_LENGTH_MIN)


def mended(received: bytes, fits: Callable[[Reply], bool]) -> Reply | None:
    """The newest answer in `received` when nothing but the high byte of its LEN is wrong and it `fits`, else None.

    Readers were seen that leave the high byte of an earlier frame there; CHK may count the wrong byte or the right one.
    """
    start = received.rfind(PREAMBLE)
    counted = received[start + len(PREAMBLE) :] if start >= 0 else b""
    if len(counted) < 2 + REPLY_LENGTH_MIN:
        return None
    for high in range((LENGTH_MAX >> 8) + 1):
        length = high << 8 | counted[1]
        whole = REPLY_LENGTH_MIN <= length <= len(counted) - 2
        if whole and checksum(counted[: 2 + length]) in (0, counted[0] ^ high):
            reply = _reply(counted[2 : 1 + length])
            if fits(reply):
                return reply
    return None


def _reply(body: bytes) -> Reply:
    return Reply(body[0], body[1], body[2], body[3:])
