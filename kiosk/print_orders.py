"""Which of the printers' jobs belongs to which order of a visit, and how far each came."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

from kiosk.core.conditions import Media, PrintVerdict
from kiosk.core.effects import PrintDocument, PrintReceipt
from kiosk.records import Records
from kiosk.store.errors import DiskFull
from kiosk.store.print_journal import PrintJob
from kiosk.workers.paper import NotWrittenError, Step

WRITE_S = 5.0  # for the loop to come to it and the disk to flush: far longer than either takes


class PrintOrders:
    """Papers on their way are known whatever page the citizen is on, and until they are settled."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._jobs: dict[str, PrintJob] = {}
        self._open: set[str] = set()
        self._out: tuple[str, PrintJob] | None = None  # the paper that came last: it may still lie in the mouth

    def begin(self, order: PrintReceipt | PrintDocument) -> str:
        """Write the order down and give its job id; DiskFull when it can't be, and then nothing may be printed."""
        job = self._records.begin_paper("receipt" if isinstance(order, PrintReceipt) else "document", order.case_number)
        self._jobs[order.job] = job
        self._open.add(order.job)
        return job.job

    def stepper(self, order: str, loop: asyncio.AbstractEventLoop) -> Callable[[Step], None]:
        """For the printer's thread: writes a step of `order` down on the loop's, and returns when it is on the disk."""
        job = self._jobs[order]
        return lambda step: OnLoop(loop, lambda: self._records.step_paper(job, step)).wait(WRITE_S)

    def settled(self, order: str, verdict: PrintVerdict) -> None:
        """A printer's verdict: only the first one for an order of ours counts."""
        if order in self._open:
            self._open.discard(order)
            job = self._jobs[order]
            self._out = (order, job) if job.paper == "receipt" else self._out  # only receipts have a mouth
            self._records.settle_paper(job, verdict)

    def seen(self, order: str, media: Media) -> None:
        """Where the last paper is now, also when its visit is over."""
        if self._out is not None and self._out[0] == order:
            self._records.see_paper(self._out[1], media)

    def citizen_said(self, order: str, verdict: PrintVerdict) -> None:
        """The citizen's answer to 单子出来了吗 about an order of this visit."""
        if order in self._jobs:
            self._records.correct_paper(self._jobs[order], verdict)

    def forget(self) -> None:
        """The visit is over: only what is still on its way stays known."""
        self._jobs = {order: job for order, job in self._jobs.items() if order in self._open}


class OnLoop:
    """One piece of work of another thread, done on the loop's thread, to which the store belongs."""

    def __init__(self, loop: asyncio.AbstractEventLoop, work: Callable[[], None]) -> None:
        self._work = work
        self._done = threading.Event()
        self._full: DiskFull | None = None
        try:
            loop.call_soon_threadsafe(self._run)
        except RuntimeError as error:
            raise NotWrittenError("not_written") from error  # the loop has ended

    def wait(self, timeout_s: float) -> None:
        """Until it is done; NotWrittenError when it is not in time, or did not fit."""
        if not self._done.wait(timeout_s):
            raise NotWrittenError("not_written")
        if self._full is not None:
            raise NotWrittenError("disk_full") from self._full

    def _run(self) -> None:
        try:
            self._work()
        except DiskFull as error:
            self._full = error
        finally:
            self._done.set()
