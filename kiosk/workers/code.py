"""The thread of the code scanner: looks for codes while somebody wants one, and for somebody while nobody is there."""

from __future__ import annotations

from collections.abc import Callable

from devices.contract import CodeScanner, DeviceError, ScannedCode
from kiosk.core.conditions import Presence
from kiosk.core.effects import ReadCode, WatchFront
from kiosk.core.events import CodeRead, SomeoneSeen
from kiosk.workers.watcher import REST_S, Post, Watcher, untraced

CODE_S = 1.0  # one wait for a code; a later order is obeyed after at most this long
FRONT_S = 1.0  # one wait for somebody


class CodeWorker(Watcher):
    """Looks for codes for the newest order, or for somebody in front, or rests."""

    def __init__(
        self, scanner: CodeScanner, post: Post, every_s: float, *, trace: Callable[[], str] = untraced
    ) -> None:
        super().__init__("code", scanner, post, every_s, trace=trace)
        self._scanner = scanner
        self._order: ReadCode | WatchFront | None = None  # written by the loop's thread only
        self._served: ReadCode | WatchFront | None = None  # written by this thread only

    def order(self, order: ReadCode | WatchFront | None) -> None:
        """What is wanted from now on; None rests."""
        self._order = order
        self.wake()

    def run(self) -> None:
        """Work until the end."""
        while not self._ending.is_set():
            order = self._order
            if order is None or order is self._served:
                self.look()
                self.rest(self.pause_s())
            elif not self._ready():
                self.rest_briefly()
            elif isinstance(order, ReadCode):
                self._scan(order)
            else:
                self._watch(order)

    def _ready(self) -> bool:
        """Frames keep coming from a camera that shows nothing, so it is asked how it is also while it works."""
        self.look_unless_well()
        self.look_if_due()
        return self.within_reach

    def _scan(self, order: ReadCode) -> None:
        code: ScannedCode | None
        try:
            code = self._scanner.scan(order.formats, CODE_S)
        except DeviceError:
            self.look()
            self.rest_briefly()
            return
        if code is None:
            return
        self._served = order
        self._post(CodeRead(order.request, code.payload, code.text))
        self._ending.wait(REST_S)

    def _watch(self, order: WatchFront) -> None:
        try:
            presence = self._scanner.presence(FRONT_S)
        except DeviceError:
            self.look()
            presence = Presence.UNKNOWN
        if presence is Presence.PRESENT:
            self._served = order
            self._post(SomeoneSeen(order.request))
        else:  # a scanner that cannot tell now will hardly be able to soon
            self.rest(REST_S if presence is Presence.ABSENT else self.pause_s())
