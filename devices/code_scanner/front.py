"""Is somebody in front of the camera? Motion of some size that lasts; a lamp that flickers is not somebody. Pure."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from devices.code_scanner.camera_frames import Gray

CELL_PX = 16
ROW_STEP = 4  # one row in four is enough for the mean of a cell
AROUND = 2  # cells to each side: light that changes comes and goes evenly, a person has edges
MOVED = 0.06  # of a cell's brightness, against its neighbourhood; a sensor's noise makes 0.01
AREA = 0.02  # of the view: a hand at arm's length, not a fly
BETWEEN_S = 0.15  # between two looks that are compared: who walks moves by a cell or more
LASTS = 3  # looks that moved, in a row


class Front:
    """Fed with frames and their times while somebody is looked for."""

    def __init__(self) -> None:
        self._before: NDArray[np.float32] | None = None
        self._at_s = 0.0
        self._moved = 0
        self.looks = 0

    def feed(self, frame: Gray, at_s: float) -> bool:
        """Whether somebody moved in the last LASTS looks; frames between two looks pass by unseen."""
        if self._before is not None and at_s - self._at_s < BETWEEN_S:
            return False
        cells, before = _cells(frame), self._before
        self._before, self._at_s = cells, at_s
        if before is None or before.shape != cells.shape:
            return False
        self.looks += 1
        self._moved = self._moved + 1 if _moved(before, cells) else 0
        return self._moved >= LASTS


def _moved(before: NDArray[np.float32], cells: NDArray[np.float32]) -> bool:
    change = cells - before
    change -= _around(change)
    return float(np.mean(np.abs(change) > MOVED)) >= AREA


def _cells(frame: Gray) -> NDArray[np.float32]:
    """The logarithm of each cell's mean, so that a light twice as bright adds the same everywhere."""
    down, across = frame.shape[0] // CELL_PX, frame.shape[1] // CELL_PX
    rows = frame[: down * CELL_PX : ROW_STEP, : across * CELL_PX].astype(np.float32)
    means = rows.reshape(down, CELL_PX // ROW_STEP, across, CELL_PX).mean(axis=(1, 3))
    logarithms: NDArray[np.float32] = np.log1p(means)
    return logarithms


def _around(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """The mean of the square around each cell."""
    side = 2 * AROUND + 1
    sums = np.pad(np.pad(values, AROUND, mode="edge").cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    squares: NDArray[np.float32] = sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side]
    squares /= side * side
    return squares
