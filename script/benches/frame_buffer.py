"""What is on the glass now, read from an Xvfb's frame buffer while it draws: programs are timed from outside."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from kiosk.demo.display import HEIGHT, WIDTH
from kiosk.demo.world import DemoError

GRID_PX = 16  # each 16th pixel of each 16th row is looked at: cheap enough to leave both processors to the programs
LOOK_EVERY_S = 0.001
PATIENCE_S = 30.0
QUIET_S = 0.15  # pages change by a cut: what comes later is another frame
_HEADER_WORDS = 25  # XWDFileHeader, version 7, each a big-endian 32-bit number (XWDFile.h)


class Box(NamedTuple):
    """A part of the glass in pixels from its top left corner."""

    x: int
    y: int
    width: int
    height: int


WHOLE = Box(0, 0, WIDTH, HEIGHT)


class FrameBuffer:
    """The glass of the Xvfb that was started with ``-fbdir folder``."""

    def __init__(self, folder: Path) -> None:
        raw = np.memmap(folder / "Xvfb_screen0", np.uint8, "r")
        header = np.frombuffer(raw[: 4 * _HEADER_WORDS].tobytes(), ">u4")
        size, width, height, per_line, colours = (int(header[each]) for each in (0, 4, 5, 12, 19))
        start = size + colours * 12
        self._bgr = raw[start : start + per_line * height].reshape(height, per_line // 4, 4)[:, :width, :3]

    def look(self, box: Box = WHOLE) -> bytes:
        """The colours in `box`, by the grid."""
        rows, columns = slice(box.y, box.y + box.height, GRID_PX), slice(box.x, box.x + box.width, GRID_PX)
        return self._bgr[rows, columns].tobytes()

    def when(self, box: Box, holds: Callable[[bytes], bool]) -> float:
        """Wait until something holds of the colours in `box`: the monotonic time at which it did."""
        deadline = time.monotonic() + PATIENCE_S
        while not holds(self.look(box)):
            if time.monotonic() > deadline:
                raise DemoError("屏幕上没有出现等待的画面。 The glass does not show what was waited for.")
            time.sleep(LOOK_EVERY_S)
        return time.monotonic()

    def settled(self, quiet_s: float = QUIET_S, begun: Callable[[], bool] = lambda: True) -> float:
        """Wait until `begun` and nothing has changed for `quiet_s`: the monotonic time of the last change."""
        last, changed = self.look(), time.monotonic()

        def is_quiet(seen: bytes) -> bool:
            nonlocal last, changed
            if seen != last:
                last, changed = seen, time.monotonic()
            return time.monotonic() - changed > quiet_s and begun()

        self.when(WHOLE, is_quiet)
        return changed
