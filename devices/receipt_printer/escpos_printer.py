"""Prints receipts on an ESC/POS printer and says what is known about the paper afterwards.

PRINTED only with a proof, by the surest rung of the ladder this printer has. FAILED when it named a trouble first, or
when the body never left whole. UNKNOWN when all was sent and nothing sure was heard: nobody may guess then.
"""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Callable, Iterable

from msgspec.structs import replace

from devices.contract import DeviceGone, PortBusy, PortMissing, PrintStep, always, unwritten
from devices.faults import condition_of
from devices.ports import Port
from devices.receipt_printer.composer import Composed, Unprintable
from devices.receipt_printer.conversation import Conversation, Patience
from devices.receipt_printer.escpos_bytes import (
    CLEAR,
    CUT,
    TEAR_OFF,
    AutoStatus,
    BuffersCleared,
    Standing,
    done_request,
    initialise,
)
from devices.receipt_printer.mouth import Mouth
from devices.receipt_printer.profiles import Profile
from devices.receipt_printer.proof import FASTEST_MM_S, Abilities, Finding, Ladder, abilities_of, line_speed, probe
from devices.receipt_printer.raster_path import longest_band
from kiosk.core.conditions import Condition, Device, Media, Outcome, Paper, PrintVerdict, Status
from kiosk.core.receipts import Receipt

LINE_LOST = frozenset(("stalled", "gone", "silent"))  # troubles the printer did not tell us itself

Compose = Callable[[Receipt], Composed | Unprintable]


def forgotten(_abilities: Abilities) -> None:
    """Nobody keeps what was found out."""


