"""The one manner in which every device is watched: when to look again, what is news, when to stop trying.

No thread, no device, no clock of its own: a driver's conditions go in with the time, and out comes whether somebody
must be told and how long to wait. `kiosk.workers.watcher` drives it for the terminal, `kiosk devices watch` for the
technician.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from devices.faults import Fault, faults
from kiosk.core.conditions import Condition

MISSES = 3  # a device that is away for a blink is not away
FIRST_S = 0.25  # between the first two looks for a device that went; doubled with each miss
WAITING_S = 1.5  # the most while a citizen waits: who replugs it is served within two seconds
TROUBLED_S = 2.0  # the most while somebody may be mending it: paper, cover, cable


def row_of(condition: Condition) -> Fault | None:
    """The row of a condition's fault; None without a fault, or for one that has no row."""
    return faults()[condition.device].get(condition.fault)


class Supervisor:
    """What is known of one device between two looks.

    `every_s` is how often a device that works is looked at; `chance` gives 0 <= x < 1 and spreads many terminals that
    lost the same thing. `given_up` says that nothing is tried any more until somebody acts.
    """

    def __init__(
        self,
        every_s: float,
        chance: Callable[[], float],
        row_of: Callable[[Condition], Fault | None] = row_of,
    ) -> None:
        self.told: Condition | None = None
        self.given_up = False
        self._every_s = every_s
        self._chance = chance
        self._row_of = row_of
        self._misses = 0
        self._seen_s = -math.inf

    @property
    def away(self) -> bool:
        """Whether the last look missed the device; told to others only from the third miss on."""
        return self._misses > 0

    @property
    def well(self) -> bool:
        """Whether the device worked at the last look, so that work may begin without another one."""
        return self.told is not None and self.told.usable and not self.away

    def saw(self, condition: Condition, now_s: float) -> bool:
        """Take in one look; True when it is news for everybody.

        A disappearance is none before the third miss in a row, nor is another way of being away; the first look after
        the start, any other trouble and a recovery are told at once.
        """
        row, told = self._row_of(condition), self.told
        missing = row is not None and row.disappearance
        self._seen_s = now_s
        self._misses = self._misses + 1 if missing else 0
        self.given_up = row is not None and row.permanent
        if missing and told is not None and (self._misses < MISSES or self._tells_away(told)):
            return False
        self.told = condition
        return condition != told

    def pause_s(self, *, waiting: bool = False) -> float:
        """Seconds until the next look; `waiting` while a citizen needs the device."""
        if not self.away:
            troubled = self.told is not None and not self.told.usable
            return min(self._every_s, TROUBLED_S) if troubled else self._every_s
        most = min(self._every_s, WAITING_S) if waiting else self._every_s
        whole = min(most, FIRST_S * 2.0 ** min(self._misses - 1, 30))  # a year of misses stays a finite number
        return whole * (0.5 + self._chance() / 2)

    def due(self, now_s: float) -> bool:
        """Whether so long went by since the last look that work which never fails should be interrupted by one."""
        return now_s - self._seen_s >= self._every_s

    def _tells_away(self, condition: Condition) -> bool:
        row = self._row_of(condition)
        return row is not None and row.disappearance
