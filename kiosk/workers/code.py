"""The thread of the code scanner: looks for codes while somebody wants one."""

from __future__ import annotations

import threading

from devices.contract import CodeScanner, DeviceError, ScannedCode
from kiosk.core.conditions import Presence
from kiosk.core.effects import ReadCode, WatchFront
from kiosk.core.events import CodeRead, SomeoneSeen
from kiosk.workers.watcher import REST_S, Post, Watcher

CODE_S = 1.0  # one wait for a code; a later order is obeyed after at most this long


class CodeWorker(Watcher):
    """Looks for codes while somebody wants one."""

    def __init__(self, scanner: CodeScanner, post: Post, every_s: float) -> None:
        super().__init__("code", scanner, post, every_s)
        self._scanner = scanner
        self._order: ReadCode | WatchFront | None = None  # written by the loop's thread only
        self._served: ReadCode | WatchFront | None = None  # written by this thread only
        self._changed = threading.Event()

    def order(self, order: ReadCode | WatchFront | None) -> None:
        """What is wanted from now on; None rests."""
        self._order = order
        self._changed.set()

    def wake(self) -> None:
        self._changed.set()

    def run(self) -> None:
        while not self._ending.is_set():
            order = self._order
            if isinstance(order, ReadCode) and order is not self._served:
                self._scan(order)
                continue
            self.look()
            if isinstance(order, WatchFront) and order is not self._served:
                self._watch(order)
            self._changed.wait(self._every_s)
            self._changed.clear()

    def _watch(self, order: WatchFront) -> None:
        """One look at who stands there; a scanner that cannot tell, or fails, is asked again after a rest."""
        try:
            presence = self._scanner.presence(CODE_S)
        except DeviceError:
            self.look()
            return
        if presence is Presence.PRESENT:
            self._served = order
            self._post(SomeoneSeen(order.request))

    def _scan(self, order: ReadCode) -> None:
        code: ScannedCode | None
        self.look_unless_well()
        try:
            code = self._scanner.scan(order.formats, CODE_S)
        except DeviceError:
            self.look()
            self._ending.wait(REST_S)
            return
        if code is None:
            return
        self._served = order
        self._post(CodeRead(order.request, code.payload, code.text))
        self._ending.wait(REST_S)
