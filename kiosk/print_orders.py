"""Which of the printers' jobs belongs to which order of a visit."""

from __future__ import annotations

from kiosk.core.conditions import PrintVerdict
from kiosk.core.effects import PrintDocument, PrintReceipt
from kiosk.records import Records
from kiosk.store.print_journal import PrintJob


class PrintOrders:
    """Papers on their way are known whatever page the citizen is on, and until they are settled."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._jobs: dict[str, PrintJob] = {}
        self._open: set[str] = set()

    def begin(self, order: PrintReceipt | PrintDocument) -> str:
        """Write the order down and give its job id; DiskFull when it can't be, and then nothing may be printed."""
        job = self._records.begin_paper("receipt" if isinstance(order, PrintReceipt) else "document", order.case_number)
        self._jobs[order.job] = job
        self._open.add(order.job)
        return job.job

    def settled(self, order: str, verdict: PrintVerdict) -> None:
        """A printer's verdict: only the first one for an order of ours counts."""
        if order in self._open:
            self._open.discard(order)
            self._records.settle_paper(self._jobs[order], verdict)

    def citizen_said(self, order: str, verdict: PrintVerdict) -> None:
        """The citizen's answer to 单子出来了吗 about an order of this visit."""
        if order in self._jobs:
            self._records.correct_paper(self._jobs[order], verdict)

    def forget(self) -> None:
        """The visit is over: only what is still on its way stays known."""
        self._jobs = {order: job for order, job in self._jobs.items() if order in self._open}
