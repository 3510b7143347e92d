"""The reader's security module (SAM_V) as a state machine: requests in, replies out; no line, no clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct

from devices.id_card.card_files import ModuleId
from devices.id_card.cards import ADDRESSES_MOST, Card, encode_addresses
from devices.id_card.sdt_commands import (
    BAUDS,
    FIND,
    MODULE_ID,
    READ,
    READ_ADDRESSES,
    READ_MANAGEMENT,
    READ_WITH_FINGERPRINT,
    RESET,
    SELECT,
    SET_BAUD,
    SET_MAX_RF_BYTE,
    STATUS,
)
from devices.id_card.sdt_frames import Reply, Request

MANAGEMENT = bytes(28)  # IIN, SN and DN are zero in every recorded exchange
OWN_ID = ModuleId(type=5, maker=1, day=20260101, first=0, second=0)  # no module of that number was ever made
PHOTO = b"\x5a" * 1024  # not a picture: the WLT format is closed


class Habits(Struct, frozen=True):
    """In what readers of different makers differ."""

    strict: bool = True  # a read needs find and select first
    finds_read_cards: bool = True  # a card that was read and still lies there answers find
    complains: bool = True  # SW3 11 for a request whose LEN does not fit, else silence
    fingerprint: int | None = None  # bytes of fingerprint that a read returns though nobody asked
    knows_addresses: bool = True  # and the command that reads the appended ones
    pads_addresses: bool = True  # to four records; else only those that are written


class EmulatedModule:
    """One reader with at most one card on its pad."""

    def __init__(self, card: Card | None = None) -> None:
        self.habits = Habits()
        self.baud = BAUDS[0]
        self._card = card
        self._found = self._selected = self._was_read = False
        self._acts: Mapping[tuple[int, int], Callable[[], Reply]] = {
            (command.code, command.parameter): act
            for command, act in (
                (RESET, self._reset),
                (STATUS, lambda: _status(0x90)),
                (MODULE_ID, lambda: _status(0x90, OWN_ID.encode())),
                (FIND, self._find),
                (SELECT, self._select),
                (READ, lambda: self._read(self.habits.fingerprint)),
                (READ_WITH_FINGERPRINT, lambda: self._read(self.habits.fingerprint or 0)),
                (READ_ADDRESSES, self._read_addresses),
                (READ_MANAGEMENT, lambda: _status(0x90, MANAGEMENT) if self._selected else _status(0x41)),
            )
        }

    @property
    def card(self) -> Card | None:
        """What lies on the pad."""
        return self._card

    def insert_card(self, card: Card) -> None:
        """Lay a card on the pad, in place of the one that was there."""
        self._card = card
        self._found = self._selected = self._was_read = False

    def pull_card(self) -> None:
        """Take the card off the pad."""
        self._card = None
        self._found = self._selected = self._was_read = False

    def power_on(self) -> None:
        """Begin anew; the speed is kept over a restart, and the card still lies there."""
        self._found = self._selected = self._was_read = False

    def answer(self, request: Request) -> Reply:
        """The reply to one well-formed request."""
        if request.command == SET_BAUD:
            return self._set_baud(request.parameter)
        if request.command == SET_MAX_RF_BYTE:
            return _status(0x90)
        act = self._acts.get((request.command, request.parameter))
        return _status(0x21) if act is None else act()

    def _set_baud(self, parameter: int) -> Reply:
        if parameter >= len(BAUDS):
            return _status(0x21)
        self.baud = BAUDS[parameter]
        return _status(0x90)

    def _reset(self) -> Reply:
        self._found = self._selected = False
        return _status(0x90)

    def _find(self) -> Reply:
        self._found = self._card is not None and (self.habits.finds_read_cards or not self._was_read)
        self._selected = False
        return _status(0x9F, bytes(4)) if self._found else _status(0x80)

    def _select(self) -> Reply:
        if not self._found or self._card is None:
            return _status(0x81)
        if self._card.text is None:
            return _status(0x40)
        self._selected = True
        return _status(0x90, bytes(8))

    def _read(self, fingerprint: int | None) -> Reply:
        ready = self._selected or not self.habits.strict
        if not ready or self._card is None or self._card.text is None:
            return _status(0x41)
        self._was_read = True
        return _status(0x90, _files(self._card.text, fingerprint))

    def _read_addresses(self) -> Reply:
        if not self.habits.knows_addresses:
            return _status(0x21)
        if not self._selected or self._card is None:
            return _status(0x41)
        written = self._card.addresses
        if not written:
            return _status(0x91)
        records = ADDRESSES_MOST if self.habits.pads_addresses else len(written)
        return _status(0x90, encode_addresses(written, records))


def _files(text: bytes, fingerprint: int | None) -> bytes:
    sizes = [len(text), len(PHOTO)] + ([] if fingerprint is None else [fingerprint])
    lengths = b"".join(size.to_bytes(2, "big") for size in sizes)
    return lengths + text + PHOTO + bytes(fingerprint or 0)


def _status(code: int, data: bytes = b"") -> Reply:
    return Reply(0, 0, code, data)
