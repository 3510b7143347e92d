"""The named formulas of a department's files: pure functions from texts to one text; "" is *not known*.

To add one: write the function, name it in `FORMULAS`, describe it in docs/integrating-a-department.md. Money comes out
with two places, rounded half up to the cent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from kiosk.core.calendar import months_between as _months_of
from kiosk.core.calendar import shifted
from kiosk.core.validators import birth_date_of
from kiosk.gateway.departments.rules import CENT, Day, Texts, numbers


def sum_of(_day: Day, a: Texts) -> str:
    """All added up; nothing is 0.00."""
    figures = numbers(a)
    return "" if figures is None else _money(sum(figures, Decimal(0)))


def minus(_day: Day, a: Texts, b: Texts) -> str:
    """The sum of `a` less the sum of `b`."""
    return _over(lambda x, y: sum(x, Decimal(0)) - sum(y, Decimal(0)), a, b)


def sum_less(_day: Day, a: Texts, b: Texts) -> str:
    """The sum of `a` less the sum of `b`, never below nothing: a fee less its subsidies."""
    return _over(lambda x, y: max(sum(x, Decimal(0)) - sum(y, Decimal(0)), Decimal(0)), a, b)


def times(_day: Day, a: Texts, b: Texts) -> str:
    """Row by row a x b, added up; one `b` serves all rows."""
    return _over(_products, a, b)


def percent_of(_day: Day, a: Texts, b: Texts) -> str:
    """Row by row b % of a, each rounded, added up; one `b` serves all rows."""
    return _over(lambda x, y: _products(x, [rate / 100 for rate in y]), a, b)


def quotient(_day: Day, a: Texts, b: Texts) -> str:
    """The first of `a` divided by the first of `b`; not known when there is nothing to divide by."""
    return _over(lambda x, y: x[0] / y[0] if x and y and y[0] else None, a, b)


def count(_day: Day, a: Texts) -> str:
    """How many."""
    return str(len(a))


def least(_day: Day, a: Texts) -> str:
    """The smallest figure."""
    figures = numbers(a)
    return _money(min(figures)) if figures else ""


def most(_day: Day, a: Texts) -> str:
    """The largest figure."""
    figures = numbers(a)
    return _money(max(figures)) if figures else ""


def first(_day: Day, a: Texts) -> str:
    """The first text of several references: one thing, or else another."""
    return next((text for text in a if text), "")


def months_between(_day: Day, a: Texts, b: Texts) -> str:
    """Months from the first of `a` to the first of `b`, both counted."""
    return str(_months_of(a[0], b[0])) if a and b else ""


def years_and_months(_day: Day, months: Texts) -> str:
    """`15年3个月` of a number of months."""
    figures = numbers(months[:1])
    if not figures:
        return ""
    years, rest = divmod(int(figures[0]), 12)
    return f"{years}年{rest}个月" if rest else f"{years}年"


def month_after(_day: Day, a: Texts) -> str:
    """The month after the first date or month."""
    return shifted(f"{a[0][:7]}-01", "months:1")[:7] if a else ""


def age_day(_day: Day, citizen_numbers: Texts, years: Texts) -> str:
    """The day on which the holder of the first number turns so many years old."""
    born = birth_date_of(citizen_numbers[0]) if citizen_numbers else None
    return shifted(born.isoformat(), f"years:{int(years[0])}") if born and years else ""


def months_later(_day: Day, a: Texts, months: Texts) -> str:
    """The first date or month of `a`, so many months later."""
    return shifted(f"{a[0]}-01"[:10], f"months:{int(months[0])}")[: len(a[0])] if a and months else ""


def period(_day: Day, a: Texts, b: Texts) -> str:
    """The months from the first of `a` to the first of `b` as one text: `2026-01/2026-03`."""
    return f"{a[0][:7]}/{b[0][:7]}" if a and b else ""


def tiered(_day: Day, a: Texts, limits: Texts, rates: Texts) -> str:
    """The first of `a` times the rate of the tier it lies in; n limits part n + 1 rates."""
    bounds, factors, figures = numbers(limits), numbers(rates), numbers(a[:1])
    if not figures or bounds is None or factors is None or len(factors) != len(bounds) + 1:
        return ""
    return _money(figures[0] * factors[sum(figures[0] > bound for bound in bounds)])


Formula = Callable[..., str]
FORMULAS: Mapping[str, Formula] = {
    "sum": sum_of,
    **{
        formula.__name__: formula
        for formula in (
            minus, sum_less, times, percent_of, quotient, count, least, most, first, months_between, years_and_months,
            month_after, age_day, months_later, period, tiered,
        )
    },
}  # fmt: skip


def _money(amount: Decimal) -> str:
    return str(amount.quantize(CENT, ROUND_HALF_UP))


def _over(make: Callable[[list[Decimal], list[Decimal]], Decimal | None], a: Texts, b: Texts) -> str:
    left, right = numbers(a), numbers(b)
    made = None if left is None or right is None else make(left, right)
    return "" if made is None else _money(made)


def _products(figures: list[Decimal], factors: list[Decimal]) -> Decimal | None:
    spread = factors * len(figures) if len(factors) == 1 else factors
    if len(spread) != len(figures):
        return None
    cents = ((x * y).quantize(CENT, ROUND_HALF_UP) for x, y in zip(figures, spread, strict=True))
    return sum(cents, Decimal(0))
