"""`kiosk faces --all`: every page of every matter as JSON lines, for the gallery and for audits."""

from __future__ import annotations

import argparse
import sys

import msgspec

from kiosk.catalogue import CatalogueError, read_catalogue
from kiosk.every_face import dressed, every_session
from kiosk.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`--all` is the only set there is; sizes and languages multiply it."""
    parser.add_argument("--all", action="store_true", required=True, help="every page")
    parser.add_argument("--text-size", choices=("standard", "large", "xlarge"), default="standard")
    parser.add_argument("--language", choices=("zh", "en"), default="zh")
    parser.add_argument("--theme", choices=("light", "dark-high", "light-high"), default="light")


def run(arguments: argparse.Namespace) -> int:
    """Print one face a line; 1 with a sentence when the catalogue can't be read."""
    settings = Settings()
    try:
        catalogue = read_catalogue(settings.assets, settings.centre())
    except CatalogueError as error:
        print(error, file=sys.stderr)
        return 1
    for name, session in every_session(catalogue):
        face = dressed(catalogue, name, session, arguments.language, arguments.text_size, arguments.theme)
        sys.stdout.write(msgspec.json.encode(face).decode() + "\n")
    return 0
