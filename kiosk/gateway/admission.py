"""Whether a case may be taken in as handed in: the matter's own file says, by the rules the terminal goes by.

What the terminal could not have sent is `RequestMalformed`; what the citizen can still mend is `RequestRefused`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kiosk.core.facts import Facts
from kiosk.core.form_rules import check_problems
from kiosk.core.matters import Column, Field, Matter
from kiosk.core.parties import Parties
from kiosk.core.questions import Submit
from kiosk.core.regions import Regions, choices, is_open
from kiosk.core.rules import field_problem, period_problem
from kiosk.core.stops import active_fields
from kiosk.core.submission import CONSENT_VERSION, DELIVERY
from kiosk.core.validators import birth_date_of, is_citizen_number
from kiosk.gateway.errors import RequestMalformed, RequestRefused
from kiosk.gateway.who import check_parties, role_of

Values = Mapping[str, str]


def check_admissible(matter: Matter, regions: Regions, asked: Submit, today: str) -> None:
    """RequestRefused or RequestMalformed unless `asked` is a whole case of `matter`; materials are checked apart."""
    if asked.version != matter.version:
        raise RequestRefused("matter_changed")
    check_offered(matter, today)
    check_parties(matter, asked.parties, today)
    check_place(matter, regions, asked.place, today)
    _check_consents(matter, asked, today)
    _check_known(matter, asked)
    for field in required_fields(matter, asked.parties, asked.values, today):
        _require(field, asked)
    for id_, value in asked.values.items():
        _check_value(matter, regions, asked.place, id_, value, today)
    for id_, rows in asked.tables.items():
        _check_table(matter.field(id_), rows, today)
    period = matter.period
    if (
        period is not None
        and {period.first, period.last} <= asked.values.keys()
        and period_problem(period, asked.values)
    ):
        raise RequestRefused("value_not_allowed")
    if check_problems(_facts(regions, asked, today), matter.checks, asked.values.keys() | asked.tables.keys()):
        raise RequestRefused("value_not_allowed")


def check_offered(matter: Matter, today: str) -> None:
    """RequestRefused before the first day of a matter and after its last one."""
    if not matter.is_offered(today):
        raise RequestRefused("matter_not_offered")


def _facts(regions: Regions, asked: Submit, today: str) -> Facts:
    number = asked.parties.applicant.number if asked.parties.applicant is not None else ""
    born = birth_date_of(number) if is_citizen_number(number) else None
    return Facts(
        answers=asked.values,
        tables=asked.tables,
        records=(),  # what was picked is the department's to know
        parties=asked.parties,
        regions=regions,
        place=asked.place,
        today=today,
        sex="" if born is None else "女男"[int(number[16]) % 2],  # GB 11643-1999, 4.1
        born="" if born is None else born.isoformat(),
    )


def answers_of(parties: Parties, values: Values, today: str) -> Values:
    """What conditions of steps and materials read: the values, and the role in which somebody came."""
    return {**values, "role": role_of(parties, today)}


def required_fields(matter: Matter, parties: Parties, values: Values, today: str) -> Iterator[Field]:
    """The fields that this case must carry: those of the form pages that were shown, but for optional ones."""
    for field in active_fields(matter, answers_of(parties, values, today)):
        # What a register shares may be missing there, and nobody can type it.
        if not (field.optional or (field.read_only and field.prefill != "none")):
            yield field


def check_place(matter: Matter, regions: Regions, place: str, today: str) -> None:
    """RequestRefused when the deciding place is not open for this matter; RequestMalformed when it is missing."""
    if not place and any(step.kind == "choose_place" for step in matter.steps):
        raise RequestMalformed("no deciding place")
    if place and not is_open(regions, matter.id, place, today):
        raise RequestRefused("place_not_opened")


def check_value(field: Field, value: str, today: str) -> None:
    """RequestRefused when `value` is none that `field` allows."""
    if not value and field.optional:
        return
    if field_problem(field, value, today) or (field.choices and value not in field.choices):
        raise RequestRefused("value_not_allowed")


def _check_consents(matter: Matter, asked: Submit, today: str) -> None:
    if not any(step.kind == "consent" for step in matter.steps):
        return
    role = role_of(asked.parties, today)
    needed = {"general", *matter.sensitive} - (set() if role == "guardian" else {"minor"})
    if needed - {id_ for id_, version in asked.consents.items() if version == CONSENT_VERSION}:
        raise RequestRefused("consent_missing")


def _check_known(matter: Matter, asked: Submit) -> None:
    tables = {field.id for field in matter.fields if field.type == "table"}
    plain = {field.id for field in matter.fields} - tables
    materials = {material.id for material in matter.materials}
    ways = {way for step in matter.steps if step.kind == "deliver" for way in step.ways}
    strangers = (
        asked.values.keys() - plain - ({DELIVERY} if ways else set()),
        asked.tables.keys() - tables,
        set(asked.commitments) - materials,
        {material.id for material in asked.materials} - materials,
        {asked.values[DELIVERY]} - ways if DELIVERY in asked.values else (),
    )
    if any(strangers):
        raise RequestMalformed("not of this matter")
    if any(step.kind == "sign" for step in matter.steps) and not asked.signature:
        raise RequestMalformed("not signed")


def _require(field: Field, asked: Submit) -> None:
    if field.type == "table":
        if not field.rows_least <= len(asked.tables.get(field.id, ())) <= field.rows_most:
            raise RequestMalformed("a table is missing, too short or too long")
    elif field.id not in asked.values:
        raise RequestMalformed("a required field is missing")


def _check_value(matter: Matter, regions: Regions, place: str, id_: str, value: str, today: str) -> None:
    if id_ == DELIVERY:
        return
    field = matter.field(id_)
    check_value(field, value, today)
    offered = choices(regions, field.choices_from or "", place, today)
    if offered and value not in {each.id for each in offered}:
        raise RequestRefused("value_not_allowed")


def _check_table(field: Field, rows: tuple[dict[str, str], ...], today: str) -> None:
    columns = {column.id: column for column in field.columns}
    for row in rows:
        if row.keys() - columns.keys():
            raise RequestMalformed("a column that the table does not have")
        for column in columns.values():
            if column.id in row:
                check_value(_as_field(column), row[column.id], today)
            elif not (column.read_only or column.computed):
                raise RequestMalformed("a cell is missing")


def _as_field(column: Column) -> Field:
    return Field(
        id=column.id,
        type=column.type,
        purpose="",
        rule=column.rule,
        shortest=column.shortest,
        longest=column.longest,
        optional=column.read_only,
    )
