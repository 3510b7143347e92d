"""The IPP operations a terminal needs of one printer or queue (RFC 8011 section 4), each one request."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from typing import Literal

from pyipp.enums import IppOperation, IppStatus, IppTag

from devices.contract import DeviceRefused
from devices.document_printer.ipp_link import IppLink
from devices.document_printer.ipp_message import Attribute, Attributes, Message, encoded, number_of
from devices.document_printer.ipp_states import (
    A4,
    JOB_ATTRIBUTES,
    OFFER_ATTRIBUTES,
    ONE_SIDED,
    PDF,
    PRINTER_ATTRIBUTES,
    JobSeen,
    PrinterSeen,
    job_seen,
    printer_seen,
)

_FIRST_ERROR = 0x0400


class IppQueue:
    """Asks as `user`; every call raises the DeviceError family, DeviceRefused with the printer's IPP status."""

    def __init__(self, link: IppLink, user: str) -> None:
        self._link = link
        self._user = user
        self._numbers = itertools.count(1)

    def printer(self, timeout_s: float) -> PrinterSeen:
        """How the printer is and what it offers."""
        wanted = _keywords((*PRINTER_ATTRIBUTES, *OFFER_ATTRIBUTES))
        return printer_seen(self._ask(IppOperation.GET_PRINTER_ATTRIBUTES, (wanted,), timeout_s).printer)

    def validate(self, job: str, seen: PrinterSeen, timeout_s: float) -> None:
        """Whether it would take such a job."""
        self._ask(IppOperation.VALIDATE_JOB, _named(job), timeout_s, template=_template(seen))

    def send(self, document: bytes, job: str, seen: PrinterSeen, timeout_s: float) -> int:
        """Hand over the PDF and give the printer's own number of the job."""
        operation = IppOperation.PRINT_JOB
        answer = self._ask(operation, _named(job), timeout_s, template=_template(seen), document=document)
        jobs = answer.jobs or ({},)
        return number_of(jobs[0].get("job-id")) or 0

    def job(self, number: int, timeout_s: float) -> JobSeen:
        """How far a job is."""
        wanted = _keywords(JOB_ATTRIBUTES)
        jobs = self._ask(IppOperation.GET_JOB_ATTRIBUTES, (wanted,), timeout_s, job=number).jobs
        return job_seen(jobs[0] if jobs else {})

    def jobs(self, which: Literal["not-completed", "completed"], timeout_s: float) -> dict[int, str]:
        """Our own jobs: the printer's number and our name of each."""
        asked = (
            _keywords(JOB_ATTRIBUTES),
            Attribute("which-jobs", IppTag.KEYWORD, which),
            Attribute("my-jobs", IppTag.BOOLEAN, value=True),
        )
        found = self._ask(IppOperation.GET_JOBS, asked, timeout_s).jobs
        return {each["job-id"]: str(each.get("job-name")) for each in found if self._ours(each)}

    def cancel(self, number: int, timeout_s: float, *, purge: bool = False) -> None:
        """Take a job back; `purge` also makes a CUPS queue forget a finished one, file and all."""
        asked = (Attribute("purge-job", IppTag.BOOLEAN, value=True),) if purge else ()
        self._ask(IppOperation.CANCEL_JOB, asked, timeout_s, job=number)

    def _ours(self, job: Attributes) -> bool:
        return "job-id" in job and job.get("job-originating-user-name", self._user) == self._user

    def _ask(
        self,
        operation: IppOperation,
        attributes: Iterable[Attribute],
        timeout_s: float,
        *,
        job: int | None = None,
        template: Iterable[Attribute] = (),
        document: bytes = b"",
    ) -> Message:
        own = (*self._opening(job), *attributes)
        groups = ((IppTag.OPERATION, own), (IppTag.JOB, template))
        answer = self._link.ask(encoded(operation, next(self._numbers), groups, document), timeout_s)
        if answer.code >= _FIRST_ERROR:
            raise DeviceRefused("the printer says no", answer.code)
        return answer

    def _opening(self, job: int | None) -> tuple[Attribute, ...]:
        """RFC 8011 sections 4.1.4 and 4.1.5: charset and language come first, then the target, then who asks."""
        return (
            Attribute("attributes-charset", IppTag.CHARSET, "utf-8"),
            Attribute("attributes-natural-language", IppTag.LANGUAGE, "en"),
            Attribute("printer-uri", IppTag.URI, self._link.uri),
            *(() if job is None else (Attribute("job-id", IppTag.INTEGER, job),)),
            Attribute("requesting-user-name", IppTag.NAME, self._user),
        )


def _named(job: str) -> tuple[Attribute, ...]:
    return (Attribute("job-name", IppTag.NAME, job), Attribute("document-format", IppTag.MIME_TYPE, PDF))


def _template(seen: PrinterSeen) -> tuple[Attribute, ...]:
    """One A4 sheet a page, printed on one side, as far as the printer offers to be told so."""
    media = (Attribute("media", IppTag.KEYWORD, A4),) if seen.a4 else ()
    sides = (Attribute("sides", IppTag.KEYWORD, ONE_SIDED),) if seen.one_sided else ()
    return (Attribute("copies", IppTag.INTEGER, 1), *media, *sides)


def _keywords(names: tuple[str, ...]) -> Attribute:
    return Attribute("requested-attributes", IppTag.KEYWORD, names)


BUSY: frozenset[int] = frozenset((IppStatus.ERROR_BUSY, IppStatus.ERROR_TEMPORARY))
"""Statuses that pass by themselves."""

REFUSALS: Mapping[int, str] = {
    IppStatus.ERROR_DOCUMENT_FORMAT_NOT_SUPPORTED: "pdf_unsupported",
    IppStatus.ERROR_DOCUMENT_FORMAT_ERROR: "document_refused",
    IppStatus.ERROR_REQUEST_ENTITY: "spool_full",
    IppStatus.ERROR_NOT_ACCEPTING_JOBS: "not_accepting",
    IppStatus.ERROR_SERVICE_UNAVAILABLE: "not_accepting",
    IppStatus.ERROR_DEVICE: "hardware_error",
}
"""The other statuses that say more than no."""
