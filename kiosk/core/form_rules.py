"""The named rules over several answers that a matter's checks may ask for: each a small pure function, True is good.

A rule asks the check's `field` and its `with` terms (`kiosk.core.facts`). What is not known is no mistake of the
citizen's: a rule that can't tell says nothing, and the department decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal

from kiosk.core.calendar import age_at, is_date, is_working_day, months_between
from kiosk.core.facts import Facts, figure, figures, number, text, texts
from kiosk.core.matters import Check
from kiosk.core.validators import birth_date_of

# --- dates and periods -------------------------------------------------------------------------------------------


def _date_order(facts: Facts, later: str, earlier: str) -> bool:
    """The check's field is not before the other one."""
    last, first = _pair(text(facts, later), text(facts, earlier))
    return not (first and last) or first <= last


def _date_after(facts: Facts, later: str, earlier: str) -> bool:
    """The check's field is after the other one, not the same day or month."""
    last, first = _pair(text(facts, later), text(facts, earlier))
    return not (first and last) or first < last


def _period_in_past(facts: Facts, month: str) -> bool:
    """A month that is over."""
    return text(facts, month)[:7] < facts.today[:7]


def _month_not_future(facts: Facts, month: str) -> bool:
    """The current month or an earlier one."""
    return text(facts, month)[:7] <= facts.today[:7]


def _month_not_past(facts: Facts, month: str) -> bool:
    """The current month or a later one."""
    return text(facts, month)[:7] >= facts.today[:7]


def _within_this_year(facts: Facts, month: str) -> bool:
    """A month or day of the current year."""
    return text(facts, month)[:4] == facts.today[:4]


def _months_at_most(facts: Facts, last: str, first: str, most: str) -> bool:
    """The period covers no more months than the figure `most`."""
    start, end, limit = text(facts, first)[:7], text(facts, last)[:7], number(facts, most)
    return not (start and end) or limit is None or months_between(start, end) <= limit


def _not_before_today(facts: Facts, day: str) -> bool:
    return text(facts, day) >= facts.today


def _not_after_today(facts: Facts, day: str) -> bool:
    return text(facts, day) <= facts.today


def _working_day(facts: Facts, day: str) -> bool:
    """Not a day that surely is off; a year without a table is not known."""
    chosen = text(facts, day)
    return not is_date(chosen) or is_working_day(facts.regions.holidays, chosen) is not False


def _pair(one: str, other: str) -> tuple[str, str]:
    """Two dates in the form of the shorter: a month is compared with a month."""
    length = min(len(one), len(other))
    return one[:length], other[:length]


# --- figures -----------------------------------------------------------------------------------------------------


def _sum_equals(facts: Facts, total: str, *parts: str) -> bool:
    """The field is exactly the sum of what the terms stand for."""
    whole, found = number(facts, total), [each for part in parts for each in figures(facts, part)]
    return whole is None or whole == sum(found, Decimal())


def _at_most(facts: Facts, field: str, limit: str) -> bool:
    """Every figure of the field is at most the other."""
    return _each(facts, field, limit, lambda mine, other: mine <= other)


def _below(facts: Facts, field: str, limit: str) -> bool:
    return _each(facts, field, limit, lambda mine, other: mine < other)


def _at_least(facts: Facts, field: str, limit: str) -> bool:
    return _each(facts, field, limit, lambda mine, other: mine >= other)


def _multiple_of(facts: Facts, field: str, unit: str) -> bool:
    """Every figure is a whole multiple of the other."""
    return _each(facts, field, unit, lambda mine, other: other == 0 or mine % other == 0)


def _ratio_between(facts: Facts, field: str, low: str, high: str) -> bool:
    """From `low` to `high`, both allowed."""
    return _at_least(facts, field, low) and _at_most(facts, field, high)


def _rows_at_most(facts: Facts, column: str, limits: str) -> bool:
    """Row by row, the first column is at most the second."""
    table, _, name = column.partition(".")
    other = limits.partition(".")[2]
    rows = ((figure(row.get(name, "")), figure(row.get(other, ""))) for row in facts.tables.get(table, ()))
    return all(mine is None or limit is None or mine <= limit for mine, limit in rows)


def _each(facts: Facts, field: str, term: str, holds: Callable[[Decimal, Decimal], bool]) -> bool:
    other = number(facts, term)
    return other is None or all(holds(mine, other) for mine in figures(facts, field))


# --- persons, codes, places --------------------------------------------------------------------------------------


