"""`kiosk gallery --out DIR`: a picture of every page a citizen can meet, drawn without a display."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from kiosk.__main__ import MISSING_INPUT
from kiosk.catalogue import CatalogueError, read_catalogue
from kiosk.core.faces import Face, TextSize, Theme
from kiosk.every_face import every_face
from kiosk.settings import Settings
from screens.environment import prepare

SIZE = (1080, 1920)
SIZES: tuple[TextSize, ...] = ("standard", "large", "xlarge")
THEMES: tuple[Theme, ...] = ("light", "dark-high", "light-high")
DRAWN_AT = datetime(2026, 11, 23, 9, 26)  # noqa: DTZ001 - a wall clock's time, the same in every picture


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to, which faces, and in what dress."""
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument(
        "--faces", type=Path, metavar="FILE", help="JSON lines of faces, - for standard input; every face without it"
    )
    parser.add_argument("--text-size", choices=SIZES, help="instead of each face's own")
    parser.add_argument("--theme", choices=THEMES, help="instead of each face's own")
    parser.add_argument("--on-display", action="store_true", help="draw on $DISPLAY instead of off screen")


def run(arguments: argparse.Namespace) -> int:
    """Draw them; 66 when the faces cannot be read."""
    try:
        faces = list(_faces(arguments))
        arguments.out.mkdir(parents=True, exist_ok=True)
    except CatalogueError as error:
        print(error, file=sys.stderr)
        return MISSING_INPUT
    except (OSError, msgspec.MsgspecError):
        print(f"读不了页面文件 {arguments.faces}。 The faces in {arguments.faces} cannot be read.", file=sys.stderr)
        return MISSING_INPUT
    prepare(*SIZE, offscreen=not arguments.on_display)
    from screens.gallery import draw_faces  # noqa: PLC0415 - opens a window, after `prepare`

    written = draw_faces(faces, arguments.out, DRAWN_AT, print)
    print(f"{len(written)} 页。 {len(written)} pages.")
    return 0


def _faces(arguments: argparse.Namespace) -> Iterator[Face]:
    if arguments.faces is None:
        settings = Settings()
        catalogue = read_catalogue(settings.assets, settings.centre())
        lines = (msgspec.json.encode(face).decode() for face in every_face(catalogue))
        yield from _read(lines, arguments)
        return
    if str(arguments.faces) == "-":
        yield from _read(sys.stdin, arguments)
        return
    with arguments.faces.open(encoding="utf-8") as lines:
        yield from _read(lines, arguments)


def _read(lines: Iterable[str], arguments: argparse.Namespace) -> Iterator[Face]:
    for line in lines:
        if line.strip():
            face = msgspec.json.decode(line, type=Face)
            yield msgspec.structs.replace(
                face,
                text_size=arguments.text_size or face.text_size,
                theme=arguments.theme or face.theme,
            )
