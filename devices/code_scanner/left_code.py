"""A code that was read and then left lying before the camera must not be read for the next citizen. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from devices.contract import ScannedCode

MISSES = 3  # looks in a row that did not find it: one may be a blurred frame
MISSING_S = 0.2


class LeftCode:
    """Remembers the code delivered last, as a hash that only this process can make, until it was out of the picture.

    Any other code is new at once, and so is one that somebody already held there when the page opened.
    """

    def __init__(self) -> None:
        self._delivered: int | None = None
        self._misses = 0
        self._missing_since_s = 0.0

    @property
    def may_lie_there(self) -> bool:
        """Whether a delivered code may still lie there."""
        return self._delivered is not None

    def first_new(self, codes: Sequence[ScannedCode], now_s: float) -> ScannedCode | None:
        """The first of a frame's codes that was not left there; the one returned counts as delivered."""
        new = next((each for each in codes if hash(each.payload) != self._delivered), None)
        if new is not None:
            self._delivered, self._misses = hash(new.payload), 0
        elif codes:
            self._misses = 0
        elif self.may_lie_there:
            self._missed(now_s)
        return new

    def _missed(self, now_s: float) -> None:
        if self._misses == 0:
            self._missing_since_s = now_s
        self._misses += 1
        if self._misses >= MISSES and now_s - self._missing_since_s >= MISSING_S:
            self._delivered = None
