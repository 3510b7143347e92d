"""The named rules a matter's fields may ask for: each says what is wrong, as an id, and cleans the value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from kiosk.core.calendar import is_date, is_month, months_between, shifted
from kiosk.core.matters import Field, Period
from kiosk.core.validators import (
    code_text,
    licence_identifier_fault,
    money_text,
    parse_money,
    tax_certificate_number,
    uscc_fault,
)

_TAX_NUMBER = re.compile(r"[0-9A-Za-z()证明-]{8,30}")
_CERTIFICATE_NUMBER = re.compile(r"[0-9A-Z/()-]{4,40}")


def _money(text: str) -> str:
    amount = parse_money(text)
    return "" if amount is None else money_text(amount)


CLEAN: dict[str, Callable[[str], str]] = {
    "filled": str.strip,
    "tax_certificate_number": tax_certificate_number,
    "certificate_number": code_text,
    "uscc": code_text,
    "licence_identifier": code_text,
    "money": _money,
}
GOOD: dict[str, Callable[[str], bool]] = {
    "filled": bool,
    "tax_certificate_number": lambda text: _TAX_NUMBER.fullmatch(text) is not None,
    "certificate_number": lambda text: _CERTIFICATE_NUMBER.fullmatch(text) is not None,
    "uscc": lambda text: uscc_fault(text) is None,
    "licence_identifier": lambda text: licence_identifier_fault(text) is None,
    "money": bool,
}


def cleaned(field: Field, value: str) -> str:
    """The value as it is sent: typed text brought to one form by its rule, dates and choices unchanged."""
    return CLEAN[field.rule](value) if field.type in ("digits", "number", "money") else value


def field_problem(field: Field, value: str, today: str) -> str:
    """What is wrong with one value, as an id; empty when nothing is."""
    if not value.strip():
        return "filled"
    if field.type in ("month", "date"):
        return _date_problem(field, value, today)
    if field.type in ("digits", "number", "money"):
        return "" if GOOD[field.rule](cleaned(field, value)) else field.rule
    return ""


def bounds(field: Field, today: str) -> tuple[str, str]:
    """The least and the most a date field allows on this day, in the field's own form."""
    length = 7 if field.type == "month" else 10
    return shifted(today, field.least or "years:-100")[:length], shifted(today, field.most)[:length]


def _date_problem(field: Field, value: str, today: str) -> str:
    least, most = bounds(field, today)
    if not (is_month(value) if field.type == "month" else is_date(value)):
        return "not_a_date"
    if value > most:
        return "future"
    return "too_early" if value < least else ""


def period_problem(period: Period | None, answers: Mapping[str, str]) -> str:
    """What is wrong with a period, as an id; empty when nothing is or the matter has none."""
    if period is None:
        return ""
    months = months_between(answers[period.first], answers[period.last])
    if months < 1:
        return "period_order"
    return "period_too_long" if months > period.most_months else ""


FIELD_RULES = frozenset(GOOD)


def starting_answers(fields: tuple[Field, ...], today: str) -> dict[str, str]:
    """What stands in the form before the citizen touches it."""
    return {each.id: _start(each, today) for each in fields if each.default}


def _start(field: Field, today: str) -> str:
    if field.type not in ("month", "date"):
        return field.default
    return shifted(today, field.default)[: 7 if field.type == "month" else 10]
