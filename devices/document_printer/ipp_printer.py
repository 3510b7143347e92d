"""A DocumentPrinter that speaks IPP straight to the printer, or to a CUPS queue where a printer takes no PDF.

A job ends in the printer's own word about it, and never later than our own deadlines: a job that stands too long is
cancelled and the cancellation looked at. The document exists in memory only. Whatever job of ours a printer still
holds when nobody waits for it any more (a crash, a line that came back) is cancelled before anything else is printed.
"""

from __future__ import annotations

import contextlib
import re
import socket
import time
from collections.abc import Callable

from msgspec import Struct
from pyipp.enums import IppStatus

from devices.contract import DeviceError, DeviceGone, DeviceRefused, DeviceSilent, PortMissing, WireError
from devices.document_printer.ipp_link import IppLink
from devices.document_printer.ipp_queue import BUSY, REFUSALS, IppQueue
from devices.document_printer.ipp_states import JobSeen, PrinterSeen, verdict_of
from devices.faults import condition_of
from kiosk.core.conditions import Condition, Device, Outcome, PrintVerdict

JOB = re.compile(r"[A-Za-z0-9_-]{1,64}")

_FAULT_OF = {PortMissing: "port_missing", DeviceSilent: "silent", DeviceGone: "gone", WireError: "wire_damaged"}


class Patience(Struct, frozen=True):
    """How long we wait, in seconds.

    `look_s`: all of one `condition()`. `ask_s`: one request without a document. `send_s`: the one with it, for a
    printer that takes it as slowly as it prints. `help_s`: a fault stands (no paper) and someone may mend it while the
    citizen waits. `stall_s`: no fault and no progress, enough for a printer that wakes from its sleep. `job_s`: a whole
    job. `lost_s`: the printer does not answer in the middle of a job. `cancel_s`: it has been told to cancel.
    `poll_s` lies between two looks.
    """

    look_s: float = 2.0
    ask_s: float = 5.0
    send_s: float = 30.0
    help_s: float = 60.0
    stall_s: float = 90.0
    job_s: float = 180.0
    lost_s: float = 20.0
    cancel_s: float = 10.0
    poll_s: float = 0.5


