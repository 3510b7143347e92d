"""Handing a draft to a phone and back: a one-time code with nothing of the person in it.

What comes from a phone is answers to be looked over again, never a person: who it is for is asked here as ever.
"""

from __future__ import annotations

from kiosk.core.case_bodies import Code
from kiosk.core.events import Replied
from kiosk.core.face_parts import Button
from kiosk.core.flow import ask, begin, leave, not_answered
from kiosk.core.kinds.kind import Kind, PageKind
from kiosk.core.matter_pages import AtHandOver
from kiosk.core.matters import Field, Matter
from kiosk.core.pages import AtReview, AtTrouble
from kiosk.core.payloads import HAND_OVER
from kiosk.core.questions import HandOver, TakeOver
from kiosk.core.regions import division
from kiosk.core.replies import HandedOver, Refused, TakenOver
from kiosk.core.rules import NAMES_SOMEBODY, is_whole, rule_of
from kiosk.core.submission import given_fields
from kiosk.core.turn import Turn
from kiosk.core.view import Parts, View

NEVER_TAKEN = ("account",)  # a bank account is given here, or is on file: it comes from no phone


def may_hand_over(matter: Matter) -> bool:
    """Whether a draft can go on elsewhere: only of what is handed in, not of what is only looked up."""
    return any(step.kind == "submit" for step in matter.steps)


def hand_over(turn: Turn) -> None:
    """Keep what was typed for a phone; what departments shared, and who it is about, stays here."""
    visit = turn.visit
    typed = [each.id for each in given_fields(turn.matter, visit) if _travels(each) and each.id not in visit.origins]
    answers = {name: visit.answers[name] for name in typed}
    ask(turn, "hand_over", HandOver(visit.matter, visit.place, answers))


def _travels(field: Field) -> bool:
    if field.read_only or field.type in NEVER_TAKEN or field.sensitive is not None:
        return False
    return rule_of(field) not in NAMES_SOMEBODY


def _handed(turn: Turn, what: Replied) -> None:
    match what.reply:
        case HandedOver(code, expires_at):
            turn.show(AtHandOver(code, expires_at))
        case reply:
            not_answered(turn, "hand_over", reply)


def _touched(turn: Turn, _page: AtHandOver, target: str) -> None:
    match target:
        case "primary":
            leave(turn)
        case "secondary":
            turn.show(AtReview())
        case _:
            return


def _body(view: View, page: AtHandOver) -> Parts:
    body = Code(
        payload=f"{HAND_OVER}{page.code}",
        caption=view.say("hand_over.caption"),
        lines=(view.say("hand_over.line"), view.say("hand_over.until", time=page.expires_at[11:16])),
    )
    return Parts(
        view.say("hand_over.title"),
        view.say("hand_over.strip"),
        body,
        primary=Button("primary", view.say("hand_over.primary"), icon="tick"),
        secondary=Button("secondary", view.say("hand_over.secondary")),
    )


# --- from a phone ------------------------------------------------------------------------------------------------


def take_over(turn: Turn, code: str) -> None:
    """Ask for what a phone kept under `code`; it works once."""
    ask(turn, "take_over", TakeOver(code))


def _taken(turn: Turn, what: Replied) -> None:
    match what.reply:
        case TakenOver() as taken if taken.matter in turn.catalogue.matters:
            _begin_with(turn, taken)
        case TakenOver():
            turn.show(AtTrouble("refused", "no_such_matter"))
        case Refused(reason):
            turn.show(AtTrouble("refused", reason))
        case reply:
            not_answered(turn, "take_over", reply)


def _begin_with(turn: Turn, taken: TakenOver) -> None:
    """The matter from its first step, with what the phone typed where a citizen could have typed it here."""
    begin(turn, taken.matter)
    known = {each.id: each for each in turn.matter.fields if _travels(each) and each.type != "table"}
    answers = {
        name: text for name, text in taken.answers.items() if name in known and _fits(known[name], text)
    }  # what a rule says of them is said on their own page
    place = taken.place if division(turn.catalogue.regions, taken.place) is not None else ""
    turn.keep(answers={**turn.visit.answers, **answers}, place=place)


def _fits(field: Field, text: str) -> bool:
    if field.type == "choice" and field.choices_from is None:
        return text in field.choices
    return len(text) <= field.longest and is_whole(field, text)


KIND = Kind(
    pages={AtHandOver: PageKind(_body, _touched, back=lambda turn, _page: turn.show(AtReview()))},
    replies={"hand_over": _handed, "take_over": _taken},
    retries={"hand_over": hand_over},
)
