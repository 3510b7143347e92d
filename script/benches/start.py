"""From starting a program to a page that can be used: `kiosk screen` against a bare Kivy window, turn by turn.

Both are timed from outside: from the start of the process until the pixels of the glass change for the last time. The
screen is connected to a desk that sends it the home page; the link, the letters and the pictures are in its time.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from kiosk.demo.display import Display
from kiosk.demo.world import Program
from script.benches.frame_buffer import WHOLE, FrameBuffer
from script.benches.rehearsed_desk import RehearsedDesk
from script.benches.table import Row, count

BARE = (sys.executable, "-m", "script.benches.bare_window")
QUIET_S = 0.7  # longer than a busy machine takes from the screen's own 请稍候 to the page


def screen(socket: Path) -> tuple[str, ...]:
    """The screen as it is started for a citizen."""
    return (sys.executable, "-P", "-m", "kiosk", "screen", "--socket", str(socket))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How often."""
    parser.add_argument("--runs", type=count, default=7, metavar="N", help="starts of each (%(default)s)")


def run(arguments: argparse.Namespace) -> list[Row]:
    """Start both in turn, after one start of each that is not counted: it fills the disk cache."""
    ours, bare = [], []
    with tempfile.TemporaryDirectory() as name, Display(Path(name)) as display:
        folder, glass = Path(name), FrameBuffer(Path(name))
        stage = _Stage(folder, glass, display.name)
        with RehearsedDesk(folder / "s") as desk:
            for _ in range(1 + arguments.runs):
                desk.forget()
                ours.append(stage.start(screen(folder / "s"), lambda: desk.shows("home")))
                bare.append(stage.start(BARE, lambda: any(glass.look())))
    return [Row("start: program -> usable page", tuple(ours[1:]), tuple(bare[1:]), "bare Kivy window, one button")]


class _Stage:
    """One display on which one program after the other is started."""

    def __init__(self, folder: Path, glass: FrameBuffer, display: str) -> None:
        self._log = folder / "log"
        self._glass = glass
        self._env = {"DISPLAY": display, "KIVY_HOME": str(folder / "kivy")}

    def start(self, argv: Sequence[str], begun: Callable[[], bool]) -> float:
        """Milliseconds from the start of the program to the last change of the glass; the program is ended."""
        began = time.monotonic()
        program = Program("glass", argv, self._log, self._env)
        try:
            return (self._glass.settled(QUIET_S, begun) - began) * 1000
        finally:
            program.stop()
            self._glass.when(WHOLE, lambda seen: not any(seen))
