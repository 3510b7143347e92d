"""Synthetic cards for the emulated reader, made from `assets/synthetic/persons.toml`: the inverse of `card_text`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from devices.id_card.card_files import ADDRESS_SIZE
from devices.id_card.card_text import FLAG_AT, LAYOUTS, SEXES, TEXT_SIZE, Spans
from kiosk.core.ethnicities import ETHNICITIES
from kiosk.core.idcard import CardType

PERSONS = Path(__file__).parents[2] / "assets" / "synthetic" / "persons.toml"

# nobody lives there, as in the file
MOVED_TO = (
    "北京市朝阳区示例街道样本小区8号楼1单元201室",
    "北京市朝阳区示例乡样本村三组6号",
)
ADDRESSES_MOST = 4

_FLAGS = {layout.type: flag for flag, layout in LAYOUTS.items()}
_SEX_CODES = {name: code for code, name in SEXES.items()} | {"": "9"}
_ETHNICITY_CODES = {name: code for code, name in ETHNICITIES.items()} | {"": ""}
_EXTRAS: Mapping[CardType, Mapping[str, Spans]] = {
    "resident": {},
    "permit": {"pass_number": ((220, 18),), "issue_count": ((238, 4),)},
    "foreigner": {"renewals": ((32, 4),), "previous": ((250, 6),)},
    "foreigner-2017": {"card_version": ((236, 4),)},
}


class Person(Struct, frozen=True, forbid_unknown_fields=True):
    """One synthetic person as in the file; a field that the card does not carry is empty."""

    id: str
    note: str
    type: CardType
    name: str
    number: str
    birth_date: str
    valid_from: str
    valid_until: str
    sex: Literal["男", "女", ""] = ""
    ethnicity: str = ""
    address: str = ""
    issuer: str = ""
    phone: str = ""
    name_en: str = ""
    nationality: str = ""
    pass_number: str = ""
    issue_count: str = ""
    renewals: str = ""
    previous: str = ""
    card_version: str = ""


class Card(Struct, frozen=True):
    """A card to lay on the pad. Without a text file it is no ID card (a bank card): its type is not recognised.

    `addresses` are the appended ones, oldest first.
    """

    name: str
    note: str
    text: bytes | None
    addresses: tuple[str, ...] = ()


def load_persons(path: Path = PERSONS) -> tuple[Person, ...]:
    """The synthetic persons in the order of the file; ValueError when the file does not keep to its form."""
    with path.open("rb") as file:
        try:
            return msgspec.convert(tomllib.load(file)["person"], tuple[Person, ...])
        except KeyError as error:
            raise ValueError(f"{path} holds no persons") from error


def load_cards(path: Path = PERSONS) -> dict[str, Card]:
    """Every card by name; the first is the one that lies on the pad by default."""
    persons = load_persons(path)
    cards = [Card(person.id, f"{person.type}: {person.note}", encode_text(person)) for person in persons]
    cards += [
        Card("unknown-flag", "an ID card of a kind nobody has described", _with_flag(encode_text(persons[0]), "Z")),
        Card("moved-twice", "resident: two appended addresses", encode_text(persons[2]), MOVED_TO),
        Card("bank-card", "no ID card: its type is not recognised", None),
    ]
    return {card.name: card for card in cards}


def encode_text(person: Person) -> bytes:
    """The 256-byte text file of a person's card; ValueError when a field does not fit."""
    text = bytearray(" ".encode("utf-16-le") * (TEXT_SIZE // 2))
    flag = _FLAGS[person.type]
    for field, spans in {**LAYOUTS[flag].spans, **_EXTRAS[person.type]}.items():
        _put(text, spans, _as_on_card(field, getattr(person, field)))
    return _with_flag(bytes(text), flag)


def encode_addresses(addresses: tuple[str, ...], records: int = ADDRESSES_MOST) -> bytes:
    """The file of appended addresses with room for `records`; ValueError when one does not fit."""
    file = bytearray(" ".encode("utf-16-le") * (records * ADDRESS_SIZE // 2))
    for at, address in enumerate(addresses):
        _put(file, ((at * ADDRESS_SIZE, ADDRESS_SIZE),), address)
    return bytes(file)


def _as_on_card(field: str, value: str) -> str:
    match field:
        case "sex":
            return _SEX_CODES[value]
        case "ethnicity":
            return _ETHNICITY_CODES[value]
        case "birth_date" | "valid_from" | "valid_until":
            return value.replace("-", "")
    return value


def _put(text: bytearray, spans: Spans, value: str) -> None:
    room = sum(size for _, size in spans)
    encoded = value.encode("utf-16-le")
    if len(encoded) > room:
        raise ValueError(f"a field of {room // 2} characters is too short for {len(encoded) // 2}")
    padded = encoded + " ".encode("utf-16-le") * ((room - len(encoded)) // 2)
    for at, size in spans:
        text[at : at + size], padded = padded[:size], padded[size:]


def _with_flag(text: bytes, flag: str) -> bytes:
    return text[:FLAG_AT] + flag.encode("utf-16-le") + text[FLAG_AT + 2 :]
