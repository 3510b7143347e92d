"""From starting a program to a page that can be used: `kiosk screen` against a bare Kivy window, turn by turn.

Both are timed from outside: from the start of the process until the pixels of the glass change for the last time. The
screen is connected to a desk that sends it the home page; the link, the letters and the pictures are in its time.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from kiosk.demo.display import Display
from script.benches.glass_program import BARE, GlassProgram, screen
from script.benches.rehearsed_desk import RehearsedDesk
from script.benches.table import Row, count

QUIET_S = 0.7  # longer than a busy machine takes from the screen's own 请稍候 to the page


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How often."""
    parser.add_argument("--runs", type=count, default=7, metavar="N", help="starts of each (%(default)s)")


def run(arguments: argparse.Namespace) -> list[Row]:
    """Start both in turn, after one start of each that is not counted: it fills the disk cache."""
    ours, bare = [], []
    with tempfile.TemporaryDirectory() as name, Display(Path(name)) as display:
        folder = Path(name)
        with RehearsedDesk(folder / "s") as desk:
            for _ in range(1 + arguments.runs):
                desk.forget()
                with GlassProgram(screen(folder / "s"), display.name, folder) as program:
                    ours.append(program.settled_ms(lambda: desk.shows("home"), QUIET_S))
                with GlassProgram(BARE, display.name, folder) as program:
                    bare.append(program.settled_ms(quiet_s=QUIET_S))
    return [Row("start: program -> usable page", tuple(ours[1:]), tuple(bare[1:]), "bare Kivy window, one button")]
