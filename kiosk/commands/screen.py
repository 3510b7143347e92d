"""`kiosk screen --socket PATH`: the glass, until its window is closed."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from kiosk.__main__ import MISSING_INPUT
from screens.environment import prepare
from screens.fonts import fonts_directory, missing_fonts
from screens.monitor import PAGE, window_size

UNAVAILABLE = 69  # EX_UNAVAILABLE of sysexits.h


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The terminal's socket and the window."""
    parser.add_argument("--socket", type=Path, required=True, metavar="PATH", help="the terminal's Unix socket")
    parser.add_argument("--size", type=_size, metavar="WxH", help=f"of the window; {PAGE[0]}x{PAGE[1]} or what fits")
    parser.add_argument("--fullscreen", action="store_true", help="the whole display, without a pointer")


def _size(text: str) -> tuple[int, int]:
    parts = re.fullmatch(r"([1-9]\d{1,4})x([1-9]\d{1,4})", text)
    if parts is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not WIDTHxHEIGHT")
    return int(parts[1]), int(parts[2])


def run(arguments: argparse.Namespace) -> int:
    """Draw until the window is closed: 0; 75 when the terminal refused this version."""
    prepare(*(arguments.size or window_size()), fullscreen=arguments.fullscreen)
    missing = missing_fonts(fonts_directory())
    if missing:
        print(
            f"缺少字体 {missing}，请运行 script/bootstrap。 The typeface is missing: run script/bootstrap.",
            file=sys.stderr,
        )
        return MISSING_INPUT
    from kivy.base import EventLoop  # noqa: PLC0415

    EventLoop.ensure_window()
    if EventLoop.window is None:
        print("打不开窗口：没有显示器。 No window: there is no display.", file=sys.stderr)
        return UNAVAILABLE
    from screens.app import run as run_app  # noqa: PLC0415

    return run_app(arguments.socket)
