"""The person check: a code to the registered phone, or the keeper's word; it is about who stands here."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.core.events import Replied
from kiosk.core.face_bodies import Choose, Pad
from kiosk.core.face_parts import Choice, Notice
from kiosk.core.faces import Checks
from kiosk.core.flow import ask, not_answered
from kiosk.core.kinds.identity import before, further
from kiosk.core.kinds.kind import PageKind
from kiosk.core.pages import AtCheckAnswer, AtCheckWay, AtTrouble, Page
from kiosk.core.parties_of import standing_of
from kiosk.core.questions import AnswerCheck, CheckMethod, CheckPerson
from kiosk.core.replies import CheckOutcome, CheckSent, Refused
from kiosk.core.turn import Turn
from kiosk.core.view import Parts, View

ANSWER = "check_answer"
CODE_DIGITS = 6
LONGEST_ANSWER = 12
LEAST_PIN = 4
# Why a person check can't begin this way; each has its own sentence, and the other way stays open.
REFUSALS = ("no_registered_phone", "too_many_codes", "keeper_not_configured", "keeper_locked")

# --- touches -----------------------------------------------------------------------------------------------------


def _forget_answer(turn: Turn) -> None:
    """A code or a PIN is gone as soon as its page is left."""
    turn.keep(answers={key: text for key, text in turn.visit.answers.items() if key != ANSWER})


def _way_touched(turn: Turn, _page: AtCheckWay, target: str) -> None:
    person, visit = standing_of(turn.visit), turn.visit
    if person is None or target not in ("way:phone_code", "way:keeper") or target[4:] not in turn.step.ways:
        return
    method: CheckMethod = "phone_code" if target == "way:phone_code" else "keeper"
    claimed = visit.role == "no_card"
    ask(turn, "check_send", CheckPerson(visit.matter, method, person.name, person.number, claimed))


def _answer_touched(turn: Turn, page: AtCheckAnswer, target: str) -> None:
    answer = turn.visit.answers.get(ANSWER)
    if target != "primary" or not answer:
        return
    _forget_answer(turn)
    turn.keep(check=page)
    ask(turn, "check_answer", AnswerCheck(page.check, answer))


def _drafted(turn: Turn, _page: AtCheckAnswer, field: str, text: str) -> None:
    if field == ANSWER and len(text) <= LONGEST_ANSWER:
        turn.keep(answers={**turn.visit.answers, field: text})


def _answer_back(turn: Turn, _page: AtCheckAnswer) -> None:
    _forget_answer(turn)
    _choose_again(turn)


def _choose_again(turn: Turn) -> None:
    turn.show(AtCheckWay())


# --- answers -----------------------------------------------------------------------------------------------------


def _sent(turn: Turn, what: Replied) -> None:
    match what.reply:
        case CheckSent(check, sent_to):
            _forget_answer(turn)
            turn.show(AtCheckAnswer("phone_code" if sent_to else "keeper", check, sent_to))
        case Refused(reason):
            turn.show(AtCheckWay(notice=reason if reason in REFUSALS else "check_refused"))
        case reply:
            not_answered(turn, "check_send", reply)


def _checked(turn: Turn, what: Replied) -> None:
    match what.reply:
        case CheckOutcome(outcome="passed", trace=str(trace)):
            turn.keep(check_trace=trace, check=None)
            further(turn)
        case CheckOutcome(outcome="wrong", attempts_left=left) if turn.visit.check is not None:
            check = turn.visit.check
            turn.show(AtCheckAnswer(check.way, check.check, check.sent_to, "wrong", left))
        case CheckOutcome(outcome="locked"):
            turn.show(AtTrouble("check_locked"))
        case CheckOutcome():
            turn.show(AtCheckWay(notice="check_expired"))
        case reply:
            not_answered(turn, "check_answer", reply)


# --- bodies ------------------------------------------------------------------------------------------------------


def _way(view: View, page: AtCheckWay) -> Parts:
    words = view.words
    choices = tuple(
        Choice(f"way:{each}", words(f"check_way.{each}"), words(f"check_way.{each}_line"), icon=icon)
        for each, icon in (("phone_code", "mobile"), ("keeper", "person"))
        if each in view.steps[view.visit.step].ways
    )
    notice = Notice(words(f"check_way.{page.notice}"), "mark", "warning") if page.notice else None
    body = Choose(words("check_way.heading"), choices, notice=notice)
    return Parts(words("check_way.title"), view.say("check_way.strip"), body)


def _answer(view: View, page: AtCheckAnswer) -> Parts:
    """The one-time code, or the keeper's PIN shown as dots."""
    words, value = view.words, view.visit.answers.get(ANSWER, "")
    strip = words(f"check_answer.strip_{page.way}", sent_to=page.sent_to or "")
    pin = page.way == "keeper"
    body = Pad(ANSWER, value, "pin" if pin else "digits", LONGEST_ANSWER if pin else CODE_DIGITS, group=0 if pin else 3)
    checks = _checks(view, page, value)
    return Parts(
        words(f"check_answer.title_{page.way}"),
        strip,
        body,
        primary=checks.primary,
        waiting=checks.waiting,
        checks=checks,
    )


def _checks(view: View, page: AtCheckAnswer, value: str) -> Checks:
    words = view.words
    least = LEAST_PIN if page.way == "keeper" else CODE_DIGITS
    notes = {}
    if page.notice and not value:
        key = "check_answer.wrong" if page.attempts_left else "check_answer.wrong_last"
        notes[ANSWER] = Notice(words(key, left=page.attempts_left), "bad", "error")
    if len(value) < least:
        return Checks(notes, None, words("form.waiting", missing=least - len(value)))
    return Checks(notes, view.primary("check_answer.primary", "tick"))


PAGES: Mapping[type[Page], PageKind] = {
    AtCheckWay: PageKind(_way, _way_touched, back=lambda turn, _page: before(turn)),
    AtCheckAnswer: PageKind(_answer, _answer_touched, drafted=_drafted, back=_answer_back),
}
REPLIES = {"check_send": _sent, "check_answer": _checked}
RETRIES = {"check_send": _choose_again, "check_answer": _choose_again}
