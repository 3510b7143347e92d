"""The moving parts of the emulated IPP printer: sheets, a jam, a cover, and one job after the other, page by page.

It holds documents in memory only; a finished one is laid into the tray, which is the paper.
"""

from __future__ import annotations

import itertools
import re
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from pyipp.enums import IppJobState

from kiosk.core.conditions import Paper

FAULTS = {
    "paper-out-before": "没有纸。 No paper from the beginning.",
    "paper-out-mid": "打到一半没有纸。 Paper runs out in the middle of a document.",
    "paper-low": "纸快用完。 Paper is running low.",
    "jams-mid": "打到一半卡纸。 Paper jams in the middle of a document, which the printer gives up.",
    "cover-open": "盖子开着。 The cover is open.",
    "toner-low": "墨粉快用完。 Toner is running low.",
    "toner-out": "没有墨粉。 No toner.",
    "paused": "被人暂停。 Somebody paused it.",
    "asleep": "收了任务不动。 Takes a job and never begins.",
    "busy": "总说正忙。 Says that it is busy to every document.",
    "refuses-pdf": "不收PDF。 Takes no PDF.",
    "silent": "收了不回话。 Takes every request and never answers.",
    "loses-answer": "收了文件就挂断。 Takes the document and hangs up before it answers.",
    "loses-document": "没收到文件就挂断。 Hangs up on a document and keeps nothing of it.",
    "forgets-jobs": "不记得任务。 Knows no job that it took.",
    "keeps-jobs": "断电后还记得任务。 Goes on with its jobs after the power comes back.",
    "ignores-cancel": "取消不了。 Says yes to a cancellation and goes on.",
    "counts-nothing": "说打完了，页数是零。 Says done with a count of zero, and prints nothing.",
    "drips": "应答一个字节一个字节来。 Answers byte by byte.",
    "not-ipp": "应答不是打印机的话。 Answers with a web page.",
}
FULL_SHEETS = 250
LOW_SHEETS = 10
PAGE_S = 2.0
TICK_S = 0.02
KEPT_JOBS = 50

PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_AT_REST = (IppJobState.CANCELED, IppJobState.ABORTED, IppJobState.COMPLETED)
_ONCE = ("paper-out-mid", "jams-mid")


class Job:
    """One document on its way to paper; `document` is gone when it is over."""

    def __init__(self, number: int, name: str, user: str, document: bytes) -> None:
        self.number = number
        self.name = name
        self.user = user
        self.document = document
        self.pages = len(PAGE.findall(document)) or 1
        self.impressions = 0
        self.state = IppJobState.PENDING
        self.reason = "none"

    @property
    def over(self) -> bool:
        """Nothing more happens to it."""
        return self.state in _AT_REST

    def end(self, state: IppJobState, reason: str) -> None:
        """Its last state."""
        self.state, self.reason, self.document = state, reason, b""


