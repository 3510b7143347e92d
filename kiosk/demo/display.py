"""A screen without a monitor: our own Xvfb, pixels from its frame buffer file, a pointer moved by X events."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np
from PIL import Image

from kiosk.demo.world import DemoError

WIDTH, HEIGHT = 1080, 1920
START_S = 10.0
LIGHT_S = 30.0  # terminal and screen start meanwhile, on a machine that may have much else to do
_HEADER_WORDS = 25  # XWDFileHeader, version 7, each a big-endian 32-bit number (XWDFile.h)


class Display:
    """Xvfb at 1080x1920 on a display number it chooses itself; `folder` gets its frame buffer file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        for needed in ("Xvfb", "xdotool"):
            if shutil.which(needed) is None:
                raise DemoError(
                    f"缺少 {needed}，请先运行 script/bootstrap。 {needed} is missing: run script/bootstrap."
                )

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True, exist_ok=True)
        told, tell = os.pipe()
        self._xvfb = subprocess.Popen(
            (
                "setpriv",
                "--pdeathsig",
                "KILL",
                "--",
                "Xvfb",
                "-displayfd",
                str(tell),
                "-screen",
                "0",
                f"{WIDTH}x{HEIGHT}x24",
                "-fbdir",
                str(self._folder),
                "-nolisten",
                "tcp",
                "-noreset",
            ),
            pass_fds=(tell,),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(tell)
        with os.fdopen(told, "rb") as line:
            number = line.readline().decode().strip()
        if not number:
            raise DemoError("虚拟显示器没有启动。 Xvfb did not start.")
        self.name = f":{number}"
        self._wait_for_pixels()
        return self

    def __exit__(self, *_: object) -> None:
        self._xvfb.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._xvfb.wait(START_S)
        self._xvfb.kill()
        self._xvfb.wait()

    def click(self, x: int, y: int) -> None:
        """Move the pointer there, press, release: X events like those of a finger."""
        subprocess.run(
            ("xdotool", "mousemove", str(x), str(y), "mousedown", "1", "mouseup", "1"),
            env={**os.environ, "DISPLAY": self.name},
            check=True,
            timeout=START_S,
        )

    def stroke(self, points: Sequence[tuple[int, int]]) -> None:
        """Press at the first point, draw through the others, release at the last."""
        moves = [word for x, y in points for word in ("mousemove", str(x), str(y), "sleep", "0.02")]
        first, rest = moves[:5], moves[5:]
        subprocess.run(
            ("xdotool", *first, "mousedown", "1", *rest, "mouseup", "1"),
            env={**os.environ, "DISPLAY": self.name},
            check=True,
            timeout=START_S,
        )

    def picture(self) -> Image.Image:
        """What is on the glass now."""
        data = (self._folder / "Xvfb_screen0").read_bytes()
        header = np.frombuffer(data, ">u4", _HEADER_WORDS)
        size, width, height, per_line, colours = (int(header[each]) for each in (0, 4, 5, 12, 19))
        pixels = np.frombuffer(data, np.uint8, per_line * height, offset=size + colours * 12)
        bgrx = pixels.reshape(height, per_line)[:, : width * 4].reshape(height, width, 4)
        return Image.fromarray(np.ascontiguousarray(bgrx[:, :, 2::-1]))

    def wait_for_light(self) -> None:
        """Wait until there is anything but black: a window that is not shown yet feels no click."""
        deadline = time.monotonic() + LIGHT_S
        while not np.asarray(self.picture()).any():
            if time.monotonic() > deadline:
                raise DemoError("屏幕一直是黑的。 The screen stays black.")
            time.sleep(0.05)

    def _wait_for_pixels(self) -> None:
        deadline = time.monotonic() + START_S
        while not (self._folder / "Xvfb_screen0").exists():
            if time.monotonic() > deadline:
                raise DemoError("虚拟显示器没有画面。 Xvfb shows no frame buffer.")
            time.sleep(0.05)
