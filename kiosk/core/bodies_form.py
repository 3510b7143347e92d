"""The bodies of the pages a citizen fills in: forms, pads, Chinese text, codes."""

from __future__ import annotations

from typing import Literal

from msgspec.structs import replace

from kiosk.core.after_form import AGAIN, CHOICES_PER_PAGE, asked_of, choice_parts, goes_on_at_once, may_skip, offered
from kiosk.core.calendar import is_month, months_between
from kiosk.core.case_bodies import Writing
from kiosk.core.conditions import Device
from kiosk.core.face_bodies import Choose, Dates, Form, Info, OneOf, Pad, Scan
from kiosk.core.face_parts import Button, Choice, Notice
from kiosk.core.faces import Checks
from kiosk.core.kinds.paging import page_text, turn_page
from kiosk.core.matters import Field
from kiosk.core.pages import AtForm, AtScan
from kiosk.core.prefill import origin_text
from kiosk.core.rules import TYPED, bounds, field_problem
from kiosk.core.shown import choice_name, value_row
from kiosk.core.stops import page_fields
from kiosk.core.view import Parts, View

# Which keys a type needs; a number may have letters.
KEYS: dict[str, Literal["digits", "money", "number"]] = {
    "digits": "digits",
    "count": "digits",
    "account": "digits",
    "money": "money",
    "ratio": "money",
}


# --- forms -------------------------------------------------------------------------------------------------------


def form(view: View, page: AtForm) -> Parts:
    """One page of a form: rows that go on at once, one value on a pad, or choices and date columns."""
    fields = page_fields(view.matter, view.steps[view.visit.step], page.page)
    asked = asked_of(fields)
    if not asked:
        parts = _shown_only(view, fields)
    elif goes_on_at_once(fields):
        parts = _choose(view, page, asked[0])
    elif len(asked) == 1 and asked[0].type in TYPED:
        parts = _typed(view, page, asked[0], _note(view, asked[0], fields))
    else:
        parts = _fields(view, page, asked)
    return replace(parts, secondary=view.secondary("form.skip")) if may_skip(fields) else parts


def _texts(view: View, field: Field) -> tuple[str, str]:
    """Title and strip of a page: its own field's, or those of the page named after its first field."""
    key = f"form.{field.id}" if view.words.has(f"{view.own}.form.{field.id}.title") else f"field.{field.id}"
    return view.say(f"{key}.title"), view.say(f"{key}.strip")


def _label(view: View, field: Field) -> str:
    label = view.say(f"field.{field.id}.label")
    return view.words("form.label_unit", label=label, unit=field.unit) if field.unit else label


def _shown_only(view: View, fields: tuple[Field, ...]) -> Parts:
    """A page of values that nobody changes here."""
    title, strip = _texts(view, fields[0])
    body = Info(tuple(value_row(view, each) for each in fields))
    return Parts(title, strip, body, primary=view.primary("form.primary"))


def _note(view: View, field: Field, fields: tuple[Field, ...]) -> str:
    """What helps to fill the field in: where its value came from, what is only shown on the page, or its help."""
    origin = view.visit.origins.get(field.id)
    rows = [value_row(view, each) for each in fields if each.read_only]
    said = [view.words("form.shown", label=row.label, value=row.value) for row in rows]
    if origin is not None:
        said.insert(0, origin_text(view.words, origin))
    key = f"field.{field.id}.help"
    return "\n".join(said) or (view.say(key) if view.words.has_of(view.visit.matter, key) else "")


def _choose(view: View, page: AtForm, field: Field) -> Parts:
    title, strip = _texts(view, field)
    found, size = choices_of(view, field, "go"), CHOICES_PER_PAGE[view.session.text_size]
    parts = choice_parts(len(found), view.session.text_size)
    part = min(page.part, parts - 1)
    previous, following = turn_page(view, part, parts)
    body = Choose(
        view.say(f"field.{field.id}.label"),
        found[part * size : (part + 1) * size],
        page=part + 1,
        pages=parts,
        page_text=page_text(view, part, parts),
        previous=previous,
        following=following,
        notice=None if found else Notice(view.words("form.nothing_offered"), "mark", "warning"),
    )
    return Parts(title, strip, body)


def choices_of(view: View, field: Field, kind: str) -> tuple[Choice, ...]:
    """The choices of a field as rows; the chosen one is marked."""
    chosen = view.visit.answers.get(field.id)
    return tuple(
        Choice(
            f"pick:{field.id}:{each}",
            view.place(each) if field.type == "place" else choice_name(view, field, each),
            view.words.maybe(f"{view.own}.field.{field.id}.{each}_line"),
            kind="one" if kind == "one" else "go",
            chosen=(kind == "one" or field.type == "place") and each == chosen,
        )
        for each in offered(view.catalogue, view.visit, field, view.today)
    )


