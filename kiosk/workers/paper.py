"""The thread of a printer: one job after the other; between jobs it looks at the paper."""

from __future__ import annotations

import contextlib
import queue
from collections.abc import Callable

from msgspec import Struct

from devices.contract import DeviceError, DocumentPrinter, PrintStep, ReceiptPrinter, unwritten
from kiosk.core.conditions import Condition, Device, Media, Outcome, PrintVerdict, Status
from kiosk.core.effects import PrintDocument, PrintReceipt
from kiosk.core.events import MediaSeen, PaperSettled
from kiosk.workers.watcher import Post, Watcher, untraced

Step = PrintStep


class NotWrittenError(Exception):
    """A step could not be written down; its text is the fault id of why."""


class Job(Struct, frozen=True):
    """One order with the printer's own job id; `stepped` writes its steps down, or raises NotWrittenError."""

    order: PrintReceipt | PrintDocument
    id: str
    stepped: Callable[[Step], None]

    def step(self, step: Step) -> None:
        """Nothing is sent that is not written down; once bytes are out, they are finished whatever the disk says."""
        try:
            self.stepped(step)
        except NotWrittenError:
            if step == "sending":
                raise


class PrintWorker(Watcher):
    """Prints one job after the other; between jobs it looks at the paper, and whether the last one was taken."""

    def __init__(
        self,
        device: Device,
        printer: ReceiptPrinter | DocumentPrinter,
        post: Post,
        every_s: float,
        *,
        trace: Callable[[], str] = untraced,
    ) -> None:
        super().__init__(device.value, printer, post, every_s, trace=trace)
        self._kind = device
        self._printer = printer
        self._jobs: queue.Queue[Job | None] = queue.Queue()
        self._left = ""  # the order whose paper nobody took

    def order(self, order: PrintReceipt | PrintDocument, job: str, stepped: Callable[[Step], None] = unwritten) -> None:
        """Print under the printer's own job id `job`; the outcome comes back under the order's."""
        self._jobs.put(Job(order, job, stepped))

    def withdraw(self) -> None:
        """Take back what has not begun to print: each such order ends as FAILED, ``withdrawn``."""
        with contextlib.suppress(queue.Empty):
            while True:
                if (job := self._jobs.get_nowait()) is not None:
                    self._post(PaperSettled(job.order.job, PrintVerdict(Outcome.FAILED, "withdrawn")))

    def wake(self) -> None:
        self._jobs.put(None)

    def run(self) -> None:
        self.look()
        while not self._ending.is_set():
            try:
                job = self._jobs.get(timeout=self.pause_s())
            except queue.Empty:
                self.look()
                self._look_at_mouth()
                continue
            if job is not None:
                self._print(job)
                self.look()

    def _print(self, job: Job) -> None:
        try:
            verdict = self._verdict(job)
        except NotWrittenError as refused:
            verdict = PrintVerdict(Outcome.FAILED, str(refused))
        except DeviceError:
            verdict = PrintVerdict(Outcome.UNKNOWN, "offline", began=True)
            self.tell(Condition(self._kind, Status.OFFLINE, fault="offline"))
        self._post(PaperSettled(job.order.job, verdict))
        if isinstance(job.order, PrintReceipt) and verdict.outcome is Outcome.PRINTED:
            self._await_taken(job.order.job)

    def _verdict(self, job: Job) -> PrintVerdict:
        order = job.order
        if isinstance(order, PrintReceipt):
            return self._printer.print(order.receipt, job.id, job.step)  # type: ignore[call-arg, arg-type]  # one worker a kind of printer
        job.step("sending")  # a document printer tells no steps of its own
        return self._printer.print(order.pdf, job.id)  # type: ignore[arg-type]  # one worker a kind of printer

    def _await_taken(self, order: str) -> None:
        """Tell where the paper ended; the next job, or the end of all, ends the wait without a word."""
        self._left = ""
        media = self._media(lambda: self._jobs.empty() and not self._ending.is_set())
        if media is Media.UNKNOWN or not self._jobs.empty() or self._ending.is_set():
            return
        self._post(MediaSeen(order, media))
        self._left = order if media is Media.PRESENT else ""

    def _look_at_mouth(self) -> None:
        """A paper that was left may be taken later after all."""
        if self._left and (media := self._media(lambda: False)) not in (Media.PRESENT, Media.UNKNOWN):
            self._post(MediaSeen(self._left, media))
            self._left = ""

    def _media(self, wanted: Callable[[], bool]) -> Media:
        return self._printer.await_taken(wanted)  # type: ignore[union-attr]  # only receipts have a mouth
