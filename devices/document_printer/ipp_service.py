"""What the emulated IPP printer answers (RFC 8011 section 4): one request in, one answer out, no I/O."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from pyipp.enums import IppJobState, IppOperation, IppPrinterState, IppStatus, IppTag

from devices.document_printer.ipp_engine import Engine, Job
from devices.document_printer.ipp_message import Attribute, Message, encoded, number_of, words
from devices.document_printer.ipp_states import A4, ONE_SIDED, PDF

PATH = "/ipp/print"
NAME = "kiosk-a4"
MODEL = "Kiosk Emulated A4 Printer 演示"
_ANY_BINARY = "application/octet-stream"
_EVERYTHING = frozenset(("all", "printer-description", "job-template", "job-description"))
_PENDING_FOR = {IppJobState.PENDING: "job-incoming"}

Answer = tuple[IppStatus, Iterable[Iterable[Attribute]]]


class Service:
    """Answers for `engine` under the name `uri`."""

    def __init__(self, engine: Engine, uri: str, up_s: Callable[[], float]) -> None:
        self._engine = engine
        self._uri = uri
        self._up_s = up_s
        self._operations: Mapping[int, Callable[[Message], Answer]] = {
            IppOperation.PRINT_JOB: self._print_job,
            IppOperation.VALIDATE_JOB: self._validate_job,
            IppOperation.CANCEL_JOB: self._cancel_job,
            IppOperation.GET_JOB_ATTRIBUTES: self._get_job_attributes,
            IppOperation.GET_JOBS: self._get_jobs,
            IppOperation.GET_PRINTER_ATTRIBUTES: self._get_printer_attributes,
        }

    def answer(self, request: Message) -> bytes:
        """The answer's bytes."""
        status, groups = self._handled(request)
        opening = (
            Attribute("attributes-charset", IppTag.CHARSET, "utf-8"),
            Attribute("attributes-natural-language", IppTag.LANGUAGE, "en"),
        )
        group = IppTag.PRINTER if request.code == IppOperation.GET_PRINTER_ATTRIBUTES else IppTag.JOB
        own = ((IppTag.OPERATION, opening), *((group, each) for each in groups))
        return encoded(status, request.number, own, version=request.version)

    def _handled(self, request: Message) -> Answer:
        if request.version[0] not in (1, 2):
            return IppStatus.ERROR_VERSION_NOT_SUPPORTED, ()
        if request.number <= 0 or not _opens_well(request):
            return IppStatus.ERROR_BAD_REQUEST, ()
        operation = self._operations.get(request.code)
        return operation(request) if operation else (IppStatus.ERROR_OPERATION_NOT_SUPPORTED, ())

    def _print_job(self, request: Message) -> Answer:
        status, nothing = self._validate_job(request)
        if status is not IppStatus.OK:
            return status, nothing
        name = str(request.operation.get("job-name") or "untitled")
        job = self._engine.take(name, _user(request), request.document)
        return IppStatus.OK, [self._job(job)]

    def _validate_job(self, request: Message) -> Answer:
        wanted = request.operation.get("document-format") or _ANY_BINARY
        if wanted not in self._formats():
            return IppStatus.ERROR_DOCUMENT_FORMAT_NOT_SUPPORTED, ()
        return (IppStatus.ERROR_BUSY if self._engine.has("busy") else IppStatus.OK), ()

    def _cancel_job(self, request: Message) -> Answer:
        job = self._asked(request)
        if job is None:
            return IppStatus.ERROR_NOT_FOUND, ()
        return (IppStatus.OK if self._engine.cancel(job) else IppStatus.ERROR_NOT_POSSIBLE), ()

    def _get_job_attributes(self, request: Message) -> Answer:
        job = self._asked(request)
        if job is None:
            return IppStatus.ERROR_NOT_FOUND, ()
        return IppStatus.OK, [_wanted(request, self._job(job))]

    def _get_jobs(self, request: Message) -> Answer:
        completed = request.operation.get("which-jobs") == "completed"
        mine = request.operation.get("my-jobs") is True
        chosen = [
            job
            for job in self._engine.jobs()
            if job.over is completed
            and not (mine and job.user != _user(request))
            and not self._engine.has("forgets-jobs")
        ]
        return IppStatus.OK, [_wanted(request, self._job(job)) for job in chosen]

    def _get_printer_attributes(self, request: Message) -> Answer:
        return IppStatus.OK, [_wanted(request, (*self._description(), *_offer(), *self._state()))]

    def _asked(self, request: Message) -> Job | None:
        number = number_of(request.operation.get("job-id"))
        if number is None:  # a job may be named by its address instead (RFC 8011 section 4.1.5)
            tail = str(request.operation.get("job-uri", "")).rpartition("/")[2]
            number = int(tail) if tail.isdecimal() else None
        return None if number is None else self._engine.find(number)

    def _formats(self) -> tuple[str, ...]:
        return ("image/pwg-raster",) if self._engine.has("refuses-pdf") else (PDF, _ANY_BINARY)

    def _job(self, job: Job) -> tuple[Attribute, ...]:
        return (
            Attribute("job-id", IppTag.INTEGER, job.number),
            Attribute("job-uri", IppTag.URI, f"{self._uri}/{job.number}"),
            Attribute("job-name", IppTag.NAME, job.name),
            Attribute("job-originating-user-name", IppTag.NAME, job.user),
            Attribute("job-state", IppTag.ENUM, job.state),
            Attribute("job-state-reasons", IppTag.KEYWORD, _PENDING_FOR.get(job.state, job.reason)),
            Attribute("job-impressions", IppTag.INTEGER, job.pages),
            Attribute("job-impressions-completed", IppTag.INTEGER, job.impressions),
            Attribute("job-media-sheets-completed", IppTag.INTEGER, job.impressions),
        )

    def _state(self) -> tuple[Attribute, ...]:
        waiting = self._engine.waiting()
        state = IppPrinterState.PROCESSING if waiting else IppPrinterState.IDLE
        state = IppPrinterState.STOPPED if self._engine.stopped() else state
        return (
            Attribute("printer-state", IppTag.ENUM, state),
            Attribute("printer-state-reasons", IppTag.KEYWORD, tuple(self._engine.reasons())),
            Attribute("printer-is-accepting-jobs", IppTag.BOOLEAN, value=True),
            Attribute("queued-job-count", IppTag.INTEGER, len(waiting)),
            Attribute("printer-up-time", IppTag.INTEGER, 1 + int(self._up_s())),
            Attribute("media-ready", IppTag.KEYWORD, A4 if self._engine.sheets else "na_none"),
            Attribute("document-format-supported", IppTag.MIME_TYPE, self._formats()),
            Attribute("document-format-default", IppTag.MIME_TYPE, self._formats()[0]),
        )

    def _description(self) -> tuple[Attribute, ...]:
        return (
            Attribute("printer-uri-supported", IppTag.URI, self._uri),
            Attribute("uri-security-supported", IppTag.KEYWORD, "none"),
            Attribute("uri-authentication-supported", IppTag.KEYWORD, "none"),
            Attribute("printer-name", IppTag.NAME, NAME),
            Attribute("printer-info", IppTag.TEXT, MODEL),
            Attribute("printer-make-and-model", IppTag.TEXT, MODEL),
            Attribute("printer-location", IppTag.TEXT, "here"),
            Attribute("printer-more-info", IppTag.URI, self._uri.replace("ipp:", "http:", 1)),
            Attribute("operations-supported", IppTag.ENUM, tuple(self._operations)),
        )


