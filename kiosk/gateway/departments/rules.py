"""The named rules of a department's files: pure functions over texts; true lets a case pass.

A rule that only one matter needs is a named rule too. To add one: write the function, name it in `RULES`, describe
it in docs/integrating-a-department.md. Every argument is all texts of one reference, often one, perhaps none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from msgspec import Struct

from kiosk.core.calendar import Holidays, age_at, is_date, is_working_day, months_between
from kiosk.core.validators import birth_date_of, compact

Texts = tuple[str, ...]
CENT = Decimal("0.01")
WORDS_UP_TO = Decimal(10) ** 12  # from here on there is no agreed way to write a sum in words
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,8})?")


class Day(Struct, frozen=True):
    """Today (YYYY-MM-DD) and the holiday table."""

    today: str
    holidays: Holidays = {}


def number(text: str) -> Decimal | None:
    """A plain decimal figure; None when `text` is none."""
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def is_beyond_words(text: str) -> bool:
    """Whether a sum is too large to stand in words, as every paper over money has it."""
    figure = number(text)  # None, too, of a sum of so many figures that it counts as none
    return bool(text) and (figure is None or abs(figure) >= WORDS_UP_TO)


def numbers(texts: Texts) -> list[Decimal] | None:
    """All of them as figures; None when one is not."""
    found = [number(text) for text in texts]
    return None if None in found else [each for each in found if each is not None]


def some(_day: Day, a: Texts) -> bool:
    """There is at least one."""
    return any(a)


def none(_day: Day, a: Texts) -> bool:
    """There is none."""
    return not any(a)


def one(_day: Day, a: Texts) -> bool:
    """There is exactly one."""
    return len(a) == 1


def same(_day: Day, a: Texts, b: Texts) -> bool:
    """Every one is one of `b`, and there is one."""
    return bool(a) and set(a) <= set(b)


def differs(_day: Day, a: Texts, b: Texts) -> bool:
    """None is one of `b`."""
    return not set(a) & set(b)


def alike(_day: Day, a: Texts, b: Texts) -> bool:
    """The same texts, in any order."""
    return Counter(a) == Counter(b)


def pairs_alike(_day: Day, a: Texts, b: Texts, c: Texts, d: Texts) -> bool:
    """Row by row a with b are the same pairs as c with d, in any order; a row without a partner fails."""
    if len(a) != len(b) or len(c) != len(d):
        return False
    return Counter(zip(a, b, strict=True)) == Counter(zip(c, d, strict=True))


def distinct(_day: Day, a: Texts) -> bool:
    """No text twice."""
    return len(set(a)) == len(a)


def at_most(_day: Day, a: Texts, b: Texts) -> bool:
    """No figure above the first of `b`; a bound that is not known bounds nothing."""
    return _compared(a, b, lambda figure, bound: figure <= bound)


def at_least(_day: Day, a: Texts, b: Texts) -> bool:
    """No figure below the first of `b`."""
    return _compared(a, b, lambda figure, bound: figure >= bound)


def below(_day: Day, a: Texts, b: Texts) -> bool:
    """Every figure below the first of `b`."""
    return _compared(a, b, lambda figure, bound: figure < bound)


def above(_day: Day, a: Texts, b: Texts) -> bool:
    """Every figure above the first of `b`."""
    return _compared(a, b, lambda figure, bound: figure > bound)


def each_at_most(_day: Day, a: Texts, b: Texts) -> bool:
    """Row by row no figure above the one of `b`; a row without a partner fails."""
    left, right = numbers(a), numbers(b)
    if left is None or right is None or len(left) != len(right):
        return False
    return all(figure <= bound for figure, bound in zip(left, right, strict=True))


def sum_is(_day: Day, a: Texts, b: Texts) -> bool:
    """The figures add up to the first of `b`, to the cent."""
    parts, total = numbers(a), numbers(b[:1])
    return bool(total) and parts is not None and sum(parts, Decimal(0)) == total[0]  # type: ignore[index]  # bool() above


def products_are(_day: Day, a: Texts, b: Texts, c: Texts) -> bool:
    """Row by row a x b is c, half up to the cent; one `b` serves all rows."""
    left, right, results = numbers(a), numbers(b), numbers(c)
    if left is None or right is None or results is None or not right or len(left) != len(results):
        return False
    factors = right * len(left) if len(right) == 1 else right
    return len(factors) == len(left) and all(
        (x * y).quantize(CENT, ROUND_HALF_UP) == z for x, y, z in zip(left, factors, results, strict=True)
    )


def percents_are(day: Day, a: Texts, b: Texts, c: Texts) -> bool:
    """Row by row a x b % is c, half up to the cent; one `b` serves all rows."""
    rates = numbers(b)
    return rates is not None and products_are(day, a, tuple(str(rate / 100) for rate in rates), c)


def age_at_least(day: Day, a: Texts, years: Texts) -> bool:
    """Everybody with these citizen numbers is `years` old today; a number without a birth date fails."""
    ages, bound = _ages(day, a), numbers(years[:1])
    return None not in ages and (not bound or all(age >= bound[0] for age in ages if age is not None))


def age_below(day: Day, a: Texts, years: Texts) -> bool:
    """Everybody with these citizen numbers is younger than `years` today; a number without a birth date fails."""
    ages, bound = _ages(day, a), numbers(years[:1])
    return None not in ages and (not bound or all(age < bound[0] for age in ages if age is not None))


def older_by(_day: Day, a: Texts, b: Texts, years: Texts) -> bool:
    """The first of `a` was born at least `years` before the first of `b` (citizen numbers)."""
    elder, younger = (birth_date_of(numbers_[0]) if numbers_ else None for numbers_ in (a, b))
    if elder is None or younger is None or not years:
        return False
    return age_at(elder.isoformat(), younger.isoformat()) >= int(years[0]) if elder <= younger else False


def on_or_before(_day: Day, a: Texts, b: Texts) -> bool:
    """No date or month after the first of `b`."""
    return bool(b) and all(text <= b[0] for text in a)


def before(_day: Day, a: Texts, b: Texts) -> bool:
    """Every date or month before the first of `b`."""
    return bool(b) and all(text < b[0] for text in a)


def months_at_least(_day: Day, a: Texts, b: Texts, months: Texts) -> bool:
    """At least so many months lie from the first of `a` to the first of `b`."""
    if not a or not b:
        return False
    return not months or months_between(a[0], b[0]) - 1 >= int(months[0])


def months_at_most(_day: Day, a: Texts, b: Texts, months: Texts) -> bool:
    """The period from the first of `a` to the first of `b`, both months counted, is no longer than `months`."""
    if not a or not b:
        return False
    return not months or months_between(a[0], b[0]) <= int(months[0])


def months_free(_day: Day, first: Texts, last: Texts, taken: Texts) -> bool:
    """No month from `first` to `last` lies in `taken`: months, or periods (`2026-01/2026-03`, ISO 8601-1 5.5.2).

    A period without an end is its first month.
    """
    if not first:
        return True
    begin, end = first[0][:7], (last[0] if last else first[0])[:7]
    periods = (each.partition("/") for each in taken)
    return not any(start[:7] <= end and begin <= (stop or start)[:7] for start, _, stop in periods)


def same_year(_day: Day, a: Texts, b: Texts) -> bool:
    """Every date or month lies in the year of the first of `b`."""
    return bool(a) and bool(b) and {text[:4] for text in a} == {b[0][:4]}


def same_province(_day: Day, a: Texts, b: Texts) -> bool:
    """All codes lie in one province (GB/T 2260: first two digits)."""
    return bool(a) and bool(b) and {code[:2] for code in a} == {b[0][:2]}


def same_city(_day: Day, a: Texts, b: Texts) -> bool:
    """All codes lie in one prefecture-level division (GB/T 2260: first four digits)."""
    return bool(a) and bool(b) and {code[:4] for code in a} == {b[0][:4]}


def other_province(day: Day, a: Texts, b: Texts) -> bool:
    """The codes lie in another province than `b`; both must be known."""
    return bool(a) and bool(b) and not same_province(day, a, b)


def own_account(_day: Day, a: Texts, b: Texts) -> bool:
    """Every account holder is the first of `b`; spaces and forms of the middle dot do not count."""
    return bool(a) and bool(b) and {_name(text) for text in a} == {_name(b[0])}


def working_day(day: Day, a: Texts) -> bool:
    """Every date is a working day (State Council's holiday table); a year without a table says nothing."""
    return all(is_date(text) and is_working_day(day.holidays, text) is not False for text in a)


def window_open(day: Day, first: Texts, last: Texts) -> bool:
    """Today lies between two days of the year (MM-DD), over new year too; a window not known is no bar."""
    if not first or not last:
        return True
    now = day.today[5:]
    return first[0] <= now <= last[0] if first[0] <= last[0] else now >= first[0] or now <= last[0]


Rule = Callable[..., bool]
RULES: Mapping[str, Rule] = {
    rule.__name__: rule
    for rule in (
        some, none, one, same, differs, alike, pairs_alike, distinct, at_most, at_least, below, above, each_at_most,
        sum_is, products_are, percents_are, age_at_least, age_below, older_by, on_or_before, before, months_at_least,
        months_at_most, months_free, same_year, same_province, same_city, other_province, own_account, working_day,
        window_open,
    )
}  # fmt: skip


def _compared(a: Texts, b: Texts, holds: Callable[[Decimal, Decimal], bool]) -> bool:
    figures, bound = numbers(a), numbers(b[:1])
    if figures is None or bound is None:
        return False
    return not bound or all(holds(figure, bound[0]) for figure in figures)


def _ages(day: Day, citizen_numbers: Texts) -> list[int | None]:
    born = [birth_date_of(text) for text in citizen_numbers]
    return [None if each is None else age_at(each.isoformat(), day.today) for each in born]


def _name(text: str) -> str:
    return compact(text).replace("•", "·").replace("・", "·").replace("･", "·")
