"""Values that nobody has to type: from the card, the parties, shared data, a picked record, the day, other values.

Whoever types over a value owns it from then on; one that was only filled in follows its source.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from msgspec.structs import replace

from kiosk.core.computed import computed, with_computed_columns
from kiosk.core.facts import Facts, facts_of
from kiosk.core.matters import Catalogue, Field, Matter
from kiosk.core.replies import Found, Record
from kiosk.core.rules import starting_answers
from kiosk.core.session import Provenance, Visit
from kiosk.core.words import Words

OWN_SOURCES = ("card", "agent", "organisation", "record", "today", "computed")  # words ``origin.<source>``


def filled(catalogue: Catalogue, visit: Visit, today: str) -> Visit:
    """The visit with every value that its own cards, parties, the day and its other values give.

    Computed values come last and in the order of the matter's fields, so that a later one may use an earlier one.
    """
    matter = catalogue.matters[visit.matter]
    visit = _with_computed_rows(catalogue, matter, visit, today)
    for field in matter.fields:
        source = field.prefill.partition(".")[0]
        if source in ("card", "agent", "organisation", "today", "computed") and may_fill(field, visit, today):
            value = _value(facts_of(catalogue, visit, today), visit, field)
            visit = _given(visit, field, value, Provenance(source))
    return visit


def _value(facts: Facts, visit: Visit, field: Field) -> str:
    source, _, name = field.prefill.partition(".")
    match source:
        case "card" | "agent":
            return _of_card(facts, visit, source, name)
        case "organisation":
            return str(getattr(facts.parties.organisation, name, "") or "")
        case "computed":
            return computed(facts, name)
        case _:
            return facts.today[:7] if field.type == "month" else facts.today


def _of_card(facts: Facts, visit: Visit, source: str, name: str) -> str:
    """A value of the applicant's or the agent's card; name and number also of who came without one."""
    card = visit.card if source == "card" else visit.agent_card
    found = getattr(card, name, None)
    if found:
        return str(found)
    if source == "agent" and name == "relation":
        return visit.relation or ""
    party = facts.parties.applicant if source == "card" else None
    return str(getattr(party, name, "") or "") if name in ("name", "number") else ""


def may_fill(field: Field, visit: Visit, today: str) -> bool:
    """Not over what the citizen typed; what nobody touched yet may change with its source."""
    if field.read_only or field.id in visit.origins:
        return True
    if field.type == "table":
        return not visit.tables.get(field.id)
    return visit.answers.get(field.id, "") in ("", starting_answers((field,), today).get(field.id, ""))


def _given(visit: Visit, field: Field, value: str, origin: Provenance) -> Visit:
    """The visit with the field's value and where it came from; without both when the source does not know it."""
    answers, origins = without(visit.answers, field.id), without(visit.origins, field.id)
    if not value:
        return replace(visit, answers=answers, origins=origins) if field.id in visit.origins else visit
    return replace(visit, answers={**answers, field.id: value}, origins={**origins, field.id: origin})


def _with_computed_rows(catalogue: Catalogue, matter: Matter, visit: Visit, today: str) -> Visit:
    tables = dict(visit.tables)
    for field in matter.fields:
        if field.type == "table" and field.id in tables and any(column.computed for column in field.columns):
            facts = facts_of(catalogue, visit, today)
            tables[field.id] = tuple(with_computed_columns(facts, field, row) for row in tables[field.id])
    return visit if tables == visit.tables else replace(visit, tables=tables)


def typed(visit: Visit, field: str, value: str) -> Visit:
    """The visit after the citizen gave a value themselves: it is theirs, whatever was there before."""
    return replace(visit, answers={**visit.answers, field: value}, origins=without(visit.origins, field))


# --- shared data and records -------------------------------------------------------------------------------------


def shared_fields(matter: Matter, look_up: str) -> tuple[Field, ...]:
    """The fields that a look-up of shared data fills in: single values and whole tables."""
    return tuple(each for each in matter.fields if f"{each.prefill}.".startswith(f"share.{look_up}."))


def record_fields(matter: Matter) -> tuple[Field, ...]:
    """The fields that the picked record, or for tables all picked records, fill in."""
    return tuple(each for each in matter.fields if f"{each.prefill}.".startswith("record."))


def with_shared(visit: Visit, fields: tuple[Field, ...], found: Found) -> Visit:
    """The visit with what a look-up found: the first record fills the fields, all of them the rows of tables."""
    return _with_records(visit, fields, found.records, Provenance(found.source, found.as_of, found.trace))


def with_picked(matter: Matter, visit: Visit, records: tuple[Record, ...], origin: Provenance) -> Visit:
    """The visit with the values of the picked records."""
    return _with_records(visit, record_fields(matter), records, origin)


def _with_records(visit: Visit, fields: tuple[Field, ...], records: tuple[Record, ...], origin: Provenance) -> Visit:
    for field in fields:
        if field.type == "table":
            rows = tuple({column.id: each.values.get(column.id, "") for column in field.columns} for each in records)
            tables, origins = {**visit.tables, field.id: rows}, {**visit.origins, field.id: origin}
            visit = replace(visit, tables=tables, origins=origins)
        else:
            visit = _given(visit, field, records[0].values.get(field.prefill.rpartition(".")[2], ""), origin)
    return visit


def without_fields(visit: Visit, fields: tuple[Field, ...]) -> Visit:
    """The visit without anything in these fields: what filled them no longer holds."""
    names = [each.id for each in fields]
    return replace(
        visit,
        answers=without(visit.answers, *names),
        origins=without(visit.origins, *names),
        tables=without(visit.tables, *names),
    )


_V = TypeVar("_V")


def without(table: Mapping[str, _V], *names: str) -> dict[str, _V]:
    """A mapping without some keys."""
    return {key: value for key, value in table.items() if key not in names}


# --- saying where a value came from ------------------------------------------------------------------------------


def disputed_of(visit: Visit) -> tuple[str, ...]:
    """The fields of which the citizen said 这里不对: they travel with the case (`Submit.disputed`)."""
    return tuple(name for name, origin in visit.origins.items() if origin.disputed)


def disputed_again(before: Visit, visit: Visit) -> Visit:
    """The visit in which a value that was called wrong, and came again as it was, is still called wrong."""
    marked = {
        name: replace(visit.origins[name], disputed=True)
        for name in disputed_of(before)
        if name in visit.origins and _value_in(visit, name) == _value_in(before, name)
    }
    return replace(visit, origins={**visit.origins, **marked})


def _value_in(visit: Visit, name: str) -> object:
    return visit.answers.get(name), visit.tables.get(name)


def origin_text(words: Words, origin: Provenance) -> str:
    """Where a value came from, in the citizen's words: 来自公安部门（演示）, 来自身份证."""
    if origin.source in OWN_SOURCES:
        return words(f"origin.{origin.source}")
    if not origin.as_of:
        return words("origin.shared", source=origin.source)
    return words("origin.shared_at", source=origin.source, at=origin.as_of[:16].replace("T", " "))
