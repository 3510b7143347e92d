"""`step`: one event in, a new session and its effects out. Pure; the same event always gives the same answer."""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.core import after_device, after_reply, after_touch, flow
from kiosk.core.conditions import Outcome, Presence, PrintVerdict
from kiosk.core.effects import CallKeeper, Effect, PlaySound, SoundAlarm
from kiosk.core.events import (
    CardRead,
    CardTroubled,
    CodeRead,
    ConditionSeen,
    GatewaySeen,
    Happened,
    MediaSeen,
    PagesJoined,
    PageTaken,
    PageTroubled,
    PaperSettled,
    PresenceSeen,
    Replied,
    RoomSeen,
    SomeoneSeen,
    TimerRang,
)
from kiosk.core.flow import (
    ASK_S,
    GUARD_S,
    IDLE_QUESTION_S,
    ISSUE_S,
    LONG,
    PRINT_GUARD_S,
    finish_done,
    leave,
    to_welcome,
)
from kiosk.core.kinds import registry
from kiosk.core.kinds.rating import end_rating
from kiosk.core.matter_pages import AtHandOver, AtPay
from kiosk.core.matters import Catalogue
from kiosk.core.pages import AtFinish, AtHelp, AtHome, AtIdle, AtLeave, AtPrinting, AtRating, AtWaiting, AtWelcome, Page
from kiosk.core.replies import NotKnown
from kiosk.core.session import Session, Timer
from kiosk.core.touches import Drafted, Signed, Touched
from kiosk.core.turn import Turn

ARRIVALS = {**flow.ARRIVALS, **registry.ARRIVALS}
IDLE_S = 120
IDLE_REMINDER_S = 20  # a second sound when this much is left
FINISH_LEAST_S = 8  # long enough to read, when nothing lies on the pad
FINISH_MOST_S = 60
RATING_S = 30
PHONE_S = 300  # whoever pays or goes on with a phone does not touch the glass meanwhile
AWAKE_S = 30  # the attract page greets this long after somebody stepped up


def step(catalogue: Catalogue, session: Session, happened: Happened) -> tuple[Session, tuple[Effect, ...]]:
    """The session after `happened`, and what must be done. An event that answers nothing changes nothing."""
    turn = Turn(catalogue, session, happened, ARRIVALS)
    _dispatch(turn, session.page)
    if turn.session is not session:
        _arm(turn, session)
    return turn.session, tuple(turn.effects)


def _dispatch(turn: Turn, page: Page) -> None:
    match turn.happened.what:
        case Touched(rev, target) if turn.session.since <= rev <= turn.session.rev:
            after_touch.touched(turn, page, target)
        case Signed(rev) if turn.session.since <= rev <= turn.session.rev:
            _answered(turn, page)
        case Drafted(rev, field, text) if turn.session.since <= rev <= turn.session.rev:
            after_touch.drafted(turn, page, field, text)
        case TimerRang(timer) if turn.session.timer is not None and timer == turn.session.timer.id:
            _rang(turn, page)
        case ConditionSeen(condition):
            after_device.condition_seen(turn, page, condition)
        case MediaSeen(_, media):
            after_device.media_seen(turn, page, media)
        case GatewaySeen(reachable):
            after_device.surroundings_seen(turn, page, online=reachable)
        case RoomSeen(roomy):
            after_device.surroundings_seen(turn, page, roomy=roomy)
        case CardRead() | CardTroubled() | CodeRead() | PresenceSeen() | SomeoneSeen() | PaperSettled() | Replied():
            _answered(turn, page)
        case PageTaken() | PageTroubled() | PagesJoined():
            _answered(turn, page)
        case _:
            return


def _answered(turn: Turn, page: Page) -> None:
    """A device's or the platform's answer reaches the page that asked, also under help or a question."""
    match page:
        case AtHelp(under) | AtLeave(under):
            shown = turn.session.page
            _answered(turn, under)
            if turn.session.page is not shown:
                turn.note(page=replace(page, under=turn.session.page))
        case AtIdle(under):
            _answered(turn, under)
        case _:
            what = turn.happened.what
            kind = registry.PAGES.get(type(page))
            if isinstance(what, Replied):
                after_reply.replied(turn, page, what)
            elif kind is not None and kind.answered is not None:
                kind.answered(turn, page, turn.happened)
            else:
                after_device.answered(turn, page, what)


# --- time --------------------------------------------------------------------------------------------------------


def _arm(turn: Turn, before: Session) -> None:
    """Set the one timer anew when the citizen did something or another kind of page came; devices don't renew it."""
    acted = isinstance(turn.happened.what, Touched | Drafted | Signed)
    page = turn.session.page
    timed_by_itself = isinstance(page, AtIdle | AtFinish | AtWelcome) and page is not before.page
    if not acted and not timed_by_itself and type(page) is type(before.page) and before.timer is not None:
        return
    at_ms = _due_ms(turn.session.page, turn.happened.at_ms)
    timer = None if at_ms is None else Timer(turn.fresh("timer"), at_ms)
    turn.session = replace(turn.session, timer=timer)


def _due_ms(page: Page, now_ms: int) -> int | None:
    match page:
        case AtWelcome(awake):
            return now_ms + AWAKE_S * 1000 if awake else None
        case AtIdle(until_ms=until_ms, reminded=reminded):
            return until_ms if reminded else until_ms - IDLE_REMINDER_S * 1000
        case AtFinish(started_ms=started_ms, card=card, presence=presence):
            least = not card or presence is Presence.ABSENT
            return max(now_ms, started_ms + (FINISH_LEAST_S if least else FINISH_MOST_S) * 1000)
        case AtRating():
            return now_ms + RATING_S * 1000
        case AtPay() | AtHandOver():
            return now_ms + PHONE_S * 1000
        case AtWaiting(purpose=purpose, started_ms=started_ms):
            return started_ms + ((ISSUE_S if purpose in LONG else ASK_S) + GUARD_S) * 1000
        case AtPrinting(started_ms=started_ms):
            return started_ms + PRINT_GUARD_S * 1000
        case AtHelp(AtWaiting() | AtPrinting() as under):
            return _due_ms(under, now_ms)
        case _:
            return now_ms + IDLE_S * 1000


def _rang(turn: Turn, page: Page) -> None:
    match page:
        case AtWelcome() | AtHome():
            to_welcome(turn)
        case AtIdle(reminded=False):
            turn.do(PlaySound("chime"))
            turn.note(page=replace(page, reminded=True))
        case AtIdle():
            leave(turn)
        case AtFinish():
            _finish_rang(turn, page)
        case AtRating():
            end_rating(turn, page)
        case AtWaiting(request):
            after_reply.replied(turn, page, Replied(request, NotKnown("no_answer")))
        case AtPrinting(job):
            verdict = PrintVerdict(Outcome.UNKNOWN, "no_answer", began=True)
            after_device.answered(turn, page, PaperSettled(job, verdict))
        case AtHelp(AtWaiting() | AtPrinting() as under):
            turn.show(under)
            _rang(turn, under)
        case AtHelp(under) if turn.session.visit is None:
            turn.show(under)
        case _:
            turn.do(PlaySound("chime"))
            turn.show(AtIdle(page, turn.happened.at_ms + IDLE_QUESTION_S * 1000))


def _finish_rang(turn: Turn, page: AtFinish) -> None:
    """Time is up on 请取走: a card that may still lie there gets a sound and the keeper."""
    if page.card and page.presence is not Presence.ABSENT:
        turn.effects += [PlaySound("chime"), SoundAlarm("card_left"), CallKeeper("card_left")]
    finish_done(turn, page)
