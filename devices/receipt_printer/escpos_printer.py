"""Prints receipts on an ESC/POS printer and says what is known about the paper afterwards.

PRINTED only when the printer sent the job's id back (GS ( H fn 48). FAILED when it named a trouble first, or when the
body never left whole. UNKNOWN when all was sent and nothing more was heard: nobody may guess then.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from functools import partial

from msgspec import Struct

from devices.contract import DeviceGone, PortBusy, PortMissing, PrintStep, always, unwritten
from devices.ports import Port, open_port
from devices.receipt_printer.conversation import Conversation, Patience
from devices.receipt_printer.escpos_bytes import (
    CLEAR,
    CUT,
    AutoStatus,
    BuffersCleared,
    JobDone,
    Standing,
    done_request,
    initialise,
    paper,
    standing_of,
)
from devices.receipt_printer.layout import Typesetter, Unprintable, installed_typesetter
from kiosk.core.conditions import Condition, Device, Media, Outcome, Paper, PrintVerdict, Status
from kiosk.core.receipts import Receipt

MM_PER_INCH = 25.4
PROOF = "gs_h"
LINE_LOST = frozenset(("stalled", "gone", "silent"))  # troubles the printer did not tell us itself

STATUS_OF = {
    "": Status.ONLINE,
    "paper_out": Status.ONLINE,
    "cover_open": Status.USER_ERROR,
    "cutter_error": Status.HARDWARE_ERROR,
    "hardware_error": Status.HARDWARE_ERROR,
    "printer_error": Status.HARDWARE_ERROR,
    "overheated": Status.DEVICE_BUSY,
    "offline": Status.OFFLINE,
    "silent": Status.OFFLINE,
    "gone": Status.NO_DEVICE,
    "port_missing": Status.NO_DEVICE,
    "port_busy": Status.DEVICE_BUSY,
}


class Profile(Struct, frozen=True):
    """What differs between models: dots per inch, and the slowest speed at which this one prints."""

    dpi: int = 203
    slowest_mm_s: float = 100.0


class EscposPrinter:
    """A ReceiptPrinter over any byte line; the line is opened at the first call and again after it was lost."""

    def __init__(
        self,
        open_port: Callable[[], Port],
        typesetter: Typesetter,
        *,
        clock: Callable[[], float] = time.monotonic,
        profile: Profile = Profile(),  # noqa: B008 - frozen
        patience: Patience = Patience(),  # noqa: B008 - frozen
    ) -> None:
        self._open_port = open_port
        self._typesetter = typesetter
        self._clock = clock
        self._profile = profile
        self._patience = patience
        self._line: Conversation | None = None
        self._remains = 0  # the longest command of a paper that may lie half printed, 0 when none does

    def print(
        self,
        receipt: Receipt,
        job: str,
        stepped: Callable[[PrintStep], None] = unwritten,  # noqa: ARG002 - soon
    ) -> PrintVerdict:
        """Print `receipt` and prove it by `job` (4 printable ASCII characters); every wait within is bounded."""
        request = done_request(job)
        raster = self._typesetter.set(receipt)
        if isinstance(raster, Unprintable):
            return PrintVerdict(Outcome.FAILED, raster.reason)
        if trouble := self._made_ready():
            return PrintVerdict(Outcome.FAILED, trouble)
        seconds = len(raster) / self._profile.dpi * MM_PER_INCH / self._profile.slowest_mm_s
        return self._printed(list(paper(raster)), request, job, seconds)

    def await_taken(self, wanted: Callable[[], bool] = always) -> Media:  # noqa: ARG002 - the contract's
        """No sensor at the mouth."""
        return Media.UNKNOWN

    def condition(self) -> Condition:
        """Ask the printer how it is (DLE EOT 1 to 4); never raises, bounded by four answers and one connection."""
        standing = self._standing()
        status = STATUS_OF[standing.trouble]
        return Condition(Device.RECEIPT_PRINTER, status, _paper(standing, status), standing.trouble)

    def close(self) -> None:
        """Give the line back; the next call opens it again."""
        if self._line is not None:
            self._line.close()
            self._line = None

    def _standing(self) -> Standing:
        """The printer's own word on itself; a line that died while nobody used it is opened afresh once."""
        if self._line is not None:
            try:
                return self._asked(self._line)
            except DeviceGone:
                self.close()
        try:
            self._line = Conversation(self._open_port(), self._clock)
            return self._asked(self._line)
        except PortBusy:
            return Standing("port_busy")
        except PortMissing:
            return Standing("port_missing")
        except DeviceGone:
            self.close()
            return Standing("gone")

    def _asked(self, line: Conversation) -> Standing:
        answers: dict[int, int] = {}
        for n in (1, 2, 3, 4):
            bits = line.ask(n, self._patience.answer_s)
            if bits is None:
                return self._unanswered(line)
            answers[n] = bits
        return standing_of(answers)

    def _unanswered(self, line: Conversation) -> Standing:
        """A printer that stands still with a full buffer does not read our question, but has told us why it stands."""
        if line.told.trouble:
            return line.told
        self.close()
        return Standing("silent")

    def _made_ready(self) -> str:
        """Bring the printer to a clean beginning; the fault id that forbids it, else empty."""
        if trouble := self._standing().trouble:
            return trouble
        assert self._line is not None
        try:
            return self._begun(self._line)
        except DeviceGone:
            self.close()
            return "gone"

    def _begun(self, line: Conversation) -> str:
        if self._remains and (trouble := self._remains_removed(line)):
            return trouble
        if trouble := line.send(initialise(self._profile.dpi), self._patience.answer_s).trouble:
            return trouble
        heard = line.hear(self._patience.answer_s)
        return next((answer.standing.trouble for answer in heard if isinstance(answer, AutoStatus)), "silent")

    def _remains_removed(self, line: Conversation) -> str:
        """Forget what is left of an unproven paper and cut it off, so that two citizens never share a paper."""
        if not self._cleared(line):
            # without DLE DC4 the printer may wait for the rest of an image: zeros fill it, and mean nothing elsewhere
            line.send(bytes(self._remains), self._patience.stall_s)
        sent = line.send(initialise(self._profile.dpi) + CUT, self._patience.stall_s)
        self._remains = 0 if not sent.trouble else self._remains
        return sent.trouble

    def _cleared(self, line: Conversation) -> bool:
        line.send(CLEAR, self._patience.answer_s)
        return any(isinstance(answer, BuffersCleared) for answer in line.hear(self._patience.answer_s))

    def _printed(self, commands: list[bytes], request: bytes, job: str, seconds: float) -> PrintVerdict:
        assert self._line is not None
        sent = self._line.send_paper(commands, self._patience.stall_s)
        if not sent.began:
            return PrintVerdict(Outcome.FAILED, sent.trouble)
        self._remains = max(map(len, commands))
        if trouble := sent.trouble or self._proof(self._line, request, job, seconds):
            return self._unfinished(trouble, sent_whole=sent.whole)
        self._remains = 0
        return PrintVerdict(Outcome.PRINTED, began=True, proof=PROOF)

    def _proof(self, line: Conversation, request: bytes, job: str, seconds: float) -> str:
        """Ask for the id and wait for it: empty when it came, else the trouble that came first, or ``silent``."""
        sent = line.send(request, self._patience.stall_s)
        if not sent.whole:
            return sent.trouble
        try:
            for answer in line.hear(seconds + self._patience.proof_s):
                match answer:
                    case JobDone(job=done) if done == job:
                        return ""
                    case AutoStatus(standing=Standing(trouble=trouble)) if trouble:
                        return trouble
        except DeviceGone:
            return "gone"
        return "silent"

    def _unfinished(self, trouble: str, *, sent_whole: bool) -> PrintVerdict:
        assert self._line is not None
        lost = trouble in LINE_LOST
        if lost:
            self.close()
        else:
            # at once, so that the rest does not come out by itself when the keeper adds paper
            with contextlib.suppress(DeviceGone):
                self._cleared(self._line)
        return PrintVerdict(Outcome.UNKNOWN if lost and sent_whole else Outcome.FAILED, trouble, began=True)


def escpos_printer(where: str, baud: int = 115200) -> EscposPrinter:
    """The printer at a path or ``tcp://HOST:PORT``, with the installed faces; raises TypefaceMissing."""
    return EscposPrinter(partial(open_port, where, baud), installed_typesetter())


def _paper(standing: Standing, status: Status) -> Paper:
    if standing.trouble == "paper_out":
        return Paper.OUT
    if status is not Status.ONLINE:
        return Paper.UNKNOWN
    return Paper.LOW if standing.low else Paper.FULL
