"""A thread for each device: orders go in, outcomes come back as events, trouble never leaves the thread."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable
from typing import Protocol

from devices.contract import (
    CardReader,
    CodeScanner,
    DeviceError,
    DocumentPrinter,
    ReceiptPrinter,
    ScannedCode,
)
from kiosk.core.conditions import Condition, Device, Outcome, Presence, PrintVerdict, Status
from kiosk.core.effects import PrintDocument, PrintReceipt, ReadCard, ReadCode, WatchPad
from kiosk.core.events import CardRead, CardTroubled, CodeRead, ConditionSeen, PaperSettled, PresenceSeen, What

CARD_S = 30.0  # one wait for a card; a later order ends it within one poll, but never a read that has begun
CODE_S = 1.0  # one wait for a code; a later order is obeyed after at most this long
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


class CardWorker(Watcher):
    """Reads cards for the newest order, or watches the pad, or rests."""

    def __init__(self, reader: CardReader, post: Post, every_s: float) -> None:
        super().__init__("card", reader, post, every_s)
        self._reader = reader
        self._order: ReadCard | WatchPad | None = None  # written by the loop's thread only
        self._served: ReadCard | None = None  # written by this thread only
        self._changed = threading.Event()

    def order(self, order: ReadCard | WatchPad | None) -> None:
        """What is wanted from now on; None rests."""
        self._order = order
        self._changed.set()

    def wake(self) -> None:
        self._changed.set()

    def run(self) -> None:
        while not self._ending.is_set():
            match self._order:
                case ReadCard() as order if order is not self._served:
                    self._read(order)
                case WatchPad() as order:
                    self._watch(order)
                case _:
                    self.look()
                    self._rest(self._every_s)

    def _rest(self, seconds: float) -> None:
        self._changed.wait(seconds)
        self._changed.clear()

    def _wants(self, order: ReadCard | WatchPad) -> bool:
        return self._order is order and not self._ending.is_set()

    def _read(self, order: ReadCard) -> None:
        self.look_unless_well()
        try:
            reading = self._reader.read(CARD_S, lambda: self._wants(order))
        except DeviceError:
            self.look()
            self._rest(REST_S)
            return
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
            presence = self._presence()
            if presence is not seen:
                seen = presence
                self._post(PresenceSeen(order.request, presence))
            self._rest(REST_S)

    def _presence(self) -> Presence:
        try:
            return self._reader.presence()
        except DeviceError:
            self.look()
            return Presence.UNKNOWN


class CodeWorker(Watcher):
    """Looks for codes while somebody wants one."""

    def __init__(self, scanner: CodeScanner, post: Post, every_s: float) -> None:
        super().__init__("code", scanner, post, every_s)
        self._scanner = scanner
        self._order: ReadCode | None = None  # written by the loop's thread only
        self._served: ReadCode | None = None  # written by this thread only
        self._changed = threading.Event()

    def order(self, order: ReadCode | None) -> None:
        """What is wanted from now on; None rests."""
        self._order = order
        self._changed.set()

    def wake(self) -> None:
        self._changed.set()

    def run(self) -> None:
        while not self._ending.is_set():
            order = self._order
            if order is not None and order is not self._served:
                self._scan(order)
                continue
            self.look()
            self._changed.wait(self._every_s)
            self._changed.clear()

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


class PrintWorker(Watcher):
    """Prints one job after the other; between jobs it looks at the paper."""

    def __init__(
        self,
        device: Device,
        printer: ReceiptPrinter | DocumentPrinter,
        post: Post,
        every_s: float,
    ) -> None:
        super().__init__(device.value, printer, post, every_s)
        self._kind = device
        self._printer = printer
        self._jobs: queue.Queue[tuple[PrintReceipt | PrintDocument, str] | None] = queue.Queue()

    def order(self, order: PrintReceipt | PrintDocument, job: str) -> None:
        """Print under the printer's own job id `job`; the outcome comes back under the order's."""
        self._jobs.put((order, job))

    def withdraw(self) -> None:
        """Take back what has not begun to print: each such order ends as FAILED, ``withdrawn``."""
        with contextlib.suppress(queue.Empty):
            while True:
                if (job := self._jobs.get_nowait()) is not None:
                    self._post(PaperSettled(job[0].job, PrintVerdict(Outcome.FAILED, "withdrawn")))

    def wake(self) -> None:
        self._jobs.put(None)

    def run(self) -> None:
        self.look()
        while not self._ending.is_set():
            try:
                job = self._jobs.get(timeout=self._every_s)
            except queue.Empty:
                self.look()
                continue
            if job is not None:
                self._print(*job)
                self.look()

    def _print(self, order: PrintReceipt | PrintDocument, job: str) -> None:
        try:
            verdict = self._verdict(order, job)
        except DeviceError:
            verdict = PrintVerdict(Outcome.UNKNOWN, "offline", began=True)
            self.tell(Condition(self._kind, Status.OFFLINE, fault="offline"))
        self._post(PaperSettled(order.job, verdict))

    def _verdict(self, order: PrintReceipt | PrintDocument, job: str) -> PrintVerdict:
        if isinstance(order, PrintReceipt):
            return self._printer.print(order.receipt, job)  # type: ignore[arg-type]  # one worker a kind of printer
        return self._printer.print(order.pdf, job)  # type: ignore[arg-type]  # one worker a kind of printer


class Workers:
    """All devices of one terminal, each behind its own thread."""

    def __init__(
        self,
        card_reader: CardReader,
        code_scanner: CodeScanner,
        receipt_printer: ReceiptPrinter,
        document_printer: DocumentPrinter,
        post: Post,
        every_s: float,
    ) -> None:
        self._card = CardWorker(card_reader, post, every_s)
        self._code = CodeWorker(code_scanner, post, every_s)
        self._receipt = PrintWorker(Device.RECEIPT_PRINTER, receipt_printer, post, every_s)
        self._document = PrintWorker(Device.DOCUMENT_PRINTER, document_printer, post, every_s)

    def start(self) -> None:
        """Begin to look after the devices."""
        for each in self._all():
            each.start()

    def end(self) -> None:
        """Stop and give every port back."""
        for each in self._all():
            each.end()

    def read_card(self, order: ReadCard | WatchPad | None) -> None:
        """Read cards, watch the pad, or rest."""
        self._card.order(order)

    def read_code(self, order: ReadCode | None) -> None:
        """Look for codes, or rest."""
        self._code.order(order)

    def print_paper(self, order: PrintReceipt | PrintDocument, job: str) -> None:
        """Print one paper under the printer's own job id."""
        (self._receipt if isinstance(order, PrintReceipt) else self._document).order(order, job)

    def withdraw(self) -> None:
        """The visit is over: papers that have not begun to print stay unprinted."""
        self._receipt.withdraw()
        self._document.withdraw()

    def _all(self) -> tuple[CardWorker, CodeWorker, PrintWorker, PrintWorker]:
        return self._card, self._code, self._receipt, self._document
