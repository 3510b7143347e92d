"""Queries and verifications by name: the one door where their parameters and scanned codes are parsed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import NoReturn, TypeVar

from msgspec import Struct

from kiosk.core.payloads import LicenceIdentifier, MaritimeCode, TaxCertificateCode, route_payload
from kiosk.core.validators import money_text, parse_money
from kiosk.gateway.departments.contract import (
    DateBasis,
    Departments,
    Facts,
    MaritimePresented,
    Payment,
    PaymentsAsked,
    Person,
    Refused,
    ShipPresented,
    TaxPresented,
    Verification,
)
from kiosk.gateway.errors import RequestMalformed, RequestRefused

LONGEST_SPAN_MONTHS = 36
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")

Params = Mapping[str, str]
_Found = TypeVar("_Found")


class Answer(Struct, frozen=True):
    """What a register holds: payments of one person, or public certificates."""

    service: str
    payments: tuple[Payment, ...] = ()
    certificates: tuple[Facts, ...] = ()


class QueryService(Struct, frozen=True):
    """One query: whether it opens a person's own data, and how it is answered."""

    own_data: bool
    ask: Callable[[Departments, Person | None, Params], Answer]


class Checked(Struct, frozen=True):
    """A verification and who made it."""

    service: str
    verification: Verification


def _tax_payments(departments: Departments, person: Person | None, params: Params) -> Answer:
    assert person is not None  # own data: the person check named one
    found = departments.tax.payments(person, _payments_asked(params))
    return Answer(departments.tax.service, payments=_or_raise(found))


def _company_doc(departments: Departments, _person: Person | None, params: Params) -> Answer:
    cert_no, company_no = params.get("cert_no"), params.get("company_no")
    if not (cert_no or company_no):
        raise RequestMalformed("company_doc needs cert_no or company_no")
    found = departments.maritime.documents(cert_no, company_no)
    return Answer(departments.maritime.service, certificates=_or_raise(found))


QUERIES = {
    "tax_payments": QueryService(own_data=True, ask=_tax_payments),
    "company_doc": QueryService(own_data=False, ask=_company_doc),
}


def _tax_certificate(departments: Departments, params: Params, payload: bytes | None) -> Checked:
    presented = _tax_presented(params, payload)
    if presented is None:
        return Checked(departments.tax.service, Verification("malformed"))
    return Checked(departments.tax.service, _or_raise(departments.tax.verify(presented)))


def _maritime_doc(departments: Departments, params: Params, payload: bytes | None) -> Checked:
    cert_no, company_no = params.get("cert_no"), params.get("company_no")
    if payload is not None:
        code = _code(payload)
        if not isinstance(code, MaritimeCode):
            return Checked(departments.maritime.service, Verification("malformed"))
        cert_no = code.cert_no
    if not (cert_no or company_no):
        raise RequestMalformed("maritime_doc needs cert_no, company_no or a payload")
    others = {key: value for key, value in params.items() if key not in ("cert_no", "company_no") and value}
    presented = MaritimePresented(cert_no or None, company_no or None, others)
    return Checked(departments.maritime.service, _or_raise(departments.maritime.verify(presented)))


def _maritime_smc(departments: Departments, params: Params, payload: bytes | None) -> Checked:
    keys = {key: params.get(key) or None for key in ("cert_no", "ship_name", "imo_no", "ship_id", "company_no")}
    if payload is not None:
        code = _code(payload)
        if not isinstance(code, MaritimeCode):
            return Checked(departments.maritime.ship_service, Verification("malformed"))
        keys["cert_no"] = code.cert_no
    if not any(keys.values()):
        raise RequestMalformed("maritime_smc needs a number, a ship or a payload")
    others = {key: value for key, value in params.items() if key not in keys and value}
    presented = ShipPresented(**keys, others=others)
    return Checked(departments.maritime.ship_service, _or_raise(departments.maritime.verify_ship(presented)))


def _e_licence(departments: Departments, params: Params, payload: bytes | None) -> Checked:
    identifier = params.get("identifier")
    if payload is not None:
        code = _code(payload)
        if not isinstance(code, LicenceIdentifier):
            return Checked(departments.licences.service, Verification("malformed"))
        identifier = code.identifier
    if not identifier:
        raise RequestMalformed("e_licence needs an identifier or a payload")
    return Checked(departments.licences.service, _or_raise(departments.licences.verify(identifier)))


VERIFICATIONS = {
    "tax_certificate": _tax_certificate,
    "maritime_doc": _maritime_doc,
    "maritime_smc": _maritime_smc,
    "e_licence": _e_licence,
}


def _payments_asked(params: Params) -> PaymentsAsked:
    first, last = params.get("period_from", ""), params.get("period_to", "")
    if not (_MONTH.fullmatch(first) and _MONTH.fullmatch(last)) or first > last:
        raise RequestMalformed("period_from and period_to are months, in order")
    if _months(last) - _months(first) >= LONGEST_SPAN_MONTHS:
        raise RequestRefused("span_too_long")
    authority = params.get("tax_authority") or params.get("authority") or None
    return PaymentsAsked(first, last, _basis(params), authority, params.get("cert_form", "table"))


def _basis(params: Params) -> DateBasis:
    match params.get("date_basis", "paid"):
        case "paid":
            return "paid"
        case "period":
            return "period"
        case _:
            raise RequestMalformed("date_basis is paid or period")


def _months(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:])


def _tax_presented(params: Params, payload: bytes | None) -> TaxPresented | None:
    """What was presented; None when a scanned code is no tax certificate's."""
    if payload is None:
        return TaxPresented(_given(params, "number"), _day(_given(params, "issued_on")), _amount(params))
    code = _code(payload)
    if not isinstance(code, TaxCertificateCode):
        return None
    return TaxPresented(code.number, code.issued_on, Decimal(code.amount))


def _given(params: Params, name: str) -> str:
    return params.get(name) or _malformed(f"{name} is missing")


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise RequestMalformed("issued_on is no day") from error


def _amount(params: Params) -> Decimal:
    amount = parse_money(_given(params, "amount"))
    return _malformed("amount is no sum of money") if amount is None else Decimal(money_text(amount))


def _malformed(text: str) -> NoReturn:
    raise RequestMalformed(text)


def _code(payload: bytes) -> object:
    try:
        text = payload.decode()
    except UnicodeDecodeError:
        return None
    return route_payload(payload, text, ())


def _or_raise(found: _Found | Refused) -> _Found:
    if isinstance(found, Refused):
        raise RequestRefused(found.reason)
    return found
