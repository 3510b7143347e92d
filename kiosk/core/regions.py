"""Places and what differs from place to place: divisions (GB/T 2260), tables by place and year, holidays, who is open.

Everything is data with a source and a day from which it holds; what is not known is None, never a guess.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from msgspec import Struct

EVERY_MATTER = "*"


class Division(Struct, frozen=True, forbid_unknown_fields=True):
    """A province or a prefecture-level division; `initials` are those of its name's pinyin (``hangzhou`` -> ``hz``).

    `short` is the name as it fits a key (内蒙古, 湘西); `en` is short always.
    """

    code: str
    zh: str
    en: str
    initials: str
    short: str = ""


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
    """Where a matter (or every one: ``*``) is open: codes of GB/T 2260 or prefixes of them.

    No `places`: open everywhere but in those `closed`. With `places`: there only. Not before `valid_from`.
    """

    matter: str
    places: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
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
    for each in (*regions.provinces, *cities_of(regions, code)):
        if each.code == code:
            return each
    return None


def cities_of(regions: Regions, province: str) -> tuple[Division, ...]:
    """The divisions of a province that can decide; a municipality is its own one city."""
    return regions.cities.get(province[:2], ())


def cities_by_initials(regions: Regions, initials: str) -> tuple[Division, ...]:
    """The cities whose pinyin initials begin so, in the order of the codes."""
    cities = (each for province in regions.provinces for each in cities_of(regions, province.code))
    return tuple(each for each in cities if each.initials.startswith(initials))


def place_name(regions: Regions, code: str, language: str) -> str:
    """A place in full: 浙江省杭州市, ``Hangzhou, Zhejiang``; empty for a code nobody knows."""
    city, province = division(regions, code), division(regions, f"{code[:2]}0000")
    names = [each for each in (province, city) if each is not None]
    if not names or city is None:
        return ""
    if city == province:
        return city.zh if language == "zh" else city.en
    return "".join(each.zh for each in names) if language == "zh" else ", ".join(each.en for each in reversed(names))


def is_open(regions: Regions, matter: str, place: str, day: str) -> bool:
    """Whether `place` takes the matter on `day`; where nobody said anything, it does. A code of no place does not."""
    if regions.provinces and division(regions, place) is None:
        return False
    rows = (regions.opened.get(each) for each in (EVERY_MATTER, matter))
    return all(_takes(row, place, day) for row in rows if row is not None)


def _takes(row: Opened, place: str, day: str) -> bool:
    if any(_covers(each, place) for each in row.closed):
        return False
    within = not row.places or any(_covers(each, place) for each in row.places)
    return within and row.valid_from <= day


def rate(regions: Regions, table: str, place: str, day: str) -> Rate | None:
    """The row of a table for a place on a day, the nearest place and the newest day first; None: not known."""
    rows = _rows_for(regions.tables.get(table, ()), place, day)
    return max(rows, key=lambda row: (len(_prefix(row.place)), row.valid_from), default=None)


def choices(regions: Regions, table: str, place: str, day: str) -> tuple[Choosable, ...]:
    """What a place offers on a day, in the order of the file; none: not known."""
    return tuple(_rows_for(regions.choices.get(table, ()), place, day))


_Row = TypeVar("_Row", Rate, Choosable)


def _rows_for(rows: Sequence[_Row], place: str, day: str) -> list[_Row]:
    return [
        row
        for row in rows
        if _covers(row.place, place) and row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)
    ]


def _covers(row: str, place: str) -> bool:
    return place.startswith(_prefix(row))


def _prefix(code: str) -> str:
    """``330000`` and ``33`` are the same province, ``330100`` and ``3301`` the same city."""
    return code.removesuffix("00").removesuffix("00") if len(code) == 6 else code
