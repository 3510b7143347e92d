"""How hard each frame of a camera is searched, and when a code found in it counts. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from devices.code_scanner.readings import SELF_CORRECTING, Effort
from devices.contract import ScannedCode

SHARPEN_EVERY_S = 0.1  # one in three frames: what a glance misses in one it mostly sees in the next
EVERYTHING_AFTER_S = 2.0  # of motion without a code: libzbar costs ten glances and finds next to nothing they miss
NEVER_S = float("-inf")


class Looks:
    """Asked before each look at a frame and told what the look found."""

    def __init__(self) -> None:
        self._sharpened_s = NEVER_S
        self._moving_since_s: float | None = None
        self._before = frozenset[ScannedCode]()

    def restart(self) -> None:
        """Somebody else is looking, or for something else: what is held there already is worth a sharper look."""
        self._sharpened_s, self._moving_since_s = NEVER_S, None
        self._before = frozenset()

    def effort(self, now_s: float, *, moving: bool) -> Effort:
        """For the look at `now_s`, on a clock that never goes back; a scene at rest was searched when it moved."""
        if not moving:
            self._moving_since_s = None
        elif self._moving_since_s is None:
            self._moving_since_s = now_s
        elif now_s - self._moving_since_s >= EVERYTHING_AFTER_S:
            self._moving_since_s = self._sharpened_s = now_s
            return "everything"
        if now_s - self._sharpened_s >= SHARPEN_EVERY_S and (moving or self._sharpened_s == NEVER_S):
            self._sharpened_s = now_s
            return "sharpen"
        return "glance"

    def counted(self, codes: Sequence[ScannedCode]) -> tuple[ScannedCode, ...]:
        """Those of a look's codes that are sure: a one-dimensional one when the look before found the same."""
        before, self._before = self._before, frozenset(codes)
        return tuple(code for code in codes if code.format in SELF_CORRECTING or code in before)
