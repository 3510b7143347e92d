"""`kiosk matters list|check`: what can be done here, and whether every definition is whole."""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from pathlib import Path

from kiosk.catalogue import CatalogueError, read_catalogue
from kiosk.core.lint import faults
from kiosk.core.matters import Catalogue, Matter
from kiosk.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`--json` for programs, `--assets` for a catalogue that is being written."""
    parser.add_argument("what", choices=("list", "check"))
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.add_argument("--assets", type=Path, default=Settings().assets, metavar="DIR", help="another assets folder")


def run(arguments: argparse.Namespace) -> int:
    """0 when all is well; 1 with one line for each mistake."""
    try:
        catalogue = read_catalogue(arguments.assets, Settings().centre())
        annex = read_annex(arguments.assets)
    except CatalogueError as error:
        print(error, file=sys.stderr)
        return 1
    return _list(catalogue, arguments) if arguments.what == "list" else _check(catalogue, annex, arguments)


def read_annex(assets: Path) -> dict[int, str]:
    """The official name of each of the 22 matters by its number."""
    try:
        matters = tomllib.loads((assets / "annex.toml").read_text("utf-8"))["matter"]
        return {int(each["number"]): str(each["name"]) for each in matters}
    except (OSError, tomllib.TOMLDecodeError, KeyError, ValueError) as error:
        raise CatalogueError(f"附件清单 annex.toml 有错：{error}。 annex.toml is wrong: {error}.") from error


def _list(catalogue: Catalogue, arguments: argparse.Namespace) -> int:
    for matter in catalogue.matters.values():
        if arguments.json:
            print(json.dumps(_facts(matter), ensure_ascii=False))
        else:
            print(f"{matter.id:8}  {matter.reach}  {'/'.join(matter.identity)}  {matter.name}（{matter.lead}）")
    return 0


def _facts(matter: Matter) -> dict[str, object]:
    return {
        "id": matter.id,
        "annex": matter.annex,
        "name": matter.name,
        "lead": matter.lead,
        "mode": matter.mode,
        "reach": matter.reach,
        "identity": matter.identity,
        "steps": [step.kind for step in matter.steps],
    }


def _check(catalogue: Catalogue, annex: dict[int, str], arguments: argparse.Namespace) -> int:
    found = list(faults(catalogue, annex))
    if arguments.json:
        print(json.dumps({"matters": len(catalogue.matters), "faults": found}, ensure_ascii=False))
    else:
        for each in found:
            print(each)
        count, wrong = len(catalogue.matters), len(found)
        print(f"{count} 个事项，{wrong} 处不对。 {count} matters, {wrong} faults.")
    return 1 if found else 0
