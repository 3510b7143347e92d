"""A field that is a table: its rows with totals, and one row filled in column by column."""

from __future__ import annotations

from msgspec import Struct

from kiosk.core.after_form import check_page, leave_page
from kiosk.core.bodies_form import KEYS, problem_notice
from kiosk.core.case_bodies import Table, TableRow, Writing
from kiosk.core.computed import column_totals
from kiosk.core.face_bodies import Pad
from kiosk.core.face_parts import Button, Notice, Row
from kiosk.core.faces import Checks
from kiosk.core.flow import fill, go_back, show_form
from kiosk.core.idcard import masked_number
from kiosk.core.kinds.kind import Kind, PageKind
from kiosk.core.kinds.lists import page_after, paged, pages_in
from kiosk.core.matter_pages import AtTable
from kiosk.core.matters import Column, Field
from kiosk.core.prefill import origin_text, without
from kiosk.core.rules import cleaned, rule_of, typed_problem
from kiosk.core.session import Session
from kiosk.core.shown import shown_value
from kiosk.core.turn import Turn
from kiosk.core.view import Parts, View

ROWS_PER_PAGE = {"standard": 4, "large": 3, "xlarge": 2}
WIDE = 4  # columns; in the largest letters a row of more takes the room of two
Rows = tuple[dict[str, str], ...]


def rows_per_page(session: Session, field: Field) -> int:
    """How many rows of a table stand on a page."""
    return 1 if session.text_size == "xlarge" and len(field.columns) > WIDE else ROWS_PER_PAGE[session.text_size]


def typed_columns(field: Field) -> tuple[Column, ...]:
    """The columns that somebody fills in."""
    return tuple(each for each in field.columns if not each.read_only and not each.computed)


def row_problem(field: Field, row: dict[str, str]) -> str:
    """The first thing wrong with a row, as an id; empty when it is whole."""
    return next(filter(None, (cell_problem(each, row.get(each.id, "")) for each in typed_columns(field))), "")


def cell_problem(column: Column, value: str) -> str:
    """What is wrong with one cell, as an id."""
    return typed_problem(column, value) if value.strip() else "filled"


class _Now(Struct, frozen=True):
    """The table that is open: its field, its rows, where in the form step it stands."""

    field: Field
    rows: Rows
    number: int


def _now(turn: Turn, page: AtTable) -> _Now:
    number = next(n for n, fields in enumerate(turn.step.pages) if page.field in fields)
    return _Now(turn.matter.field(page.field), turn.visit.tables.get(page.field, ()), number)


def _keep(turn: Turn, field: Field, rows: Rows) -> None:
    """The rows as they are now, the citizen's own unless a column stays shared; what is computed follows at once."""
    origins, shared = turn.visit.origins, any(each.read_only and not each.computed for each in field.columns)
    turn.keep(tables={**turn.visit.tables, field.id: rows}, origins=origins if shared else without(origins, field.id))
    fill(turn)


# --- the list ----------------------------------------------------------------------------------------------------


def _touched(turn: Turn, page: AtTable, target: str) -> None:
    now = _now(turn, page)
    if page.row is not None:
        _cell_touched(turn, page, now, target)
    elif target == "add" and len(now.rows) < now.field.rows_most and typed_columns(now.field):
        _keep(turn, now.field, (*now.rows, {}))
        turn.show(AtTable(page.field, page.page, row=len(now.rows)))
    elif target.startswith("row:") and target[4:].isdecimal() and typed_columns(now.field):
        _open(turn, page, now, int(target[4:]))
    elif target == "primary":
        _leave(turn, page, now)
    else:
        number = page_after(target, page.page, len(now.rows), rows_per_page(turn.session, now.field))
        if number != page.page:
            turn.show(AtTable(page.field, number))


def _open(turn: Turn, page: AtTable, now: _Now, row: int) -> None:
    if row < len(now.rows):
        turn.show(AtTable(page.field, page.page, row=row))


