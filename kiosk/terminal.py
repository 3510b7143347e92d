"""The desk: the only loop. Takes events, calls `step`, carries out effects, sends faces."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol

from kiosk.audit_lines import lines_of
from kiosk.clock import Alarm, Clock
from kiosk.core.conditions import Outcome, Presence, PrintVerdict
from kiosk.core.effects import (
    Ask,
    CallKeeper,
    Effect,
    Forget,
    JoinPages,
    Note,
    PlaySound,
    PrintDocument,
    PrintReceipt,
    ReadCard,
    ReadCode,
    ReportOutcome,
    ReportRating,
    Rest,
    SoundAlarm,
    TakePage,
    WatchFront,
    WatchPad,
    WatchPage,
)
from kiosk.core.events import (
    ConditionSeen,
    GatewaySeen,
    Happened,
    MediaSeen,
    PaperSettled,
    Replied,
    RoomSeen,
    TimerRang,
    What,
)
from kiosk.core.face import face_of
from kiosk.core.faces import Checks, Face
from kiosk.core.flow import FRONT, LEFT_CARD
from kiosk.core.matters import Catalogue
from kiosk.core.questions import KEYED, CheckPerson, Issue, Keyed, Question
from kiosk.core.replies import Reply
from kiosk.core.session import Session
from kiosk.core.step import step
from kiosk.print_orders import PrintOrders
from kiosk.records import Records
from kiosk.store.errors import DiskFull
from kiosk.watched import watched
from kiosk.workers.paper import Step

CITIZENS_WORD = frozenset({"citizen_saw", "citizen_missed"})


class Screen(Protocol):
    """Where faces go."""

    def show(self, face: Face) -> None: ...

    def show_checks(self, rev: int, checks: Checks) -> None: ...

    def play(self, name: str) -> None: ...


class Platform(Protocol):
    """Who answers questions; never raises for the network's sake."""

    async def ask(self, question: Question) -> Reply: ...

    async def issue(self, question: Keyed, key: str, until: float) -> Reply: ...


class Hands(Protocol):
    """The devices, each behind its own thread."""

    def read_card(self, order: ReadCard | WatchPad | None) -> None: ...

    def read_code(self, order: ReadCode | WatchFront | None) -> None: ...

    def photograph(self, order: WatchPage | TakePage | JoinPages | None) -> None: ...

    def speak(self, sound: str) -> None: ...

    def print_paper(self, order: PrintReceipt | PrintDocument, job: str, stepped: Callable[[Step], None]) -> None: ...

    def withdraw(self) -> None: ...


