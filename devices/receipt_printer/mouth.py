"""The printer's mouth from the host's side: is the paper still there, and what to do with one that nobody takes."""

from __future__ import annotations

from collections.abc import Callable

from devices.receipt_printer.conversation import Conversation, Patience
from devices.receipt_printer.profiles import Presenter
from kiosk.core.conditions import Media

NO_PRESENTER = Presenter()


class Mouth:
    """What is known of the mouth of one printer. Without a sensor everything about it stays unknown."""

    def __init__(self, presenter: Presenter | None, clock: Callable[[], float], patience: Patience) -> None:
        self._presenter = presenter or NO_PRESENTER
        self._clock = clock
        self._patience = patience
        self._since: float | None = None  # when the paper that lies there came
        self._seen = False  # it was there when we looked
        self._presented = False
        self._trouble = ""

    @property
    def commands(self) -> tuple[bytes, ...]:
        """What is sent behind the cut."""
        return _commands(self._presenter.present)

    @property
    def start(self) -> bytes:
        """What is sent with each initialising."""
        return b"".join(_commands(self._presenter.start))

    @property
    def swallow(self) -> bytes:
        """What takes in a piece of paper that nobody shall have."""
        return b"".join(_commands(self._presenter.retract))

    @property
    def has_sensor(self) -> bool:
        """Whether it can be asked at all."""
        return self._presenter.mouth is not None

    def presented(self) -> None:
        """A proven paper is on its way out."""
        self._since, self._seen, self._presented, self._trouble = self._clock(), False, True, ""

    def fault(self, line: Conversation) -> str:
        """What is wrong now: ``presenter_jam``, ``paper_left``, ``bin_full``, ``paper_retracted``, or nothing."""
        match self.look(line):
            case Media.JAMMED:
                return "presenter_jam"
            case Media.PRESENT if self._left_s() <= 0:
                return self._trouble or "paper_left"
            case Media.UNKNOWN if self.has_sensor:
                return "silent"
        return "paper_retracted" if self._trouble == "paper_retracted" else ""

    def look(self, line: Conversation) -> Media:
        """PRESENT, NOT_PRESENT, JAMMED, or UNKNOWN without an answer; raises DeviceGone."""
        status = line.ask_mouth(self._patience.answer_s) if self.has_sensor else None
        if status is None:
            return Media.UNKNOWN
        if status.jammed:
            return Media.JAMMED
        if not status.occupied:
            self._trouble = "" if self._trouble == "bin_full" else self._trouble
            self._since = None if self._came() else self._since
            return Media.NOT_PRESENT
        self._since = self._clock() if self._since is None else self._since
        self._seen = True
        return Media.PRESENT

    def await_gone(self, line: Conversation, wanted: Callable[[], bool]) -> Media:
        """Until the paper is taken, or has lain there too long: see `ReceiptPrinter.await_taken`; DeviceGone."""
        while True:
            seen = self.look(line)
            if seen is Media.NOT_PRESENT and self._came():
                taken, self._presented = self._presented, False
                return Media.TAKEN if taken else Media.NOT_PRESENT
            if seen in (Media.UNKNOWN, Media.JAMMED):
                return seen
            if seen is Media.PRESENT and self._left_s() <= 0:
                return self._left(line)
            if not wanted():
                return seen
            for _ in line.hear(self._patience.mouth_s):
                pass  # its answers are renewed with the next look

    def _came(self) -> bool:
        """Whether a paper that was just printed was seen, or has had its time to come."""
        return self._since is None or self._seen or self._clock() - self._since >= self._patience.present_s

    def _left_s(self) -> float:
        since = self._clock() if self._since is None else self._since
        return since + self._presenter.taken_within_s - self._clock()

    def _left(self, line: Conversation) -> Media:
        tried = self._trouble == "bin_full"  # pulling again and again at a paper that does not move wears the rollers
        if tried or self._presenter.on_left == "alarm" or not self._presenter.retract:
            return Media.PRESENT
        line.send(self.swallow, self._patience.answer_s)
        deadline = self._clock() + self._patience.retract_s
        while self._clock() < deadline:
            for _ in line.hear(self._patience.mouth_s):
                pass  # the rollers turn
            if self.look(line) is Media.NOT_PRESENT:
                self._trouble, self._presented, self._since = "paper_retracted", False, None
                return Media.RETRACTED
        self._trouble = "bin_full"
        return Media.PRESENT


def _commands(hexadecimal: str) -> tuple[bytes, ...]:
    return (bytes.fromhex(hexadecimal),) if hexadecimal else ()
