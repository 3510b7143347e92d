"""select: picking payments of tax (`query`), or records of a department (`look_up`), one or several."""

from __future__ import annotations

from decimal import Decimal

from msgspec.structs import replace

from kiosk.core.events import Replied
from kiosk.core.face_bodies import Choose
from kiosk.core.face_parts import Button, Choice, Row
from kiosk.core.flow import ask, go_on, not_answered, query
from kiosk.core.kinds.kind import Kind, PageKind
from kiosk.core.kinds.paging import page_text, turn_page, turned
from kiosk.core.money_text import yuan
from kiosk.core.pages import AtReview, AtRows, AtTrouble
from kiosk.core.parties_of import parties_of
from kiosk.core.prefill import record_fields, with_picked, without_fields
from kiosk.core.questions import LookUp
from kiosk.core.replies import Found, NothingFound, PaymentRow, Record, Uncollected
from kiosk.core.session import Provenance, Visit
from kiosk.core.submission import values_of
from kiosk.core.turn import Turn
from kiosk.core.validators import money_text
from kiosk.core.view import Parts, View

ROWS_PER_PAGE = {"standard": 4, "large": 3, "xlarge": 2}
FOUND = "select"  # where the records came from stands in the origins under this name until one is picked


# --- asking ------------------------------------------------------------------------------------------------------


def look_up(turn: Turn) -> LookUp:
    """The question of a fetch or select step: its params are the answers of this way that the step names."""
    visit, step = turn.visit, turn.step
    return LookUp(
        matter=visit.matter,
        look_up=step.look_up,
        params={name: value for name, value in values_of(turn.matter, visit).items() if name in step.params},
        parties=parties_of(visit, turn.matter, turn.today),
        place=visit.place,
        check_trace=visit.check_trace,
    )


def _select(turn: Turn) -> None:
    if turn.step.query:
        query(turn)
    else:
        ask(turn, "records", look_up(turn))


def _found(turn: Turn, what: Replied) -> None:
    """What can be picked; what was picked of an earlier answer is gone with it."""
    visit = without_fields(turn.visit, record_fields(turn.matter))
    turn.note(visit=replace(visit, records=(), picked=frozenset()))
    match what.reply:
        case Found(records, source, as_of, trace):
            origins = {**visit.origins, FOUND: Provenance(source, as_of, trace)}
            turn.keep(records=records, origins=origins)
            turn.show(AtRows())
        case NothingFound() if turn.step.if_missing == "go_on":
            go_on(turn)
        case NothingFound():
            turn.show(AtTrouble("nothing_found", f"{turn.step.look_up}_not_found"))
        case reply:
            not_answered(turn, "records", reply)


# --- picking -----------------------------------------------------------------------------------------------------


def _touched(turn: Turn, page: AtRows, target: str) -> None:
    visit, name = turn.visit, target.partition(":")[2]
    pages = _pages(visit, turn.session.text_size)
    to = turned(min(page.page, pages - 1), pages, target)  # larger text may have had more pages
    if to is not None:
        turn.show(AtRows(to))
    elif target.startswith("row:") and any(row.id == name and row.selectable for row in _rows(visit)):
        _pick(turn, page, name)
    elif target.startswith("uncollected:") and any(each.case_number == name for each in visit.uncollected):
        turn.keep(reprint_of=name, issue_key=None, step=visit.step + 1)
        turn.show(AtReview())
    elif target == "primary" and visit.picked:
        turn.keep(reprint_of=None, issue_key=None)
        _taken(turn)


def _pick(turn: Turn, page: AtRows, name: str) -> None:
    """One of one goes on at once; of several, no more than the step allows."""
    if turn.step.look_up and turn.step.most == 1:
        turn.keep(picked=frozenset({name}))
        _taken(turn)
        return
    picked = turn.visit.picked ^ {name}
    if not turn.step.look_up or len(picked) <= turn.step.most:
        turn.keep(picked=picked)
        turn.show(AtRows(page.page))


