"""`kiosk scan`: read the codes in picture files, one line a picture; in a video, one line a frame; before a camera."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from devices.code_scanner.camera_place import SCHEME, camera_place
from devices.code_scanner.live_camera import frames_of_video
from devices.code_scanner.looks import Looks
from devices.code_scanner.picture_scanner import FrameSource, open_source
from devices.code_scanner.pictures import pictures_in, read_picture
from devices.code_scanner.readings import FORMATS, Effort, Read, Unread
from devices.code_scanner.worker import DecodingWorker
from devices.contract import DeviceError, PortMissing, ScannedCode
from devices.faults import fault_of
from kiosk.__main__ import MISSING_INPUT
from kiosk.core.conditions import Device

UNAVAILABLE = 69  # EX_UNAVAILABLE of sysexits.h
SECONDS = 10.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Pictures, a video or a camera; formats, and how to print."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "--images",
        nargs="+",
        type=Path,
        metavar="PATH",
        help="picture files, or folders whose pictures are read in name order (not the folders in them)",
    )
    what.add_argument("--video", type=Path, metavar="FILE", help="a video file; every frame is read")
    what.add_argument(
        "--camera",
        type=_camera,
        metavar="WHERE|N",
        help="a camera, one line a new code: N is /dev/videoN; v4l2:NAME?options, tcp://HOST:PORT, a socket, a folder",
    )
    parser.add_argument(
        "--seconds", type=_seconds, default=SECONDS, metavar="S", help="with --camera: how long (%(default)g)"
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
    """Read everything; 0 also when a picture holds no code or cannot be read.

    What a code says is what was asked for, so it is printed whole, to standard output alone: a one-time code as well.
    """
    with closing(DecodingWorker()) as worker:
        if not worker.start():
            print(fault_of(Device.CODE_SCANNER, "decoder_down").sentence(), file=sys.stderr)
            return UNAVAILABLE
        show = _Lines(as_json=arguments.json)
        if arguments.images:
            return _read_images(worker, arguments.images, arguments.formats, show)
        if arguments.video:
            return _read_video(worker, arguments.video, arguments.formats, show)
        return _watch(worker, arguments.camera, arguments.formats, arguments.seconds, show)


def _formats(names: str) -> frozenset[str]:
    wanted = frozenset(names.lower().split(","))
    if unknown := wanted - FORMATS:
        raise argparse.ArgumentTypeError(
            f"no such format: {', '.join(sorted(unknown))}; known: {', '.join(sorted(FORMATS))}"
        )
    return wanted


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds above nought")
    return seconds


def _camera(where: str) -> str:
    if where.isdecimal():
        where = f"/dev/video{int(where)}"
    if where.startswith("/dev/"):
        where = SCHEME + where
    if where.startswith(SCHEME):
        try:
            camera_place(where)
        except PortMissing as error:
            raise argparse.ArgumentTypeError(str(error)) from error
    return where


# --- pictures -----------------------------------------------------------------------------------------------------


def _read_images(worker: DecodingWorker, given: Sequence[Path], formats: frozenset[str], show: _Lines) -> int:
    try:
        paths = list(_expanded(given))
    except OSError as error:
        return _cannot_open(error.filename)
    for path in paths:
        picture = read_picture(path)
        show(_name(path), picture if isinstance(picture, Unread) else worker.decode(picture, formats))
    return 0


def _expanded(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        path.stat()
        yield from pictures_in(path) if path.is_dir() else (path,)


def _name(path: Path) -> str:
    return os.fsencode(path).decode(errors="replace")


def _cannot_open(name: object) -> int:
    print(f"打不开：{name}。 Cannot be opened: {name}.", file=sys.stderr)
    return MISSING_INPUT


# --- a video ------------------------------------------------------------------------------------------------------


def _read_video(worker: DecodingWorker, path: Path, formats: frozenset[str], show: _Lines) -> int:
    number = 0
    try:
        for number, frame in enumerate(frames_of_video(path), 1):
            show(_name(path), worker.decode(frame, formats), frame=number)
    except DeviceError:
        if number == 0:
            return _cannot_open(_name(path))
        print(f"视频到第 {number} 幅就断了。 The video breaks off after frame {number}.", file=sys.stderr)
        return UNAVAILABLE
    return 0


# --- a camera -----------------------------------------------------------------------------------------------------


def _watch(worker: DecodingWorker, where: str, formats: frozenset[str], seconds: float, show: _Lines) -> int:
    try:
        source = open_source(where)
    except DeviceError:  # a folder that cannot be listed
        return _cannot_open(where)
    with closing(source):
        try:
            _watch_source(worker, source, where, formats, seconds, show)
        except DeviceError as error:
            return _stopped(source, error)
    return 0


def _watch_source(
    worker: DecodingWorker, source: FrameSource, where: str, formats: frozenset[str], seconds: float, show: _Lines
) -> None:
    looks, shown, frames = Looks(), set[ScannedCode](), 0
    result: Read | Unread = Read((), 0.0)
    deadline = time.monotonic() + seconds
    while (left_s := deadline - time.monotonic()) > 0:
        frame = source.next_frame(left_s)
        if frame is None:
            continue
        frames += 1
        effort: Effort = looks.effort(time.monotonic(), moving=True) if source.continuous else "everything"
        result = worker.decode(frame, formats, effort)
        found = result.codes if isinstance(result, Read) else ()
        codes = looks.counted(found) if source.continuous else found
        if new := tuple(code for code in codes if code not in shown):
            shown.update(new)
            show(where, Read(new, result.ms if isinstance(result, Read) else 0.0), frame=frames)
    if not shown:
        show(where, result, frame=frames)


def _stopped(source: FrameSource, error: DeviceError) -> int:
    fault = source.fault()
    sentence = (
        fault_of(Device.CODE_SCANNER, fault).sentence() if fault else f"摄像头断过一下。 The camera failed: {error}."
    )
    print(sentence, file=sys.stderr)
    return MISSING_INPUT if fault == "camera_unplugged" else UNAVAILABLE


# --- lines --------------------------------------------------------------------------------------------------------


class _Lines:
    """Prints what was found, one line each."""

    def __init__(self, *, as_json: bool) -> None:
        self._line_of = _json_line if as_json else _plain_line

    def __call__(self, name: str, result: Read | Unread, frame: int | None = None) -> None:
        print(self._line_of(name, result, frame), flush=True)


def _json_line(file: str, result: Read | Unread, frame: int | None) -> str:
    where = {"file": file} if frame is None else {"file": file, "frame": frame}
    if isinstance(result, Unread):
        return json.dumps({**where, "codes": [], "error": result.why}, ensure_ascii=False)
    codes = [{"format": code.format, "hex": code.payload.hex(), "text": code.text} for code in result.codes]
    return json.dumps({**where, "codes": codes, "ms": round(result.ms, 2)}, ensure_ascii=False)


def _plain_line(file: str, result: Read | Unread, frame: int | None) -> str:
    where = file if frame is None else f"{file} #{frame}"
    if isinstance(result, Unread):
        return f"{where}: 没读成 not read: {result.why}"
    codes = "; ".join(_plain_code(code) for code in result.codes) or "没有码 no code"
    return f"{where}: {codes} ({result.ms:.1f} ms)"


def _plain_code(code: ScannedCode) -> str:
    # as JSON strings, so that no payload moves the cursor
    return f"{code.format} {json.dumps(code.text, ensure_ascii=False) if code.text is not None else code.payload.hex()}"
