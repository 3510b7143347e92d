"""What a matter's fields, tables, checks and materials must have: see `kiosk.core.lint`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kiosk.core.computed import COMPUTED
from kiosk.core.form_rules import FORM_RULES
from kiosk.core.idcard import IdCard
from kiosk.core.matters import Column, Field, Matter, Step, When
from kiosk.core.parties import Organisation
from kiosk.core.regions import Regions
from kiosk.core.retirement import TABLE
from kiosk.core.rules import FIELD_RULES

DATES = ("month", "date")
FIGURES = ("money", "ratio", "count", "number")
OFFSET = re.compile(r"(years|months|days):-?[0-9]{1,4}")
# What one may have from a party, by the first word of a prefill.
PARTY_VALUES = {
    "card": frozenset(IdCard.__struct_fields__),
    "agent": frozenset({*IdCard.__struct_fields__, "relation"}),
    "organisation": frozenset(Organisation.__struct_fields__),
}
# What a term of a rule may begin with, beside a field of the matter; see `kiosk.core.facts.texts`.
TERM_HEADS = frozenset({"rate", "choice", "picked", "applicant", "agent", "organisation", "place", "date"})
PARTY_ROLES = {"agent": {"agent", "guardian"}, "organisation": {"organisation"}}


def field_faults(matter: Matter, regions: Regions | None) -> Iterator[str]:
    """Mistakes in fields, checks, routes and materials."""
    yield from (f"field {name} is defined twice" for name in _twice(each.id for each in matter.fields))
    for field in matter.fields:
        found = (*_shape_faults(field), *_column_faults(field), *_prefill_faults(matter, field))
        yield from (f"field {field.id}: {fault}" for fault in found)
        yield from _standing_faults(matter, field, regions)
    yield from _check_faults(matter)
    yield from _figure_table_faults(matter, regions) if regions is not None else ()
    yield from _material_faults(matter)
    for question in _twice(each.id for each in matter.eligibility):
        yield f"question {question} is asked twice"
    for route in matter.routes:
        yield from (f"route to {route.info}: {fault}" for fault in when_faults(matter, route.when))


def when_faults(matter: Matter, when: When) -> Iterator[str]:
    """A condition asks a choice, or the role one comes in, for what it offers."""
    choices: dict[str, tuple[str, ...]] = {each.id: each.choices for each in matter.fields if each.type == "choice"}
    choices["role"] = tuple(role for step in matter.steps if step.kind == "identify" for role in step.who)
    open_ended = {each.id for each in matter.fields if each.choices_from is not None}
    if when.field not in choices:
        yield f"its condition asks {when.field}, which is no choice"
    elif bool(when.is_) == bool(when.of):
        yield "its condition says either is or of"
    elif when.field not in open_ended:
        for value in {when.is_, *when.of} - {"", *choices[when.field]}:
            yield f"its condition asks for {value}, which {when.field} does not offer"


def _twice(names: Iterable[str]) -> list[str]:
    seen = list(names)
    return [name for name in dict.fromkeys(seen) if seen.count(name) > 1]


def _shape_faults(field: Field) -> Iterator[str]:
    if not field.purpose.strip():
        yield "no purpose"
    if field.rule not in FIELD_RULES:
        yield f"the unknown rule {field.rule!r}"
    if (field.type == "choice") != bool(field.choices or field.choices_from):
        yield "choices belong to a choice, and a choice needs some"
    yield from (f"its choice {name} is listed twice" for name in _twice(field.choices))
    if field.default and field.type == "choice" and field.choices and field.default not in field.choices:
        yield "its default is none of its choices"
    if field.shortest > field.longest:
        yield "shortest is above longest"
    if field.type == "account" and field.sensitive != "account":
        yield "an account is sensitive, and this one is not said to be"
    offsets = (field.least, field.most, field.default) if field.type in DATES else ()
    yield from (f"{each!r} is no offset from today" for each in offsets if each and not OFFSET.fullmatch(each))


def _column_faults(field: Field) -> Iterator[str]:
    if (field.type == "table") != bool(field.columns):
        yield "columns belong to a table, and a table needs some"
    if field.rows_least > field.rows_most:
        yield "rows_least is above rows_most"
    yield from (f"column {name} is defined twice" for name in _twice(each.id for each in field.columns))
    for column in field.columns:
        yield from (f"column {column.id}: {fault}" for fault in _one_column_faults(column))


def _one_column_faults(column: Column) -> Iterator[str]:
    if column.rule not in FIELD_RULES:
        yield f"the unknown rule {column.rule!r}"
    yield from _computing_faults(column.computed) if column.computed else ()
    if column.total and column.type not in FIGURES:
        yield "only figures are added up"


def _prefill_faults(matter: Matter, field: Field) -> Iterator[str]:
    source, _, rest = field.prefill.partition(".")
    if field.prefill in ("none", "today", "scan"):
        yield from _unfounded(matter, field, source)
    elif source in PARTY_VALUES:
        yield from _party_faults(matter, field, source, rest)
    elif source == "computed":
        yield from _computing_faults(rest)
    elif source in ("share", "record"):
        yield from _fetched_faults(matter, field, source, rest)
    else:
        yield f"the unknown prefill source {field.prefill!r}"


def _computing_faults(rule: str) -> Iterator[str]:
    name = rule.partition(":")[0]
    if name not in COMPUTED:
        yield f"the unknown computing rule {name!r}"


def _unfounded(matter: Matter, field: Field, source: str) -> Iterator[str]:
    if source == "none" and field.read_only:
        yield "nobody may type it and nothing fills it in"
    if source == "scan" and all(step.kind != "scan" for step in matter.steps):
        yield "comes from a code, and no step scans one"


def _party_faults(matter: Matter, field: Field, source: str, name: str) -> Iterator[str]:
    if name not in PARTY_VALUES[source]:
        yield f"the unknown prefill source {field.prefill!r}"
    roles = {role for step in matter.steps if step.kind == "identify" for role in step.who}
    if not roles & PARTY_ROLES.get(source, roles):
        yield f"comes from {source}, and nobody comes as one"


def _fetched_faults(matter: Matter, field: Field, source: str, rest: str) -> Iterator[str]:
    look_up, _, key = rest.partition(".")
    before = _steps_before(matter, field)
    picks = [step.most for step in before if step.kind == "select" and step.look_up]
    if source == "record" and not any(most == 1 or field.type == "table" for most in picks):
        yield "comes from the record picked, and no earlier step picks one"
    if source == "share" and not key and field.type != "table":
        yield f"the unknown prefill source {field.prefill!r}"
    elif source == "share" and not any(step.kind == "fetch" and step.look_up == look_up for step in before):
        yield f"comes from {look_up}, which no earlier step fetches"


def _steps_before(matter: Matter, field: Field) -> tuple[Step, ...]:
    """The steps before the first page with the field; all of them for a field that is on no page."""
    asked = (n for n, step in enumerate(matter.steps) if any(field.id in page for page in step.pages))
    return matter.steps[: next(asked, len(matter.steps))]


def _standing_faults(matter: Matter, field: Field, regions: Regions | None) -> Iterator[str]:
    """Where a field is asked, and that what it uses was consented to and exists."""
    if not field.read_only and all(field.id not in page for step in matter.steps for page in step.pages):
        yield f"field {field.id} is asked for on no page"
    if field.sensitive is not None and field.sensitive not in matter.sensitive:
        yield f"field {field.id}: no consent is asked for the sensitive category {field.sensitive}"
    if regions is not None and field.choices_from is not None and field.choices_from not in regions.choices:
        yield f"field {field.id}: no region has choices called {field.choices_from!r}"


def _check_faults(matter: Matter) -> Iterator[str]:
    columns = {f"{field.id}.{column.id}" for field in matter.fields for column in field.columns}
    known = {each.id for each in matter.fields} | columns
    for check in matter.checks:
        if check.rule not in FORM_RULES:
            yield f"the unknown check {check.rule!r}"
        own = (each for each in check.with_ if not _is_figure(each) and each.partition(".")[0] not in TERM_HEADS)
        yield from (
            f"check {check.rule} asks {each}, which is no field" for each in (check.field, *own) if each not in known
        )


def _figure_table_faults(matter: Matter, regions: Regions) -> Iterator[str]:
    """The regional tables that checks and computing rules read: without them a check would never find anything."""
    computing = [each.prefill.removeprefix("computed.") for each in matter.fields]
    computing += [column.computed for field in matter.fields for column in field.columns]
    terms = [term for each in computing for term in each.partition(":")[2].split(",")]
    terms += [term for check in matter.checks for term in check.with_]
    tables = {term.split(".")[1] for term in terms if term.startswith("rate.")}
    tables.update(_retirement_tables(matter, computing))
    yield from (f"no region has figures called {each!r}" for each in sorted(tables - regions.tables.keys()))


def _retirement_tables(matter: Matter, computing: Iterable[str]) -> Iterator[str]:
    categories = {each.partition(":")[2] for each in computing if each.startswith("retirement_day:")}
    for field in matter.fields:
        yield from (TABLE.format(category=each) for each in field.choices if field.id in categories)


def _is_figure(term: str) -> bool:
    return term.replace(".", "", 1).isdigit()


def _material_faults(matter: Matter) -> Iterator[str]:
    yield from (f"material {name} is defined twice" for name in _twice(each.id for each in matter.materials))
    for each in matter.materials:
        if not (each.share or each.can_photograph or each.can_commit or each.can_bring or each.form == "self_made"):
            yield f"material {each.id} can be given in no way"
        if each.pages_most < 1:
            yield f"material {each.id} allows no page"
        if each.when is not None:
            yield from (f"material {each.id}: {fault}" for fault in when_faults(matter, each.when))
