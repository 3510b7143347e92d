"""The 256-byte text file of a card to typed fields (GA/T 490 and its successors for the other three cards); no I/O.

All fields are UTF-16LE at fixed offsets, padded with spaces; the type flag at 248 says which of the four layouts it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from kiosk.core.ethnicities import ETHNICITIES
from kiosk.core.idcard import LONG_TERM, CardType, IdCard

TEXT_SIZE = 256
FLAG_AT = 248
SEXES = MappingProxyType({"1": "男", "2": "女"})  # GB/T 2261.1; 0 unknown and 9 not stated are no sex

Spans = tuple[tuple[int, int], ...]  # (offset, size) in bytes; two spans are one text that was cut in two

_VALIDITY = {"valid_from": ((188, 16),), "valid_until": ((204, 16),)}
_CHINESE = {
    "name": ((0, 30),),
    "sex": ((30, 2),),
    "birth_date": ((36, 16),),
    "number": ((122, 36),),
    **_VALIDITY,
}
_DOMESTIC = {**_CHINESE, "address": ((52, 70),), "issuer": ((158, 30),)}


class Layout(Struct, frozen=True):
    """Where one kind of card keeps what; fields that a layout reserves are not in it."""

    type: CardType
    spans: Mapping[str, Spans]


LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {
        " ": Layout("resident", {**_DOMESTIC, "ethnicity": ((32, 4),)}),
        "J": Layout("permit", _DOMESTIC),
        "Y": Layout("foreigner", {**_CHINESE, "name_en": ((52, 70), (220, 22)), "nationality": ((242, 6),)}),
        "I": Layout(
            "foreigner-2017",
            {
                "name_en": ((0, 120),),
                "sex": ((120, 2),),
                "number": ((122, 30),),
                "nationality": ((152, 6),),
                "name": ((158, 30),),
                **_VALIDITY,
                "birth_date": ((220, 16),),
                "issuer": ((240, 8),),
            },
        ),
    }
)
"""Layout by type flag."""


class UnknownCard(Struct, frozen=True):
    """A type flag nobody has described to us: refused instead of guessed."""

    flag: str


class BadText(Struct, frozen=True):
    """The text does not keep to its layout; `field` says where (never what stood there)."""

    field: str


def decode(text: bytes) -> IdCard | UnknownCard | BadText:
    """The card whose text file this is. An absent field is None; inner spaces and rare characters stay as they are."""
    if len(text) != TEXT_SIZE:
        return BadText("size")
    flag = text[FLAG_AT : FLAG_AT + 2].decode("utf-16-le", "replace")
    layout = LAYOUTS.get(flag)
    return UnknownCard(flag) if layout is None else _decode_fields(text, layout)


def _decode_fields(text: bytes, layout: Layout) -> IdCard | BadText:
    fields: dict[str, Any] = {}
    for name, spans in layout.spans.items():
        try:
            fields[name] = _MEANINGS.get(name, _as_it_is)(_field(text, spans))
        except ValueError:  # half a surrogate pair, or a date that is none
            return BadText(name)
    if not fields["number"]:
        return BadText("number")
    return IdCard(type=layout.type, **fields)


def _field(text: bytes, spans: Spans) -> str:
    joined = b"".join(text[at : at + size] for at, size in spans)
    return joined.decode("utf-16-le").strip(" \0")


def _as_it_is(field: str) -> str | None:
    return field or None


def _date(field: str) -> str | None:
    """`YYYYMMDD` as `YYYY-MM-DD`; ValueError when the calendar has no such day."""
    if not field:
        return None
    if len(field) != 8 or not (field.isascii() and field.isdigit()):
        raise ValueError
    return dt.date(int(field[:4]), int(field[4:6]), int(field[6:])).isoformat()


def _valid_until(field: str) -> str | None:
    return LONG_TERM if field == LONG_TERM else _date(field)


_MEANINGS: Mapping[str, Callable[[str], str | None]] = {
    "sex": SEXES.get,
    "ethnicity": ETHNICITIES.get,
    "birth_date": _date,
    "valid_from": _date,
    "valid_until": _valid_until,
}