def _leave(turn: Turn, page: AtTable, now: _Now) -> None:
    """On when there are enough rows, each whole, and the matter's checks hold."""
    found = next(filter(None, (row_problem(now.field, row) for row in now.rows)), "")
    if len(now.rows) < now.field.rows_least:
        found = "too_few_rows"
    problem = found or next(iter(check_page(turn, (now.field,)).values()), "")
    if problem:
        turn.show(AtTable(page.field, page.page, problem=problem))
    else:
        leave_page(turn, now.number)


def _back(turn: Turn, page: AtTable) -> None:
    """From a cell to the one before, from the first to the list; a row in which nothing was filled in is gone."""
    now = _now(turn, page)
    if page.row is None:
        show_form(turn, now.number - 1) if now.number else go_back(turn)
    elif page.column:
        turn.show(AtTable(page.field, page.page, page.row, page.column - 1))
    elif any(now.rows[page.row].get(each.id) for each in typed_columns(now.field)):
        turn.show(AtTable(page.field, page.page))
    else:
        _remove(turn, page, now, page.row)


# --- one cell ----------------------------------------------------------------------------------------------------


def _cell_touched(turn: Turn, page: AtTable, now: _Now, target: str) -> None:
    assert page.row is not None, "a cell belongs to a row"
    if target == "remove":
        _remove(turn, page, now, page.row)
    elif target == "primary":
        _cell_done(turn, page, now, page.row)


def _remove(turn: Turn, page: AtTable, now: _Now, row: int) -> None:
    _keep(turn, now.field, tuple(each for n, each in enumerate(now.rows) if n != row))
    last = pages_in(len(now.rows) - 1, rows_per_page(turn.session, now.field)) - 1
    turn.show(AtTable(page.field, min(page.page, last)))


