"""Typing who one is: a number and a name without a card, a child's, or an organisation's code, which may be scanned."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from kiosk.core.calendar import age_at
from kiosk.core.case_bodies import Writing
from kiosk.core.effects import PlaySound, ReadCode, Rest
from kiosk.core.events import CodeRead, Happened
from kiosk.core.face_bodies import Pad
from kiosk.core.face_parts import Notice
from kiosk.core.faces import Checks
from kiosk.core.flow import lay_card
from kiosk.core.kinds.cards import ALONE_FROM, GROWN
from kiosk.core.kinds.identity import before, further, stage_of
from kiosk.core.kinds.kind import PageKind
from kiosk.core.matter_pages import AtClaim
from kiosk.core.pages import Page
from kiosk.core.parties import Organisation, Parties, Party
from kiosk.core.session import Visit
from kiosk.core.turn import Turn
from kiosk.core.validators import birth_date_of, citizen_number_fault, code_text, uscc_fault
from kiosk.core.view import Parts, View

NUMBER_LENGTH = 18
NAME_LONGEST = 50
NAME_SHORTEST = 2
_DOTS = re.compile("[•・‧∙⋅･．]")  # how keyboards write the dot of a name; U+00B7 is the one that papers carry
_USCC = re.compile(r"(?<![0-9A-Z])[0-9A-HJ-NPQRTUWXY]{18}(?![0-9A-Z])")
LONGEST = {"number": NUMBER_LENGTH, "name": NAME_LONGEST, "uscc": NUMBER_LENGTH}

# --- values ------------------------------------------------------------------------------------------------------


def values_of(visit: Visit) -> tuple[str, ...]:
    """What is typed, a page each."""
    return ("uscc",) if stage_of(visit) == "organisation" else ("number", "name")


def _typed(visit: Visit, value: str) -> str:
    return visit.answers.get(f"claim_{value}", "")


def name_text(text: str) -> str:
    """A typed name: the dot inside it in its one form, no blanks around; rare characters stay as they are."""
    return _DOTS.sub("·", text.strip())


def name_problem(text: str) -> str:
    """What is wrong with a name, as an id: letters of any script, the dot and single blanks between them."""
    if not NAME_SHORTEST <= len(text) <= NAME_LONGEST:
        return "claim_name"
    return "" if all(part and part.isalpha() for part in re.split("[· ]", text)) else "claim_name"


def number_problem(visit: Visit, number: str, today: str) -> str:
    """What is wrong with a number for this role, as an id."""
    if citizen_number_fault(number, dt.date.fromisoformat(today)) is not None:
        return "claim_number"
    if visit.agent_card is not None and visit.agent_card.number == number:
        return "claim_same"
    born = birth_date_of(number)
    age = age_at(born.isoformat(), today) if born is not None else ALONE_FROM
    if stage_of(visit) == "child":
        return "claim_grown" if age >= GROWN else ""
    return "claim_minor" if age < ALONE_FROM else ""


def _problem(turn: Turn, value: str) -> str:
    text = _typed(turn.visit, value)
    if value == "name":
        return name_problem(name_text(text))
    if value == "uscc":
        return "" if uscc_fault(code_text(text)) is None else "uscc"
    return number_problem(turn.visit, code_text(text), turn.today)


# --- touches and codes -------------------------------------------------------------------------------------------


def _drafted(turn: Turn, page: AtClaim, field: str, text: str) -> None:
    value = values_of(turn.visit)[page.page]
    if field == f"claim_{value}" and len(text) <= LONGEST[value]:
        turn.keep(answers={**turn.visit.answers, field: text})


def _touched(turn: Turn, page: AtClaim, target: str) -> None:
    if target != "primary":
        return
    values = values_of(turn.visit)
    value = values[page.page]
    problem = _problem(turn, value)
    if problem:
        turn.show(AtClaim(page.page, {f"claim_{value}": problem}, page.request))
    elif page.page + 1 < len(values):
        turn.show(AtClaim(page.page + 1))
    else:
        _take(turn)


def _take(turn: Turn) -> None:
    """What was typed becomes who it is about."""
    turn.do(Rest())
    visit = turn.visit
    if stage_of(visit) == "organisation":
        turn.keep(organisation=Organisation(code_text(_typed(visit, "uscc"))))
    else:
        party = Party(name_text(_typed(visit, "name")), code_text(_typed(visit, "number")))
        turn.keep(claimed=Parties(applicant=party, claimed=visit.role == "no_card"))
    further(turn)


def code_of(text: str) -> str:
    """The social credit code in what a code on a business licence says; empty when there is none."""
    found = _USCC.findall(code_text(text.replace("\n", ";")))
    return next((each for each in found if uscc_fault(each) is None), "")


def _answered(turn: Turn, page: AtClaim, happened: Happened) -> None:
    match happened.what:
        case CodeRead(request, _, text) if page.request and request == page.request:
            _scanned(turn, page, code_of(text or ""))
        case _:
            return


def _scanned(turn: Turn, page: AtClaim, code: str) -> None:
    if code:
        turn.do(PlaySound("read_ok"))
        turn.keep(answers={**turn.visit.answers, "claim_uscc": code})
        turn.show(AtClaim(page.page))
        return
    turn.do(ReadCode(page.request, frozenset(("qr",))))
    if not page.problems:
        turn.show(AtClaim(page.page, {"claim_uscc": "not_this_licence"}, page.request))


def _back(turn: Turn, page: AtClaim) -> None:
    turn.do(Rest())
    if page.page > 0:
        turn.show(AtClaim(page.page - 1))
    elif stage_of(turn.visit) == "child":
        lay_card(turn)
    else:
        before(turn)


# --- body --------------------------------------------------------------------------------------------------------


def _body(view: View, page: AtClaim) -> Parts:
    value = values_of(view.visit)[page.page]
    texts = f"claim.{'child_' if stage_of(view.visit) == 'child' else ''}{value}"
    field, text = f"claim_{value}", _typed(view.visit, value)
    checks = _checks(view, field, text, page.problems.get(field, ""), NAME_SHORTEST if value == "name" else 18)
    body = _writing(view, text) if value == "name" else _pad(view, value, text)
    return Parts(
        view.say(f"{texts}_title"),
        view.say(f"{texts}_strip"),
        body,
        primary=checks.primary,
        waiting=checks.waiting,
        checks=checks,
    )


def _writing(view: View, text: str) -> Writing:
    return Writing("claim_name", text, NAME_LONGEST, note=view.say("claim.name_note"))


def _pad(view: View, value: str, text: str) -> Pad:
    where = "company_number" if value == "uscc" else ""
    return Pad(
        f"claim_{value}",
        text,
        "number",
        LONGEST[value],
        group=6 if value == "number" else 4,
        where=where,
        where_text=view.say("claim.uscc_where") if where else "",
    )


def _checks(view: View, field: str, text: str, problem: str, least: int) -> Checks:
    missing = least - len(text.replace(" ", ""))
    notes = {field: Notice(view.say(f"problem.{problem}"), "bad", "error")} if problem else {}
    if missing > 0:
        waiting = view.words("form.waiting", missing=missing) if least > NAME_SHORTEST else view.say("claim.waiting")
        return Checks(notes, None, waiting)
    return Checks(notes, view.primary("form.primary"))


PAGES: Mapping[type[Page], PageKind] = {
    AtClaim: PageKind(_body, _touched, drafted=_drafted, answered=_answered, back=_back)
}
