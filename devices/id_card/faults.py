"""The faults an emulated ID card reader can have, by name: data, and the small functions that spoil bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from types import MappingProxyType
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from devices.id_card.sdt_commands import BAUDS, FIND, READ, READ_ADDRESSES, SELECT, STATUSES, Command
from devices.id_card.sdt_frames import HEADER, Request

LATE_S = 0.8  # later than a driver waits for find or select
SLOW_S = 1.0  # as long as a card usually takes
WAKES_S = 1.5  # the longest seen from power-on to the first answer
CUT_AT = 700  # somewhere in the photo
_LEN = HEADER - 2


def _as_it_is(frame: bytes) -> tuple[bytes, ...]:
    return (frame,)


class Fault(Struct, frozen=True):
    """One thing that goes wrong.

    `on` is the command it spoils, None any. `status` (SW1 SW2 SW3) replaces the answer. `cut` turns the frame into the
    portions that are written. `delay_s` passes before the reader acts. `pulls_card` before or after it has read.
    `times` None is for good. `baud` is the speed the reader was left at, `wakes_s` how long it sleeps after power-on.
    """

    name: str
    line: str
    on: Command | None = None
    status: tuple[int, int, int] | None = None
    cut: Callable[[bytes], tuple[bytes, ...]] = _as_it_is
    delay_s: float = 0.0
    pulls_card: Literal["", "before", "after"] = ""
    habits: Mapping[str, bool | int] = MappingProxyType({})
    times: int | None = None
    baud: int | None = None
    wakes_s: float = 0.0

    def spoils(self, request: Request) -> bool:
        """Whether this fault belongs to that request."""
        return self.on is None or (self.on.code, self.on.parameter) == (request.command, request.parameter)


def _wrong_checksum(frame: bytes) -> tuple[bytes, ...]:
    return (frame[:-1] + bytes((frame[-1] ^ 0x55,)),)


def _with_length(frame: bytes, high: int) -> tuple[bytes, ...]:
    return (frame[:_LEN] + bytes((high,)) + frame[_LEN + 1 :],)


def _with_stale_length(frame: bytes) -> tuple[bytes, ...]:
    """The high byte that a read's reply has; CHK still counts the right one."""
    return _with_length(frame, 0x05)


def _with_other_lengths(frame: bytes) -> tuple[bytes, ...]:
    """Sound by its checksum, but the lengths inside are no standard's: what a maker's own coding would look like."""
    at = HEADER + 3
    return (frame[:at] + bytes((frame[at] ^ 0x40, frame[at + 1])) + frame[at + 2 : -1] + bytes((frame[-1] ^ 0x40,)),)


def _silence(_frame: bytes) -> tuple[bytes, ...]:
    return ()


def _in_portions(frame: bytes) -> tuple[bytes, ...]:
    sizes, portions = Random(len(frame)), []  # noqa: S311  # no secret: the same sizes each time make a fault repeatable
    while frame:
        size = sizes.randint(1, 64)
        portions.append(frame[:size])
        frame = frame[size:]
    return tuple(portions)


def _answers(name: str, code: int, on: Command, *, apdu: tuple[int, int] = (0, 0)) -> Fault:
    return Fault(name, f"{on.name} answers SW3 {code:02X}: {STATUSES[code].name}", on, (*apdu, code))


_READ_FAILS = _answers("read-fails", 0x41, READ)
_WRONG_CHECKSUM = Fault("wrong-checksum", "every reply has a wrong checksum", cut=_wrong_checksum)
_SILENCE = Fault("silence", "the reader never answers", cut=_silence)


def _once(fault: Fault) -> Fault:
    return replace(fault, name=f"{fault.name}-once", line=f"once: {fault.line}", times=1)


_LATE = Fault("late-reply", f"every reply comes {LATE_S} s late", delay_s=LATE_S)
_TOO_LONG = Fault(
    "length-too-long", "LEN says 256 more than comes", cut=lambda frame: _with_length(frame, frame[_LEN] + 1)
)
_SHORT = Fault("short-reply", "the reply to read ends in the middle", READ, cut=lambda frame: (frame[:CUT_AT],))

