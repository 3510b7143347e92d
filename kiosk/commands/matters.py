"""`kiosk matters list|check|show`: what can be done here, whether each definition is whole, one matter's papers."""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from unicodedata import east_asian_width

from kiosk.catalogue import CatalogueError, read_catalogue
from kiosk.core.form_text import Blocks, form_blocks, material_blocks
from kiosk.core.guide_text import guide_blocks
from kiosk.core.lint import faults
from kiosk.core.matters import LANGUAGES, Catalogue, Matter
from kiosk.settings import Settings

USAGE = 64  # EX_USAGE of sysexits.h
COLUMNS = (("id", 8), ("#", 3), ("reach", 5), ("identity", 13), ("mode", 12))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`--json` for programs, `--assets` for a catalogue that is being written; `show` takes a number or an id."""
    parser.add_argument("what", choices=("list", "check", "show"))
    parser.add_argument("matter", nargs="?", help="for show: an id, or the number in the annex")
    parser.add_argument("--form", action="store_true", help="for show: the printable application form")
    parser.add_argument("--materials", action="store_true", help="for show: the list of materials, once and whole")
    parser.add_argument("--language", choices=LANGUAGES, default="zh", help="for show")
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.add_argument("--assets", type=Path, default=Settings().assets, metavar="DIR", help="another assets folder")


def run(arguments: argparse.Namespace) -> int:
    """0 when all is well; 1 with one line for each mistake, 64 for a matter that is not there."""
    try:
        catalogue = read_catalogue(arguments.assets, Settings().centre())
        annex = read_annex(arguments.assets)
    except CatalogueError as error:
        print(error, file=sys.stderr)
        return 1
    match arguments.what:
        case "list":
            return _list(catalogue, arguments)
        case "show":
            return _show(catalogue, arguments)
        case _:
            return _check(catalogue, annex, arguments)


def read_annex(assets: Path) -> dict[int, str]:
    """The official name of each of the 22 matters by its number."""
    try:
        matters = tomllib.loads((assets / "annex.toml").read_text("utf-8"))["matter"]
        return {int(each["number"]): str(each["name"]) for each in matters}
    except (OSError, tomllib.TOMLDecodeError, KeyError, ValueError) as error:
        raise CatalogueError(f"附件清单 annex.toml 有错：{error}。 annex.toml is wrong: {error}.") from error


# --- list --------------------------------------------------------------------------------------------------------


def _list(catalogue: Catalogue, arguments: argparse.Namespace) -> int:
    matters = sorted(catalogue.matters.values(), key=lambda each: (each.annex or 99, each.id))
    if arguments.json:
        for matter in matters:
            print(json.dumps(_facts(matter), ensure_ascii=False))
        return 0
    print(_row((head for head, _ in COLUMNS), "name"))
    for matter in matters:
        cells = (matter.id, str(matter.annex or ""), matter.reach, "/".join(matter.identity), matter.mode)
        print(_row(cells, f"{matter.name}（{matter.lead}）"))
    return 0


def _row(cells: Iterable[str], name: str) -> str:
    widths = (width for _, width in COLUMNS)
    return "  ".join((*(_padded(cell, width) for cell, width in zip(cells, widths, strict=True)), name))


def _padded(text: str, width: int) -> str:
    """As wide as a column on a terminal, where a Chinese character takes two places."""
    return text + " " * (width - sum(2 if east_asian_width(each) in "WF" else 1 for each in text))


def _facts(matter: Matter) -> dict[str, object]:
    return {
        "id": matter.id,
        "annex": matter.annex,
        "name": matter.name,
        "lead": matter.lead,
        "mode": matter.mode,
        "reach": matter.reach,
        "identity": matter.identity,
        "version": matter.version,
        "department": matter.department,
        "service": matter.service,
        "steps": [step.kind for step in matter.steps],
    }


# --- show --------------------------------------------------------------------------------------------------------


def _show(catalogue: Catalogue, arguments: argparse.Namespace) -> int:
    matter = _matter(catalogue, arguments.matter or "")
    if matter is None:
        print("没有这个事项，看看 kiosk matters list。 No such matter; see kiosk matters list.", file=sys.stderr)
        return USAGE
    blocks = _blocks(catalogue, matter, arguments)
    if arguments.json:
        print(json.dumps([{"heading": head, "lines": lines} for head, lines in blocks], ensure_ascii=False))
    else:
        print("\n\n".join("\n".join((head, *(f"  {line}" for line in _lines(lines)))) for head, lines in blocks))
    return 0


def _matter(catalogue: Catalogue, asked: str) -> Matter | None:
    """By id, or by its number in the annex."""
    found = (each for each in catalogue.matters.values() if asked in (each.id, str(each.annex or "")))
    return next(found, None) if asked else None


def _blocks(catalogue: Catalogue, matter: Matter, arguments: argparse.Namespace) -> Blocks:
    if arguments.form:
        return form_blocks(catalogue, matter, arguments.language)
    if arguments.materials:
        return material_blocks(catalogue, matter, arguments.language)
    return guide_blocks(catalogue, matter, arguments.language)


def _lines(lines: tuple[str, ...]) -> Iterator[str]:
    for each in lines:
        yield from each.split("\n")


# --- check -------------------------------------------------------------------------------------------------------


def _check(catalogue: Catalogue, annex: dict[int, str], arguments: argparse.Namespace) -> int:
    found = [*_misnamed(catalogue, arguments.assets), *faults(catalogue, annex)]
    if arguments.json:
        print(json.dumps({"matters": len(catalogue.matters), "faults": found}, ensure_ascii=False))
    else:
        for each in found:
            print(each)
        count, wrong = len(catalogue.matters), len(found)
        print(f"{count} 个事项，{wrong} 处不对。 {count} matters, {wrong} faults.")
    return 1 if found else 0


def _misnamed(catalogue: Catalogue, assets: Path) -> Iterator[str]:
    """A file that is not named after its matter's id; two files of one id would show only one of them."""
    files = sorted(each.stem for each in (assets / "matters").glob("*.toml"))
    yield from (f"{name}: the file's name is no matter's id" for name in files if name not in catalogue.matters)