def _taken(turn: Turn) -> None:
    """The picked records' values fill the fields that come from them."""
    visit = turn.visit
    records = tuple(each for each in visit.records if each.id in visit.picked)
    if records:
        turn.note(visit=with_picked(turn.matter, visit, records, visit.origins[FOUND]))
    go_on(turn)


def _rows(visit: Visit) -> tuple[PaymentRow | Record, ...]:
    return (*visit.rows, *visit.records)


def _pages(visit: Visit, text_size: str) -> int:
    return max(1, -(-(len(_rows(visit)) + len(visit.uncollected)) // ROWS_PER_PAGE[text_size]))


# --- what is shown -----------------------------------------------------------------------------------------------


def _body(view: View, page: AtRows) -> Parts:
    """What was found: rows to pick, what was issued but never taken, pages, the total of what can be added up."""
    visit, size = view.visit, ROWS_PER_PAGE[view.session.text_size]
    one = view.steps[visit.step].look_up != "" and view.steps[visit.step].most == 1
    pages = _pages(visit, view.session.text_size)
    number = min(page.page, pages - 1)
    listed = [
        *(_uncollected(view, each) for each in visit.uncollected),
        *(_payment(view, each) for each in visit.rows),
        *(_record(view, each, one=one) for each in visit.records),
    ]
    previous, following = turn_page(view, number, pages)
    body = Choose(
        heading="",
        choices=tuple(listed[number * size : (number + 1) * size]),
        page=number + 1,
        pages=pages,
        page_text=page_text(view, number, pages),
        previous=previous,
        following=following,
        total=None if one else _total(view),
    )
    count = len(_rows(visit))
    strip = view.say("select.strip", count=count) if count else view.say("select.strip_none")
    ready = bool(visit.picked) and not one
    return Parts(
        view.say("select.title"),
        strip,
        body,
        primary=Button("primary", view.say("select.primary"), icon="next") if ready else None,
        waiting="" if ready else view.say("select.none"),
    )


def _total(view: View) -> Row | None:
    """How many were picked, and their sum where they are sums."""
    picked = [row for row in _rows(view.visit) if row.id in view.visit.picked]
    if not _rows(view.visit):
        return None
    amounts = [row.amount for row in _rows(view.visit) if row.amount is not None]
    total = money_text(sum((Decimal(row.amount) for row in picked if row.amount is not None), Decimal()))
    return Row(view.say("select.total", count=len(picked)), yuan(total) if amounts else "")


def _payment(view: View, row: PaymentRow) -> Choice:
    date = view.say("select.paid_on", date=view.day(row.date)) if row.date else view.say("select.not_yet")
    why = "" if row.selectable else view.say(f"why.{row.why or 'not_in_treasury'}")
    return _choice(view, row, row.kind, date, why, one=False)


def _record(view: View, row: Record, *, one: bool) -> Choice:
    key = f"why.{row.why}" if view.words.has_of(view.visit.matter, f"why.{row.why}") else "why.other"
    return _choice(view, row, row.title, row.line, "" if row.selectable else view.say(key), one=one)


def _choice(view: View, row: PaymentRow | Record, label: str, line: str, why_not: str, *, one: bool) -> Choice:
    return Choice(
        f"row:{row.id}",
        label,
        why_not or line,
        "" if row.amount is None else yuan(row.amount),
        kind="go" if one else "many",
        chosen=row.id in view.visit.picked,
        enabled=row.selectable,
        why_not=why_not,
    )


def _uncollected(view: View, each: Uncollected) -> Choice:
    line = view.say("select.uncollected_line", amount=yuan(each.total))
    return Choice(f"uncollected:{each.case_number}", view.say("select.uncollected"), line, icon="paper")


KIND = Kind(
    arrivals={"select": _select},
    pages={AtRows: PageKind(_body, _touched)},
    replies={"records": _found},
    retries={"records": _select},
)
