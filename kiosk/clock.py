"""The terminal's time: a steady clock for deadlines, the civil time for papers, one way to be woken."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Protocol

CHINA = timezone(timedelta(hours=8), "CST")  # one civil time in the whole country (GB/T 7408)


class Alarm(Protocol):
    """Something that will ring once."""

    def cancel(self) -> None: ...


class Clock(Protocol):
    """What the terminal asks of time; tests move one by hand."""

    def now_ms(self) -> int:
        """A steady clock in milliseconds."""
        ...

    def civil(self) -> str:
        """The civil time, ``YYYY-MM-DDTHH:MM:SS``."""
        ...

    def ring_at(self, at_ms: int, call: Callable[[], None]) -> Alarm:
        """Call back when `now_ms` reaches `at_ms`."""
        ...


class SystemClock:
    """The machine's own clocks, for use inside a running event loop."""

    def now_ms(self) -> int:
        return time.monotonic_ns() // 1_000_000

    def civil(self) -> str:
        return datetime.now(CHINA).strftime("%Y-%m-%dT%H:%M:%S")

    def ring_at(self, at_ms: int, call: Callable[[], None]) -> Alarm:
        return asyncio.get_running_loop().call_later(max(0, at_ms - self.now_ms()) / 1000, call)
