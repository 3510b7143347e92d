"""A finger on a virtual display: X events from one xdotool that stays, so that no process start is timed."""

from __future__ import annotations

import os
import subprocess
from typing import Self

from script.benches.frame_buffer import Box

END_S = 5.0


class Pointer:
    """The pointer of the X display `name`. Events are on their way when a call returns."""

    def __init__(self, name: str) -> None:
        self._xdotool = subprocess.Popen(
            ("xdotool", "-"), stdin=subprocess.PIPE, env={**os.environ, "DISPLAY": name}, text=True
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._xdotool.communicate(timeout=END_S)

    def move(self, box: Box) -> None:
        """To the middle of a box."""
        self._say(f"mousemove {box.x + box.width // 2} {box.y + box.height // 2}")

    def press(self) -> None:
        """The finger goes down."""
        self._say("mousedown 1")

    def lift(self) -> None:
        """The finger goes up."""
        self._say("mouseup 1")

    def _say(self, line: str) -> None:
        assert self._xdotool.stdin is not None
        self._xdotool.stdin.write(line + "\n")
        self._xdotool.stdin.flush()
