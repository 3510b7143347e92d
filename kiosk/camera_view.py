"""What the scanner's camera sees, made small for the screen, ten times a second at most."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from math import ceil

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from kiosk.preview import HEIGHT_PX, WIDTH_PX, PreviewWriter

EVERY_S = 0.095  # a little less than a tenth: a camera of 30 frames a second then gives every third


class CameraView:
    """A `devices.code_scanner.picture_scanner.Viewer` that writes to the screen's memory while it is open.

    Two threads meet here: the scanner shows frames, and whoever turns the pages opens and shuts. Shut at first.
    """

    def __init__(self, writer: PreviewWriter, clock: Callable[[], float] = time.monotonic) -> None:
        self._writer, self._clock = writer, clock
        self._shown_at = float("-inf")
        self._turning = threading.Lock()
        self._open = False

    def turned(self, *, to_show: bool) -> None:
        """Another page is shown; unless it shows this camera, the picture goes at once and none follows."""
        with self._turning:
            self._open = to_show
            if not to_show:
                self._writer.wipe()

    def show(self, frame: NDArray[np.uint8]) -> None:
        """A frame of height x width luma bytes; most are left out."""
        now = self._clock()
        if not self._open or now - self._shown_at < EVERY_S:
            return
        self._shown_at = now
        height, width = frame.shape
        # a whole divisor costs a fifth of any other
        small = Image.fromarray(frame).reduce(max(ceil(width / WIDTH_PX), ceil(height / HEIGHT_PX)))
        with self._turning:
            if self._open:  # the page may have gone while the picture was made small
                self._writer.write(small.tobytes(), *small.size)

    def hide(self) -> None:
        """The picture goes at once."""
        self._writer.wipe()
