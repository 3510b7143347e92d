"""Carries what waits in the outbox to the gateway, for ever and at a polite pace."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections.abc import Callable
from typing import NoReturn

from msgspec import Struct

from kiosk.platform.answers import Delivered, Dropped, Keep
from kiosk.platform.backoff import Backoff
from kiosk.platform.client import Client
from kiosk.store.errors import DiskFull
from kiosk.store.outbox import LONGEST_PAUSE_S, Outbox, Waiting

BACKOFF = Backoff(first_s=5.0, most_s=LONGEST_PAUSE_S)
ROUND_EVERY_S = 5.0
SEAL_BROKEN = "seal_broken"
DISK_FULL = "disk_full"
# Reasons to keep a report that the next report of the round would meet as well.
LINE_DOWN = frozenset({"offline", "no_answer", "unregistered", DISK_FULL})


class Carried(Struct, frozen=True):
    """What became of one report in one try: delivered, kept for later, or dropped for good."""

    kind: str
    key: str
    answer: Delivered | Keep | Dropped


class Courier:
    """Delivers one outbox over one client. `clock` is the wall clock in seconds, `chance` gives 0 <= x < 1."""

    def __init__(
        self,
        outbox: Outbox,
        client: Client,
        clock: Callable[[], float] = time.time,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._outbox = outbox
        self._client = client
        self._clock = clock
        self._chance = chance
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Something was put into the outbox: start a round now."""
        self._woken.set()

    async def run(self, tell: Callable[[Carried], None]) -> NoReturn:
        """Deliver until cancelled, telling what became of each try. Raises the store's errors, never the network's."""
        while True:
            self._woken.clear()
            for carried in await self.deliver_due():
                tell(carried)
            with contextlib.suppress(TimeoutError):  # nobody woke us: time for the next round
                await asyncio.wait_for(self._woken.wait(), ROUND_EVERY_S)

    async def deliver_due(self) -> tuple[Carried, ...]:
        """One round: try each report that is due once, and stop early when the line is down."""
        carried: list[Carried] = []
        for report in self._outbox.due(self._clock()):
            answer = await self._carry(report)
            carried.append(Carried(report.kind, report.key, answer))
            if isinstance(answer, Keep) and answer.why in LINE_DOWN:
                break
        return tuple(carried)

    async def _carry(self, report: Waiting) -> Delivered | Keep | Dropped:
        if report.payload is None:
            answer: Delivered | Keep | Dropped = Dropped(SEAL_BROKEN)
        else:
            answer = await self._client.deliver(report.kind, report.key, report.payload)
        try:
            self._write_down(report, answer)
        except DiskFull:  # not written down: it comes again under its key, and the gateway counts it once
            return Keep(DISK_FULL)
        return answer

    def _write_down(self, report: Waiting, answer: Delivered | Keep | Dropped) -> None:
        if isinstance(answer, Keep):
            pause_s = BACKOFF.pause_s(report.attempts + 1, self._chance())
            self._outbox.failed(report.id, self._clock() + pause_s)
        else:
            self._outbox.delivered(report.id)