def _differs(facts: Facts, field: str, *others: str) -> bool:
    """None of the field's texts is one of the others'."""
    return not set(texts(facts, field)) & {each for other in others for each in texts(facts, other)}


def _same_as(facts: Facts, field: str, other: str) -> bool:
    mine, theirs = text(facts, field), text(facts, other)
    return not (mine and theirs) or mine == theirs


def _all_different(facts: Facts, column: str) -> bool:
    """No text stands twice in the column."""
    found = texts(facts, column)
    return len(found) == len(set(found))


def _all_same(facts: Facts, column: str) -> bool:
    """The column, or the picked records' value, says one thing only."""
    return len(set(texts(facts, column))) <= 1


def _one_of(facts: Facts, field: str, allowed: str) -> bool:
    """Every text of the field is one of those the other term stands for."""
    known = texts(facts, allowed)
    return not known or set(texts(facts, field)) <= set(known)


def _province_differs(facts: Facts, field: str, other: str) -> bool:
    mine, theirs = text(facts, field)[:2], text(facts, other)[:2]
    return not (mine and theirs) or mine != theirs


def _province_same(facts: Facts, field: str, other: str) -> bool:
    mine, theirs = text(facts, field)[:2], text(facts, other)[:2]
    return not (mine and theirs) or mine == theirs


def _place_within(facts: Facts, field: str, other: str) -> bool:
    """The field's division lies in the other's: 330106 in 330100, 330100 in 330000."""
    mine, around = text(facts, field), text(facts, other)
    return not (mine and around) or mine.startswith(around.removesuffix("00").removesuffix("00"))


def _older_by(facts: Facts, elder: str, younger: str, years: str) -> bool:
    """The person of the first number is older than that of the second by so many years at least."""
    born, after, least = _born(text(facts, elder)), _born(text(facts, younger)), number(facts, years)
    return born is None or after is None or least is None or after >= _years_after(born, int(least))


def _age_at_least(facts: Facts, person: str, years: str) -> bool:
    age, least = _age(facts, person), number(facts, years)
    return age is None or least is None or age >= least


def _age_below(facts: Facts, person: str, years: str) -> bool:
    age, limit = _age(facts, person), number(facts, years)
    return age is None or limit is None or age < limit


def _age(facts: Facts, person: str) -> int | None:
    born = _born(text(facts, person))
    return None if born is None else age_at(born.isoformat(), facts.today)


def _born(given: str) -> date | None:
    """The day of birth in a citizen's number, or a date itself."""
    if is_date(given):
        return date.fromisoformat(given)
    return birth_date_of(given) if len(given) == 18 else None


def _years_after(day: date, years: int) -> date:
    """The same day `years` later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


RULES: Mapping[str, Callable[..., bool]] = {
    "date_order": _date_order,
    "date_after": _date_after,
    "period_in_past": _period_in_past,
    "month_not_future": _month_not_future,
    "month_not_past": _month_not_past,
    "within_this_year": _within_this_year,
    "months_at_most": _months_at_most,
    "not_before_today": _not_before_today,
    "not_after_today": _not_after_today,
    "working_day": _working_day,
    "sum_equals": _sum_equals,
    "at_most": _at_most,
    "below": _below,
    "at_least": _at_least,
    "multiple_of": _multiple_of,
    "ratio_between": _ratio_between,
    "rows_at_most": _rows_at_most,
    "differs": _differs,
    "same_as": _same_as,
    "all_different": _all_different,
    "all_same": _all_same,
    "one_of": _one_of,
    "province_differs": _province_differs,
    "province_same": _province_same,
    "place_within": _place_within,
    "older_by": _older_by,
    "age_at_least": _age_at_least,
    "age_below": _age_below,
}
FORM_RULES = frozenset(RULES)


def good(facts: Facts, check: Check) -> bool:
    """Whether a check holds. A check on a field that is not filled in says nothing: *filled* is the field's own."""
    return not texts(facts, check.field) or RULES[check.rule](facts, check.field, *check.with_)


def check_problems(facts: Facts, checks: Iterable[Check], fields: Iterable[str]) -> dict[str, str]:
    """The first problem of each of `fields`, by field id; a check of a column (``persons.base``) counts for its table.

    The problem is the check's `reason`, else the rule's name.
    """
    asked, found = set(fields), dict[str, str]()
    for check in checks:
        name = check.field.partition(".")[0]
        if name in asked and name not in found and not good(facts, check):
            found[name] = check.reason or check.rule
    return found