def _fields(view: View, page: AtForm, fields: tuple[Field, ...]) -> Parts:
    title, strip = _texts(view, fields[0])
    drawn = tuple(_one_of(view, each) if each.type == "choice" else _dates(view, each) for each in fields)
    body = Form(heading="", fields=drawn, dates_heading=view.words.maybe(f"{view.own}.dates.heading"))
    checks = Checks(_form_notes(view, page, fields), view.primary("form.primary"))
    return Parts(title, strip, body, primary=view.primary("form.primary"), checks=checks)


def _one_of(view: View, field: Field) -> OneOf:
    return OneOf(field.id, view.say(f"field.{field.id}.label"), choices_of(view, field, "one"))


def _dates(view: View, field: Field) -> Dates:
    least, most = bounds(field, view.today)
    value = view.visit.answers.get(field.id, most)
    label = view.say(f"field.{field.id}.label")
    return Dates(field.id, label, "ym" if field.type == "month" else "ymd", value, least, most)


def _form_notes(view: View, page: AtForm, fields: tuple[Field, ...]) -> dict[str, Notice]:
    """What is wrong by field; else how long the period is that was chosen."""
    if page.problems:
        return {name: problem_notice(view, each) for name, each in page.problems.items()}
    period = view.matter.period
    if period is None or period.last not in {each.id for each in fields}:
        return {}
    first, last = (view.visit.answers.get(each, "")[:7] for each in (period.first, period.last))
    if not (is_month(first) and is_month(last) and first <= last):
        return {}
    note = view.words(f"{view.own}.dates.note", months=months_between(first, last), most=period.most_months)
    return {period.last: Notice(note)}


def problem_notice(view: View, problem: str) -> Notice:
    """A problem's sentence: the matter's own ``problem.<id>``, or everybody's."""
    most = view.matter.period.most_months if view.matter.period else ""
    key, words = f"problem.{problem}", view.words
    text = view.say(key, most=most) if words.has_of(view.visit.matter, key) else words(key, most=most)
    return Notice(text, "bad", "error")


# --- one typed value ---------------------------------------------------------------------------------------------


def _typed(view: View, page: AtForm, field: Field, note: str) -> Parts:
    """One value, on keys or in Chinese; the second time under a title that says so."""
    title, strip = _texts(view, field)
    if page.again:
        title, strip = view.words("form.again_title"), view.words("form.again_strip")
    value = view.visit.answers.get(AGAIN + field.id if page.again else field.id, "")
    body = writing(view, field, value, note) if field.type == "text" else _pad(view, field, value, note)
    checks = typed_checks(view, field, value, page.problems.get(field.id, ""))
    return Parts(title, strip, body, primary=checks.primary, waiting=checks.waiting, checks=checks)


def _pad(view: View, field: Field, value: str, note: str) -> Pad:
    scans = any(step.kind == "scan" for step in view.matter.steps)
    return Pad(
        field=field.id,
        value=value,
        keys=KEYS.get(field.type, "number"),
        longest=field.longest,
        group=0 if field.type in ("money", "ratio", "count") else field.group,
        where=field.where,
        where_text=_label(view, field),
        note=note,
        other=Button("other", view.words("word.other_way_scan"), icon="scan") if scans else None,
    )


def writing(view: View, field: Field, value: str, note: str) -> Writing:
    """Chinese text: the field's phrases to pick first."""
    title = view.words("form.phrases") if field.phrases else ""
    return Writing(field.id, value, field.longest, field.phrases, title, note)


def typed_checks(view: View, field: Field, value: str, problem: str) -> Checks:
    """How far the entry is; the primary button appears when it can be complete."""
    typed = "form.written" if field.type == "text" else "form.typed"
    words, missing = view.words, field.shortest - len(value.replace(" ", ""))
    if missing > 0:
        fixed = field.shortest == field.longest
        note = words("form.missing" if fixed else typed, count=len(value), missing=missing)
        waiting = words("form.waiting", missing=missing) if fixed else words("form.waiting_empty")
        said = problem_notice(view, problem) if problem else Notice(note)
        return Checks({field.id: said}, None, waiting)
    if not problem and field.shortest == field.longest:
        problem = field_problem(field, value, view.today)
    if problem:
        return Checks({field.id: problem_notice(view, problem)}, view.primary("form.primary"))
    return Checks({field.id: Notice(words(typed, count=len(value)))}, view.primary("form.primary"))


# --- codes -------------------------------------------------------------------------------------------------------


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
