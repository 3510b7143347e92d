"""Finished A4 documents handed over through a folder, with the same three verdicts as receipts.

The folder's protocol; each step is one atomic rename or unlink in the folder:

``printer.json``   the printer's own word, ``{"paper": "full", "fault": ""}``; there is none while it is unplugged.
``.JOB.part``      the terminal is still writing; never to be touched.
``JOB.pdf``        complete and on disk (fsync); whoever removes or renames it first owns it.
``JOB.printing``   the printer has taken it.
``JOB.done``       the printer says that all of it is on paper.
``JOB.failed``     the printer says that it is not; the content is the fault id, `` began`` behind it if a page moved.

A fault id that is not in `FAULTS` counts as ``printer_error``: what a folder holds may be anybody's text.

When nothing comes in time the terminal takes ``JOB.pdf`` back. If that succeeds the printer never had it: FAILED. If
the printer has taken it and says nothing: UNKNOWN. No document stays in the folder after the verdict.

A folder without a printer that knows this protocol (``watched=False``) proves no more than that the file lies in it
whole: PRINTED with proof ``spooled``, and its owner removes the file.
"""

from __future__ import annotations

import errno
import os
import re
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
from msgspec import Struct

from devices.faults import condition_of
from kiosk.core.conditions import Condition, Device, Outcome, Paper, PrintVerdict

SETTLE_S = 60.0  # one page on a slow office printer from sleep
POLL_S = 0.02
JOB = re.compile(r"[A-Za-z0-9_-]{1,64}")
PRINTER_FILE = "printer.json"
LONGEST_WORD = 4096  # bytes of a file that the printer wrote

FAULTS = frozenset(
    ("paper_out", "paper_jam", "cover_open", "overheated", "hardware_error", "printer_error", "offline", "silent")
)
"""What the printer may say of itself."""

OWN_FAULTS = frozenset(("port_missing", "disk_full", "spool_refused", "spool_missing"))
"""What the folder itself shows."""

_FULL = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG))
_DENIED = frozenset((errno.EACCES, errno.EPERM, errno.EROFS))


class PrinterWord(Struct, frozen=True):
    """``printer.json``: paper in CEN/XFS words, and a fault id, empty when it can print."""

    paper: Paper = Paper.FULL
    fault: str = ""


class SpoolPrinter:
    """A DocumentPrinter over `folder`; waits `settle_s` at most for a watched folder's printer."""

    def __init__(
        self,
        folder: Path,
        *,
        watched: bool = True,
        settle_s: float = SETTLE_S,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._folder = folder
        self._watched = watched
        self._settle_s = settle_s
        self._clock = clock
        self._sleep = sleep
        self._unswept = self._sweep() if watched else ""

    def print(self, document: bytes, job: str) -> PrintVerdict:
        """Hand over the PDF unchanged under `job` (letters, digits, - and _); bounded by `settle_s`; never raises."""
        if not JOB.fullmatch(job):
            raise ValueError("a job name is letters, digits, hyphens and underscores")
        if self._watched and (fault := self._word().fault):
            return PrintVerdict(Outcome.FAILED, fault)
        try:
            self._spool(document, job)
        except OSError as error:
            return PrintVerdict(Outcome.FAILED, _reason(error))
        if not self._watched:
            return PrintVerdict(Outcome.PRINTED, began=True, proof="spooled")
        try:
            return self._settled(job)
        finally:
            self._unswept = self._swept(lambda: self._clear(job))

    def condition(self) -> Condition:
        """The printer's own word, or whether the folder takes files; never raises."""
        if not self._watched:
            writable = os.access(self._folder, os.W_OK | os.X_OK)
            fault = "" if writable else "spool_refused"
            return condition_of(Device.DOCUMENT_PRINTER, fault)
        word = self._word()
        return condition_of(Device.DOCUMENT_PRINTER, word.fault, word.paper)

    def close(self) -> None:
        """Nothing is held open between two calls."""

    def _word(self) -> PrinterWord:
        self._unswept = self._unswept and self._sweep()
        if self._unswept:
            return PrinterWord(Paper.UNKNOWN, self._unswept)
        try:
            word = msgspec.json.decode(_beginning(self._folder / PRINTER_FILE), type=PrinterWord)
        except OSError:
            return PrinterWord(Paper.UNKNOWN, "port_missing")
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return PrinterWord(Paper.UNKNOWN, "printer_error")
        return word if not word.fault else PrinterWord(word.paper, _known(word.fault))

    def _spool(self, document: bytes, job: str) -> None:
        self._clear(job)  # marks of an earlier try under the same name
        part = self._folder / f".{job}.part"
        try:
            _write_through(part, document)
            part.rename(self._folder / f"{job}.pdf")
        finally:
            part.unlink(missing_ok=True)

    def _settled(self, job: str) -> PrintVerdict:
        deadline = self._clock() + self._settle_s
        while self._clock() < deadline:
            if verdict := self._marked(job):
                return verdict
            self._sleep(POLL_S)
        return self._marked(job) or self._taken_back(job)

    def _marked(self, job: str) -> PrintVerdict | None:
        if os.path.lexists(self._folder / f"{job}.done"):
            return PrintVerdict(Outcome.PRINTED, began=True, proof="settled")
        try:
            said = _beginning(self._folder / f"{job}.failed")
        except FileNotFoundError:
            return None
        except OSError:  # it did say so, and a page may have moved
            return PrintVerdict(Outcome.FAILED, "printer_error", began=True)
        reason, _, began = said.decode("ascii", "replace").partition(" ")
        return PrintVerdict(Outcome.FAILED, _known(reason), began=bool(began))

    def _taken_back(self, job: str) -> PrintVerdict:
        try:
            (self._folder / f"{job}.pdf").unlink()
        except OSError:  # gone: the printer has it. Not to be removed: it may still take it.
            return PrintVerdict(Outcome.UNKNOWN, "silent", began=True)
        return PrintVerdict(Outcome.FAILED, "silent")

    def _sweep(self) -> str:
        """Documents that a crash left here are some citizen's, and nobody waits for their verdict any more.

        The fault id that keeps them here, empty when all are gone; until then no other document joins them.
        """
        return self._swept(self._remove_all)

    def _swept(self, remove: Callable[[], None]) -> str:
        try:
            remove()
        except OSError as error:
            return _reason(error)
        return ""

    def _remove_all(self) -> None:
        for pattern in (".*.part", "*.pdf", "*.printing", "*.done", "*.failed"):
            for left in self._folder.glob(pattern):
                if left.name != f".{PRINTER_FILE}.part":
                    left.unlink(missing_ok=True)

    def _clear(self, job: str) -> None:
        for kind in ("pdf", "printing", "done", "failed"):
            (self._folder / f"{job}.{kind}").unlink(missing_ok=True)


def _beginning(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LONGEST_WORD)


def _known(fault: str) -> str:
    return fault if fault in FAULTS else "printer_error"


def _write_through(path: Path, data: bytes) -> None:
    """The whole of `data` on the disk itself, readable by nobody else; raises OSError."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(descriptor)


def _reason(error: OSError) -> str:
    if error.errno in _FULL:
        return "disk_full"
    return "spool_refused" if error.errno in _DENIED else "spool_missing"
