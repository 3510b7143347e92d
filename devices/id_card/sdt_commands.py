"""Every command of an ID card reader and every status it may answer with (SDT / SAM_V, GA/T 467), as data."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType

from msgspec import Struct

from devices.id_card.sdt_frames import LENGTH_MAX, Reply, Request, encode_request

UNKNOWN_COMMAND = 0x21
BAUDS = (115200, 57600, 38400, 19200, 9600)  # in the order of SET_BAUD's parameter; the first is every maker's own


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

# Any command may be answered so; the second set belongs to commands that talk to a card, so that the late failure of a
# read is not taken for the reader's own trouble.
_OF_READER = frozenset({0x10, 0x11, 0x21, 0x23, 0x24, 0x60, 0x66})
_OF_CARD = frozenset({0x31, 0x32, 0x33, 0x40, 0x41, 0x47})
_NOTHING = range(1)
_FILES = range(4 + 256, LENGTH_MAX)  # two lengths and a text file at least


class Command(Struct, frozen=True):
    """A command and what its answer can look like, so that a late answer to an earlier one is not taken for it.

    `success` goes with data of a size in `sizes`; `failures` are its own besides those of every command.
    """

    name: str
    code: int
    parameter: int
    success: int = 0x90
    failures: frozenset[int] = frozenset()
    sizes: range = _NOTHING

    def encode(self, data: bytes = b"") -> bytes:
        """The whole request frame."""
        return encode_request(Request(self.code, self.parameter, data))

    def fits(self, reply: Reply) -> bool:
        """Whether `reply` can be the answer to this command."""
        if reply.sw3 == self.success:
            return len(reply.data) in self.sizes
        return reply.sw3 in _OF_READER or reply.sw3 in self.failures


RESET = Command("reset", 0x10, 0xFF)
STATUS = Command("status", 0x11, 0xFF)
MODULE_ID = Command("module-id", 0x12, 0xFF, sizes=range(16, 17))
FIND = Command("find", 0x20, 0x01, success=0x9F, failures=_OF_CARD | {0x80}, sizes=range(17))  # alone with 9F
SELECT = Command("select", 0x20, 0x02, failures=_OF_CARD | {0x81}, sizes=range(8, 9))
READ = Command("read", 0x30, 0x01, failures=_OF_CARD, sizes=_FILES)
READ_WITH_FINGERPRINT = Command("read-with-fingerprint", 0x30, 0x10, failures=_OF_CARD, sizes=_FILES)  # never sent
READ_ADDRESSES = Command("read-addresses", 0x30, 0x03, failures=_OF_CARD | {0x91}, sizes=range(70, 281, 70))
READ_MANAGEMENT = Command("read-management", 0x30, 0x05, failures=_OF_CARD | {0x91}, sizes=range(28, 29))
SET_BAUD = 0x60  # the emulator's: a driver that changes the speed in the field loses the reader for everybody else
SET_MAX_RF_BYTE = 0x61  # the emulator's: most drivers never send it
