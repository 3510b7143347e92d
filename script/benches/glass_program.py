"""A program that draws on a virtual display: started, watched through the pixels of the glass, ended."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self

from kiosk.demo.world import DemoError, Program
from script.benches.frame_buffer import QUIET_S, WHOLE, FrameBuffer

BARE = (sys.executable, "-m", "script.benches.bare_window")


def screen(socket: Path) -> tuple[str, ...]:
    """The screen as it is started for a citizen."""
    return (sys.executable, "-P", "-m", "kiosk", "screen", "--socket", str(socket))


class GlassProgram:
    """One program on the display `name`, whose frame buffer lies in `folder`; it is ended with the block."""

    def __init__(self, argv: Sequence[str], name: str, folder: Path) -> None:
        self.pixels = FrameBuffer(folder)
        self._log = folder / "log"
        self._log.unlink(missing_ok=True)
        self._began = time.monotonic()
        self._program = Program("glass", argv, self._log, {"DISPLAY": name, "KIVY_HOME": str(folder / "kivy")})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._program.stop()
        self.pixels.when(WHOLE, lambda seen: not any(seen))

    def settled_ms(self, begun: Callable[[], bool] = lambda: True, quiet_s: float = QUIET_S) -> float:
        """Wait until something is drawn, `begun` holds and the glass is still: from the start to its last change."""
        return (self.pixels.settled(quiet_s, lambda: self._draws() and begun()) - self._began) * 1000

    def _draws(self) -> bool:
        if self._program.process.poll() is not None:
            said = self._log.read_text("utf-8", "replace").splitlines() or ["-"]
            raise DemoError(f"屏幕程序自己结束了。 The program on the glass ended by itself: {said[-1]}.")
        return any(self.pixels.look())
