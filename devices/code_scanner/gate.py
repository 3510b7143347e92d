"""Does anything move in front of the camera? A sparse sample of each frame against a slow average of those before."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from devices.code_scanner.camera_frames import Gray

CELL_PX = 32  # a code that can be read is four times as wide at least
ROW_STEP = 8  # one row in eight: the sample is 14 kB of a 720p frame
SAMPLES = CELL_PX * CELL_PX // ROW_STEP
MOVED_LEVELS = 3.0  # mean change of a cell, in gray levels, that a camera at rest does not show
NOISE_FACTOR = 6.0  # and above the noise measured, in standard deviations
MOVED_CELLS = 2
LEARNING = 1 / 32  # of the difference a frame adds to the average: what stands still for 3 s belongs to the scene
NOISE_STEP = 1.05  # the estimate changes by no more a frame, so that a phone over the whole view is not taken for noise
LANES = np.uint64(0x00FF00FF00FF00FF)
ADD_LANES = np.uint64(0x0001000100010001)


class Gate:
    """Fed with every frame of one camera, in order; costs about 0.05 ms at 720p."""

    def __init__(self) -> None:
        self._cells: NDArray[np.float32] | None = None
        self._average = np.zeros((0, 0), np.float32)
        self._noise = MOVED_LEVELS / NOISE_FACTOR
        self.moving = True
        self.motion = 0.0
        self.repeats = 0

    def feed(self, frame: Gray) -> bool:
        """Whether something moves in this frame of height x width luma bytes; True as well when that cannot be told.

        Sets `moving` to the answer, `motion` to the largest change of a cell in gray levels, and `repeats` to how many
        frames in a row, up to this one, had the very same samples as the frame before: a sensor's noise lets none.
        """
        cells, before = _cells(frame), self._cells
        self._cells = cells
        if before is None or before.shape != cells.shape or cells.size < 2 * MOVED_CELLS:
            self._average, self.repeats, self.moving = cells.copy(), 0, True
            return True
        self.repeats = self.repeats + 1 if np.array_equal(before, cells) else 0
        self.moving = self._moved(cells)
        return self.moving

    def _moved(self, cells: NDArray[np.float32]) -> bool:
        change = cells - self._average
        self._average += LEARNING * change
        change -= _median(change)  # a lamp or the exposure changes all cells alike
        change = np.abs(change, out=change)
        threshold = max(MOVED_LEVELS, NOISE_FACTOR * self._noise)
        self._learn_noise(1.4826 * _median(change))  # the median of a normal distribution's deviations
        self.motion = float(change.max())
        return int(np.count_nonzero(change > threshold)) >= MOVED_CELLS

    def _learn_noise(self, measured: float) -> None:
        self._noise = min(max(measured, self._noise / NOISE_STEP, 0.01), self._noise * NOISE_STEP)


def _median(values: NDArray[np.float32]) -> float:
    return float(np.partition(values, values.size // 2, axis=None)[values.size // 2])  # a fifth of np.median's time


def _cells(frame: Gray) -> NDArray[np.float32]:
    """The mean of each whole cell, from one row in ROW_STEP; eight pixels are added at a time, as lanes of a word."""
    down, across = frame.shape[0] // CELL_PX, frame.shape[1] // CELL_PX
    rows = np.ascontiguousarray(frame[ROW_STEP // 2 : down * CELL_PX : ROW_STEP, : across * CELL_PX]).view(np.uint64)
    lanes = (rows & LANES) + ((rows >> np.uint64(8)) & LANES)
    lanes = lanes.reshape(down, 4, 4 * across).sum(axis=1).reshape(down, across, 4).sum(axis=2)  # below 2**13 each
    means: NDArray[np.float32] = ((lanes * ADD_LANES) >> np.uint64(48)).astype(np.float32) / np.float32(SAMPLES)
    return means