class Engine:
    """Prints a page every `page_s` seconds in a thread of its own; every method may be called from any thread."""

    def __init__(self, tray: Path, *, page_s: float = PAGE_S, clock: Callable[[], float] = time.monotonic) -> None:
        self._tray = tray
        self._clock = clock
        self._lock = threading.RLock()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="ipp-printer", daemon=True)
        self._numbers = itertools.count(1)
        self._jobs: list[Job] = []
        self._page_done_at: float | None = None
        self._sheets, self._jammed, self._cover_open, self._powered = FULL_SHEETS, False, False, True
        self._faults: frozenset[str] = frozenset()
        self.page_s = page_s
        tray.mkdir(parents=True, exist_ok=True)

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def close(self) -> None:
        """Stop for good."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def power(self, on: bool) -> None:
        """Mains: what was not printed is forgotten, as in printers without a disk."""
        with self._lock:
            self._powered, self._page_done_at = on, None
            if "keeps-jobs" not in self._faults:
                self._jobs.clear()

    def load(self, sheets: int) -> None:
        """So many sheets lie in the tray now."""
        with self._lock:
            self._sheets = sheets

    def jam(self, jammed: bool) -> None:
        """A sheet sticks, or is taken out; the job it belonged to is given up."""
        with self._lock:
            self._jammed = jammed

    def cover(self, opened: bool) -> None:
        """Open or close the cover."""
        with self._lock:
            self._cover_open = opened

    def set_faults(self, names: Iterable[str]) -> None:
        """Exactly these faults and nothing else wrong; ValueError for a name that is not in FAULTS."""
        chosen = frozenset(names)
        if unknown := chosen - set(FAULTS):
            raise ValueError(f"there is no fault {', '.join(sorted(unknown))}; known: {', '.join(FAULTS)}")
        with self._lock:
            self._faults = chosen
            self._jammed, self._cover_open = False, "cover-open" in chosen
            self._sheets = FULL_SHEETS
            if "paper-low" in chosen:
                self._sheets = LOW_SHEETS
            if "paper-out-before" in chosen:
                self._sheets = 0

    def has(self, fault: str) -> bool:
        """Whether it suffers from `fault`."""
        return fault in self._faults

    @property
    def paper(self) -> Paper:
        """The paper as it lies there."""
        if self._jammed:
            return Paper.JAMMED
        if not self._sheets:
            return Paper.OUT
        return Paper.LOW if self._sheets <= LOW_SHEETS else Paper.FULL

    @property
    def sheets(self) -> int:
        """Blank sheets in the tray."""
        return self._sheets

    def reasons(self) -> list[str]:
        """printer-state-reasons as they are, ``none`` when nothing is wrong."""
        with self._lock:
            wrong = {
                "media-jam-error": self._jammed,
                "cover-open-error": self._cover_open,
                "media-empty-error": not self._sheets,
                "media-needed-error": not self._sheets and bool(self.waiting()),
                "media-low-warning": 0 < self._sheets <= LOW_SHEETS,
                "toner-empty-error": self.has("toner-out"),
                "toner-low-report": self.has("toner-low"),
                "paused": self.has("paused"),
            }
            return [reason for reason, holds in wrong.items() if holds] or ["none"]

    def stopped(self) -> bool:
        """Whether it cannot print now."""
        blocks = self._jammed or self._cover_open or not self._sheets
        return blocks or self.has("toner-out") or self.has("paused")

    def take(self, name: str, user: str, document: bytes) -> Job:
        """A new job at the end of the line; the oldest finished ones are forgotten."""
        with self._lock:
            job = Job(next(self._numbers), name, user, document)
            self._jobs = [*self._jobs[-KEPT_JOBS:], job]
            return job

    def find(self, number: int) -> Job | None:
        """The job of that number."""
        if self.has("forgets-jobs"):
            return None
        return next((job for job in self.jobs() if job.number == number), None)

    def jobs(self) -> list[Job]:
        """All that it remembers, oldest first."""
        with self._lock:
            return list(self._jobs)

    def waiting(self) -> list[Job]:
        """Those that are not over."""
        return [job for job in self.jobs() if not job.over]

    def cancel(self, job: Job) -> bool:
        """Whether it could be cancelled: one that is over cannot."""
        with self._lock:
            if job.over:
                return False
            if not self.has("ignores-cancel"):
                self._page_done_at = None if job.state is IppJobState.PROCESSING else self._page_done_at
                job.end(IppJobState.CANCELED, "job-canceled-by-user")
            return True

    def papers(self) -> list[str]:
        """The documents in the output, oldest first."""
        return [str(each) for each in sorted(self._tray.glob("*.pdf"))]

    def _run(self) -> None:
        while not self._stopping.wait(TICK_S):
            with self._lock:
                waiting = self.waiting()
                if waiting and self._powered and not self.has("asleep"):
                    self._advance(waiting[0])

    def _advance(self, job: Job) -> None:
        now = self._clock()
        if self._page_done_at is None and not self.stopped():
            job.state, job.reason = IppJobState.PROCESSING, "job-printing"
            self._page_done_at = now + self.page_s
        if self._page_done_at is not None and now >= self._page_done_at:
            self._strike()
            self._page_done_at = None
            if not self.stopped():
                self._page_out(job)
        if self.stopped():
            self._stop(job)

    def _strike(self) -> None:
        """The faults that come in the middle happen once."""
        self._sheets = 0 if self.has("paper-out-mid") else self._sheets
        self._jammed = self._jammed or self.has("jams-mid")
        self._faults -= set(_ONCE)

    def _page_out(self, job: Job) -> None:
        if self.has("counts-nothing"):
            job.end(IppJobState.COMPLETED, "job-completed-successfully")
            return
        self._sheets -= 1
        job.impressions += 1
        if job.impressions == job.pages:
            (self._tray / f"{1 + len(self.papers()):03d}.pdf").write_bytes(job.document)
            job.end(IppJobState.COMPLETED, "job-completed-successfully")

    def _stop(self, job: Job) -> None:
        self._page_done_at = None
        if self._jammed:
            job.end(IppJobState.ABORTED, "aborted-by-system")
        elif job.state is IppJobState.PROCESSING:
            job.state, job.reason = IppJobState.STOPPED, "printer-stopped"
