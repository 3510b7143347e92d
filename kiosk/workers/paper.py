"""The thread of a printer: one job after the other; between jobs it looks at the paper."""

from __future__ import annotations

import contextlib
import queue

from devices.contract import DeviceError, DocumentPrinter, ReceiptPrinter
from kiosk.core.conditions import Condition, Device, Outcome, PrintVerdict, Status
from kiosk.core.effects import PrintDocument, PrintReceipt
from kiosk.core.events import PaperSettled
from kiosk.workers.watcher import Post, Watcher


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