class Terminal:
    """One session and its surroundings. `post` is called in the loop's thread only; `token` makes fresh randomness."""

    def __init__(
        self,
        catalogue: Catalogue,
        clock: Clock,
        token: Callable[[], str],
        screen: Screen,
        platform: Platform,
        hands: Hands,
        records: Records,
    ) -> None:
        self.session = Session(pad_left=Presence.UNKNOWN)  # nobody saw what lies there while we were away
        self._catalogue = catalogue
        self._clock = clock
        self._token = token
        self._screen = screen
        self._platform = platform
        self._hands = hands
        self._records = records
        self._alarm: Alarm | None = None
        self._asking: set[asyncio.Task[None]] = set()
        self._orders = PrintOrders(records)
        self._closed = False
        self._face: Face | None = None

    def post(self, what: What) -> None:
        """Let one event happen: the session steps, its effects are carried out, the screen is told.

        Once closed, nothing does.
        """
        if self._closed:  # a device's thread may answer while everything ends
            return
        self._write_down(what)
        before = self.session
        happened = Happened(what, self._clock.now_ms(), self._clock.civil(), self._token())
        self.session, effects = step(self._catalogue, before, happened)
        for effect in effects:
            self._carry_out(effect)
        self._set_alarm(before)
        self.show()

    def show(self) -> None:
        """Send the screen what changed: the whole face for a new revision, else the checks beside the drafts."""
        face = face_of(self._catalogue, self.session, self._clock.civil())
        shown, self._face = self._face, face
        if shown is None or shown.rev != face.rev:
            self._screen.show(face)
        elif shown.checks != face.checks:
            self._screen.show_checks(face.rev, face.checks)

    def begin(self) -> None:
        """Find out what lies on the pad before the first citizen comes, and watch for that citizen."""
        self._hands.read_card(WatchPad(LEFT_CARD))
        self._hands.read_code(WatchFront(FRONT))

    @property
    def face(self) -> Face | None:
        """The newest face, complete with what was typed: a screen that comes back gets this one."""
        return self._face

    def close(self) -> None:
        """Stop asking and ringing; whatever still happens is ignored."""
        self._closed = True
        for task in self._asking:
            task.cancel()
        if self._alarm is not None:
            self._alarm.cancel()

    # --- effects -------------------------------------------------------------------------------------------------

    def _carry_out(self, effect: Effect) -> None:
        match effect:
            case Rest():
                self._rest()
            case ReadCard() | WatchPad():
                self._hands.read_card(effect)
            case ReadCode() | WatchFront():
                self._hands.read_code(effect)
            case WatchPage() | TakePage() | JoinPages():
                self._hands.photograph(effect)
            case PrintReceipt() | PrintDocument():
                self._print(effect)
            case _:
                self._tell(effect)

    def _tell(self, effect: Effect) -> None:
        """The effects that are no order to a device."""
        match effect:
            case Ask():
                self._ask(effect)
            case Forget():
                self._forget()
            case ReportOutcome() | ReportRating():
                self._report(effect)
            case CallKeeper(reason):
                self._records.note("keeper_called", reason=reason)
            case SoundAlarm(sound):
                self._hands.speak(sound)
            case PlaySound(name):
                self._screen.play(name)
            case Note(event, fields):
                self._records.note(event, **fields)

    def _rest(self) -> None:
        self._hands.read_card(None)
        self._hands.read_code(None)
        self._hands.photograph(None)

    def _report(self, effect: ReportOutcome | ReportRating) -> None:
        if isinstance(effect, ReportRating):
            self._records.rate(effect)
        elif effect.verdict.reason in CITIZENS_WORD:  # what the printers say is reported from the journal
            self._orders.citizen_said(effect.job, effect.verdict)

    def _ask(self, order: Ask) -> None:
        visit = self.session.visit
        matter = visit.matter if visit is not None else ""
        if isinstance(order.question, KEYED):
            asked = "issue_asked" if isinstance(order.question, Issue) else "case_asked"
            self._records.note(asked, matter=matter, key=order.key or "")
        task = watched(self._answer(order, matter, self._check_method(order.question)))
        self._asking.add(task)
        task.add_done_callback(self._asking.discard)

    def _check_method(self, question: Question) -> str:
        if isinstance(question, CheckPerson):
            return question.method
        visit = self.session.visit
        return visit.check.way if visit is not None and visit.check is not None else ""

    async def _answer(self, order: Ask, matter: str, method: str) -> None:
        question = order.question
        if isinstance(question, KEYED) and order.key is not None:
            reply = await self._platform.issue(question, order.key, order.until_ms / 1000)
        else:
            reply = await self._platform.ask(question)
        for line in lines_of(question, reply, matter, method, order.key or ""):
            self._records.note(line.event, **line.fields)
        self.post(Replied(order.request, reply))

    def _forget(self) -> None:
        for task in self._asking:
            task.cancel()
        self._hands.withdraw()
        self._orders.forget()

    def _print(self, order: PrintReceipt | PrintDocument) -> None:
        try:
            job = self._orders.begin(order)
        except DiskFull:
            settled = PaperSettled(order.job, PrintVerdict(Outcome.FAILED, "disk_full"))
            asyncio.get_running_loop().call_soon(self.post, settled)
            return
        self._hands.print_paper(order, job, self._orders.stepper(order.job, asyncio.get_running_loop()))

    def _set_alarm(self, before: Session) -> None:
        if self.session.timer is before.timer:
            return
        if self._alarm is not None:
            self._alarm.cancel()
        timer = self.session.timer
        self._alarm = None
        if timer is not None:
            self._alarm = self._clock.ring_at(timer.at_ms, lambda: self.post(TimerRang(timer.id)))

    # --- what is written down --------------------------------------------------------------------------------------

    def _write_down(self, what: What) -> None:
        """Papers and changes of the surroundings are kept whatever page the citizen is on."""
        match what:
            case PaperSettled(order, verdict):
                self._orders.settled(order, verdict)
            case MediaSeen(order, media):
                self._orders.seen(order, media)
            case ConditionSeen(condition) if self.session.conditions.get(condition.device) != condition:
                self._records.note(
                    "device_changed",
                    device=condition.device.value,
                    status=condition.status.value,
                    paper=condition.paper.value,
                    fault=condition.fault,
                )
            case GatewaySeen(reachable) if reachable != self.session.online:
                if reachable:
                    self._records.note("gateway_returned")
                else:
                    self._records.note("gateway_lost", why="no_answer")
            case RoomSeen(roomy) if roomy != self.session.roomy:
                self._records.note("disk_roomy" if roomy else "disk_tight")
            case _:
                return
