"""`kiosk scan`: read the codes in picture files, one line a picture."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from devices.code_scanner.pictures import pictures_in, read_picture
from devices.code_scanner.readings import FORMATS, Read, Unread
from devices.code_scanner.worker import DecodingWorker
from devices.contract import ScannedCode
from kiosk.__main__ import MISSING_INPUT

UNAVAILABLE = 69  # EX_UNAVAILABLE of sysexits.h


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Pictures, formats, and how to print."""
    parser.add_argument(
        "--images",
        nargs="+",
        required=True,
        type=Path,
        metavar="PATH",
        help="picture files, or folders whose pictures are read in name order (not the folders in them)",
    )
    parser.add_argument(
        "--formats",
        type=_formats,
        default=frozenset({"qr"}),
        metavar="NAME,...",
        help=f"what to look for, default qr; known: {', '.join(sorted(FORMATS))}",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(arguments: argparse.Namespace) -> int:
    """Read every picture; 0 also when a picture holds no code or cannot be read."""
    try:
        paths = list(_expanded(arguments.images))
    except OSError as error:
        print(f"打不开：{error.filename}。 Cannot be opened: {error.filename}.", file=sys.stderr)
        return MISSING_INPUT
    worker = DecodingWorker()
    try:
        return _read_all(worker, paths, arguments.formats, as_json=arguments.json)
    finally:
        worker.close()


def _formats(names: str) -> frozenset[str]:
    wanted = frozenset(names.lower().split(","))
    if unknown := wanted - FORMATS:
        raise argparse.ArgumentTypeError(
            f"no such format: {', '.join(sorted(unknown))}; known: {', '.join(sorted(FORMATS))}"
        )
    return wanted


def _expanded(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        path.stat()
        yield from pictures_in(path) if path.is_dir() else (path,)


def _read_all(worker: DecodingWorker, paths: Sequence[Path], formats: frozenset[str], *, as_json: bool) -> int:
    if not worker.start():
        print("识读程序起不来。 The decoding process does not start.", file=sys.stderr)
        return UNAVAILABLE
    line_of = _json_line if as_json else _plain_line
    for path in paths:
        picture = read_picture(path)
        result = picture if isinstance(picture, Unread) else worker.decode(picture, formats)
        print(line_of(os.fsencode(path).decode(errors="replace"), result), flush=True)
    return 0


def _json_line(file: str, result: Read | Unread) -> str:
    if isinstance(result, Unread):
        return json.dumps({"file": file, "codes": [], "error": result.why}, ensure_ascii=False)
    codes = [{"format": code.format, "hex": code.payload.hex(), "text": code.text} for code in result.codes]
    return json.dumps({"file": file, "codes": codes, "ms": round(result.ms, 2)}, ensure_ascii=False)


def _plain_line(file: str, result: Read | Unread) -> str:
    if isinstance(result, Unread):
        return f"{file}: 没读成 not read: {result.why}"
    codes = "; ".join(_plain_code(code) for code in result.codes) or "没有码 no code"
    return f"{file}: {codes} ({result.ms:.1f} ms)"


def _plain_code(code: ScannedCode) -> str:
    # as JSON strings, so that no payload moves the cursor
    return f"{code.format} {json.dumps(code.text, ensure_ascii=False) if code.text is not None else code.payload.hex()}"
