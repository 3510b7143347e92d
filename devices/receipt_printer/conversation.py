"""Talking with a printer over a port: bytes out in slices, answers heard between them, every wait bounded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from devices.contract import DeviceGone
from devices.ports import Port
from devices.receipt_printer.escpos_bytes import (
    FULL_STATUS_QUESTION,
    PAPER_QUESTION,
    Answer,
    AutoStatus,
    FlowControl,
    FullStatus,
    PaperStatus,
    RealTimeStatus,
    Standing,
    StatusReader,
    question,
    standing_of,
)
from devices.receipt_printer.profiles import Profile

SLICE = 4096  # bytes sent before the printer is heard again
SLICE_S = 0.2
PART = 2048  # bytes of a paper between two questions that the printer answers when it has come so far
PARTS_AHEAD = 2  # enough that a fast head never waits, little enough that a real-time request still gets through


class Patience(Struct, frozen=True):
    """The named time-outs, in seconds."""

    answer_s: float = 1.0  # for a status question
    stall_s: float = 5.0  # without any progress: longer than a hot head or a full buffer pauses
    proof_s: float = 5.0  # beyond the time the paper takes at the slowest speed, until the job id is given up
    mouth_s: float = 0.3  # between two looks at the mouth
    present_s: float = 2.0  # until a proven paper has come to the mouth
    retract_s: float = 6.0  # until a paper that is drawn back has gone from the mouth


class Sent(Struct, frozen=True):
    """How far a sending came: whether anything and whether all of it went out, and the fault id that ended it."""

    began: bool
    whole: bool
    trouble: str = ""


class Conversation:
    """One open line to one printer.

    `told` is the printer's last automatic status, which it renews by itself for as long as the line is open.
    `unanswered` counts the parts of a paper that it has not yet come to, `lost` says that at least one of
    its answers never came.
    """

    def __init__(self, port: Port, clock: Callable[[], float], patience: Patience, profile: Profile) -> None:
        self.told = Standing()
        self.unanswered = 0
        self.lost = False
        self._port = port
        self._clock = clock
        self._patience = patience
        self._questions = profile.questions
        presenter = profile.presenter
        self._reader = StatusReader(full_status=presenter is not None and presenter.mouth == "full_status")
        self._held = False
        self._overheard: list[Answer] = []  # what came while the last sending was under way

    def close(self) -> None:
        """Give the line back."""
        self._port.close()

    def standing(self, timeout_s: float) -> Standing:
        """The printer's own word (DLE EOT n); trouble ``silent`` when a question was not answered; DeviceGone."""
        answers: dict[int, int] = {}
        for n in self._questions:
            bits = self.ask(n, timeout_s)
            if bits is None:
                # one that stands still with a full buffer does not read our question, but has told us why it stands
                return self.told if self.told.trouble else Standing("silent")
            answers[n] = bits
        return standing_of(answers)

    def ask(self, n: int, timeout_s: float) -> int | None:
        """The bits of DLE EOT n, None when no answer came in time; raises DeviceGone."""
        answers = (each for each in self._asked(question(n), timeout_s) if isinstance(each, RealTimeStatus))
        return next((answer.bits for answer in answers), None)

    def ask_mouth(self, timeout_s: float) -> FullStatus | None:
        """The answer to DLE EOT 14h, None when it did not come in time; raises DeviceGone."""
        answers = self._asked(FULL_STATUS_QUESTION, timeout_s)
        return next((answer for answer in answers if isinstance(answer, FullStatus)), None)

    def _asked(self, request: bytes, timeout_s: float) -> Iterator[Answer]:
        while self._heard(0.0):
            pass  # late answers to earlier questions
        self._overheard, self._held = [], False
        self._port.write(request, timeout_s)
        return self.hear(timeout_s)

    def hear(self, timeout_s: float) -> Iterator[Answer]:
        """All the printer said since the last sending began, and says until `timeout_s` is over; stop when content."""
        deadline = self._clock() + timeout_s
        while True:
            while self._overheard:  # what is not asked for now is there for who hears on
                yield self._overheard.pop(0)
            if (left := deadline - self._clock()) <= 0:
                return
            self._overheard += self._heard(min(left, SLICE_S))

    def send(self, data: bytes, stall_s: float) -> Sent:
        """Send all of `data`, or stop at the first trouble the printer tells of, at a stall, or when the line drops."""
        taken, trouble = self._sent(data, stall_s)
        return Sent(taken > 0, taken == len(data), trouble)

    def _sent(self, data: bytes, stall_s: float) -> tuple[int, str]:
        taken, moved, self._overheard = 0, self._clock(), []
        trouble = ""
        try:
            while taken < len(data) and not trouble:
                went = 0 if self._held else self._port.write(data[taken : taken + SLICE], SLICE_S)
                taken, moved = taken + went, self._clock() if went else moved
                trouble = self._trouble(SLICE_S if self._held else 0.0)
                if self._clock() - moved >= stall_s:
                    trouble = trouble or "stalled"
        except DeviceGone as gone:
            taken, trouble = taken + _went_before(gone), "gone"
        return taken, trouble

    def send_paper(self, commands: Iterable[bytes], stall_s: float, *, paced: bool, behind_cut: int = 0) -> Sent:
        """Send a paper, when `paced` never further than some parts ahead of the head.

        However much the line and the kernel could hold, a stall is seen as one, and what the printer has not yet
        printed can still be called back (GS r 1 is answered in its turn in the printer's queue). A printer that cannot
        be paced is asked between the parts, before its buffer is too full for a question.

        The paper is `whole` as soon as its cut went out; the last `behind_cut` bytes and our question make none whole.
        """
        taken, self.unanswered, self.lost = 0, 0, False
        parts = list(_parts(commands))
        enough = sum(map(len, parts)) - behind_cut
        for part in parts:
            went, trouble = self._sent(part + PAPER_QUESTION if paced else part, stall_s)
            taken, self.unanswered = taken + min(went, len(part)), self.unanswered + paced
            trouble = trouble or (self._room_awaited(stall_s) if paced else self._trouble_meanwhile())
            if trouble:
                return Sent(taken > 0, taken >= enough, trouble)
        return Sent(began=True, whole=True)

    def _trouble_meanwhile(self) -> str:
        """What is wrong in the middle of a paper; one that answers in its turn only is not asked again."""
        if self.lost:
            return ""
        try:
            trouble = self.standing(self._patience.answer_s).trouble
        except DeviceGone:
            return "gone"
        self.lost = trouble == "silent"
        return "" if self.lost else trouble

    def _room_awaited(self, stall_s: float) -> str:
        since, trouble = self._clock(), ""
        try:
            while self.unanswered > PARTS_AHEAD and not trouble:
                trouble = self._trouble(SLICE_S)
                if self._clock() - since >= stall_s:
                    trouble = trouble or self._why_no_room()
        except DeviceGone:
            return "gone"
        return trouble

    def _why_no_room(self) -> str:
        """Nothing came for long: a printer that answers that it is well has only lost its answers on the way."""
        standing = self.standing(self._patience.answer_s)
        if standing.trouble:
            return "stalled" if standing.trouble == "silent" else standing.trouble
        self.unanswered, self.lost = 0, True
        return ""

    def _trouble(self, timeout_s: float) -> str:
        answers = self._heard(timeout_s)
        self._overheard += answers
        told = (answer.standing.trouble for answer in answers if isinstance(answer, AutoStatus))
        return next(filter(None, told), "")

    def _heard(self, timeout_s: float) -> list[Answer]:
        answers = self._reader.feed(self._port.read(4096, timeout_s))
        for answer in answers:
            match answer:
                case FlowControl():
                    self._held = not answer.go
                case PaperStatus():
                    self.unanswered = max(0, self.unanswered - 1)
                case AutoStatus():
                    self.told = answer.standing
        return answers


def _parts(commands: Iterable[bytes]) -> Iterator[bytes]:
    """Whole commands together, PART bytes or a little more each."""
    part = bytearray()
    for command in commands:
        part += command
        if len(part) >= PART:
            yield bytes(part)
            part.clear()
    if part:
        yield bytes(part)


def _went_before(gone: DeviceGone) -> int:
    """How many bytes of the last write went out before the line dropped (the port's second argument)."""
    return int(gone.args[1]) if len(gone.args) > 1 else 0
