"""The named rules a matter's fields may ask for: each says what is wrong, as an id, and cleans the value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from kiosk.core.calendar import is_date, is_month, months_between, shifted
from kiosk.core.matters import Column, Field, Period
from kiosk.core.validators import (
    bank_card_fault,
    citizen_number_fault,
    code_text,
    compact,
    half_width,
    imo_fault,
    licence_identifier_fault,
    mmsi_fault,
    mobile_fault,
    money_text,
    organisation_account_fault,
    parse_money,
    person_name,
    person_name_fault,
    ship_id_fault,
    tax_certificate_number,
    tax_id_fault,
    uscc_fault,
)

_TAX_NUMBER = re.compile(r"[0-9A-Za-z()证明-]{8,30}")
_RATIO = re.compile(r"[0-9]{1,3}(\.[0-9]{1,4})?")
_CERTIFICATE_NUMBER = re.compile(r"[0-9A-Z/()-]{4,40}")


def _money(text: str) -> str:
    amount = parse_money(text)
    return "" if amount is None else money_text(amount)


# Chinese text keeps its wide brackets and marks: 示例公司（杭州）. Only figures, letters and blanks become narrow.
_NARROW = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}


def _written(text: str) -> str:
    return text.translate({**_NARROW, 0x3000: 0x20}).strip()


def _ratio(text: str) -> str:
    return compact(text).removesuffix("%")


CLEAN: dict[str, Callable[[str], str]] = {
    "filled": _written,
    "digits": compact,
    "tax_certificate_number": tax_certificate_number,
    "certificate_number": code_text,
    "uscc": code_text,
    "licence_identifier": code_text,
    "money": _money,
    "money_above_zero": _money,
    "citizen_number": code_text,
    "mobile": compact,
    "person_name": lambda text: person_name(half_width(text)),
    "tax_id": code_text,
    "account_person": compact,
    "account_organisation": compact,
    "ratio": _ratio,
    "count": lambda text: compact(text).lstrip("0"),
    "imo": compact,
    "ship_id": code_text,
    "mmsi": compact,
    "year": compact,
}
GOOD: dict[str, Callable[[str], bool]] = {
    "filled": bool,
    "digits": lambda text: re.fullmatch(r"[0-9]+", text) is not None,
    "tax_certificate_number": lambda text: _TAX_NUMBER.fullmatch(text) is not None,
    "certificate_number": lambda text: _CERTIFICATE_NUMBER.fullmatch(text) is not None,
    "uscc": lambda text: uscc_fault(text) is None,
    "licence_identifier": lambda text: licence_identifier_fault(text) is None,
    "money": bool,
    "money_above_zero": lambda text: bool(text) and Decimal(text) > 0,
    "citizen_number": lambda text: citizen_number_fault(text) is None,
    "mobile": lambda text: mobile_fault(text) is None,
    "person_name": lambda text: person_name_fault(text) is None,
    "tax_id": lambda text: tax_id_fault(text) is None,
    "account_person": lambda text: bank_card_fault(text) is None,
    "account_organisation": lambda text: organisation_account_fault(text) is None,
    "ratio": lambda text: _RATIO.fullmatch(text) is not None,
    "count": lambda text: re.fullmatch(r"[1-9][0-9]{0,8}", text) is not None,
    "imo": lambda text: imo_fault(text) is None,
    "ship_id": lambda text: ship_id_fault(text) is None,
    "mmsi": lambda text: mmsi_fault(text) is None,
    "year": lambda text: re.fullmatch(r"20[0-9]{2}", text) is not None,
}
TYPED = ("digits", "number", "money", "text", "account", "ratio", "count")
# The rule of a type whose field names none: an account is a person's unless the field says otherwise.
USUAL_RULES = {"digits": "digits", "money": "money", "account": "account_person", "ratio": "ratio", "count": "count"}


def rule_of(field: Field | Column) -> str:
    """The rule by which a value is cleaned and judged."""
    return USUAL_RULES.get(field.type, "filled") if field.rule == "filled" else field.rule


def cleaned(field: Field | Column, value: str) -> str:
    """The value as it is sent: typed text brought to one form by its rule, dates and choices unchanged."""
    return CLEAN[rule_of(field)](value) if field.type in TYPED else value


def field_problem(field: Field, value: str, today: str) -> str:
    """What is wrong with one value, as an id; empty when nothing is."""
    if not value.strip():
        return "" if field.optional or field.read_only else "filled"
    if field.type in ("month", "date"):
        return _date_problem(field, value, today)
    return typed_problem(field, value)


def typed_problem(field: Field | Column, value: str) -> str:
    """What is wrong with a value that was typed, as an id; empty when nothing is."""
    if field.type not in TYPED:
        return ""
    clean, rule = cleaned(field, value), rule_of(field)
    if not GOOD[rule](clean):
        return rule
    return "too_short" if field.type in ("text", "digits", "number") and len(clean) < field.shortest else ""


def bounds(field: Field, today: str) -> tuple[str, str]:
    """The least and the most a date field allows on this day, in the field's own form."""
    length = 7 if field.type == "month" else 10
    return shifted(today, field.least or "years:-100")[:length], shifted(today, field.most)[:length]


def is_whole(field: Field, text: str) -> bool:
    """Whether a text can stand in a field while it is filled in: dates are turned, so only whole ones ever come."""
    if field.type == "month":
        return is_month(text)
    return field.type != "date" or is_date(text)


def _date_problem(field: Field, value: str, today: str) -> str:
    least, most = bounds(field, today)
    if not is_whole(field, value):
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
NAMES_SOMEBODY = frozenset({"citizen_number", "person_name"})  # what is typed there never leaves by a one-time code


def starting_answers(fields: tuple[Field, ...], today: str) -> dict[str, str]:
    """What stands in the form before the citizen touches it."""
    return {each.id: _start(each, today) for each in fields if each.default}


def _start(field: Field, today: str) -> str:
    if field.type not in ("month", "date"):
        return field.default
    return shifted(today, field.default)[: 7 if field.type == "month" else 10]