_ALL = (
    _SILENCE,
    _once(_SILENCE),
    Fault("silent-read", "find and select answer, read never does", READ, cut=_silence),
    _LATE,
    _once(_LATE),
    Fault("slow-card", f"the card takes {SLOW_S} s to be read", READ, delay_s=SLOW_S),
    _WRONG_CHECKSUM,
    _once(_WRONG_CHECKSUM),
    _TOO_LONG,
    _once(_TOO_LONG),
    Fault("stale-length", "the high byte of LEN is still that of a read's reply", cut=_with_stale_length),
    Fault("length-impossible", "LEN is out of bounds", cut=lambda frame: _with_length(frame, 0xFF)),
    Fault("stray-byte-before", "a byte AA, as in a preamble, before each reply", cut=lambda frame: (b"\xaa" + frame,)),
    Fault("first-byte-lost-once", "once: the first byte of a reply is lost", cut=lambda frame: (frame[1:],), times=1),
    Fault("stray-byte-after", "a byte 00 after each reply", cut=lambda frame: (frame + b"\0",)),
    Fault("split-writes", "replies come in portions of 1 to 64 bytes", cut=_in_portions),
    Fault("single-bytes", "replies come byte by byte", cut=lambda f: tuple(f[at : at + 1] for at in range(len(f)))),
    _SHORT,
    _once(_SHORT),
    Fault("removed-mid-read", "once: the card is taken away during read, SW3 41", READ, pulls_card="before", times=1),
    replace(
        _once(_SHORT),
        name="removed-mid-reply",
        line="once: the card is taken away during read, whose reply ends in the middle",
        pulls_card="after",
    ),
    _READ_FAILS,
    _once(_READ_FAILS),
    replace(_answers("read-fails-apdu", 0x41, READ, apdu=(0x69, 0x82)), line="as read-fails, with SW1 SW2 69 82"),
    _answers("select-fails", 0x81, SELECT),
    replace(_answers("select-fails-apdu", 0x81, SELECT, apdu=(0x6A, 0x82)), line="as select-fails, with SW1 SW2 6A 82"),
    _once(_answers("select-fails", 0x81, SELECT)),
    _answers("card-rejects-module", 0x31, READ),
    _answers("module-rejects-card", 0x32, READ),
    _answers("verification-fails", 0x33, READ),
    _answers("type-not-recognised", 0x40, SELECT),
    _answers("no-random-number", 0x47, READ),
    _answers("self-test-fails", 0x60, FIND),
    _answers("module-not-authorised", 0x66, FIND),
    _answers("command-unknown", 0x21, READ),
    _answers("not-permitted", 0x23, READ),
    _answers("unidentified-error", 0x24, READ),
    _answers("checksum-complaint", 0x10, READ),
    _once(_answers("checksum-complaint", 0x10, READ)),
    _once(_answers("length-complaint", 0x11, READ)),
    Fault("own-coding", "read answers in a coding of its maker's own", READ, cut=_with_other_lengths),
    Fault("wrong-length-unanswered", "a request with a wrong LEN gets no answer at all", habits={"complains": False}),
    Fault("slow-start", f"after power-on and plugging in nothing is answered for {WAKES_S} s", wakes_s=WAKES_S),
    *(Fault(f"baud-{baud}", f"the reader was left at {baud} baud", baud=baud) for baud in BAUDS[1:]),
    Fault("silent-addresses", "the command for appended addresses is never answered", READ_ADDRESSES, cut=_silence),
    Fault("no-addresses", "the command for appended addresses is not known", habits={"knows_addresses": False}),
    Fault("addresses-as-written", "only the written address records are sent", habits={"pads_addresses": False}),
    Fault("lenient", "a read needs no find and select before it", habits={"strict": False}),
    Fault("resting-80", "a card already read answers find with 80", habits={"finds_read_cards": False}),
    Fault("fingerprint-0", "replies carry a fingerprint length of 0 nobody asked for", habits={"fingerprint": 0}),
    Fault("fingerprint-512", "replies carry 512 bytes of fingerprint nobody asked for", habits={"fingerprint": 512}),
    Fault("fingerprint-1024", "replies carry 1024 bytes of fingerprint nobody asked for", habits={"fingerprint": 1024}),
)

FAULTS: Mapping[str, Fault] = MappingProxyType({fault.name: fault for fault in _ALL})
"""Every fault by name."""
