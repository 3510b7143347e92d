"""The thread of the ID card reader: reads for the newest order, watches the pad, or rests."""

from __future__ import annotations

from collections.abc import Callable

from devices.contract import CardReader, CardReading, DeviceError, DeviceRefused, DeviceSilent, WireError
from kiosk.core.conditions import Presence
from kiosk.core.effects import ReadCard, WatchPad
from kiosk.core.events import CardRead, CardTroubled, PresenceSeen
from kiosk.workers.watcher import REST_S, Post, Watcher, untraced

CARD_S = 30.0  # one wait for a card; a later order ends it within one poll, but never a read that has begun
UNREAD = (DeviceRefused, DeviceSilent, WireError)
"""Of a reader that otherwise works: it cannot read this card, and whoever laid it there must hear of it."""


class CardWorker(Watcher):
    """Reads cards for the newest order, or watches the pad, or rests."""

    def __init__(self, reader: CardReader, post: Post, every_s: float, *, trace: Callable[[], str] = untraced) -> None:
        super().__init__("card", reader, post, every_s, trace=trace)
        self._reader = reader
        self._order: ReadCard | WatchPad | None = None  # written by the loop's thread only
        self._served: ReadCard | None = None  # written by this thread only

    def order(self, order: ReadCard | WatchPad | None) -> None:
        """What is wanted from now on; None rests."""
        self._order = order
        self.wake()

    def run(self) -> None:
        """Work until the end."""
        while not self._ending.is_set():
            match self._order:
                case ReadCard() as order if order is not self._served:
                    self._read(order)
                case WatchPad() as order:
                    self._watch(order)
                case _:
                    self.look()
                    self.rest(self.pause_s())

    def _wants(self, order: ReadCard | WatchPad) -> bool:
        return self._order is order and not self._ending.is_set()

    def _read(self, order: ReadCard) -> None:
        self.look_unless_well()
        if self.given_up:
            self._served = order
            self._post(CardTroubled(order.request, "reader_out_of_service"))
        elif self.within_reach:
            self._read_card(order)
        else:
            self.rest_briefly()

    def _read_card(self, order: ReadCard) -> None:
        try:
            reading = self._reader.read(CARD_S, lambda: self._wants(order))
        except DeviceError as error:
            self.look()
            if not (isinstance(error, UNREAD) and self._supervisor.well):
                self.rest_briefly()
                return
            reading = CardReading(trouble="lift_and_replace")
        if reading.card is None and reading.trouble is None:
            return
        self._served = order
        if reading.card is not None:
            self._post(CardRead(order.request, reading.card))
        elif reading.trouble is not None:
            self._post(CardTroubled(order.request, reading.trouble))
        self._ending.wait(REST_S)  # the same card may still lie there: not again at once

    def _watch(self, order: WatchPad) -> None:
        seen: Presence | None = None
        while self._wants(order):
            self.look_unless_well()
            presence = self._presence() if self.within_reach else Presence.UNKNOWN
            if presence is not seen:
                seen = presence
                self._post(PresenceSeen(order.request, presence))
            self.rest_briefly()

    def _presence(self) -> Presence:
        try:
            return self._reader.presence()
        except DeviceError:
            self.look()
            return Presence.UNKNOWN
