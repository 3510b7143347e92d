"""Filling in: choices, dates, typed values, codes held to the window."""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.core.facts import facts_of
from kiosk.core.flow import begin, fill, go_on, show_form
from kiosk.core.form_rules import check_problems
from kiosk.core.kinds.paging import turned
from kiosk.core.matters import Catalogue, Field
from kiosk.core.pages import AtForm, AtInfo, AtScan, Page
from kiosk.core.prefill import filled, typed, without, without_fields
from kiosk.core.regions import choices
from kiosk.core.rules import TYPED, cleaned, field_problem, is_whole, period_problem
from kiosk.core.session import Visit
from kiosk.core.stops import holds, page_fields
from kiosk.core.turn import Turn

CHOICES_PER_PAGE = {"standard": 5, "large": 4, "xlarge": 3}
DRAFTED = (*TYPED, "month", "date")
AGAIN = "again."  # what was typed the second time stands in the answers under this and the field


def fields_of(turn: Turn, page: AtForm) -> tuple[Field, ...]:
    """The fields on the form page that is shown."""
    return page_fields(turn.matter, turn.step, page.page)


def asked_of(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """The fields that the citizen fills in: the others are only shown."""
    return tuple(each for each in fields if not each.read_only)


def last_page(turn: Turn) -> int:
    """The last page of the current form step."""
    return len(turn.step.pages) - 1


def goes_on_at_once(fields: tuple[Field, ...]) -> bool:
    """A page with nothing but one choice needs no further press."""
    asked = asked_of(fields)
    return len(asked) == 1 and asked[0].type in ("choice", "place")


def may_skip(fields: tuple[Field, ...]) -> bool:
    """Whether there is something to fill in on the page, and none of it must be."""
    asked = asked_of(fields)
    return bool(asked) and all(each.optional for each in asked)


def offered(catalogue: Catalogue, visit: Visit, field: Field, today: str) -> tuple[str, ...]:
    """The ids a field may be answered with: its own, the short list of places, or what the deciding place offers."""
    if field.type == "place":
        return tuple(each.id for each in catalogue.places)
    if field.choices_from is None:
        return field.choices
    return tuple(each.id for each in choices(catalogue.regions, field.choices_from, visit.place, today))


def choice_parts(count: int, text_size: str) -> int:
    """How many pages so many choices take at this text size."""
    return max(1, -(-count // CHOICES_PER_PAGE[text_size]))


def drafted(turn: Turn, page: AtForm, field: str, text: str) -> None:
    """Keep what is typed or turned; longer than the field allows, or no date where one belongs, is not taken."""
    for each in asked_of(fields_of(turn, page)):
        if each.id == field and each.type in DRAFTED and len(text) <= each.longest and is_whole(each, text):
            name = AGAIN + field if page.again else field
            visit = typed(turn.visit, name, text)
            turn.note(visit=visit if page.again else replace(visit, answers=without(visit.answers, AGAIN + field)))


def touched(turn: Turn, page: Page, target: str) -> None:
    """A touch on a form or the scan page."""
    match page:
        case AtForm():
            _form(turn, page, target)
        case AtScan() if target == "other":
            begin(turn, turn.visit.matter)  # 改成输号码: back to the question how
        case _:
            return


def _form(turn: Turn, page: AtForm, target: str) -> None:
    fields = fields_of(turn, page)
    at_once = goes_on_at_once(fields)
    if target.startswith("pick:"):
        _pick(turn, page, fields, target.removeprefix("pick:"))
    elif target.startswith("page:") and at_once:
        _turn_choices(turn, page, asked_of(fields)[0], target)
    elif target == "primary" and not at_once:
        submit(turn, page)
    elif target == "secondary" and may_skip(fields):
        turn.note(visit=without_fields(turn.visit, asked_of(fields)))
        leave_page(turn, page.page)
    elif target == "other" and any(step.kind == "scan" for step in turn.matter.steps):
        _scan_instead(turn)


def _pick(turn: Turn, page: AtForm, fields: tuple[Field, ...], choice: str) -> None:
    name, _, value = choice.partition(":")
    for each in asked_of(fields):
        allowed = offered(turn.catalogue, turn.visit, each, turn.today)
        if each.id == name and each.type in ("choice", "place") and value in allowed:
            turn.note(visit=replace(typed(turn.visit, name, value), payload=None))
            if goes_on_at_once(fields):
                submit(turn, page)
            else:
                turn.show(AtForm(page.page))


def _turn_choices(turn: Turn, page: AtForm, field: Field, target: str) -> None:
    count = len(offered(turn.catalogue, turn.visit, field, turn.today))
    parts = choice_parts(count, turn.session.text_size)
    part = turned(min(page.part, parts - 1), parts, target)  # larger text may have had more parts
    if part is not None:
        turn.show(AtForm(page.page, part=part))


def submit(turn: Turn, page: AtForm) -> None:
    """On when every value of this page is good, and typed twice where it must be; else what is wrong, nothing lost."""
    problems = problems_of(turn, page)
    if problems:
        turn.show(AtForm(page.page, problems))
    elif not _typed_once(turn, page):
        leave_page(turn, page.page)
    elif page.again:
        (field,) = asked_of(fields_of(turn, page))
        turn.keep(answers=without(turn.visit.answers, AGAIN + field.id))
        turn.show(AtForm(page.page, {field.id: "not_the_same"}))
    else:
        turn.show(AtForm(page.page, again=True))


def _typed_once(turn: Turn, page: AtForm) -> bool:
    """Whether the page's one value must be typed twice and does not stand there twice; what came by itself need not."""
    asked, visit = asked_of(fields_of(turn, page)), turn.visit
    if len(asked) != 1 or not asked[0].twice or asked[0].id in visit.origins:
        return False
    first, second = (cleaned(asked[0], visit.answers.get(each + asked[0].id, "")) for each in ("", AGAIN))
    return first != second


def leave_page(turn: Turn, number: int) -> None:
    """From a page whose values are good: to the explanation an answer leads to, the next page, or the next step."""
    fill(turn)
    fields = {each.id for each in page_fields(turn.matter, turn.step, number)}
    for route in turn.matter.routes:
        if route.when.field in fields and holds(route.when, turn.visit.answers):
            turn.show(AtInfo(route.info, number))
            return
    if number < last_page(turn):
        show_form(turn, number + 1)
    else:
        go_on(turn)


def problems_of(turn: Turn, page: AtForm) -> dict[str, str]:
    """What is wrong on this page: an id of a sentence by field id."""
    fields, answers = fields_of(turn, page), turn.visit.answers
    found = {each.id: _problem(turn, each) for each in asked_of(fields)}
    problems = {name: problem for name, problem in found.items() if problem}
    if not problems and any(each.type in ("month", "date") for each in fields):
        problem = period_problem(turn.matter.period, answers)
        problems = {fields[-1].id: problem} if problem else {}
    return problems or check_page(turn, fields)


def _problem(turn: Turn, field: Field) -> str:
    """What is wrong with one value; a choice the deciding place does not offer, or no longer, is none."""
    answer = turn.visit.answers.get(field.id, "")
    if answer and field.type == "choice" and answer not in offered(turn.catalogue, turn.visit, field, turn.today):
        return "filled"
    return field_problem(field, answer, turn.today)


def check_page(turn: Turn, fields: tuple[Field, ...]) -> dict[str, str]:
    """What the matter's checks say of a page, with all that its answers make of other values."""
    visit = filled(turn.catalogue, turn.visit, turn.today)
    facts = facts_of(turn.catalogue, visit, turn.today)
    found = check_problems(facts, turn.matter.checks, [each.id for each in fields])
    asked = asked_of(fields) or fields
    # what is wrong with a value that is only shown is said beside the one the citizen can change
    return {name if name in {each.id for each in asked} else asked[-1].id: each for name, each in found.items()}


def _scan_instead(turn: Turn) -> None:
    """改成扫码: the same matter by the way that leads to a scan."""
    when = next(step.when for step in turn.matter.steps if step.kind == "scan")
    begin(turn, turn.visit.matter)
    if when is not None:
        turn.keep(answers={**turn.visit.answers, when.field: when.is_})
    go_on(turn)
