"""What the decoding process and its keeper say to each other: one message a packet, pixels in shared memory."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from devices.code_scanner.readings import MAX_CODES, Effort
from devices.contract import ScannedCode

# a QR code holds 7089 digits at most, which go over as bytes and as text; Linux takes packets of 200 kB
LONGEST_MESSAGE = MAX_CODES * 16384
HELLO = 0  # the id of the answer that says "ready"; requests count from 1


class Request(Struct, frozen=True):
    """Search `width` x `height` bytes at the start of the shared memory; the process ends itself after `within_s`."""

    id: int
    width: int
    height: int
    formats: frozenset[str]
    effort: Effort
    within_s: float


class Answer(Struct, frozen=True):
    """What was found for request `id`."""

    id: int
    codes: tuple[ScannedCode, ...]


encode = msgspec.msgpack.encode


def request_of(packet: bytes) -> Request:
    """The request in one packet; msgspec.MsgspecError on anything else."""
    return msgspec.msgpack.decode(packet, type=Request)


def answer_of(packet: bytes) -> Answer:
    """The answer in one packet; msgspec.MsgspecError on anything else."""
    return msgspec.msgpack.decode(packet, type=Answer)
