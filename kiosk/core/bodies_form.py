"""The bodies of the pages a citizen fills in: forms, pads, codes, rows, the person check."""

from __future__ import annotations

from decimal import Decimal

from kiosk.core.after_form import ROWS_PER_PAGE, goes_on_at_once, row_pages
from kiosk.core.calendar import is_month, months_between
from kiosk.core.conditions import Device
from kiosk.core.faces import (
    Button,
    Checks,
    Choice,
    Choose,
    Dates,
    Form,
    Info,
    Notice,
    OneOf,
    Pad,
    Row,
    Scan,
)
from kiosk.core.matters import Field
from kiosk.core.papers import grouped
from kiosk.core.replies import PaymentRow, Uncollected
from kiosk.core.rules import bounds, field_problem
from kiosk.core.session import AtCheckAnswer, AtCheckWay, AtForm, AtInfo, AtRows, AtScan
from kiosk.core.stops import page_fields
from kiosk.core.validators import money_text
from kiosk.core.view import Parts, View

TYPED = ("digits", "number", "money")
CODE_DIGITS = 6


# --- forms -------------------------------------------------------------------------------------------------------


def form(view: View, page: AtForm) -> Parts:
    """One page of a form: rows that go on at once, one value on a pad, or choices and date columns."""
    fields = page_fields(view.matter, view.steps[view.visit.step], page.page)
    if goes_on_at_once(fields):
        return _choose(view, fields[0])
    if len(fields) == 1 and fields[0].type in TYPED:
        return _pad(view, page, fields[0])
    return _fields(view, page, fields)


def _texts(view: View, field: Field) -> tuple[str, str]:
    """Title and strip of a page: its own field's, or those of the page named after its first field."""
    words, own = view.words, view.own
    key = f"{own}.form.{field.id}" if words.has(f"{own}.form.{field.id}.title") else f"{own}.field.{field.id}"
    return words(f"{key}.title"), words(f"{key}.strip")


def _choose(view: View, field: Field) -> Parts:
    title, strip = _texts(view, field)
    return Parts(title, strip, Choose(view.words(f"{view.own}.field.{field.id}.label"), choices_of(view, field, "go")))


def choices_of(view: View, field: Field, kind: str) -> tuple[Choice, ...]:
    """The choices of a field as rows; the chosen one is marked."""
    own, words, chosen = f"{view.own}.field.{field.id}", view.words, view.visit.answers.get(field.id)
    if field.type == "place":
        return tuple(
            Choice(f"pick:{field.id}:{each.id}", view.place(each.id), chosen=each.id == chosen)
            for each in view.catalogue.places
        )
    return tuple(
        Choice(
            f"pick:{field.id}:{each}",
            words(f"{own}.{each}"),
            words.maybe(f"{own}.{each}_line"),
            kind="one" if kind == "one" else "go",
            chosen=kind == "one" and each == chosen,
        )
        for each in field.choices
    )


def _fields(view: View, page: AtForm, fields: tuple[Field, ...]) -> Parts:
    title, strip = _texts(view, fields[0])
    drawn = tuple(_one_of(view, each) if each.type == "choice" else _dates(view, each) for each in fields)
    body = Form(heading="", fields=drawn, dates_heading=view.words.maybe(f"{view.own}.dates.heading"))
    checks = Checks(_form_notes(view, page, fields), view.primary("form.primary"))
    return Parts(title, strip, body, primary=view.primary("form.primary"), checks=checks)


def _one_of(view: View, field: Field) -> OneOf:
    return OneOf(field.id, view.words(f"{view.own}.field.{field.id}.label"), choices_of(view, field, "one"))


def _dates(view: View, field: Field) -> Dates:
    least, most = bounds(field, view.today)
    label = view.words(f"{view.own}.field.{field.id}.label")
    value = view.visit.answers.get(field.id, most)
    return Dates(field.id, label, "ym" if field.type == "month" else "ymd", value, least, most)


