"""IPP messages as bytes (RFC 8010 section 3): pure. pyipp encodes and decodes; what it takes on trust is checked here.

pyipp 0.17.2 believes every length, so a negative one would keep it in a circle for ever, and trips over a group
without attributes, which is allowed. `_walked` lets neither through to it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct
from pyipp.enums import IppTag
from pyipp.exceptions import IPPParseError
from pyipp.parser import parse
from pyipp.serializer import construct_attribute

from devices.contract import WireError

VERSION = (1, 1)  # every printer speaks it, and nothing we ask needs more
LARGEST = 1 << 20  # bytes of a message without its document; a printer's whole description is some 20 kB
DEEPEST = 16  # collections within collections; IPP's own attributes nest three

LONGEST = (1 << 15) - 1  # RFC 8010 section 3.1: a length is SIGNED-SHORT

_HEADER = struct.Struct(">bbhi")
_LENGTH = struct.Struct(">H")
_GROUPS = (IppTag.OPERATION, IppTag.JOB, IppTag.PRINTER, IppTag.UNSUPPORTED_GROUP)
_SIZES: Mapping[int, int] = {
    IppTag.INTEGER: 4,
    IppTag.ENUM: 4,
    IppTag.BOOLEAN: 1,
    IppTag.RESOLUTION: 9,
    IppTag.RANGE: 8,
}
_WITH_LANGUAGE = (IppTag.TEXT_LANG, IppTag.NAME_LANG)
_UNREADABLE = (IPPParseError, struct.error, ValueError, LookupError, TypeError, OverflowError)

Attributes = Mapping[str, Any]


class Attribute(Struct, frozen=True):
    """One attribute to send: `value` is an int, bool or str, or a tuple of them (1setOf)."""

    name: str
    tag: IppTag
    value: int | bool | str | tuple[int | str, ...]


class Message(Struct, frozen=True):
    """What came: `code` is an operation (requests) or a status (answers); all jobs, the first printer."""

    version: tuple[int, int]
    code: int
    number: int
    operation: Attributes
    printer: Attributes
    jobs: tuple[Attributes, ...]
    document: bytes

    def __repr__(self) -> str:
        """A document is somebody's: show its size only."""
        return f"Message(code={self.code:#06x}, number={self.number}, {len(self.document)} bytes of document)"


def encoded(
    code: int,
    number: int,
    groups: Iterable[tuple[IppTag, Iterable[Attribute]]],
    document: bytes = b"",
    version: tuple[int, int] = VERSION,
) -> bytes:
    """The bytes of a request (operation id) or answer (status); groups without attributes are left out."""
    parts = [_HEADER.pack(*version, code, number)]
    for group, attributes in groups:
        own = [construct_attribute(each.name, each.value, each.tag) for each in attributes]
        parts += [bytes((group.value,)), *own] if own else []
    return b"".join((*parts, bytes((IppTag.END.value,)), document))


def decoded(data: bytes, *, with_document: bool = False) -> Message:
    """One message; WireError for anything that is not well-formed IPP."""
    try:
        attributes, end = _walked(data)
        found = parse(attributes)
    except _UNREADABLE as error:
        raise WireError("this is not IPP that can be read") from error
    operation, printers = found["operation-attributes"], found["printers"]
    return Message(
        version=found["version"],
        code=found["status-code"],
        number=found["request-id"],
        operation=operation if isinstance(operation, dict) else {},
        printer=printers[0] if printers else {},
        jobs=tuple(found["jobs"]),
        document=data[end:] if with_document else b"",
    )


def _walked(data: bytes) -> tuple[bytes, int]:
    """Header and attributes without empty groups, and where the document begins; ValueError, struct.error."""
    at, depth, group, kept = _HEADER.size, 0, b"", [data[: _HEADER.size]]
    while (tag := data[at]) != IppTag.END:
        begun = at
        if tag in _GROUPS:
            group, at = bytes((tag,)), at + 1
        else:
            at = _behind_value(data, _behind(data, at + 1), tag)
            kept += [group, data[begun:at]]
            group = b""
        depth += (tag == IppTag.BEGIN_COLLECTION) - (tag == IppTag.END_COLLECTION)
        _demand(0 <= depth <= DEEPEST and not (depth and tag in _GROUPS) and len(kept) > 1 - (tag in _GROUPS))
    _demand(not depth)
    return b"".join((*kept, bytes((IppTag.END.value,)))), at + 1


def _behind(data: bytes, at: int) -> int:
    (length,) = _LENGTH.unpack_from(data, at)
    _demand(length <= LONGEST)
    return int(at + _LENGTH.size + length)


def _behind_value(data: bytes, at: int, tag: int) -> int:
    end = _behind(data, at)
    _demand(_SIZES.get(tag, end - at - _LENGTH.size) == end - at - _LENGTH.size)
    if tag in _WITH_LANGUAGE:
        _demand(_behind(data, _behind(data, at + _LENGTH.size)) == end)
    return end


def _demand(holds: bool) -> None:
    if not holds:
        raise ValueError("not well-formed IPP")


def words(value: object) -> tuple[str, ...]:
    """A 1setOf keyword as a tuple; pyipp gives a single one bare."""
    return tuple(str(each) for each in value) if isinstance(value, list) else (str(value),) if value else ()


def number_of(value: object) -> int | None:
    """An integer or enum, or None when the printer sent none or something else (``no-value``)."""
    return int(value) if isinstance(value, int) else None
