"""What a reference of a department's file may begin with: each head as a pure function of the facts and its tail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from kiosk.core.regions import Regions, choices, place_name, rate
from kiosk.gateway.departments.formulas import FORMULAS
from kiosk.gateway.departments.rules import Texts

if TYPE_CHECKING:  # facts stand on this table
    from kiosk.gateway.departments.facts import Facts


def known(text: str | None) -> Texts:
    """A text as texts; nothing when it is not there or empty."""
    return (text,) if text else ()


def _value(facts: Facts, tail: str) -> Texts:
    return known(facts.given.values.get(tail))


def _table(facts: Facts, tail: str) -> Texts:
    field, _, column = tail.partition(".")
    return tuple(row.get(column, "") for row in facts.given.tables.get(field, ()))


def _applicant(facts: Facts, tail: str) -> Texts:
    return _attribute(facts.given.parties.applicant, tail)


def _agent(facts: Facts, tail: str) -> Texts:
    agent = facts.given.parties.agent
    return _attribute(agent.party if agent and tail in {"name", "number"} else agent, tail)


def _organisation(facts: Facts, tail: str) -> Texts:
    return _attribute(facts.given.parties.organisation, tail)


def _standing(facts: Facts, tail: str) -> Texts:
    return _attribute(facts.given.parties.standing, tail)


def _row(facts: Facts, tail: str) -> Texts:
    if facts.row is None:
        return ()
    return facts.row.values.get(tail, ()) if tail else (facts.row.key,)


def _figure(facts: Facts, tail: str) -> Texts:
    figure = facts.service.figure[tail]
    return known(FORMULAS[figure.formula](facts.day, *(facts.texts(each) for each in figure.on)))


def _rate(facts: Facts, tail: str) -> Texts:
    table, _, key = tail.partition(".")
    row = rate(facts.world.regions, table, facts.given.place, facts.day.today)
    return known(row.values.get(key)) if row is not None else ()


def _choice(facts: Facts, tail: str) -> Texts:
    table, _, rest = tail.partition(".")
    offered = choices(facts.world.regions, table, facts.given.place, facts.day.today)
    if not rest:
        return tuple(each.id for each in offered)
    field, _, key = rest.partition(".")
    chosen = facts.given.values.get(field)
    return tuple(
        text for each in offered if each.id == chosen for text in known(each.values.get(key) if key else each.zh)
    )


HEADS: Mapping[str, Callable[[Facts, str], Texts]] = {
    "value": _value,
    "table": _table,
    "applicant": _applicant,
    "agent": _agent,
    "organisation": _organisation,
    "standing": _standing,
    "claimed": lambda facts, _: ("yes",) if facts.given.parties.claimed else (),
    "place": lambda facts, tail: _place(facts.world.regions, facts.given.place, tail),
    "received_at": lambda facts, tail: _place(facts.world.regions, facts.given.received_at_place, tail),
    "today": lambda facts, _: (facts.day.today,),
    "month": lambda facts, _: (facts.day.today[:7],),
    "year": lambda facts, _: (facts.day.today[:4],),
    "case": lambda facts, _: known(facts.given.number),
    "office": lambda facts, _: known(facts.office),
    "material": lambda facts, tail: known(facts.given.materials.get(tail)),
    "commitment": lambda facts, _: facts.given.commitments,
    "rows": lambda facts, _: facts.given.rows,
    "row": _row,
    "figure": _figure,
    "rate": _rate,
    "choice": _choice,
}


def _place(regions: Regions, code: str, tail: str) -> Texts:
    """A place's code, or its name when `tail` asks for it; an unknown place is called by its code."""
    if not tail or not code:
        return known(code)
    return (place_name(regions, code, "zh") or code,)


def _attribute(of: Struct | None, name: str) -> Texts:
    return known(getattr(of, name)) if of is not None else ()