def _form_notes(view: View, page: AtForm, fields: tuple[Field, ...]) -> dict[str, Notice]:
    """What is wrong by field; else how long the period is that was chosen."""
    if page.problems:
        return {name: _problem(view, each) for name, each in page.problems.items()}
    period = view.matter.period
    if period is None or period.last not in {each.id for each in fields}:
        return {}
    first, last = (view.visit.answers.get(each, "")[:7] for each in (period.first, period.last))
    if not (is_month(first) and is_month(last) and first <= last):
        return {}
    note = view.words(f"{view.own}.dates.note", months=months_between(first, last), most=period.most_months)
    return {period.last: Notice(note)}


def _problem(view: View, problem: str) -> Notice:
    most = view.matter.period.most_months if view.matter.period else ""
    return Notice(view.words(f"problem.{problem}", most=most), "bad", "error")


# --- one typed value ---------------------------------------------------------------------------------------------


def _pad(view: View, page: AtForm, field: Field) -> Parts:
    title, strip = _texts(view, field)
    value = view.visit.answers.get(field.id, "")
    scans = any(step.kind == "scan" for step in view.matter.steps)
    body = Pad(
        field=field.id,
        value=value,
        keys="money" if field.type == "money" else "digits" if field.type == "digits" else "number",
        longest=field.longest,
        group=0 if field.type == "money" else field.group,
        where=field.where,
        where_text=view.words(f"{view.own}.field.{field.id}.label"),
        other=Button("other", view.words("word.other_way_scan"), icon="scan") if scans else None,
    )
    checks = _typed_checks(view, field, value, page.problems.get(field.id, ""))
    return Parts(title, strip, body, primary=checks.primary, waiting=checks.waiting, checks=checks)


def _typed_checks(view: View, field: Field, value: str, problem: str) -> Checks:
    """How far the entry is; the primary button appears when it can be complete."""
    words, missing = view.words, field.shortest - len(value.replace(" ", ""))
    if missing > 0:
        fixed = field.shortest == field.longest
        note = words("form.missing" if fixed else "form.typed", count=len(value), missing=missing)
        waiting = words("form.waiting", missing=missing) if fixed else words("form.waiting_empty")
        return Checks({field.id: Notice(note)}, None, waiting)
    if not problem and field.shortest == field.longest:
        problem = field_problem(field, value, view.today)
    if problem:
        return Checks({field.id: _problem(view, problem)}, view.primary("form.primary"))
    return Checks({field.id: Notice(words("form.typed", count=len(value)))}, view.primary("form.primary"))


# --- the person check --------------------------------------------------------------------------------------------


def check_way(view: View, page: AtCheckWay) -> Parts:
    """By which way the person shows that the card is their own."""
    words = view.words
    choices = tuple(
        Choice(f"way:{each}", words(f"check_way.{each}"), words(f"check_way.{each}_line"), icon=icon)
        for each, icon in (("phone_code", "phone"), ("keeper", "person"))
        if each in view.steps[view.visit.step].ways
    )
    notice = Notice(words(f"check_way.{page.notice}"), "mark", "warning") if page.notice else None
    body = Choose(words("check_way.heading"), choices, notice=notice)
    return Parts(words("check_way.title"), words("check_way.strip"), body)


def check_answer(view: View, page: AtCheckAnswer) -> Parts:
    """The one-time code, or the keeper's PIN shown as dots."""
    words, value = view.words, view.visit.answers.get("check_answer", "")
    strip = words(f"check_answer.strip_{page.way}", sent_to=page.sent_to or "")
    pin = page.way == "keeper"
    body = Pad("check_answer", value, "pin" if pin else "digits", 12 if pin else CODE_DIGITS, group=0 if pin else 3)
    checks = _answer_checks(view, page, value)
    return Parts(
        words(f"check_answer.title_{page.way}"),
        strip,
        body,
        primary=checks.primary,
        waiting=checks.waiting,
        checks=checks,
    )


def _answer_checks(view: View, page: AtCheckAnswer, value: str) -> Checks:
    words = view.words
    least = 4 if page.way == "keeper" else CODE_DIGITS
    notes = {}
    if page.notice and not value:
        key = "check_answer.wrong" if page.attempts_left else "check_answer.wrong_last"
        notes["check_answer"] = Notice(words(key, left=page.attempts_left), "bad", "error")
    if len(value) < least:
        return Checks(notes, None, words("form.waiting", missing=least - len(value)))
    return Checks(notes, view.primary("check_answer.primary", "tick"))


