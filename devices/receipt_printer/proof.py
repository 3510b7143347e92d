"""The proof ladder: what a printer can say about a paper it was sent, from the surest to the weakest.

``gs_h``     GS ( H fn 48 behind the cut: the job's own id comes back when everything before it is on paper
``gs_r``     GS r 1 behind the cut, answered in the printer's queue: everything was consumed, and then it is well
``dle_eot``  nothing but DLE EOT, clean for as long as the paper takes: nothing went wrong that it could see
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from devices.contract import DeviceGone
from devices.receipt_printer.conversation import Conversation, Patience
from devices.receipt_printer.escpos_bytes import (
    PAPER_QUESTION,
    AutoStatus,
    JobDone,
    PaperStatus,
    Standing,
    done_request,
)
from devices.receipt_printer.profiles import Profile

Rung = Literal["gs_h", "gs_r", "dle_eot"]
PROBE = "PRB?"  # the journal's ids hold no question mark
PADDING = 512  # bytes: a quarter of a second at 19200 baud, nothing on a fast line
SHORTEST_S = 1e-4  # no clock here is finer; a line that fast outruns any head
LOOK_S = 0.5
FASTEST_MM_S = 300.0  # no receipt printer feeds faster: who says sooner that all is done has only put it by


class Abilities(Struct, frozen=True):
    """What a printer was found to answer (`devices.receipt_printer.notebook` keeps it). None: not asked yet.

    `line_bytes_s` is what its line was measured to carry, 0 where nothing answers in its turn and none can be measured.
    """

    job_id: bool | None = None
    in_turn: bool | None = None
    auto_status: bool | None = None
    line_bytes_s: float | None = None

    @property
    def asked(self) -> bool:
        """Whether the rung is known: a printer that has the surest need not be asked for the others."""
        return bool(self.job_id) or None not in (self.job_id, self.in_turn)

    @property
    def rung(self) -> Rung:
        """The surest proof it can give."""
        return "gs_h" if self.job_id else "gs_r" if self.in_turn else "dle_eot"


def abilities_of(profile: Profile) -> Abilities:
    """What the profile says, before anything was asked."""
    return Abilities(profile.job_id, profile.in_turn, profile.auto_status)


def probe(line: Conversation, known: Abilities, patience: Patience) -> Abilities:
    """Ask once for what is not known; raises DeviceGone.

    Nothing of it prints: what a printer takes for text lies in its line buffer, which the caller empties (ESC @).
    """
    return replace(
        known,
        job_id=_answers(line, done_request(PROBE), JobDone, patience) if known.job_id is None else known.job_id,
        in_turn=_answers(line, PAPER_QUESTION, PaperStatus, patience) if known.in_turn is None else known.in_turn,
    )


def line_speed(line: Conversation, rung: Rung, clock: Callable[[], float], patience: Patience) -> float:
    """What the line carries, in bytes a second, 0 where it can't be measured; raises DeviceGone.

    Between a question and its answer in turn the same question once more, behind bytes that mean nothing: what that
    took longer is their way down the line. A printer skips NUL wherever a command may begin.
    """
    request, kind = (PAPER_QUESTION, PaperStatus) if rung == "gs_r" else (done_request(PROBE), JobDone)
    took: list[float] = []
    for padding in (b"", bytes(PADDING)):
        began = clock()
        if rung == "dle_eot" or not _answers(line, padding + request, kind, patience):
            return 0.0
        took.append(clock() - began)
    return PADDING / max(took[1] - took[0], SHORTEST_S)


def _answers(line: Conversation, request: bytes, kind: type[JobDone | PaperStatus], patience: Patience) -> bool:
    line.send(request, patience.answer_s)
    return any(isinstance(answer, kind) for answer in line.hear(patience.answer_s))


class Finding(Struct, frozen=True):
    """What the ladder found: proven, or the trouble that came instead.

    `surely` says that the printer named it before it had finished; else nobody knows how the paper is.
    """

    trouble: str = ""
    surely: bool = False


class Ladder:
    """Waits for the proof of one paper; `print_s` is how long it takes at the slowest speed."""

    def __init__(self, line: Conversation, clock: Callable[[], float], patience: Patience, print_s: float) -> None:
        self._line = line
        self._patience = patience
        self._clock = clock
        self._print_s = print_s

    def climb(self, rung: Rung, job: str, soonest_s: float = 0.0) -> Finding:
        """Stand on `rung` until the proof or a trouble came, or the time is over.

        Before `soonest_s` of the clock no paper of this length can be out.
        """
        try:
            match rung:
                case "gs_h":
                    return self._job_id(job)
                case "gs_r":
                    return self._in_turn(soonest_s)
                case "dle_eot":
                    return self._clean_until(self._clock() + self._print_s)
        except DeviceGone:
            return Finding("gone")

    def _job_id(self, job: str) -> Finding:
        sent = self._line.send(done_request(job), self._patience.stall_s)
        if not sent.whole:
            return Finding(sent.trouble, surely=sent.trouble not in ("gone", "stalled"))
        return self._awaited(lambda answer: isinstance(answer, JobDone) and answer.job == job)

    def _in_turn(self, soonest_s: float) -> Finding:
        """The question behind the last part was answered: then nothing must be wrong, now and when paper can be out."""
        if self._line.lost:
            return Finding("silent")
        if self._line.unanswered:
            found = self._awaited(lambda _: not self._line.unanswered)
            if found.trouble:
                return found
        return self._clean_until(soonest_s)

    def _awaited(self, proves: Callable[[object], bool]) -> Finding:
        for answer in self._line.hear(self._print_s + self._patience.proof_s):
            match answer:
                case _ if proves(answer):
                    return Finding()
                case AutoStatus(standing=Standing(trouble=trouble)) if trouble:
                    return self._after_all(proves) or Finding(trouble, surely=True)
        # a printer without automatic status says only when asked why it stands
        trouble = self._line.standing(self._patience.answer_s).trouble or "silent"
        return Finding(trouble, surely=trouble != "silent")

    def _after_all(self, proves: Callable[[object], bool]) -> Finding | None:
        """A roll may end behind the last row: then the proof follows the trouble at once, and is one."""
        return Finding() if any(map(proves, self._line.hear(self._patience.answer_s))) else None

    def _clean_until(self, end: float) -> Finding:
        """An answer may wait until the paper stands: each question has all the time there is."""
        while True:
            left = max(0.0, end - self._clock()) + self._patience.proof_s
            if trouble := self._line.standing(left).trouble:
                return Finding(trouble)
            if self._clock() >= end:
                return Finding()
            for answer in self._line.hear(min(LOOK_S, max(0.0, end - self._clock()))):
                if isinstance(answer, AutoStatus) and answer.standing.trouble:
                    return Finding(answer.standing.trouble)
