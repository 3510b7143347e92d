"""Filling in: choices, dates, typed values, codes held to the window, rows to pick, the person check's answer."""

from __future__ import annotations

from kiosk.core.flow import ask, begin, go_home, go_on, holder
from kiosk.core.matters import Field
from kiosk.core.questions import AnswerCheck, CheckMethod, CheckPerson
from kiosk.core.rules import field_problem, period_problem
from kiosk.core.session import AtCheckAnswer, AtCheckWay, AtForm, AtInfo, AtReview, AtRows, AtScan, Page
from kiosk.core.stops import holds, page_fields
from kiosk.core.turn import Turn

LONGEST_ANSWER = 12
ROWS_PER_PAGE = {"standard": 4, "large": 3, "xlarge": 2}
TYPED = ("digits", "number", "money")


def fields_of(turn: Turn, page: AtForm) -> tuple[Field, ...]:
    """The fields on the form page that is shown."""
    return page_fields(turn.matter, turn.step, page.page)


def last_page(turn: Turn) -> int:
    """The last page of the current form step."""
    return len(turn.step.pages) - 1


def goes_on_at_once(fields: tuple[Field, ...]) -> bool:
    """A page with nothing but one choice needs no further press."""
    return len(fields) == 1 and fields[0].type in ("choice", "place")


def drafted(turn: Turn, page: AtForm, field: str, text: str) -> None:
    """Keep what is typed; longer than the field allows is not taken."""
    for each in fields_of(turn, page):
        if each.id == field and each.type not in ("choice", "place") and len(text) <= each.longest:
            turn.keep(answers={**turn.visit.answers, field: text})


def touched(turn: Turn, page: Page, target: str) -> None:
    """A touch on a form, an explanation, the scan page or the rows."""
    match page:
        case AtForm():
            _form(turn, page, target)
        case AtInfo(page=number) if target == "primary":
            turn.show(AtForm(number))
        case AtInfo() if target == "secondary":
            go_home(turn)
        case AtScan() if target == "other":
            _type_instead(turn)
        case AtRows():
            _rows(turn, page, target)
        case _:
            return


def _form(turn: Turn, page: AtForm, target: str) -> None:
    fields = fields_of(turn, page)
    if target.startswith("pick:"):
        _pick(turn, page, fields, target.removeprefix("pick:"))
    elif target == "primary" and not goes_on_at_once(fields):
        submit(turn, page)
    elif target == "other" and any(step.kind == "scan" for step in turn.matter.steps):
        _scan_instead(turn)


def _pick(turn: Turn, page: AtForm, fields: tuple[Field, ...], choice: str) -> None:
    name, _, value = choice.partition(":")
    for each in fields:
        allowed = each.choices if each.type == "choice" else tuple(place.id for place in turn.catalogue.places)
        if each.id == name and each.type in ("choice", "place") and value in allowed:
            turn.keep(answers={**turn.visit.answers, name: value}, payload=None)
            if goes_on_at_once(fields):
                submit(turn, page)
            else:
                turn.show(AtForm(page.page))


def submit(turn: Turn, page: AtForm) -> None:
    """On to the next page when every value of this one is good; else the problems, and nothing is lost."""
    problems = problems_of(turn, page)
    if problems:
        turn.show(AtForm(page.page, problems))
        return
    for route in turn.matter.routes:
        on_page = any(each.id == route.when.field for each in fields_of(turn, page))
        if on_page and holds(route.when, turn.visit.answers):
            turn.show(AtInfo(route.info, page.page))
            return
    if page.page < last_page(turn):
        turn.show(AtForm(page.page + 1))
    else:
        go_on(turn)


def problems_of(turn: Turn, page: AtForm) -> dict[str, str]:
    """What is wrong on this page: an id of a sentence by field id."""
    fields, answers = fields_of(turn, page), turn.visit.answers
    found = {each.id: field_problem(each, answers.get(each.id, ""), turn.today) for each in fields}
    problems = {name: problem for name, problem in found.items() if problem}
    if not problems and any(each.type in ("month", "date") for each in fields):
        problem = period_problem(turn.matter.period, answers)
        return {fields[-1].id: problem} if problem else {}
    return problems


def _scan_instead(turn: Turn) -> None:
    """改成扫码: the same matter by the way that leads to a scan."""
    when = next(step.when for step in turn.matter.steps if step.kind == "scan")
    begin(turn, turn.visit.matter)
    if when is not None:
        turn.keep(answers={**turn.visit.answers, when.field: when.is_})
    go_on(turn)


def _type_instead(turn: Turn) -> None:
    """改成输号码: back to the question how."""
    begin(turn, turn.visit.matter)


# --- rows --------------------------------------------------------------------------------------------------------


def row_pages(turn_rows: int, text_size: str) -> int:
    """How many pages `turn_rows` rows take at this text size."""
    return max(1, -(-turn_rows // ROWS_PER_PAGE[text_size]))


def _rows(turn: Turn, page: AtRows, target: str) -> None:
    visit = turn.visit
    kind, _, name = target.partition(":")
    match kind, name:
        case "row", _ if any(row.id == name and row.selectable for row in visit.rows):
            turn.keep(picked=visit.picked ^ {name})
            turn.show(AtRows(page.page))
        case "page", "previous" if page.page > 0:
            turn.show(AtRows(page.page - 1))
        case "page", "following" if page.page + 1 < row_pages(listed(turn), turn.session.text_size):
            turn.show(AtRows(page.page + 1))
        case "uncollected", _ if any(each.case_number == name for each in visit.uncollected):
            turn.keep(reprint_of=name, issue_key=None, step=turn.visit.step + 1)
            turn.show(AtReview())
        case "primary", _ if visit.picked:
            turn.keep(reprint_of=None, issue_key=None)
            go_on(turn)
        case _:
            return


def listed(turn: Turn) -> int:
    """How many rows the list has: what was found, and what was issued but never taken."""
    return len(turn.visit.rows) + len(turn.visit.uncollected)


# --- the person check --------------------------------------------------------------------------------------------


def forget_answer(turn: Turn) -> None:
    """A code or a PIN is gone as soon as its page is left."""
    turn.keep(answers={key: text for key, text in turn.visit.answers.items() if key != "check_answer"})


def check_touched(turn: Turn, page: Page, target: str) -> None:
    """Choosing the way of the check, or sending what was typed."""
    card = turn.visit.card
    match page, target:
        case AtCheckWay(), "way:phone_code" | "way:keeper" if card and target[4:] in turn.step.ways:
            method: CheckMethod = "phone_code" if target == "way:phone_code" else "keeper"
            question = CheckPerson(turn.visit.matter, method, holder(turn.visit) or "", card.number)
            ask(turn, "check_send", question)
        case AtCheckAnswer(check=check), "primary" if turn.visit.answers.get("check_answer"):
            answer = turn.visit.answers["check_answer"]
            forget_answer(turn)
            turn.keep(check=page)
            ask(turn, "check_answer", AnswerCheck(check, answer))
        case _:
            return
