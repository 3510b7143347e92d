"""How long to wait before asking again: doubling, capped, and spread so that many terminals do not ask at once."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable

from msgspec import Struct


class Pace(Struct, frozen=True):
    """How time passes and how chance falls; a test hands in its own.

    `clock` is a steady clock in seconds, `chance` gives 0 <= x < 1.
    """

    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    chance: Callable[[], float] = random.random


class Backoff(Struct, frozen=True):
    """Pauses that double from `first_s` and never pass `most_s`."""

    first_s: float
    most_s: float

    def pause_s(self, attempts: int, chance: float) -> float:
        """The pause after `attempts` failures (1 or more): between half and the whole of the doubled one."""
        # 2 ** 30 is far beyond any cap; without the bound a year of failures would make a huge number first.
        whole = min(self.most_s, self.first_s * 2.0 ** min(attempts - 1, 30))
        return whole * (0.5 + chance / 2)
