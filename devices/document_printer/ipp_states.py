"""What an IPP printer says of itself and of a job, in our words: pure (RFC 8011 sections 5.3.7, 5.3.8, 5.4.12)."""

from __future__ import annotations

from msgspec import Struct
from pyipp.enums import IppJobState, IppPrinterState

from devices.document_printer.ipp_message import Attributes, number_of, words
from kiosk.core.conditions import Outcome, Paper, PrintVerdict

PRINTER_ATTRIBUTES = ("printer-state", "printer-state-reasons", "printer-is-accepting-jobs")
OFFER_ATTRIBUTES = ("document-format-supported", "media-supported", "sides-supported", "cups-version")
JOB_ATTRIBUTES = (
    *("job-id", "job-name", "job-originating-user-name", "job-state", "job-state-reasons"),
    *("job-impressions", "job-impressions-completed", "job-media-sheets-completed"),
)
PDF = "application/pdf"
A4 = "iso_a4_210x297mm"
ONE_SIDED = "one-sided"

STOPS = {
    "media-jam": "paper_jam",
    "cover-open": "cover_open",
    "door-open": "cover_open",
    "interlock-open": "cover_open",
    "input-tray-missing": "tray_missing",
    "media-empty": "paper_out",
    "media-needed": "paper_out",
    "output-area-full": "output_full",
    "output-tray-missing": "output_full",
    "spool-area-full": "spool_full",
    "shutdown": "offline",
    "offline": "offline",
    "timed-out": "offline",
    "connecting-to-device": "offline",
    "paused": "paused",
    "moving-to-paused": "paused",
}
"""Reasons that stop a job whatever their severity, most telling first: printers differ in how grave they call a jam."""

WEARS = {
    "toner-empty": "toner_out",
    "marker-supply-empty": "toner_out",
    "marker-waste-full": "waste_full",
    "fuser-over-temp": "overheated",
    "opc-life-over": "hardware_error",
    "developer-empty": "hardware_error",
}
"""Reasons that stop a job only as errors; with ``-warning`` or ``-report`` most printers go on."""

NOTICES = {"media-low": "paper_low", "toner-low": "toner_low", "marker-supply-low": "toner_low"}
"""The keeper should know; the job goes on."""

NOTICE_FAULTS = frozenset(NOTICES.values())
_JOB_REASONS = {
    "document-format-error": "document_refused",
    "unsupported-document-format": "document_refused",
    "document-unprintable-error": "document_refused",
    "job-canceled-at-device": "canceled_at_printer",
}
_FINAL = (IppJobState.CANCELED, IppJobState.ABORTED, IppJobState.COMPLETED)


class PrinterSeen(Struct, frozen=True):
    """One look at the printer: `fault` empty when nothing is wrong, a notice when it prints all the same.

    `leftover` is what an idle CUPS queue still says of its last job: it asks the printer only while it prints, so a
    queue that believes it would stay stuck after the paper was refilled.
    """

    fault: str
    paper: Paper
    leftover: str = ""
    a4: bool = False
    one_sided: bool = False
    queue: bool = False

    @property
    def stops(self) -> bool:
        """Whether a job would not come out now."""
        return self.fault not in ("", *NOTICE_FAULTS)


class JobSeen(Struct, frozen=True):
    """One look at a job: the counts are None where the printer gives none."""

    state: int
    reasons: tuple[str, ...] = ()
    expected: int | None = None
    impressions: int | None = None
    sheets: int | None = None

    @property
    def final(self) -> bool:
        """Whether the printer will do nothing more for it."""
        return self.state in _FINAL


def printer_seen(attributes: Attributes) -> PrinterSeen:
    """The printer from its attributes; what it did not tell counts as fine."""
    fault = _fault(attributes)
    queue, leftover = "cups-version" in attributes, ""
    formats = words(attributes.get("document-format-supported"))
    if formats and PDF not in formats:
        fault = "pdf_unsupported"
    elif queue and number_of(attributes.get("printer-state")) == IppPrinterState.IDLE:
        fault, leftover = "", fault
    low = any(_split(each)[0] == "media-low" for each in words(attributes.get("printer-state-reasons")))
    paper = {"paper_out": Paper.OUT, "paper_jam": Paper.JAMMED}.get(fault, Paper.LOW if low else Paper.FULL)
    return PrinterSeen(
        fault,
        Paper.UNKNOWN if queue and not fault else paper,
        leftover,
        a4=A4 in words(attributes.get("media-supported")),
        one_sided=ONE_SIDED in words(attributes.get("sides-supported")),
        queue=queue,
    )


def _fault(attributes: Attributes) -> str:
    reasons = [_split(each) for each in words(attributes.get("printer-state-reasons"))]
    present = {keyword for keyword, _ in reasons}
    errors = {keyword for keyword, severity in reasons if severity in ("", "error")}
    named = [
        *(fault for keyword, fault in STOPS.items() if keyword in present),
        *(fault for keyword, fault in WEARS.items() if keyword in errors),
    ]
    if not named and any(severity == "error" for _, severity in reasons):
        named = ["printer_error"]
    if not named and number_of(attributes.get("printer-state")) == IppPrinterState.STOPPED:
        named = ["paused"]
    if not named and attributes.get("printer-is-accepting-jobs") is False:
        named = ["not_accepting"]
    notices = [fault for keyword, fault in NOTICES.items() if keyword in present]
    return next(iter((*named, *notices)), "")


def _split(reason: str) -> tuple[str, str]:
    keyword, _, severity = reason.rpartition("-")
    return (keyword, severity) if severity in ("report", "warning", "error") else (reason, "")


def job_seen(attributes: Attributes) -> JobSeen:
    """A job from its attributes; without a state it is pending."""
    return JobSeen(
        number_of(attributes.get("job-state")) or IppJobState.PENDING,
        words(attributes.get("job-state-reasons")),
        number_of(attributes.get("job-impressions")),
        number_of(attributes.get("job-impressions-completed")),
        number_of(attributes.get("job-media-sheets-completed")),
    )


def verdict_of(job: JobSeen, fault: str, *, queue: bool) -> PrintVerdict:
    """What a final job proves; `fault` is the last that stood while it ran.

    A CUPS queue counts impressions that were never printed, so its counts prove nothing either way; and it has called a
    job completed that the printer gave up for a jam, so there a fault beside *completed* leaves it open.
    """
    if job.state != IppJobState.COMPLETED:
        return PrintVerdict(Outcome.FAILED, fault or _job_reason(job), began=_began(job, fault, queue=queue))
    if "job-completed-with-errors" in job.reasons or (queue and fault):
        return PrintVerdict(Outcome.UNKNOWN, fault or "printer_error", began=True)
    if not (queue or _counts_agree(job)):
        return PrintVerdict(Outcome.UNKNOWN, "count_differs", began=True)
    return PrintVerdict(Outcome.PRINTED, began=True, proof="ipp_queue" if queue else "ipp")


def _job_reason(job: JobSeen) -> str:
    named = (fault for reason, fault in _JOB_REASONS.items() if reason in job.reasons)
    return next(named, "job_aborted")


def _counts(job: JobSeen) -> list[int]:
    return [count for count in (job.impressions, job.sheets) if count is not None]


def _counts_agree(job: JobSeen) -> bool:
    if job.expected and job.impressions is not None and job.impressions < job.expected:
        return False
    counts = _counts(job)
    return not counts or any(counts)


def _began(job: JobSeen, fault: str, *, queue: bool) -> bool:
    counts = _counts(job)
    return queue or fault == "paper_jam" or not counts or any(counts)
