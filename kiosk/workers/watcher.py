"""Common to all device threads: post the device's condition when it changed, end on request."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol

from kiosk.core.conditions import Condition
from kiosk.core.events import ConditionSeen, What

REST_S = 0.7  # between two looks at a card that was not read, and between two looks at the pad
JOIN_S = 5.0

Post = Callable[[What], None]


class HasCondition(Protocol):
    """Anything that can say how it is."""

    def condition(self) -> Condition: ...

    def close(self) -> None: ...


class Watcher(threading.Thread):
    """Common to all workers: post the device's condition when it changed, end on request."""

    def __init__(self, name: str, device: HasCondition, post: Post, every_s: float) -> None:
        super().__init__(name=name, daemon=True)
        self._device = device
        self._post = post
        self._every_s = every_s
        self._last: Condition | None = None
        self._ending = threading.Event()

    def look(self) -> None:
        """Ask the device how it is; tell it when that is new."""
        self.tell(self._device.condition())

    def look_unless_well(self) -> None:
        """Before work: nothing was told yet, or trouble, which may be over; else the work itself will show it."""
        if self._last is None or not self._last.usable:
            self.look()

    def tell(self, condition: Condition) -> None:
        """Post a condition that differs from the last one."""
        if condition != self._last:
            self._last = condition
            self._post(ConditionSeen(condition))

    def end(self) -> None:
        """Stop the thread and give the device back."""
        self._ending.set()
        self.wake()
        self.join(JOIN_S)
        self._device.close()

    def wake(self) -> None:
        """End the present wait; for workers that wait."""
