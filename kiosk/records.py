"""What the terminal writes down: reports that must arrive, papers that must be known, and the audit log."""

from __future__ import annotations

import contextlib
import time
from collections import deque
from collections.abc import Callable
from typing import Literal

from msgspec import Struct

from kiosk.core.conditions import Media, Outcome, PrintVerdict
from kiosk.core.effects import ReportRating
from kiosk.core.questions import PrintedPaper, PrintReport, RatingReport
from kiosk.platform.wire import delivery_of
from kiosk.store.audit import Audit
from kiosk.store.audit_events import fitted
from kiosk.store.errors import DiskFull
from kiosk.store.outbox import Outbox
from kiosk.store.print_journal import PrintJob, PrintJournal, State
from kiosk.store.store import Store

DAY_S = 24 * 3600.0
# Half a year at some thousand lines on a busy day, in some 60 MB.
AUDIT_KEEP = 200_000
# A paper is asked about, and counted as a reprint, within the year after its payments; a month on top.
JOURNAL_KEEP_S = 400 * DAY_S
# A full disk lets nothing new begin, so these are ratings of visits that were already under way, with room to spare.
MOST_RATINGS = 100
# What stands for a printer that has not answered when the citizen is asked.
NOT_ANSWERED = PrintVerdict(Outcome.UNKNOWN, "no_answer", began=True)


class LatePaper(Struct, frozen=True):
    """What is known of a paper, by the printer or by the citizen, and at which instant it was known."""

    job: PrintJob
    verdict: PrintVerdict
    who: Literal["printer", "citizen"]
    at: str


class LateRating(Struct, frozen=True):
    """A rating that waits for the outbox."""

    key: str
    report: RatingReport


class Records:
    """The store's tables in the terminal's words. What finds no room waits in memory; `catch_up` tries again.

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
        self._papers: deque[LatePaper] = deque()  # bounded by the papers under way: none begins on a full disk
        self._ratings: deque[LateRating] = deque()
        self._refused = 0
        self._trimmed_s: float | None = None

    def note(self, event: str, **fields: str) -> None:
        """One line in the audit log; a full disk loses the line, never the visit."""
        try:
            self._audit.append(event, fitted(event, fields), self._wall_s())
        except DiskFull:
            return

    def rate(self, effect: ReportRating) -> None:
        """Put a rating into the outbox; when too many wait for room, it is refused and counted."""
        if len(self._ratings) >= MOST_RATINGS:
            self._refused += 1
            return
        report = RatingReport(effect.matter, effect.case_number, effect.grade, self._instant(), effect.reasons)
        self._ratings.append(LateRating(effect.key, report))
        self.catch_up()

    def catch_up(self) -> None:
        """Write down what waits in memory, papers first, as far as there is room."""
        try:
            while self._papers:
                self._write_paper(self._papers[0])
                self._papers.popleft()
            while self._ratings:
                self._write_rating(self._ratings[0])
                self._ratings.popleft()
        except DiskFull:
            return
        if self._refused:
            self.note("ratings_refused", count=str(self._refused))
            self._refused = 0

    def trim_daily(self) -> None:
        """Once a day forget the oldest audit lines and print jobs; without room, at the next call."""
        now_s = self._wall_s()
        if self._trimmed_s is not None and abs(now_s - self._trimmed_s) < DAY_S:  # abs: the clock may be set back
            return
        try:
            self._audit.trim(AUDIT_KEEP)
            self.journal.trim(now_s - JOURNAL_KEEP_S)
        except DiskFull:
            return
        self._trimmed_s = now_s

    def begin_paper(self, paper: PrintedPaper, case_number: str | None) -> PrintJob:
        """The printer's own job, written down before anything is sent; DiskFull, and nothing kept, when it can't be."""
        job = self.journal.ask(paper, case_number, self._wall_s())
        self.note("paper_asked", job=job.job, paper=paper)
        return job

    def step_paper(self, job: PrintJob, step: State) -> None:
        """The paper came so far, and that is on the disk now; DiskFull when it can't be."""
        self.journal.step(job.job, step)

    def see_paper(self, job: PrintJob, media: Media) -> None:
        """Where the paper is now; a full disk loses the line, never the visit."""
        with contextlib.suppress(DiskFull):
            if self.journal.seen(job.job, media):
                self.note("paper_seen", job=job.job, media=media.value)

    def settle_paper(self, job: PrintJob, verdict: PrintVerdict) -> None:
        """Settle the job and put its report, both or neither; the first verdict counts."""
        self._papers.append(LatePaper(job, verdict, "printer", self._instant()))
        self.catch_up()

    def correct_paper(self, job: PrintJob, verdict: PrintVerdict) -> None:
        """Put the citizen's word in the place of an UNKNOWN and report it, both or neither."""
        self._papers.append(LatePaper(job, verdict, "citizen", self._instant()))
        self.catch_up()

    def settle_left_open(self) -> int:
        """After a restart: papers nobody settled are settled as the journal knows them, and reported; how many."""
        jobs = self.journal.left_open()
        for job in jobs:
            assert job.verdict is not None, "left_open gives each job its verdict"
            self.settle_paper(job, job.verdict)
        return len(jobs)

    def roomy(self) -> bool:
        """Whether the disk has room to begin something new."""
        return self._store.admits_new_case()

    def _write_paper(self, late: LatePaper) -> None:
        work = self._settle if late.who == "printer" else self._correct
        if not self._store.write(lambda: work(late), closing=True):
            return
        job, verdict = late.job, late.verdict
        self.note("paper_settled", job=job.job, paper=job.paper, outcome=verdict.outcome.value, reason=verdict.reason)
        self._put()

    def _settle(self, late: LatePaper) -> bool:
        if not self.journal.settle(late.job.job, late.verdict):
            return False
        self._report(late, _key(late.job))
        return True

    def _correct(self, late: LatePaper) -> bool:
        """The citizen may be asked before the printer has answered: then UNKNOWN comes first here as well."""
        self._settle(LatePaper(late.job, NOT_ANSWERED, "printer", late.at))
        if not self.journal.correct(late.job.job, late.verdict):
            return False
        self._report(late, f"{_key(late.job)}-citizen")
        return True

    def _report(self, late: LatePaper, key: str) -> None:
        job, verdict = late.job, late.verdict
        if job.case_number is None:
            return
        report = PrintReport(job.case_number, job.job, job.paper, verdict.outcome, verdict.reason, late.at)
        delivery = delivery_of(report)
        self.outbox.put(delivery.kind, key, delivery.body, self._wall_s())

    def _write_rating(self, late: LateRating) -> None:
        delivery = delivery_of(late.report)
        self.outbox.put(delivery.kind, late.key, delivery.body, self._wall_s())
        self._put()


def _key(job: PrintJob) -> str:
    """The report's idempotency key: the id alone is given again after a million jobs, id and time never."""
    return f"print-{job.job}-{int(job.asked_at_s * 1_000_000)}"
