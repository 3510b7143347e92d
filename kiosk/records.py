"""What the terminal writes down: reports that must arrive, papers that must be known, and the audit log."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from msgspec import Struct

from kiosk.core.conditions import PrintVerdict
from kiosk.core.effects import ReportOutcome, ReportRating
from kiosk.core.questions import PrintedPaper, PrintReport, RatingReport, Report
from kiosk.platform.wire import delivery_of
from kiosk.store.audit import Audit
from kiosk.store.errors import DiskFull
from kiosk.store.outbox import Outbox
from kiosk.store.print_journal import PrintJournal
from kiosk.store.store import Store


class Late(Struct, frozen=True):
    """A report that found no room on the disk and waits in memory."""

    key: str
    report: Report


class Records:
    """The store's tables in the terminal's words.

    `instant` is the civil time with its zone, `put` hears of each new report, `wall_s` counts seconds since 1970.
    """

    def __init__(
        self, store: Store, instant: Callable[[], str], put: Callable[[], None], wall_s: Callable[[], float] = time.time
    ) -> None:
        self.outbox = Outbox(store)
        self.journal = PrintJournal(store)
        self._audit = Audit(store)
        self._store = store
        self._instant = instant
        self._put = put
        self._wall_s = wall_s
        self._late: deque[Late] = deque(maxlen=100)

    def note(self, event: str, **fields: str) -> None:
        """One line in the audit log; a full disk loses the line, never the visit."""
        try:
            self._audit.append(event, fields, self._wall_s())
        except DiskFull:
            return

    def report(self, effect: ReportOutcome | ReportRating) -> None:
        """Put a report into the outbox; with a full disk it waits in memory until there is room."""
        self._late.append(Late(effect.key, self._report_of(effect)))
        self.catch_up()

    def catch_up(self) -> None:
        """Put what waits in memory into the outbox, as far as there is room."""
        while self._late:
            late = self._late[0]
            delivery = delivery_of(late.report)
            try:
                self.outbox.put(delivery.kind, late.key, delivery.body, self._wall_s())
            except DiskFull:
                return
            self._late.popleft()
            self._put()

    def begin_paper(self, paper: PrintedPaper, case_number: str | None) -> str:
        """The printer's own job id, written down before anything is sent; DiskFull when it can't be."""
        job = self.journal.ask(paper, case_number, self._wall_s()).job
        self.journal.sending(job)
        return job

    def settle_paper(self, job: str, verdict: PrintVerdict) -> None:
        """Write down what is known of a paper."""
        self.journal.settle(job, verdict)

    def settle_left_open(self) -> int:
        """After a restart: papers nobody settled become UNKNOWN and are reported; how many."""
        jobs = self.journal.left_open()
        for job in jobs:
            assert job.verdict is not None, "left_open gives each job its verdict"
            self.journal.settle(job.job, job.verdict)
            if job.case_number is not None:
                self.report(
                    ReportOutcome(
                        f"restart-{job.job}-{int(self._wall_s())}", job.case_number, job.paper, job.job, job.verdict
                    )
                )
        return len(jobs)

    def roomy(self) -> bool:
        """Whether the disk has room to begin something new."""
        return self._store.admits_new_case()

    def _report_of(self, effect: ReportOutcome | ReportRating) -> Report:
        at = self._instant()
        if isinstance(effect, ReportRating):
            return RatingReport(effect.matter, effect.case_number, effect.grade, at)
        verdict = effect.verdict
        return PrintReport(effect.case_number, effect.job, effect.paper, verdict.outcome, verdict.reason, at)
