"""Reads the catalogue from `assets/`: matters, places, words. The only place that knows the files' layout."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from devices.faults import faults
from kiosk.core.matters import Catalogue, Centre, Matter, MatterError, Place, parse_matter
from kiosk.core.regions import Regions
from kiosk.core.words import Words, flattened
from kiosk.region_files import RegionFileError, read_regions


class CatalogueError(Exception):
    """A file of the catalogue can't be used; the sentence names it."""


def read_catalogue(assets: Path, centre: Centre) -> Catalogue:
    """Everything under `assets/`, checked only for form; `kiosk matters check` looks deeper."""
    read = list(_matter_files(assets))
    matters = sorted((matter for matter, _ in read), key=lambda matter: (matter.home, matter.id))
    return Catalogue(
        matters={each.id: each for each in matters},
        places=tuple(_places(assets)),
        words=_words(assets, read),
        centre=centre,
        regions=_regions(assets / "regions"),
        fault_codes={kind: {word: row.code for word, row in rows.items()} for kind, rows in faults().items()},
    )


def read_matters(assets: Path) -> Sequence[Matter]:
    """Every matter file; CatalogueError names the first one that is wrong."""
    return [matter for matter, _ in _matter_files(assets)]


def read_all_words(assets: Path) -> dict[str, Words]:
    """By language: everybody's words and those of every matter."""
    return _words(assets, list(_matter_files(assets)))


_OwnWords = dict[str, Mapping[str, Any]]


def _matter_files(assets: Path) -> Iterator[tuple[Matter, _OwnWords]]:
    return map(_matter, sorted((assets / "matters").glob("*.toml")))


def _words(assets: Path, read: Sequence[tuple[Matter, _OwnWords]]) -> dict[str, Words]:
    """By language: everybody's words, and those of each matter's file under ``matter.<id>``."""
    tables = {path.stem: dict(read_words(path).table) for path in sorted((assets / "strings").glob("*.toml"))}
    for matter, own in read:
        for language, words in own.items():
            tables[language].update(flattened(words, f"matter.{matter.id}."))
    return {language: Words(table) for language, table in tables.items()}


def _matter(path: Path) -> tuple[Matter, _OwnWords]:
    try:
        return parse_matter(path.read_text("utf-8"))
    except (MatterError, OSError, UnicodeDecodeError) as error:
        raise CatalogueError(f"事项文件 {path.name} 有错：{error}。 {path.name} is wrong: {error}.") from error


def read_words(path: Path) -> Words:
    """One language's strings."""
    try:
        return Words(flattened(tomllib.loads(path.read_text("utf-8"))))
    except (tomllib.TOMLDecodeError, OSError, UnicodeDecodeError) as error:
        raise CatalogueError(f"文字文件 {path.name} 有错：{error}。 {path.name} is wrong: {error}.") from error


def _regions(folder: Path) -> Regions:
    try:
        return read_regions(folder)
    except RegionFileError as error:
        raise CatalogueError(str(error)) from error


def _places(assets: Path) -> list[Place]:
    path = assets / "regions" / "tax-authorities.toml"
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8"))["place"], list[Place])
    except (tomllib.TOMLDecodeError, OSError, KeyError, msgspec.ValidationError) as error:
        raise CatalogueError(f"地区文件 {path.name} 有错：{error}。 {path.name} is wrong: {error}.") from error
