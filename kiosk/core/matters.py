"""A matter as data: its elements, fields and steps from a small fixed vocabulary, parsed from one TOML file.

Names and elements follow the annex of 国办发〔2022〕34号; official codes stay None until they are known.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from kiosk.core.conditions import Device
from kiosk.core.words import Words

Id = Annotated[str, Meta(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$", max_length=40)]


class Codes(Struct, frozen=True, forbid_unknown_fields=True):
    """Official codes (GB/T 39554.1): 12, 31 and 33 characters, or None while unknown."""

    basic: Annotated[str, Meta(pattern=r"^[0-9A-HJ-NP-RT-UW-Y]{12}$")] | None = None
    implement: Annotated[str, Meta(pattern=r"^[0-9A-HJ-NP-RT-UW-Y]{31}$")] | None = None
    business: Annotated[str, Meta(pattern=r"^[0-9A-HJ-NP-RT-UW-Y]{33}$")] | None = None


class Basis(Struct, frozen=True, forbid_unknown_fields=True):
    """One legal basis and how sure we are of it."""

    title: str
    status: Literal["verified", "to_verify"]
    number: str | None = None


class Field(Struct, frozen=True, forbid_unknown_fields=True):
    """One thing the citizen gives. Labels and help live in the strings files under ``matter.<id>.field.<id>``.

    `default`, `least` and `most` of dates are offsets from today: ``months:-11``, ``years:-20``, ``days:0``.
    `where` names the drawing that shows where the value stands on the paper.
    """

    id: Id
    type: Literal["choice", "place", "month", "date", "digits", "number", "money"]
    purpose: str
    prefill: str = "none"
    rule: str = "filled"
    choices: tuple[Id, ...] = ()
    default: str = ""
    least: str = ""
    most: str = "days:0"
    shortest: int = 1
    longest: int = 40
    group: int = 4
    where: str = ""


class When(Struct, frozen=True, forbid_unknown_fields=True):
    """A condition on one answer."""

    field: Id
    is_: str = msgspec.field(name="is")


class Step(Struct, frozen=True, forbid_unknown_fields=True):
    """One step. What a kind needs beside its name is checked by `lint`.

    consent · identify (`ways` of the person check) · form (`pages` of field ids) · scan (`payloads` accepted) ·
    select (`query`) · review · print (issues, shows the result, prints) · verify (`verification`).
    """

    kind: Literal["consent", "identify", "form", "scan", "select", "review", "print", "verify"]
    when: When | None = None
    pages: tuple[tuple[Id, ...], ...] = ()
    ways: tuple[Literal["phone_code", "keeper"], ...] = ()
    payloads: tuple[str, ...] = ()
    formats: tuple[str, ...] = ("qr",)
    query: str = ""
    verification: str = ""


class Route(Struct, frozen=True, forbid_unknown_fields=True):
    """An answer that leads to an explanation instead of the next page."""

    when: When
    info: Id


class Period(Struct, frozen=True, forbid_unknown_fields=True):
    """Two date fields that belong together, and how many months they may cover (data of the place and year)."""

    first: Id
    last: Id
    most_months: int


class Matter(Struct, frozen=True, forbid_unknown_fields=True):
    """One matter. `reach`: R1 done on the spot, R2 a receipt, R3 query; `identity`: ID0 none, ID1 own card."""

    id: Id
    name: str
    lead: str
    mode: Literal["全程网办", "异地代收代办", "多地联办"]
    reach: Literal["R1", "R2", "R3"]
    identity: Literal["ID0", "ID1"]
    objects: tuple[Literal["自然人", "企业法人", "事业法人", "社会组织法人"], ...]
    type_code: str
    picture: str
    fields: tuple[Field, ...]
    steps: tuple[Step, ...]
    annex: int | None = None
    cooperating: tuple[str, ...] = ()
    codes: Codes = Codes()
    basis: tuple[Basis, ...] = ()
    statutory_limit: str | None = None
    fee: str | None = None
    result: str | None = None
    least_age: int = 0
    card_types: tuple[str, ...] = ("resident",)
    routes: tuple[Route, ...] = ()
    period: Period | None = None
    home: int = 99

    def field(self, id_: str) -> Field:
        """The field `id_`; KeyError when the matter has none."""
        for each in self.fields:
            if each.id == id_:
                return each
        raise KeyError(id_)


class Place(Struct, frozen=True, forbid_unknown_fields=True):
    """A deciding place the citizen may choose."""

    id: Id
    zh: str
    en: str


class Centre(Struct, frozen=True):
    """Where this terminal stands and who keeps it."""

    terminal: str
    name_zh: str
    name_en: str
    keeper_name: str
    keeper_phone: str
    keeper_minutes: int
    allowed_hosts: frozenset[str] = frozenset()
    demo: bool = True


class Catalogue(Struct, frozen=True):
    """Everything the core reads: matters in the order of the home page, places, words by language, the centre.

    `fault_codes` are the numbers of each device's faults, by the fault's word.
    """

    matters: dict[str, Matter]
    places: tuple[Place, ...]
    words: dict[str, Words]
    centre: Centre
    fault_codes: Mapping[Device, Mapping[str, str]]


class MatterError(Exception):
    """A matter's file is not one; the sentence names the place in it."""


def parse_matter(text: str) -> Matter:
    """A matter from the text of its TOML file; MatterError says what is wrong and where."""
    try:
        return msgspec.convert(tomllib.loads(text), Matter)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise MatterError(str(error)) from error