class EscposPrinter:
    """A ReceiptPrinter over any byte line; the line is opened at the first call and again after it was lost.

    `bytes_s` is what the line should carry; with `measures` it is found out once, before the first paper. `abilities`
    is what this printer was found to answer.
    """

    def __init__(
        self,
        open_port: Callable[[], Port],
        compose: Compose,
        *,
        clock: Callable[[], float] = time.monotonic,
        profile: Profile = Profile(),  # noqa: B008 - frozen
        patience: Patience = Patience(),  # noqa: B008 - frozen
        bytes_s: float = math.inf,
        measures: bool = False,
    ) -> None:
        self.abilities = abilities_of(profile)
        self._open_port = open_port
        self._compose = compose
        self._clock = clock
        self._profile = profile
        self._patience = patience
        self._bytes_s = bytes_s
        self._measures = measures
        self._line: Conversation | None = None
        self._mouth = Mouth(profile.presenter, clock, patience)
        self._remains = 0  # the longest command of a paper that may lie half printed
        self._of_earlier_run = False
        self._learned: Callable[[Abilities], None] = forgotten

    @property
    def bytes_s(self) -> float:
        """What the line carries: as it was measured, else as its kind and the profile say."""
        return self.abilities.line_bytes_s or self._bytes_s

    def recall(self, known: Abilities | None, learned: Callable[[Abilities], None], *, half_printed: bool) -> None:
        """Go on where an earlier run ended: what it found out, and whether it may have died in the middle of a paper.

        `learned` is called with what this run finds out; it must not raise.
        """
        self.abilities = known or self.abilities
        self._learned = learned
        if half_printed:
            self._remains, self._of_earlier_run = longest_band(self._profile.width), True

    def print(self, receipt: Receipt, job: str, stepped: Callable[[PrintStep], None] = unwritten) -> PrintVerdict:
        """Print `receipt` and prove it by `job` (4 printable ASCII characters); every wait within is bounded."""
        done_request(job)  # an id that no printer can carry is our mistake, whatever proves this paper
        composed = self._compose(receipt)
        if isinstance(composed, Unprintable):
            return PrintVerdict(Outcome.FAILED, composed.reason)
        if trouble := self._made_ready():
            return PrintVerdict(Outcome.FAILED, trouble)
        stepped("sending")
        return self._printed(composed, job, stepped)

    def await_taken(self, wanted: Callable[[], bool] = always) -> Media:
        """See `ReceiptPrinter.await_taken`; bounded by the profile's time and what drawing back takes."""
        if not self._mouth.has_sensor:
            return Media.UNKNOWN
        try:
            return Media.UNKNOWN if self._line is None else self._mouth.await_gone(self._line, wanted)
        except DeviceGone:
            self.close()
            return Media.UNKNOWN

    def condition(self) -> Condition:
        """Ask the printer how it is (DLE EOT, and its mouth); never raises, bounded by its answers and a connection.

        What an earlier run left half printed is removed on the way, while no citizen waits for a paper.
        """
        standing = self._standing()
        fault = standing.trouble or self._mouth_fault()
        if self._of_earlier_run and not fault:
            self._tidy()
        low = standing.low and self._profile.near_end
        condition = condition_of(Device.RECEIPT_PRINTER, fault or ("paper_low" if low else ""))
        if condition.status is Status.ONLINE and condition.paper is Paper.UNKNOWN:
            return replace(condition, paper=Paper.LOW if low else Paper.FULL)
        return condition

    def close(self) -> None:
        """Give the line back; the next call opens it again."""
        if self._line is not None:
            self._line.close()
            self._line = None

    def _tidy(self) -> None:
        """A paper that still lies in the mouth has its time first."""
        assert self._line is not None
        try:
            if not self._mouth.has_sensor or self._mouth.look(self._line) is Media.NOT_PRESENT:
                self._remains_removed(self._line)
        except DeviceGone:  # the next look tells
            self.close()

    # --- before -------------------------------------------------------------------------------------------------

    def _standing(self) -> Standing:
        """The printer's own word on itself; a line that died while nobody used it is opened afresh once."""
        if self._line is not None:
            try:
                return self._asked(self._line)
            except DeviceGone:
                self.close()
        try:
            self._line = Conversation(self._open_port(), self._clock, self._patience, self._profile)
            return self._asked(self._line)
        except PortBusy:
            return Standing("port_busy")
        except PortMissing:
            return Standing("port_missing")
        except DeviceGone:
            self.close()
            return Standing("gone")

    def _asked(self, line: Conversation) -> Standing:
        standing = line.standing(self._patience.answer_s)
        if standing.trouble == "silent":
            self.close()
        return standing

    def _mouth_fault(self) -> str:
        if self._line is None or not self._mouth.has_sensor:
            return ""
        try:
            return self._mouth.fault(self._line)
        except DeviceGone:
            self.close()
            return "gone"

    def _made_ready(self) -> str:
        """Bring the printer to a clean beginning; the fault id that forbids it, else empty."""
        if trouble := self._standing().trouble:
            return trouble
        assert self._line is not None
        try:
            return self._mouth_cleared(self._line) or self._begun(self._line)
        except DeviceGone:
            self.close()
            return "gone"

    def _mouth_cleared(self, line: Conversation) -> str:
        """The last citizen has as long as was promised; two papers never lie in the mouth together."""
        if not self._mouth.has_sensor:
            return ""
        match self._mouth.await_gone(line, always):
            case Media.PRESENT:
                return self._mouth.fault(line) or "paper_left"
            case Media.JAMMED:
                return "presenter_jam"
            case Media.UNKNOWN:
                return "silent"
        return ""

    def _begun(self, line: Conversation) -> str:
        if self._remains and (trouble := self._remains_removed(line)):
            return trouble
        if self.abilities.job_id is None or self.abilities.in_turn is None:
            self._learn(probe(line, self.abilities, self._patience))
        if self._measures and self.abilities.line_bytes_s is None:
            speed = line_speed(line, self.abilities.rung, self._clock, self._patience)
            self._learn(replace(self.abilities, line_bytes_s=speed))
        if trouble := line.send(self._start(), self._patience.answer_s).trouble:
            return trouble
        return self._auto_status(line)

    def _start(self) -> bytes:
        return initialise(self._profile.dpi) + self._mouth.start

    def _auto_status(self, line: Conversation) -> str:
        """The status that answers GS a, where the printer has it; the trouble it tells."""
        if self.abilities.auto_status is False:
            return ""
        heard = line.hear(self._patience.answer_s)
        told = next((answer.standing.trouble for answer in heard if isinstance(answer, AutoStatus)), None)
        if self.abilities.auto_status is None:
            self._learn(replace(self.abilities, auto_status=told is not None))
            return told or ""
        if told is None:
            self._unlearn()
        return "silent" if told is None else told

    def _learn(self, abilities: Abilities) -> None:
        self.abilities = abilities
        self._learned(abilities)

    def _unlearn(self) -> None:
        """It did not do what it was found to do: perhaps it is another one by now, and the next paper asks again."""
        self._learn(abilities_of(self._profile))

    def _remains_removed(self, line: Conversation) -> str:
        """Forget what is left of an unproven paper and cut it off, so that two citizens never share a paper."""
        cleared = self._cleared(line)
        if not cleared:
            # without DLE DC4 the printer may wait for the rest of an image: zeros fill it, and mean nothing elsewhere
            line.send(bytes(self._remains), self._patience.stall_s)
        sent = line.send(self._start() + self._cut() + self._mouth.swallow, self._patience.stall_s)
        if not sent.trouble:
            self._remains, self._of_earlier_run = 0, False
        for _ in () if cleared else line.hear(self._patience.answer_s):
            pass  # late answers to the old paper's questions would prove the new one
        return sent.trouble

    def _cleared(self, line: Conversation) -> bool:
        if self._profile.clear is False:
            return False
        line.send(CLEAR, self._patience.answer_s)
        return any(isinstance(answer, BuffersCleared) for answer in line.hear(self._patience.answer_s))

    # --- the paper ----------------------------------------------------------------------------------------------

    def _cut(self) -> bytes:
        return CUT if self._profile.cutter else TEAR_OFF

    def _commands(self, commands: Iterable[bytes]) -> list[bytes]:
        return [*commands, self._cut(), *self._mouth.commands]

    def _printed(self, composed: Composed, job: str, stepped: Callable[[PrintStep], None]) -> PrintVerdict:
        assert self._line is not None
        commands = self._commands(composed.commands)
        rung, began = self.abilities.rung, self._clock()
        sent = self._line.send_paper(
            commands,
            self._patience.stall_s,
            paced=bool(self.abilities.in_turn),
            behind_cut=sum(map(len, self._mouth.commands)),
        )
        if not sent.began:
            return PrintVerdict(Outcome.FAILED, sent.trouble)
        self._remains = max(map(len, commands))
        if sent.trouble:
            # it may have come while the paper was already out, unless the printer has yet to come to its end
            surely = sent.trouble not in LINE_LOST and self._line.unanswered > 0
            return self._unfinished(Finding(sent.trouble, surely), sent_whole=sent.whole)
        stepped("sent")
        ladder = Ladder(self._line, self._clock, self._patience, self._print_s(composed, commands))
        found = ladder.climb(rung, job, soonest_s=began + composed.height_mm / FASTEST_MM_S)
        if found.trouble == "silent":
            self._unlearn()
        if found.trouble:
            return self._unfinished(found, sent_whole=True)
        stepped("proved")
        self._remains = 0
        self._mouth.presented()
        return PrintVerdict(Outcome.PRINTED, began=True, proof=rung)

    def _print_s(self, composed: Composed, commands: Iterable[bytes]) -> float:
        """Through its line and at its slowest speed."""
        return self._profile.print_s(composed.height_mm) + sum(map(len, commands)) / self.bytes_s

    def _unfinished(self, found: Finding, *, sent_whole: bool) -> PrintVerdict:
        assert self._line is not None
        if found.trouble in LINE_LOST:
            self.close()
        else:
            # at once, so that the rest does not come out by itself when the keeper adds paper
            with contextlib.suppress(DeviceGone):
                self._cleared(self._line)
        outcome = Outcome.UNKNOWN if sent_whole and not found.surely else Outcome.FAILED
        return PrintVerdict(outcome, found.trouble, began=True)
