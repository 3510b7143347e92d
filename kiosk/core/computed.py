"""Named rules by which a field or a column gets its value from others: ``sum:persons.amount``; exact figures only.

A rule answers a text, or "" when something it needs is not known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from msgspec.structs import replace

from kiosk.core.calendar import is_month, months_between
from kiosk.core.facts import Facts, figure, figures, number, text, texts
from kiosk.core.matters import Column, Field
from kiosk.core.retirement import retirement_day
from kiosk.core.rules import cleaned

CENT = Decimal("0.01")


def column_totals(field: Field, rows: Iterable[Mapping[str, str]]) -> tuple[tuple[Column, Decimal], ...]:
    """The exact sum of each column of a table that is added up; what is no figure yet is not in it."""
    return tuple(
        (column, sum((found for row in rows if (found := _cell(column, row)) is not None), Decimal()))
        for column in field.columns
        if column.total
    )


def _cell(column: Column, row: Mapping[str, str]) -> Decimal | None:
    return figure(cleaned(column, row.get(column.id, "")))


def money(amount: Decimal) -> str:
    """A sum in 元, rounded half up to the cent."""
    return str(amount.quantize(CENT, ROUND_HALF_UP))


def _sum(facts: Facts, *terms: str) -> str:
    """Everything the terms stand for, added up; money. Not known while one figure is not."""
    found = [figure(each) for term in terms for each in texts(facts, term)]
    return "" if not found or None in found else money(sum((each for each in found if each is not None), Decimal()))


def _count(facts: Facts, term: str) -> str:
    """How many rows a table has, or how many records were picked (``picked``)."""
    return str(len(facts.records) if term == "picked" else len(facts.tables.get(term, ())))


def _product(facts: Facts, *terms: str) -> str:
    """The figures multiplied; money."""
    found = [number(facts, term) for term in terms]
    product = Decimal(1)
    for each in found:
        if each is None:
            return ""
        product *= each
    return money(product)


def _percent(facts: Facts, amount: str, ratio: str) -> str:
    """A share in % of an amount; money."""
    whole, share = number(facts, amount), number(facts, ratio)
    return "" if whole is None or share is None else money(whole * share / 100)


def _less(facts: Facts, amount: str, *subsidies: str) -> str:
    """An amount less others, never below nothing; one that is not known is not taken off, but makes it not known."""
    whole, off = number(facts, amount), [number(facts, each) for each in subsidies]
    if whole is None or None in off:
        return ""
    return money(max(whole - sum((each for each in off if each is not None), Decimal()), Decimal()))


def _least(facts: Facts, *terms: str) -> str:
    """The smallest of several sums; not known while one is not."""
    found = [figures(facts, term) for term in terms]
    return money(min(each for row in found for each in row)) if all(found) else ""


def _months(facts: Facts, first: str, last: str) -> str:
    """How many months a period covers, both ends counted."""
    start, end = text(facts, first)[:7], text(facts, last)[:7]
    return str(months_between(start, end)) if is_month(start) and is_month(end) and start <= end else ""


def _value(facts: Facts, term: str) -> str:
    """What a term stands for, as it is: a regional rate, a value of the choice made."""
    return text(facts, term)


def _retirement(facts: Facts, category: str) -> str:
    """The day of legal retirement by the table of the category that the term names; see `kiosk.core.retirement`."""
    return retirement_day(facts.regions, text(facts, category) or category, facts.born, facts.today) or ""


_RULES: Mapping[str, Callable[..., str]] = {
    "sum": _sum,
    "count": _count,
    "product": _product,
    "percent": _percent,
    "less": _less,
    "least": _least,
    "months": _months,
    "value": _value,
    "retirement_day": _retirement,
}
COMPUTED = frozenset(_RULES)


def computed(facts: Facts, rule: str) -> str:
    """The value of ``<rule>:<term>,<term>``; "" while it is not known."""
    name, _, terms = rule.partition(":")
    return _RULES[name](facts, *terms.split(","))


def with_computed_columns(facts: Facts, field: Field, row: Mapping[str, str]) -> dict[str, str]:
    """A row with its computed columns; terms of theirs name columns of the row first, then what every rule may ask.

    Columns are computed in their order, so that a later one may use an earlier one.
    """
    made = dict(row)
    for column in field.columns:
        if column.computed:
            within = replace(facts, answers={**facts.answers, **made})
            made[column.id] = computed(within, column.computed)
    return made