class IppPrinter:
    """Prints under the name `user`, whose unfinished jobs are this terminal's alone."""

    def __init__(
        self,
        link: IppLink,
        *,
        user: str = "",
        patience: Patience = Patience(),  # noqa: B008 - frozen
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._queue = IppQueue(link, user or f"kiosk-{socket.gethostname()}")
        self._patience = patience
        self._clock = clock
        self._sleep = sleep
        self._swept = False
        self._newest = 0  # the printer counts its jobs upwards: what is not above this is none of the job at hand

    def print(self, document: bytes, job: str) -> PrintVerdict:
        """Print the PDF unchanged under `job` (letters, digits, - and _); bounded by `Patience`; never raises."""
        if not JOB.fullmatch(job):
            raise ValueError("a job name is letters, digits, hyphens and underscores")
        try:
            if not self._swept and (fault := self._sweep(self._patience.ask_s)):
                return PrintVerdict(Outcome.FAILED, fault)
            seen = self._queue.printer(self._patience.ask_s)
            if seen.stops:
                return PrintVerdict(Outcome.FAILED, seen.fault)
            self._queue.validate(job, seen, self._patience.ask_s)
        except DeviceError as error:
            return PrintVerdict(Outcome.FAILED, _fault_of(error))
        return self._sent(document, job, seen)

    def condition(self) -> Condition:
        """The printer's own word within `look_s`; never raises."""
        deadline = self._clock() + self._patience.look_s
        try:
            seen = self._queue.printer(self._patience.look_s)
            stuck = "" if self._swept else self._sweep(deadline - self._clock())
        except DeviceError as error:
            return condition_of(Device.DOCUMENT_PRINTER, _fault_of(error))
        fault = seen.fault if seen.stops else stuck or seen.fault  # what holds up the stuck job is what to mend
        return condition_of(Device.DOCUMENT_PRINTER, fault, seen.paper)

    def close(self) -> None:
        """Nothing is held open between two calls."""

    def _sweep(self, timeout_s: float) -> str:
        """Cancel what this terminal left in the printer: it is some citizen's, and nobody waits for it any more.

        The fault id while one of them cannot be taken back: no other document may join it.
        """
        deadline = self._clock() + timeout_s
        for number in self._queue.jobs("not-completed", self._left(deadline)):
            with contextlib.suppress(DeviceRefused):  # over already, or not ours to cancel: the next look tells
                self._queue.cancel(number, self._left(deadline))
        left = self._queue.jobs("not-completed", self._left(deadline))
        self._swept = not left
        return "job_stuck" if left else ""

    def _left(self, deadline: float) -> float:
        """What is left for one more request; DeviceSilent when nothing is."""
        if (left := deadline - self._clock()) <= 0:
            raise DeviceSilent("no time is left for another request")
        return left

    def _sent(self, document: bytes, job: str, seen: PrinterSeen) -> PrintVerdict:
        deadline = self._clock() + self._patience.help_s
        while True:
            try:
                number = self._queue.send(document, job, seen, self._patience.send_s)
            except (PortMissing, DeviceRefused) as error:
                if getattr(error, "code", 0) not in BUSY or self._clock() >= deadline:
                    return PrintVerdict(Outcome.FAILED, _fault_of(error))
                self._sleep(self._patience.poll_s)
                continue
            except DeviceError as error:
                return self._answer_lost(job, _fault_of(error), seen)
            return self._followed(number, seen)

    def _answer_lost(self, job: str, fault: str, seen: PrinterSeen) -> PrintVerdict:
        """The document went out and no answer came: ask for the job by the name that only it has."""
        deadline = self._clock() + self._patience.lost_s
        while self._clock() < deadline:
            try:
                if number := self._named(job):
                    return self._followed(number, seen)
            except DeviceError as error:
                fault = _fault_of(error)
            self._sleep(self._patience.poll_s)
        self._swept = False
        return PrintVerdict(Outcome.UNKNOWN, fault, began=True)

    def _named(self, job: str) -> int:
        """The newest job of that name, 0 for none; a job moves from the first list to the second, never back."""
        found = self._queue.jobs("not-completed", self._patience.ask_s)
        found |= self._queue.jobs("completed", self._patience.ask_s)
        return max((number for number, name in found.items() if name == job and number > self._newest), default=0)

    def _followed(self, number: int, seen: PrinterSeen) -> PrintVerdict:
        self._newest = max(self._newest, number)
        verdict = _Following(self._queue, number, self._patience, self._clock, self._sleep, seen).verdict()
        self._swept = verdict.outcome is not Outcome.UNKNOWN
        if seen.queue:
            self._forgotten(number)
        return verdict

    def _forgotten(self, number: int) -> None:
        """CUPS keeps a finished job for its history; it may keep it where we are not allowed to say so."""
        with contextlib.suppress(DeviceError):
            self._queue.cancel(number, self._patience.ask_s, purge=True)


class _Following:
    """One job from the printer's yes to its end."""

    def __init__(
        self,
        queue: IppQueue,
        number: int,
        patience: Patience,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
        seen: PrinterSeen,
    ) -> None:
        self._queue = queue
        self._number = number
        self._patience = patience
        self._clock = clock
        self._sleep = sleep
        self._is_queue = seen.queue
        self._began = self._answered = self._fine = self._moved = clock()
        self._seen = JobSeen(0)
        self._fault = ""

    def verdict(self) -> PrintVerdict:
        """Follow until the printer is done with it or our patience is."""
        while True:
            try:
                if job := self._looked():
                    return verdict_of(job, self._fault, queue=self._is_queue)
                if self._overdue():
                    return self._cancelled()
            except DeviceError as error:
                if _knows_it_no_more(error) or self._clock() - self._answered >= self._patience.lost_s:
                    return PrintVerdict(Outcome.UNKNOWN, _fault_of(error, lost="job_lost"), began=True)
            self._sleep(self._patience.poll_s)

    def _looked(self) -> JobSeen | None:
        """The job when it is final; on the way there, what the printer complains of."""
        job = self._queue.job(self._number, self._patience.ask_s)
        seen = self._queue.printer(self._patience.ask_s)
        self._answered = now = self._clock()
        if job != self._seen or seen.stops:
            self._seen, self._moved = job, now
        if seen.stops:
            self._fault = seen.fault
        elif job.final:
            self._fault = seen.leftover or self._fault
        else:
            self._fine, self._fault = now, ""
        return job if job.final else None

    def _overdue(self) -> bool:
        now, patience = self._clock(), self._patience
        without_help, without_progress = now - self._fine >= patience.help_s, now - self._moved >= patience.stall_s
        return without_help or without_progress or now - self._began >= patience.job_s

    def _cancelled(self) -> PrintVerdict:
        """Take it back, and believe it only when the printer says that it is over."""
        self._fault = self._fault or "stalled"
        deadline = self._clock() + self._patience.cancel_s
        while self._clock() < deadline:
            with contextlib.suppress(*_FAULT_OF):  # an answer that is lost is asked for again, but not for ever
                with contextlib.suppress(DeviceRefused):  # over already, or not ours to cancel: the look tells
                    self._queue.cancel(self._number, self._patience.ask_s)
                job = self._queue.job(self._number, self._patience.ask_s)
                if job.final:
                    return verdict_of(job, self._fault, queue=self._is_queue)
            self._sleep(self._patience.poll_s)
        return PrintVerdict(Outcome.UNKNOWN, self._fault, began=True)


def _knows_it_no_more(error: DeviceError) -> bool:
    """The printer was switched off and on, or is a queue without memory; one that is busy is asked again."""
    return isinstance(error, DeviceRefused) and error.code not in BUSY


def _fault_of(error: DeviceError, *, lost: str = "refused") -> str:
    if isinstance(error, DeviceRefused):
        if error.code in BUSY:
            return "busy"
        return lost if error.code == IppStatus.ERROR_NOT_FOUND else REFUSALS.get(error.code, "refused")
    return _FAULT_OF[type(error)]


def open_ipp(where: str) -> IppPrinter:
    """The factory of the catalog: ``ipp://HOST:PORT/ipp/print``."""
    return IppPrinter(IppLink(where))
