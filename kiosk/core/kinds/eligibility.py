"""eligibility: what would stop the matter is asked before anything is filled in; not being sure stops nobody."""

from __future__ import annotations

from kiosk.core.face_bodies import Choose
from kiosk.core.face_parts import Choice
from kiosk.core.flow import go_back, go_on
from kiosk.core.kinds.kind import Kind, PageKind
from kiosk.core.matter_pages import AtQuestion
from kiosk.core.pages import AtInfo
from kiosk.core.turn import Turn
from kiosk.core.view import Parts, View

ANSWERS = ("yes", "no", "unsure")
ICONS = {"yes": "tick", "no": "cross", "unsure": "help"}


def answer_kept(question: str) -> str:
    """Under which name the visit's answers hold an answer: no field's id, so it never travels as a value."""
    return f"eligibility.{question}"


def _arrive(turn: Turn) -> None:
    turn.show(AtQuestion())


def _touched(turn: Turn, page: AtQuestion, target: str) -> None:
    answer, questions = target.removeprefix("answer:"), turn.matter.eligibility
    if answer not in ANSWERS or not target.startswith("answer:"):
        return
    question = questions[page.number]
    turn.keep(answers={**turn.visit.answers, answer_kept(question.id): answer})
    if answer == question.stops:
        turn.show(AtInfo(question.id, page.number))
    elif page.number + 1 < len(questions):
        turn.show(AtQuestion(page.number + 1))
    else:
        go_on(turn)


def _back(turn: Turn, page: AtQuestion) -> None:
    if page.number > 0:
        turn.show(AtQuestion(page.number - 1))
    else:
        go_back(turn)


def _body(view: View, page: AtQuestion) -> Parts:
    questions = view.matter.eligibility
    question = questions[page.number]
    own, given = f"eligibility.{question.id}", view.visit.answers.get(answer_kept(question.id))
    choices = tuple(_choice(view, own, each, chosen=each == given) for each in ANSWERS)
    strip = view.say("eligibility.strip", number=page.number + 1, count=len(questions))
    return Parts(view.say("eligibility.title"), strip, Choose(view.say(f"{own}.question"), choices))


def _choice(view: View, own: str, answer: str, *, chosen: bool) -> Choice:
    """The matter's own words for an answer where it has some."""
    label, line = _own_or_usual(view, own, answer), _own_or_usual(view, own, f"{answer}_line")
    return Choice(f"answer:{answer}", label, line, chosen=chosen, icon=ICONS[answer])


def _own_or_usual(view: View, own: str, key: str) -> str:
    found = (each for each in (f"{own}.{key}", f"eligibility.{key}") if view.words.has_of(view.visit.matter, each))
    return next((view.say(each) for each in found), "")


KIND = Kind(
    arrivals={"eligibility": _arrive},
    pages={AtQuestion: PageKind(_body, _touched, back=_back)},
)