# --- codes, rows, explanations -----------------------------------------------------------------------------------


def scan(view: View, page: AtScan) -> Parts:
    """Hold the code to the window."""
    words = view.words
    body = Scan(
        place_words=words("scan.place"),
        dark_words=words("scan.dark"),
        others_title=words("scan.others"),
        others=(Button("other", words("word.other_way_typing"), icon="keypad"),),
        notice=view.trouble_notice(f"scan.{page.notice}" if page.notice else "", Device.CODE_SCANNER),
    )
    condition = view.session.conditions.get(Device.CODE_SCANNER)
    waits = condition is None or condition.usable  # a window that has stopped waits for nothing
    waiting = words("scan.waiting") if waits else ""
    return Parts(words("scan.title"), words(f"{view.own}.scan.strip"), body, waiting=waiting)


def rows(view: View, page: AtRows) -> Parts:
    """What was found: rows to pick, what was issued but never taken, pages, the total."""
    words, own, visit = view.words, f"{view.own}.select", view.visit
    size = ROWS_PER_PAGE[view.session.text_size]
    listed = [*(_uncollected(view, each) for each in visit.uncollected), *(_row(view, each) for each in visit.rows)]
    pages = row_pages(len(listed), view.session.text_size)
    number = min(page.page, pages - 1)
    picked = [row for row in visit.rows if row.id in visit.picked]
    total = money_text(sum((Decimal(row.amount) for row in picked), Decimal()))
    body = Choose(
        heading="",
        choices=tuple(listed[number * size : (number + 1) * size]),
        page=number + 1,
        pages=pages,
        page_text=words("word.page_of", number=number + 1, count=pages) if pages > 1 else "",
        previous=_turn_page(view, "previous", enabled=number > 0) if pages > 1 else None,
        following=_turn_page(view, "following", enabled=number + 1 < pages) if pages > 1 else None,
        total=Row(words(f"{own}.total", count=len(picked)), f"¥{grouped(total)}") if visit.rows else None,
    )
    return Parts(
        words(f"{own}.title"),
        words(f"{own}.strip", count=len(visit.rows)) if visit.rows else words(f"{own}.strip_none"),
        body,
        primary=view.primary(f"{own}.primary") if picked else None,
        waiting="" if picked else words(f"{own}.none"),
    )


def _turn_page(view: View, which: str, *, enabled: bool) -> Button:
    word = f"word.page_{which}" if enabled else f"word.no_{which}"
    return Button(f"page:{which}", view.words(word), enabled=enabled)


def _row(view: View, row: PaymentRow) -> Choice:
    words, own, visit = view.words, f"{view.own}.select", view.visit
    date = words(f"{own}.paid_on", date=view.day(row.date)) if row.date else words(f"{own}.not_yet")
    return Choice(
        f"row:{row.id}",
        row.kind,
        date if row.selectable else words(f"{view.own}.why.{row.why or 'not_in_treasury'}"),
        f"¥{grouped(row.amount)}",
        kind="many",
        chosen=row.id in visit.picked,
        enabled=row.selectable,
        why_not="" if row.selectable else words(f"{view.own}.why.{row.why or 'not_in_treasury'}"),
    )


def _uncollected(view: View, each: Uncollected) -> Choice:
    words, own = view.words, f"{view.own}.select"
    line = words(f"{own}.uncollected_line", amount=f"¥{grouped(each.total)}")
    return Choice(f"uncollected:{each.case_number}", words(f"{own}.uncollected"), line, icon="paper")


def info(view: View, page: AtInfo) -> Parts:
    """Where an answer leads out of this matter: what to do instead."""
    words, own = view.words, f"{view.own}.info.{page.info}"
    blocks: list[Row] = []
    while words.has(f"{own}.block{len(blocks) + 1}"):
        key = f"{own}.block{len(blocks) + 1}"
        blocks.append(Row(words(key), words(f"{key}_lines")))
    return Parts(
        words(f"{own}.title"),
        words(f"{own}.strip"),
        Info(tuple(blocks)),
        primary=view.primary(f"{own}.primary", "back"),
        secondary=view.secondary(f"{own}.secondary"),
    )