def _cell_done(turn: Turn, page: AtTable, now: _Now, row: int) -> None:
    """The next column when this one is good; after the last, the page of the list with this row."""
    columns = typed_columns(now.field)
    column = columns[page.column]
    value = now.rows[row].get(column.id, "")
    problem = cell_problem(column, value)
    if problem:
        turn.show(AtTable(page.field, page.page, row, page.column, problem))
        return
    _write(turn, now, row, column.id, cleaned(column, value))
    if page.column + 1 < len(columns):
        turn.show(AtTable(page.field, page.page, row, page.column + 1))
    else:
        turn.show(AtTable(page.field, row // rows_per_page(turn.session, now.field)))


def _drafted(turn: Turn, page: AtTable, field: str, text: str) -> None:
    if page.row is None:
        return
    now = _now(turn, page)
    column = typed_columns(now.field)[page.column]
    if field == cell_id(now.field, column) and len(text) <= column.longest:
        _write(turn, now, page.row, column.id, text)


def _write(turn: Turn, now: _Now, row: int, column: str, value: str) -> None:
    changed = {**now.rows[row], column: value}
    _keep(turn, now.field, tuple(changed if n == row else each for n, each in enumerate(now.rows)))


def cell_id(field: Field, column: Column) -> str:
    """The name under which a cell is typed: ``persons.name``."""
    return f"{field.id}.{column.id}"


# --- what is shown -----------------------------------------------------------------------------------------------


def _body(view: View, page: AtTable) -> Parts:
    field = view.matter.field(page.field)
    rows = view.visit.tables.get(page.field, ())
    if page.row is None:
        return _list(view, page, field, rows)
    return _cell(view, page, field, rows[page.row])


def _list(view: View, page: AtTable, field: Field, rows: Rows) -> Parts:
    """The rows of this page, the totals of all."""
    listed = [_row(view, field, n, row) for n, row in enumerate(rows)]
    found = paged(view, listed, page.page, rows_per_page(view.session, field))
    may_add = len(rows) < field.rows_most and bool(typed_columns(field))
    origin = view.visit.origins.get(field.id)
    notice = problem_notice(view, page.problem) if page.problem else None
    if notice is None and origin is not None:
        notice = Notice(origin_text(view.words, origin))
    body = Table(
        rows=tuple(found.rows),
        totals=_totals(view, field, rows),
        add=Button("add", view.words("table.add"), icon="add") if may_add else None,
        page_text=found.text,
        previous=found.previous,
        following=found.following,
        notice=notice,
    )
    key = f"field.{field.id}"
    enough = len(rows) >= field.rows_least
    return Parts(
        view.say(f"{key}.title"),
        view.say(f"{key}.strip"),
        body,
        primary=view.primary("form.primary") if enough else None,
        waiting="" if enough else view.words("table.too_few", least=field.rows_least),
    )


def _row(view: View, field: Field, number: int, row: dict[str, str]) -> TableRow:
    """The first column in main words, the last sum at the end, everything else in one line."""
    first, *others = field.columns
    sums = [each for each in others if each.type == "money"]
    said = [_said(view, field, each, row) for each in others if not sums or each is not sums[-1]]
    return TableRow(
        f"row:{number}",
        _value(view, first, row),
        view.words("table.between").join(said),
        _value(view, sums[-1], row) if sums else "",
        mark="differs" if row_problem(field, row) else "",
    )


def _said(view: View, field: Field, column: Column, row: dict[str, str]) -> str:
    return view.words("table.cell", label=_label(view, field, column), value=_value(view, column, row))


def _value(view: View, column: Column, row: dict[str, str]) -> str:
    """A list can be read from behind the citizen's back, so persons' numbers are masked in it."""
    value = row.get(column.id, "")
    return masked_number(value) if value and rule_of(column) == "citizen_number" else shown_value(view, column, value)


def _totals(view: View, field: Field, rows: Rows) -> tuple[Row, ...]:
    """How many rows, and the sum of each column that is added up."""
    count = Row(view.words("table.count"), view.words("table.rows", count=len(rows)))
    return (
        count,
        *(
            Row(_label(view, field, column), shown_value(view, column, str(total)))
            for column, total in column_totals(field, rows)
        ),
    )


def _label(view: View, field: Field, column: Column) -> str:
    return view.say(f"field.{field.id}.column.{column.id}")


def _cell(view: View, page: AtTable, field: Field, row: dict[str, str]) -> Parts:
    columns = typed_columns(field)
    column = columns[page.column]
    value = row.get(column.id, "")
    key = f"field.{field.id}.column.{column.id}_help"
    note = view.say(key) if view.words.has_of(view.visit.matter, key) else ""
    checks = _cell_checks(view, page, field, column, value)
    return Parts(
        view.words("table.row_title", number=(page.row or 0) + 1, label=_label(view, field, column)),
        view.words("table.row_strip", number=page.column + 1, count=len(columns)),
        _keys(view, field, column, value, note),
        primary=checks.primary,
        secondary=Button("remove", view.words("table.remove")),
        waiting=checks.waiting,
        checks=checks,
    )


def _keys(view: View, field: Field, column: Column, value: str, note: str) -> Pad | Writing:
    name = cell_id(field, column)
    if column.type == "text":
        return Writing(name, value, column.longest, note=note)
    keys, group = KEYS.get(column.type, "number"), 4 if column.type in ("digits", "number") else 0
    return Pad(name, value, keys, column.longest, group=group, where_text=_label(view, field, column), note=note)


def _cell_checks(view: View, page: AtTable, field: Field, column: Column, value: str) -> Checks:
    """The primary button appears with the shortest entry that can be whole."""
    name = cell_id(field, column)
    notes = {name: problem_notice(view, page.problem)} if page.problem else {}
    if len(value.replace(" ", "")) < column.shortest:
        return Checks(notes, None, view.words("form.waiting_empty"))
    return Checks(notes, view.primary("form.primary"))


KIND = Kind(pages={AtTable: PageKind(_body, _touched, drafted=_drafted, back=_back)})
