"""The line to one simulated department, and what can be done to it: down, slow, refuse or fail next."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct

from kiosk.gateway.departments.contract import Refused
from kiosk.gateway.errors import DepartmentUnavailable
from kiosk.gateway.times import Clock

Verb = Literal[
    "down", "up", "slow", "refuse_next", "error_next", "wrong_total_next", "renew", "supplement_next",
    "not_accept_next", "decline_next", "pay", "advance", "hold",
]  # fmt: skip
WorkedState = Literal["", "paid", "not_paid", "not_known", "done", "declined"]


class Worked(Struct, frozen=True):
    """``pay`` or ``advance`` ordered at `at`: of one case, or of the newest that it can be done to."""

    verb: Verb
    at: datetime
    case: str = ""
    leg: str = ""
    state: WorkedState = ""


class Line:
    """Faults of one simulated department; safe to work from any thread."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._down = False
        self._slow_s = 0.0
        self._next: Verb | None = None
        self._reason = ""
        self._renewed = False
        self._held: datetime | None = None
        self._ready: dict[str, datetime] = {}
        self._worked: list[Worked] = []

    def work(
        self,
        verb: Verb,
        seconds: float = 0.0,
        reason: str = "",
        case: str = "",
        leg: str = "",
        state: WorkedState = "",
    ) -> None:
        """Do `verb` to the line. ``up`` heals everything; ``slow`` lets each later order wait `seconds`.

        ``hold`` stops the department's own clock: no case goes on and nobody pays by himself until ``up``. ``pay`` and
        ``advance`` are done to a case when it is next spoken of, as of now.
        """
        with self._lock:
            match verb:
                case "down":
                    self._down = True
                case "up":
                    self._down, self._slow_s, self._next, self._held = False, 0.0, None, None
                case "hold":
                    self._held = self._clock()
                case "slow":
                    self._slow_s = seconds
                case "pay" | "advance":
                    self._worked.append(Worked(verb, self._held or self._clock(), case, leg, state))
                case "renew":
                    self._renewed = True
                case _:
                    self._next, self._reason = verb, reason

    def now(self) -> datetime:
        """The department's own time."""
        with self._lock:
            return self._held or self._clock()

    def is_up(self) -> bool:
        """Whether calls get through at all."""
        with self._lock:
            return not self._down

    def call(self) -> Refused | None:
        """Begin one call: DepartmentUnavailable when down or failing, a refusal when one was asked for."""
        with self._lock:
            if self._down or self._take("error_next"):
                raise DepartmentUnavailable("a simulated department did not answer")
            return Refused(self._reason) if self._take("refuse_next") else None

    def renewed(self) -> bool:
        """Whether the simulated register is to begin anew, so that a long run never uses it up; true once."""
        with self._lock:
            renewed, self._renewed = self._renewed, False
            return renewed

    def spoils_total(self) -> bool:
        """Whether the next certificate's total is to be wrong; true once."""
        with self._lock:
            return self._take("wrong_total_next")

    def next_case(self) -> tuple[Verb | None, str]:
        """What is to happen to the next application, and why; true once."""
        with self._lock:
            for verb in ("supplement_next", "not_accept_next", "decline_next"):
                if self._take(verb):
                    return verb, self._reason
            return None, ""

    def worked(self) -> tuple[Worked, ...]:
        """What was ordered of cases since this was last asked."""
        with self._lock:
            worked, self._worked = tuple(self._worked), []
            return worked

    def still_working(self, order: str) -> bool:
        """Whether a slow department is not done with `order` yet; the time runs from its first arrival."""
        with self._lock:
            now = self._clock()
            ready = self._ready.setdefault(order, now + timedelta(seconds=self._slow_s))
            if now < ready:
                return True
            del self._ready[order]
            return False

    def _take(self, verb: Verb) -> bool:
        if self._next != verb:
            return False
        self._next = None
        return True
