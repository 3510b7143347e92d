"""What named rules may ask: the visit's answers, tables and records, the parties, the place, the day, regional data.

A rule names a value by a *term*; what a term stands for is a list of texts, empty when it is not known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation

from msgspec import Struct

from kiosk.core.matters import Catalogue, Matter
from kiosk.core.parties import Parties
from kiosk.core.parties_of import parties_of
from kiosk.core.regions import Regions, choices, rate
from kiosk.core.replies import Record
from kiosk.core.rules import cleaned
from kiosk.core.session import Visit


class Facts(Struct, frozen=True):
    """A visit as rules see it; `records` are those that were picked, `sex` and `born` are the applicant's card's."""

    answers: Mapping[str, str]
    tables: Mapping[str, tuple[dict[str, str], ...]]
    records: tuple[Record, ...]
    parties: Parties
    regions: Regions
    place: str
    today: str
    sex: str = ""
    born: str = ""

    def __repr__(self) -> str:
        """Without anything of the visit."""
        return f"Facts(place={self.place!r}, today={self.today!r})"


def facts_of(catalogue: Catalogue, visit: Visit, today: str) -> Facts:
    """The facts of a visit on a day, typed answers brought to their form."""
    matter, card = catalogue.matters[visit.matter], visit.card
    return Facts(
        answers=_clean(matter, visit.answers),
        tables=visit.tables,
        records=tuple(each for each in visit.records if each.id in visit.picked),
        parties=parties_of(visit, matter, today),
        regions=catalogue.regions,
        place=visit.place,
        today=today,
        sex=(card.sex or "") if card else "",
        born=(card.birth_date or "") if card else "",
    )


def _clean(matter: Matter, answers: Mapping[str, str]) -> dict[str, str]:
    return {each.id: cleaned(each, answers[each.id]) for each in matter.fields if answers.get(each.id)}


# --- terms -------------------------------------------------------------------------------------------------------


def texts(facts: Facts, term: str) -> tuple[str, ...]:
    """What a term stands for.

    ``<field>`` its answer · ``<table>.<column>`` the column, row by row · ``rate.<table>.<key>`` a regional figure of
    the deciding place today · ``choice.<table>.<field>.<key>`` a value of the regional choice made in a field ·
    ``applicant.name`` ``applicant.number`` ``agent.number`` ``organisation.uscc`` ... · ``picked.<key>`` of each record
    picked (``picked.amount`` its amount) · ``place.code`` · ``date.today`` · a figure such as ``12`` or ``5.00``.
    """
    head, _, rest = term.partition(".")
    found = _TERMS[head](facts, rest) if rest and head in _TERMS else _own(facts, head, rest)
    return tuple(each for each in found if each)


def text(facts: Facts, term: str) -> str:
    """The first text a term stands for; empty when it is not known."""
    return next(iter(texts(facts, term)), "")


def figure(written: str) -> Decimal | None:
    """A text as an exact figure; None when it is none."""
    try:
        found = Decimal(written)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def figures(facts: Facts, term: str) -> list[Decimal]:
    """What a term stands for, as figures; texts that are none are left out."""
    return [each for each in map(figure, texts(facts, term)) if each is not None]


def number(facts: Facts, term: str) -> Decimal | None:
    """The one figure a term stands for; None when it is not known."""
    return next(iter(figures(facts, term)), None)


def _own(facts: Facts, head: str, rest: str) -> tuple[str, ...]:
    if head.isdigit():
        return (f"{head}.{rest}" if rest else head,)
    if rest:
        return tuple(row.get(rest, "") for row in facts.tables.get(head, ()))
    return (facts.answers.get(head, ""),)


def _rate(facts: Facts, rest: str) -> tuple[str, ...]:
    table, _, key = rest.partition(".")
    row = rate(facts.regions, table, facts.place, facts.today)
    return () if row is None else (row.values.get(key, ""),)


def _choice(facts: Facts, rest: str) -> tuple[str, ...]:
    table, field, key = rest.split(".", 2)
    offered = choices(facts.regions, table, facts.place, facts.today)
    return tuple(each.values.get(key, "") for each in offered if each.id == facts.answers.get(field))


def _picked(facts: Facts, key: str) -> tuple[str, ...]:
    return tuple((each.amount or "") if key == "amount" else each.values.get(key, "") for each in facts.records)


def _party(which: str) -> Callable[[Facts, str], tuple[str, ...]]:
    def found(facts: Facts, key: str) -> tuple[str, ...]:
        value = getattr(facts.parties, which)
        inner = value.party if which == "agent" and value is not None and key in ("name", "number") else value
        return (str(getattr(inner, key, "") or ""),)

    return found


_TERMS: dict[str, Callable[[Facts, str], tuple[str, ...]]] = {
    "rate": _rate,
    "choice": _choice,
    "picked": _picked,
    "applicant": _party("applicant"),
    "agent": _party("agent"),
    "organisation": _party("organisation"),
    "place": lambda facts, _: (facts.place,),
    "date": lambda facts, _: (facts.today,),
}
