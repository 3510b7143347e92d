"""What codes, papers and changed conditions do; an answer to an earlier request changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec.structs import replace

from kiosk.core.after_touch import after_paper
from kiosk.core.conditions import Condition, Device, Media, Outcome, Paper, Presence, PrintVerdict
from kiosk.core.effects import CallKeeper, PlaySound, ReadCode, SoundAlarm
from kiosk.core.events import CodeRead, PaperSettled, PresenceSeen, SomeoneSeen, What
from kiosk.core.flow import FRONT, LEFT_CARD, finish_done, go_on, scan, settle
from kiosk.core.matter_pages import AtCase, AtFiled, AtMaterials
from kiosk.core.pages import AtCard, AtFinish, AtHome, AtPaperQuestion, AtPrinting, AtScan, AtTrouble, AtWelcome, Page
from kiosk.core.payloads import ForeignLink, route_payload
from kiosk.core.turn import Turn

FINISH_LEAST_MS = 8_000
KEEPERS_FAULTS = frozenset(("on_battery", "battery_low", "door_open"))
ALARMS: Mapping[str, str] = MappingProxyType({"door_open": "door_open", "on_battery": "power_lost"})
"""What is to be heard across the room, by the fault."""


def answered(turn: Turn, page: Page, what: What) -> None:
    """A device's answer to the page that asked for it."""
    match page, what:
        case AtScan(request), CodeRead(answers, payload, text) if answers == request:
            _code_read(turn, page, payload, text)
        case AtPrinting(job, paper), PaperSettled(answers, verdict) if answers == job:
            settle(turn, paper, verdict)
            _paper_settled(turn, page, verdict)
        case ((AtWelcome() | AtHome()), PresenceSeen(request, presence)) if request == LEFT_CARD:
            if presence is not turn.session.pad_left:
                turn.change(pad_left=presence)
        case AtWelcome(awake=False), SomeoneSeen(request) if request == FRONT:
            turn.change(page=AtWelcome(awake=True))
        case AtFinish(request), PresenceSeen(answers, presence) if answers == request:
            _presence_seen(turn, page, presence)
        case _:
            return


# --- codes -------------------------------------------------------------------------------------------------------


def _code_read(turn: Turn, page: AtScan, payload: bytes, text: str | None) -> None:
    routed = route_payload(payload, text, turn.catalogue.centre.allowed_hosts)
    if type(routed).__name__ in turn.step.payloads:
        turn.do(PlaySound("read_ok"))
        turn.keep(payload=payload)
        go_on(turn)
        return
    notice = "foreign_link" if isinstance(routed, ForeignLink) else "not_this_code"
    if page.notice == notice:
        turn.do(ReadCode(page.request, frozenset(turn.step.formats)))
    else:
        scan(turn, notice)


# --- papers ------------------------------------------------------------------------------------------------------


def _paper_settled(turn: Turn, page: AtPrinting, verdict: PrintVerdict) -> None:
    match verdict.outcome:
        case Outcome.PRINTED:
            after_paper(turn, page.paper)
        case Outcome.UNKNOWN:
            turn.do(PlaySound("chime"))
            turn.show(AtPaperQuestion(page.job, page.paper))
        case Outcome.FAILED:
            turn.do(PlaySound("chime"))
            turn.show(AtTrouble("paper", verdict.reason, paper=page.paper))


def _presence_seen(turn: Turn, page: AtFinish, presence: Presence) -> None:
    """The card is gone and the page was long enough to read: on; else only remember."""
    if presence is page.presence:
        return
    turn.change(page=replace(page, presence=presence))  # a touch on its way to this page still counts
    gone = page.card and presence is Presence.ABSENT
    if gone and turn.happened.at_ms - page.started_ms >= FINISH_LEAST_MS:
        finish_done(turn, replace(page, presence=presence))


# --- the surroundings --------------------------------------------------------------------------------------------


def speaks_of(page: Page, device: Device) -> bool:
    """Whether a page says how this device is."""
    match page:
        case AtWelcome() | AtHome():
            return True
        case AtCard():
            return device is Device.ID_CARD_READER
        case AtScan():
            return device is Device.CODE_SCANNER
        case AtMaterials() | AtCase() | AtFiled():
            return device is Device.DOCUMENT_CAMERA
        case _:
            return False


def condition_seen(turn: Turn, page: Page, condition: Condition) -> None:
    """A device changed; only pages that speak of devices are drawn again."""
    if turn.session.conditions.get(condition.device) == condition:
        return
    conditions = {**turn.session.conditions, condition.device: condition}
    _tell_keeper(turn, condition)
    if speaks_of(page, condition.device):
        turn.change(conditions=conditions)
    else:
        turn.note(conditions=conditions)


def _tell_keeper(turn: Turn, condition: Condition) -> None:
    """What the keeper must do something about although, or before, it stops anybody."""
    if condition.paper in (Paper.LOW, Paper.OUT, Paper.JAMMED):
        turn.do(CallKeeper(f"{condition.device}_paper_{condition.paper}"))
    elif condition.fault in KEEPERS_FAULTS:
        turn.do(CallKeeper(condition.fault))
    if condition.fault in ALARMS:
        turn.do(SoundAlarm(ALARMS[condition.fault]))


def media_seen(turn: Turn, page: Page, media: Media) -> None:
    """A receipt was taken, was drawn back by the machine, or still lies in the mouth for the next citizen to see."""
    if media is turn.session.mouth:
        return
    left = media is Media.PRESENT
    if left or media is Media.RETRACTED:
        turn.do(CallKeeper("paper_left" if left else "paper_retracted"))
    if left:
        turn.do(SoundAlarm("paper_left"))
    if isinstance(page, AtWelcome | AtHome):
        turn.change(mouth=media)
    else:
        turn.note(mouth=media)


def surroundings_seen(turn: Turn, page: Page, **seen: bool) -> None:
    """The line to the gateway, or the room on the disk, came or went; the home page says so."""
    if all(getattr(turn.session, name) == value for name, value in seen.items()):
        return
    if isinstance(page, AtWelcome | AtHome):
        turn.change(**seen)
    else:
        turn.note(**seen)
