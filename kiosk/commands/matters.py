"""`kiosk matters list|check|show`: what can be done here, whether each definition is whole, one matter's papers."""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from unicodedata import east_asian_width

import msgspec

from devices.typeface import TypefaceMissing, missing_glyphs, typeface
from kiosk.catalogue import CatalogueError, read_catalogue
from kiosk.core.form_text import Blocks, form_blocks, material_blocks
from kiosk.core.guide_text import guide_blocks
from kiosk.core.lint import Annex, Listed, faults
from kiosk.core.matters import LANGUAGES, Catalogue, Matter
from kiosk.settings import Settings
from screens.card_pictures import CARD_PICTURES
from screens.pictures import PICTURES

USAGE = 64  # EX_USAGE of sysexits.h
COLUMNS = (("id", 8), ("#", 3), ("reach", 5), ("identity", 13), ("mode", 12))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`--json` for programs, `--assets` for a catalogue that is being written; `show` takes a number or an id."""
    parser.add_argument("what", choices=("list", "check", "show"))
    parser.add_argument("matter", nargs="?", help="for show: an id, or the number in the annex")
    paper = parser.add_mutually_exclusive_group()
    paper.add_argument("--form", action="store_true", help="for show: the printable application form")
    paper.add_argument("--materials", action="store_true", help="for show: the list of materials, once and whole")
    parser.add_argument("--language", choices=LANGUAGES, default="zh", help="for show")
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.add_argument("--assets", type=Path, default=Settings().assets, metavar="DIR", help="another assets folder")


def run(arguments: argparse.Namespace) -> int:
    """0 when all is well; 1 with one line for each mistake, 64 for a matter that is not there."""
    if arguments.what != "show" and (arguments.matter or arguments.form or arguments.materials):
        print("事项、--form、--materials 只跟在 show 后面。 These belong to show only.", file=sys.stderr)
        return USAGE
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


def read_annex(assets: Path) -> dict[int, Listed]:
    """Each of the 22 matters as the annex lists it, by its number."""
    try:
        matters = tomllib.loads((assets / "annex.toml").read_text("utf-8"))["matter"]
        return {each.number: each for each in msgspec.convert(matters, list[Listed])}
    except (OSError, tomllib.TOMLDecodeError, KeyError, msgspec.ValidationError) as error:
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


def _check(catalogue: Catalogue, annex: Annex, arguments: argparse.Namespace) -> int:
    files = (*_misnamed(arguments.assets), *_left_stories(catalogue, arguments.assets))
    found = [*files, *faults(catalogue, annex), *_undrawn(catalogue)]
    if arguments.json:
        print(json.dumps({"matters": len(catalogue.matters), "faults": found}, ensure_ascii=False))
    else:
        for each in found:
            print(each)
        count, wrong = len(catalogue.matters), len(found)
        print(f"{count} 个事项，{wrong} 处不对。 {count} matters, {wrong} faults.")
    return 1 if found else 0


def _misnamed(assets: Path) -> Iterator[str]:
    """A file that is not named after its matter's id; two files of one id would show only one of them."""
    for path in sorted((assets / "matters").glob("*.toml")):
        id_ = tomllib.loads(path.read_text("utf-8"))["id"]
        if id_ != path.stem:
            yield f"{path.name}: the file's name is not its matter's id {id_}"


def _left_stories(catalogue: Catalogue, assets: Path) -> Iterator[str]:
    """Stories of a matter that was deleted: nobody can play them."""
    for path in sorted((assets / "matter_stories").glob("*.toml")):
        told = {each["matter"] for each in tomllib.loads(path.read_text("utf-8")).get("story", ())}
        gone = sorted(told - catalogue.matters.keys())
        yield from (f"{path.name}: a story of {each}, which is not there" for each in gone)


def _undrawn(catalogue: Catalogue) -> Iterator[str]:
    """What screen and printer could not draw: a picture nobody has, a character that is not in the typeface."""
    for matter in catalogue.matters.values():
        if matter.picture not in CARD_PICTURES:
            yield f"{matter.id}: the unknown picture {matter.picture!r}"
        unknown = (each for each in matter.fields if each.where and each.where not in PICTURES)
        yield from (f"{matter.id}: field {each.id}: the unknown picture {each.where!r}" for each in unknown)
    try:
        face = typeface(bold=False)
        for language, words in catalogue.words.items():
            for key, text in words.table.items():
                if missing := missing_glyphs(text, face):
                    yield f"text {key} ({language}): the typeface does not have {missing!r}"
    except TypefaceMissing as error:
        yield str(error)
