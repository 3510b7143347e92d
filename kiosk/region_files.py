"""Reads `assets/regions/`: divisions, tables by place and year, choices, holidays, who is open.

A file or folder that is not there is data that is not known; one that is wrong is said by name (`RegionFileError`).
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar

import msgspec

from kiosk.core.calendar import is_date
from kiosk.core.regions import Choosable, Division, Opened, Rate, Regions


class RegionFileError(Exception):
    """A file of regional data can't be used; the sentence names it."""


class _Province(Division, frozen=True):
    cities: tuple[Division, ...] = ()


class _Year(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One year's arrangement: `off` and `works` as ``MM-DD`` or ``MM-DD/MM-DD``; all else follows the week."""

    year: int
    source: str
    off: tuple[str, ...]
    works: tuple[str, ...]


_T = TypeVar("_T")


def read_regions(folder: Path) -> Regions:
    """Everything under the folder; RegionFileError names the first file that is wrong."""
    provinces = _rows(folder / "divisions.toml", "province", _Province)
    opened = _rows(folder / "opened.toml", "opened", Opened)
    years = _rows(folder / "holidays.toml", "year", _Year)
    return Regions(
        provinces=tuple(Division(each.code, each.zh, each.en, each.initials, each.short) for each in provinces),
        cities={each.code[:2]: each.cities for each in provinces},
        tables={path.stem: tuple(_dated(path, _rows(path, "row", Rate))) for path in _files(folder / "tables")},
        choices={path.stem: tuple(_dated(path, _rows(path, "row", Choosable))) for path in _files(folder / "choices")},
        opened={each.matter: each for each in opened},
        holidays={str(each.year): dict(_days(folder / "holidays.toml", each)) for each in years},
    )


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.toml"))


def _rows(path: Path, key: str, kind: type[_T]) -> list[_T]:
    if not path.exists():
        return []
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8"))[key], list[kind])  # type: ignore[valid-type]
    except KeyError as error:
        raise _wrong(path, f"no [[{key}]]") from error
    except (tomllib.TOMLDecodeError, OSError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise _wrong(path, str(error)) from error


_D = TypeVar("_D", Rate, Choosable)


def _dated(path: Path, rows: list[_D]) -> Iterator[_D]:
    """Each row says where it comes from and from when it holds."""
    for number, row in enumerate(rows, 1):
        if not row.source.strip():
            raise _wrong(path, f"row {number} has no source")
        if not is_date(row.valid_from) or (row.valid_to is not None and not is_date(row.valid_to)):
            raise _wrong(path, f"row {number} has a date that is none")
        yield row


def _days(path: Path, year: _Year) -> Mapping[str, bool]:
    """The days of a year that do not follow the week: True is a day of work."""
    days: dict[str, bool] = {}
    for works, spans in ((False, year.off), (True, year.works)):
        for span in spans:
            for day in _span(path, year.year, span):
                if day in days:
                    raise _wrong(path, f"{day} stands there twice")
                days[day] = works
    return days


def _span(path: Path, year: int, span: str) -> Iterator[str]:
    first, _, last = span.partition("/")
    try:
        day, end = (dt.date.fromisoformat(f"{year}-{each}") for each in (first, last or first))
    except ValueError as error:
        raise _wrong(path, f"{span!r} is no MM-DD and no MM-DD/MM-DD of {year}") from error
    while day <= end:
        yield day.isoformat()
        day += dt.timedelta(days=1)


def _wrong(path: Path, what: str) -> RegionFileError:
    return RegionFileError(f"地区文件 {path.name} 有错：{what}。 {path.name} is wrong: {what}.")
