"""What is inside the data of good answers: the files of a card, its numbers, the number of the reader; no I/O."""

from __future__ import annotations

import struct

from msgspec import Struct

LENGTHS_PLAIN = 4  # text length, photo length
LENGTHS_WITH_FINGERPRINT = 6  # and the fingerprint's
ADDRESS_SIZE = 70
_MODULE_ID = struct.Struct("<HHIII")


class CardFiles(Struct, frozen=True):
    """The files of one read: `text` (GA/T 490 layouts) and `photo` (WLT). A fingerprint is never kept."""

    text: bytes
    photo: bytes

    def __repr__(self) -> str:
        """A person: show sizes only."""
        return f"CardFiles({len(self.text)} + {len(self.photo)} bytes)"


class ModuleId(Struct, frozen=True):
    """The number of a reader's security module, printed ``TT.MM-YYYYMMDD-NNNNNNNNNN-NNNNNNNNNN``.

    Sixteen bytes, little endian: two numbers of 16 bits, three of 32.
    """

    type: int
    maker: int
    day: int
    first: int
    second: int

    def __str__(self) -> str:
        return f"{self.type:02d}.{self.maker:02d}-{self.day:08d}-{self.first:010d}-{self.second:010d}"

    def encode(self) -> bytes:
        """The sixteen bytes."""
        return _MODULE_ID.pack(self.type, self.maker, self.day, self.first, self.second)


class ManagementNumber(Struct, frozen=True):
    """A card's management number: IIN (4 bytes), SN (8), DN (16). It names one card, so it is as personal as a name."""

    iin: bytes
    sn: bytes
    dn: bytes

    def __str__(self) -> str:
        return "-".join(part.hex().upper() for part in (self.iin, self.sn, self.dn))

    def __repr__(self) -> str:
        """Keep it out of logs and tracebacks."""
        return "ManagementNumber()"


def files_of(data: bytes) -> CardFiles | None:
    """The files in the data of a read reply, None when the lengths in it do not add up.

    A fingerprint that nobody asked for is recognised by the third length and dropped unread.
    """
    text, photo, fingerprint = (int.from_bytes(data[at : at + 2], "big") for at in (0, 2, 4))
    if LENGTHS_PLAIN + text + photo == len(data):
        return _cut(data, LENGTHS_PLAIN, text, photo)
    if LENGTHS_WITH_FINGERPRINT + text + photo + fingerprint == len(data):
        return _cut(data, LENGTHS_WITH_FINGERPRINT, text, photo)
    return None


def _cut(data: bytes, at: int, text: int, photo: int) -> CardFiles:
    return CardFiles(data[at : at + text], data[at + text : at + text + photo])


def newest_address(data: bytes) -> str | None:
    """The newest of up to four appended addresses of 70 bytes (UTF-16LE): the last one that is not empty.

    None when all are empty, and when the newest is no text: an older one must not stand in for it.
    """
    records = [data[at : at + ADDRESS_SIZE] for at in range(0, len(data), ADDRESS_SIZE)]
    written = [record for record in records if record.decode("utf-16-le", "replace").strip(" \0")]
    try:
        return written[-1].decode("utf-16-le").strip(" \0") if written else None
    except UnicodeDecodeError:
        return None


def module_id_of(data: bytes) -> ModuleId:
    """The number in the data of an answer to `MODULE_ID`, which are sixteen bytes."""
    return ModuleId(*_MODULE_ID.unpack(data))


def management_number_of(data: bytes) -> ManagementNumber:
    """The number in the data of an answer to `READ_MANAGEMENT`, which are 28 bytes."""
    return ManagementNumber(data[:4], data[4:12], data[12:28])
