"""`kiosk gallery`: a picture of every page a citizen can meet (`--out`), or what is wrong with them (`--audit`)."""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from itertools import product
from pathlib import Path

import msgspec

from kiosk.__main__ import MISSING_INPUT
from kiosk.catalogue import CatalogueError, read_catalogue
from kiosk.core.face_parts import Language, TextSize, Theme
from kiosk.core.faces import Face
from kiosk.every_face import dressed, every_session
from kiosk.settings import Settings
from screens.environment import prepare
from screens.finding import Finding

SIZE = (1080, 1920)
SIZES: tuple[TextSize, ...] = ("standard", "large", "xlarge")
THEMES: tuple[Theme, ...] = ("light", "dark-high", "light-high")
LANGUAGES: tuple[Language, ...] = ("zh", "en")
DRAWN_AT = datetime(2026, 11, 23, 9, 26)  # noqa: DTZ001 - a wall clock's time, the same in every picture
VIOLATED = 1
PROCESSES = len(os.sched_getaffinity(0))  # each holds a window of its own


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to, which faces, and in what dress."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--out", type=Path, metavar="DIR", help="draw pictures there, and contact sheets of them")
    what.add_argument("--audit", action="store_true", help="measure each page in every size and language")
    parser.add_argument("--json", action="store_true", help="of an audit: one JSON object a line")
    parser.add_argument("--matter", action="append", default=[], metavar="ID", help="only this matter's pages")
    parser.add_argument(
        "--faces", type=Path, metavar="FILE", help="JSON lines of faces, - for standard input; every face without it"
    )
    parser.add_argument("--text-size", choices=SIZES, help="instead of each face's own")
    parser.add_argument("--language", choices=LANGUAGES, help="of faces that are not read from a file")
    parser.add_argument("--theme", choices=THEMES, help="instead of each face's own")
    parser.add_argument("--on-display", action="store_true", help="draw on $DISPLAY instead of off screen")


def run(arguments: argparse.Namespace) -> int:
    """Draw or measure them; 1 for a page that something is wrong with, 66 when the faces cannot be read."""
    try:
        lines = list(_lines(arguments))
        if arguments.out is not None:
            arguments.out.mkdir(parents=True, exist_ok=True)
    except CatalogueError as error:
        print(error, file=sys.stderr)
        return MISSING_INPUT
    except (OSError, msgspec.MsgspecError):
        print(f"读不了页面文件 {arguments.faces}。 The faces in {arguments.faces} cannot be read.", file=sys.stderr)
        return MISSING_INPUT
    return _audit(lines, arguments) if arguments.audit else _draw(lines, arguments)


def _draw(lines: Sequence[bytes], arguments: argparse.Namespace) -> int:
    prepare(*SIZE, offscreen=not arguments.on_display)
    from screens.gallery import contact_sheet, draw_faces  # noqa: PLC0415 - opens a window, after `prepare`

    faces = [_decoded(each) for each in lines]
    written = draw_faces(faces, arguments.out, DRAWN_AT, print)
    sheets = defaultdict(list)
    for face, path in zip(faces, written, strict=True):
        room, own, _ = face.name.partition("/")
        sheets[room if own else "common"].append(path)
    for name, pictures in sheets.items():
        contact_sheet(pictures, arguments.out / f"sheet-{name}.png")
    print(f"{len(written)} 页。 {len(written)} pages.")
    return 0


def _audit(lines: Sequence[bytes], arguments: argparse.Namespace) -> int:
    """In processes beside each other, each with every n-th page: the long ones are spread evenly."""
    distinct = _distinct(lines)
    parts = [distinct[each::PROCESSES] for each in range(PROCESSES)]
    context = multiprocessing.get_context("spawn")  # a window must not be inherited
    with ProcessPoolExecutor(PROCESSES, mp_context=context) as pool:
        found = sorted((each for part in pool.map(audit_part, parts) for each in part), key=lambda each: each.page)
    for each in found:
        print(msgspec.json.encode(each).decode() if arguments.json else each)
    if not arguments.json:
        print(f"{len(lines)} 页，{len(found)} 处不合格。 {len(lines)} pages, {len(found)} violations.")
    return VIOLATED if found else 0


def _distinct(lines: Sequence[bytes]) -> list[bytes]:
    """One of those that look the same; many matters have the same page, under a name of its own."""
    first: dict[bytes, bytes] = {}
    for line in lines:
        shape = msgspec.json.encode(msgspec.structs.replace(_decoded(line), name="", rev=0))
        first.setdefault(shape, line)
    return list(first.values())


def audit_part(lines: Sequence[bytes]) -> list[Finding]:
    """What is wrong with some faces, in a process of its own."""
    prepare(*SIZE, offscreen=True)
    from screens.gallery import audit_faces  # noqa: PLC0415 - opens a window, after `prepare`

    return audit_faces((_decoded(each) for each in lines), DRAWN_AT)


def _decoded(line: bytes) -> Face:
    return msgspec.json.decode(line, type=Face)


def _lines(arguments: argparse.Namespace) -> Iterator[bytes]:
    """Each face as JSON, as it would come from a file."""
    if arguments.faces is None:
        yield from (msgspec.json.encode(each) for each in _rehearsed(arguments))
    elif str(arguments.faces) == "-":
        yield from _read(sys.stdin, arguments)
    else:
        with arguments.faces.open(encoding="utf-8") as lines:
            yield from _read(lines, arguments)


def _rehearsed(arguments: argparse.Namespace) -> Iterator[Face]:
    """Every page; for an audit in each language and text size that was not settled."""
    settings = Settings()
    catalogue = read_catalogue(settings.assets, settings.centre())
    unknown = [each for each in arguments.matter if each not in catalogue.matters]
    if unknown:
        raise CatalogueError(f"没有这个事项：{unknown[0]}。 There is no matter {unknown[0]}.")
    languages = (arguments.language,) if arguments.language else LANGUAGES if arguments.audit else LANGUAGES[:1]
    sizes = (arguments.text_size,) if arguments.text_size else SIZES if arguments.audit else SIZES[:1]
    for name, session in every_session(catalogue, arguments.matter):
        for language, size in product(languages, sizes):
            yield dressed(catalogue, name, session, language, size, arguments.theme or "light")


def _read(lines: Iterable[str], arguments: argparse.Namespace) -> Iterator[bytes]:
    for line in lines:
        if line.strip():
            face = msgspec.json.decode(line, type=Face)
            size, theme = arguments.text_size or face.text_size, arguments.theme or face.theme
            yield msgspec.json.encode(msgspec.structs.replace(face, text_size=size, theme=theme))
