"""From a finger to the glass: a page of ours against a bare Kivy button, finger by finger.

Both programs run on displays of their own and get the same X events. The time ends when the pixels under the finger
change. Finger down shows the key pressed; finger up brings the next page, which the terminal has to send first.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from kiosk.demo.display import HEIGHT, WIDTH, Display
from script.benches.frame_buffer import Box
from script.benches.glass_program import BARE, GlassProgram, screen
from script.benches.pointer import Pointer
from script.benches.rehearsed_desk import RehearsedDesk
from script.benches.table import Row, count

MATTER, NEXT_PAGE = "matter:KSTB-14", "KSTB-14/consent"
BUTTON = Box(WIDTH // 4, HEIGHT // 4, WIDTH // 2, HEIGHT // 8)  # any part of the bare window is its button
NOT_COUNTED = 2  # the first touches of a program load what later ones find


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How often."""
    parser.add_argument("--touches", type=count, default=20, metavar="N", help="of each (%(default)s)")


def run(arguments: argparse.Namespace) -> list[Row]:
    """Touch both in turn."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        desk = stack.enter_context(RehearsedDesk(folder / "s"))
        ours = _Hand(stack, screen(folder / "s"), folder / "ours")
        bare = _Hand(stack, BARE, folder / "bare")
        touches = []
        for _ in range(NOT_COUNTED + arguments.touches):
            ours.settle(lambda: desk.shows("home"))
            touches.append((*ours.touch(desk.box(MATTER)), *bare.touch(BUTTON)))
            ours.settle(lambda: desk.shows(NEXT_PAGE))
            desk.touch("back")
    ours_down, ours_up, bare_down, bare_up = zip(*touches[NOT_COUNTED:], strict=True)
    return [
        Row("touch: finger down -> key pressed", ours_down, bare_down, "bare Kivy button, going down"),
        Row("touch: finger up -> next page", ours_up, bare_up, "bare Kivy button, coming up"),
    ]


class _Hand:
    """One finger before one program on a display of its own in `folder`."""

    def __init__(self, stack: ExitStack, argv: tuple[str, ...], folder: Path) -> None:
        display = stack.enter_context(Display(folder))
        self._program = stack.enter_context(GlassProgram(argv, display.name, folder))
        self._pointer = stack.enter_context(Pointer(display.name))
        self.settle()

    def settle(self, begun: Callable[[], bool] = lambda: True) -> None:
        """Wait until the glass is still."""
        self._program.settled_ms(begun)

    def touch(self, box: Box) -> tuple[float, float]:
        """Milliseconds to the change under the finger after it went down, and after it went up."""
        self._pointer.move(box)
        self.settle()
        return self._ms(self._pointer.press, box), self._ms(self._pointer.lift, box)

    def _ms(self, act: Callable[[], None], box: Box) -> float:
        pixels = self._program.pixels
        before, began = pixels.look(box), time.monotonic()
        act()
        taken_s = pixels.when(box, lambda seen: seen != before) - began
        self.settle()
        return taken_s * 1000
