"""The real clocks, and a hand that can push them on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from kiosk.clock import SystemClock


class HandClock(SystemClock):
    """The real clocks, and a hand that can push them on; alarms that are then due ring at once."""

    def __init__(self) -> None:
        self._ahead_ms = 0
        self._days = 0
        self._alarms: list[_Alarm] = []

    def now_ms(self) -> int:
        return super().now_ms() + self._ahead_ms

    def ring_at(self, at_ms: int, call: Callable[[], None]) -> _Alarm:
        alarm = _Alarm(at_ms, call)
        alarm.rings = super().ring_at(at_ms, alarm.ring)
        self._alarms = [each for each in self._alarms if not each.done] + [alarm]
        return alarm

    def civil(self) -> str:
        stepped = datetime.fromisoformat(super().civil()) + timedelta(days=self._days)
        return stepped.isoformat(timespec="seconds")

    def step(self, days: int) -> None:
        """Somebody sets the civil clock; the steady one does not move."""
        self._days += days

    def push(self, seconds: float) -> None:
        """Time passes; every alarm that is due now rings."""
        self._ahead_ms += int(seconds * 1000)
        for alarm in [each for each in self._alarms if not each.done and each.at_ms <= self.now_ms()]:
            alarm.ring()


class _Alarm:
    def __init__(self, at_ms: int, call: Callable[[], None]) -> None:
        self.at_ms = at_ms
        self.done = False
        self.rings: object = None
        self._call = call

    def ring(self) -> None:
        if not self.done:
            self.cancel()
            self._call()

    def cancel(self) -> None:
        self.done = True
        if self.rings is not None:
            self.rings.cancel()
