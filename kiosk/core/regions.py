"""Places and what differs from place to place: divisions (GB/T 2260), tables by place and year, holidays, who is open.

Everything is data with a source and a day from which it holds; what is not known is None, never a guess.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct


class Division(Struct, frozen=True, forbid_unknown_fields=True):
    """A province or a prefecture-level division; `initials` are those of its name's pinyin (``hangzhou`` -> ``hz``)."""

    code: str
    zh: str
    en: str
    initials: str


class Rate(Struct, frozen=True, forbid_unknown_fields=True):
    """One row of a regional table: `values` are texts; one that is not known is missing.

    `place` is a code of GB/T 2260 or a prefix of it (``11``, ``3301``); ``""`` is everywhere. `valid_to` is included.
    """

    place: str
    values: dict[str, str]
    source: str
    valid_from: str
    valid_to: str | None = None


class Choosable(Struct, frozen=True, forbid_unknown_fields=True):
    """One choice that a regional table offers (a grade, a hospital, a centre): words are part of the data."""

    id: str
    place: str
    zh: str
    en: str
    source: str
    valid_from: str
    valid_to: str | None = None
    values: dict[str, str] = {}


class Opened(Struct, frozen=True, forbid_unknown_fields=True):
    """Where a matter is open: codes or prefixes of GB/T 2260, or pairs `from_` -> `to` where cooperation is by pair."""

    matter: str
    places: tuple[str, ...] = ()
    source: str = ""
    valid_from: str = ""


class Regions(Struct, frozen=True):
    """All regional data: `tables` of rates and `choices` by name, `holidays` by year (day -> works or not)."""

    provinces: tuple[Division, ...] = ()
    cities: Mapping[str, tuple[Division, ...]] = {}
    tables: Mapping[str, tuple[Rate, ...]] = {}
    choices: Mapping[str, tuple[Choosable, ...]] = {}
    opened: Mapping[str, Opened] = {}
    holidays: Mapping[str, Mapping[str, bool]] = {}


def division(regions: Regions, code: str) -> Division | None:
    """The province or city of a code; None when there is none."""
    for each in (*regions.provinces, *regions.cities.get(code[:2], ())):
        if each.code == code:
            return each
    return None
