"""One way to wait for what other processes do."""

from __future__ import annotations

import time
from collections.abc import Callable

MOST_S = 30.0


def until(holds: Callable[[], object], what: str, within_s: float = MOST_S, every_s: float = 0.02) -> None:
    """Wait until something holds; AssertionError names what did not come."""
    deadline = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < deadline, f"{what} did not come"
        time.sleep(every_s)