def _offer() -> tuple[Attribute, ...]:
    """What never changes; a collection is a row of attributes between its two marks (RFC 8010 section 3.1.6)."""
    return (
        Attribute("charset-configured", IppTag.CHARSET, "utf-8"),
        Attribute("charset-supported", IppTag.CHARSET, "utf-8"),
        Attribute("natural-language-configured", IppTag.LANGUAGE, "en"),
        Attribute("generated-natural-language-supported", IppTag.LANGUAGE, "en"),
        Attribute("ipp-versions-supported", IppTag.KEYWORD, ("1.1", "2.0")),
        Attribute("compression-supported", IppTag.KEYWORD, "none"),
        Attribute("pdl-override-supported", IppTag.KEYWORD, "not-attempted"),
        Attribute("media-default", IppTag.KEYWORD, A4),
        Attribute("media-supported", IppTag.KEYWORD, A4),
        Attribute("sides-default", IppTag.KEYWORD, ONE_SIDED),
        Attribute("sides-supported", IppTag.KEYWORD, ONE_SIDED),
        Attribute("media-col-default", IppTag.BEGIN_COLLECTION, ""),
        Attribute("", IppTag.MEMBER_NAME, "media-size-name"),
        Attribute("", IppTag.KEYWORD, A4),
        Attribute("", IppTag.END_COLLECTION, ""),
    )


def _opens_well(request: Message) -> bool:
    """RFC 8011 section 4.1.4: every request begins with charset and language, and names its target."""
    names = list(request.operation)
    opening = ["attributes-charset", "attributes-natural-language"]
    return names[:2] == opening and ("printer-uri" in names or "job-uri" in names)


def _user(request: Message) -> str:
    return str(request.operation.get("requesting-user-name") or "anonymous")


def _wanted(request: Message, attributes: Iterable[Attribute]) -> list[Attribute]:
    """Those that were asked for by name; all when none or a whole group was."""
    asked = set(words(request.operation.get("requested-attributes")))
    if not asked or asked & _EVERYTHING:
        return list(attributes)
    kept, name = [], ""
    for each in attributes:
        name = each.name or name  # the members of a collection go with it
        if name in asked:
            kept.append(each)
    return kept
