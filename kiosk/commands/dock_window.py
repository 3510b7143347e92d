"""`kiosk dock-window`: the dock as a window with large keys, beside the window of a running demo."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kiosk.__main__ import MISSING_INPUT
from kiosk.demo.dock_keys import DockKeys
from kiosk.dock import NobodyThere, demo_directory
from kiosk.fault_stories.story import StoryError, read_shelf
from kiosk.settings import Settings
from screens.environment import prepare
from screens.fonts import fonts_directory, missing_fonts

WIDTH_PX, HEIGHT_PX = 980, 1060
NO_DEMO = 69  # EX_UNAVAILABLE of sysexits.h


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which demo, and where its papers come out."""
    parser.add_argument("--dir", type=Path, default=demo_directory(), help="the demo's directory (%(default)s)")
    parser.add_argument("--out", type=Path, default=Path("out/demo"), help="where its papers come out (%(default)s)")


def run(arguments: argparse.Namespace) -> int:
    """Until the window is closed: 0; 66 without typeface or stories, 69 without a demo or a display."""
    prepare(WIDTH_PX, HEIGHT_PX, at_px=(0, 0))  # beside the terminal's window, which is centred
    if missing := missing_fonts(fonts_directory()):
        print(f"缺少字体 {missing}。 The typeface is missing: run script/bootstrap.", file=sys.stderr)
        return MISSING_INPUT
    try:
        keys = DockKeys(arguments.dir, arguments.out, read_shelf(Settings().assets / "fault_stories"))
        keys.state()
    except (StoryError, NobodyThere) as error:
        print(error, file=sys.stderr)
        return NO_DEMO if isinstance(error, NobodyThere) else MISSING_INPUT
    from kivy.base import EventLoop  # noqa: PLC0415 - as above

    EventLoop.ensure_window()
    if EventLoop.window is None:
        print("打不开窗口：没有显示器。 No window: there is no display.", file=sys.stderr)
        return NO_DEMO
    from screens.dock_board import Board, BoardGroup, BoardKey  # noqa: PLC0415 - as above

    groups = [
        BoardGroup(group.title, tuple(BoardKey(each.id, each.label, each.english) for each in group.keys))
        for group in keys.groups()
    ]
    Board(groups, keys.press, keys.state).run()
    return 0
