"""Common to all device threads: look when it is time, post the condition when that is news, end on request."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable

from devices.contract import Driver
from devices.supervisor import Supervisor
from kiosk.core.conditions import Condition
from kiosk.core.events import ConditionSeen, What

REST_S = 0.7  # between two looks at a card that was not read, at the pad, at who stands in front
JOIN_S = 5.0

Post = Callable[[What], None]


def untraced() -> str:
    """Nobody can tell from outside whether somebody acted."""
    return ""


class Watcher(threading.Thread):
    """One device's thread; by itself it looks and tells, and the kinds that work do so in their own `run`.

    `every_s` is the pause between two looks at a device that works. `trace` changes when somebody acted at the device
    (`devices.finding.trace`): only then one that was given up is tried again.
    """

    def __init__(
        self,
        name: str,
        device: Driver,
        post: Post,
        every_s: float,
        *,
        trace: Callable[[], str] = untraced,
        chance: Callable[[], float] = random.random,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(name=name, daemon=True)
        self._device = device
        self._post = post
        self._every_s = every_s
        self._trace = trace
        self._clock = clock
        self._supervisor = Supervisor(every_s, chance)
        self._left_at = ""
        self._ending = threading.Event()
        self._called = threading.Event()

    def run(self) -> None:
        """Look until the end."""
        while not self._ending.is_set():
            self.look()
            self.rest(self.pause_s())

    def look(self) -> None:
        """Ask the device how it is and tell what is news; nothing is asked of one that was given up."""
        standing = self._trace()  # before the look, so that who acts while it lasts is not overlooked
        if not self.given_up or standing != self._left_at:
            self._left_at = standing
            self.tell(self._device.condition())

    def look_unless_well(self) -> None:
        """Before work: nothing was told yet, or trouble, which may be over; else the work itself will show it."""
        if not self._supervisor.well:
            self.look()

    def look_if_due(self) -> None:
        """Within work that never fails by itself, such as looking for a code in a picture that has gone black."""
        if self._supervisor.due(self._clock()):
            self.look()

    def tell(self, condition: Condition) -> None:
        """Post a condition if it is news."""
        if self._supervisor.saw(condition, self._clock()):
            self._post(ConditionSeen(condition))
        if self.given_up:
            self._device.close()  # so that a technician can test it while the terminal runs

    @property
    def within_reach(self) -> bool:
        """Whether work makes sense: the device answered the last look, and was not given up."""
        return not (self._supervisor.away or self.given_up)

    @property
    def given_up(self) -> bool:
        """Whether only somebody's act brings the device back."""
        return self._supervisor.given_up

    def pause_s(self, *, waiting: bool = False) -> float:
        """How long to rest before the next look; `waiting` while a citizen needs the device."""
        return self._supervisor.pause_s(waiting=waiting)

    def rest(self, seconds: float) -> None:
        """Wait that long, or until `wake`."""
        self._called.wait(seconds)
        self._called.clear()

    def rest_briefly(self) -> None:
        """Between two tries at something that a citizen waits for."""
        self.rest(REST_S if self.within_reach else self.pause_s(waiting=True))

    def let_go(self) -> None:
        """Ask the thread to end soon, without waiting for it."""
        self._ending.set()
        self.wake()

    def end(self) -> None:
        """Stop the thread and give the device back."""
        self.let_go()
        if self.is_alive():  # it may never have been started
            self.join(JOIN_S)
        self._device.close()

    def wake(self) -> None:
        """End the present rest."""
        self._called.set()
