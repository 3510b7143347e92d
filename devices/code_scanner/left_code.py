"""Codes that were read and then left lying before the camera must not be read for the next citizen. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from devices.code_scanner.readings import Effort, harder
from devices.contract import ScannedCode

MISSES = 3  # looks in a row that found nothing: one may be a blurred frame
MISSING_S = 0.2


class LeftCodes:
    """Remembers the codes that were delivered, as hashes that only this process can make, until the view was empty.

    Any other code is new at once, and so is one that somebody already held there when the page opened. A look ends
    with the first search that finds anything, so that only one which found nothing tells that a code has gone.
    """

    def __init__(self) -> None:
        self._delivered: set[int] = set()
        self._took: Effort = "glance"
        self._misses = 0
        self._missing_since_s = 0.0

    @property
    def may_lie_there(self) -> bool:
        """Whether a delivered code may still lie there."""
        return bool(self._delivered)

    def effort(self, effort: Effort) -> Effort:
        """For the next look: no less than it took to find what may lie there, or that would seem to have gone."""
        return harder(effort, self._took)

    def first_new(self, codes: Sequence[ScannedCode], now_s: float, effort: Effort) -> ScannedCode | None:
        """The first of the codes found with `effort` that was not left there; the one returned counts as delivered."""
        new = next((each for each in codes if hash(each.payload) not in self._delivered), None)
        if new is not None:
            self._delivered.add(hash(new.payload))
            self._took = harder(effort, self._took)
        if codes:
            self._misses = 0
        elif self._delivered:
            self._missed(now_s)
        return new

    def _missed(self, now_s: float) -> None:
        if self._misses == 0:
            self._missing_since_s = now_s
        self._misses += 1
        if self._misses >= MISSES and now_s - self._missing_since_s >= MISSING_S:
            self._delivered, self._took, self._misses = set(), "glance", 0
