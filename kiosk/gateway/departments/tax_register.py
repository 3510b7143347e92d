"""The payments in the simulated tax register, and which of them a certificate may cover (税收票证管理办法, 令28)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from kiosk.gateway.departments.contract import Payment, PaymentsAsked, WhyNot
from kiosk.gateway.departments.registers import PaymentPlan, Registers

PERSONAL_INCOME_TAX = "个人所得税"
# 总局公告2018年第55号: periods from this month on are shown by 纳税记录, not by a 完税证明.
INCOME_TAX_RECORD_SINCE = "2019-01"


def register_of(registers: Registers) -> dict[str, tuple[Payment, ...]]:
    """Every person's payments, newest first, by `Person.digest`."""
    authorities = {place.id: place.zh for place in registers.authorities}
    return {
        known.person.digest: tuple(_payments_of(place, known.id, registers, authorities))
        for place, known in enumerate(registers.persons)
    }


def is_asked(payment: Payment, asked: PaymentsAsked, authority_names: dict[str, str]) -> bool:
    """Whether `payment` lies in the months and at the authority asked for."""
    if asked.authority is not None and payment.authority != authority_names.get(asked.authority, asked.authority):
        return False
    if asked.date_basis == "paid":
        return asked.period_from <= (payment.date or payment.paid_on)[:7] <= asked.period_to
    return payment.period_from[:7] <= asked.period_to and payment.period_to[:7] >= asked.period_from


def why_not(payment: Payment, *, statement: bool = False) -> WhyNot | None:
    """Why the entry cannot stand on a certificate (表格式, or 文书式), apart from already standing on one.

    Income tax of periods to 2018 is shown by a 文书式 alone, later ones by no certificate (2018年第55号). What was
    declared as zero was never paid.
    """
    if not payment.amount:
        return "nothing_paid"
    if payment.kind == PERSONAL_INCOME_TAX and payment.period_to[:7] >= INCOME_TAX_RECORD_SINCE:
        return "pit_since_2019"
    if payment.kind == PERSONAL_INCOME_TAX and not statement:
        return "pit_before_2019"
    return None if payment.date else "not_in_treasury"


def _payments_of(place: int, person: str, registers: Registers, authorities: dict[str, str]) -> Iterator[Payment]:
    plans = [plan for plan in registers.payments if plan.person == person]
    entries = [(paid, plan) for plan in plans for paid in _days_of(plan, registers.today)]
    # Numbered in the order of the file, shown by day: a voucher keeps its number as days pass.
    numbered = [(f"000026{place:04d}{row:08d}", paid, plan) for row, (paid, plan) in enumerate(entries)]
    for voucher, paid, plan in sorted(numbered, key=lambda each: (each[1], each[0]), reverse=True):
        yield _payment(voucher, paid, plan, authorities[plan.authority])


def _days_of(plan: PaymentPlan, today: date) -> Iterator[date]:
    last = plan.paid_on or today - timedelta(days=plan.days_ago)
    for months_back in range(plan.months):
        yield _earlier(last, months_back)


def _earlier(day: date, months: int) -> date:
    if months == 0:
        return day
    month = day.year * 12 + day.month - 1 - months
    return date(month // 12, month % 12 + 1, min(day.day, 28))


def _payment(voucher: str, paid: date, plan: PaymentPlan, authority: str) -> Payment:
    first, last = _period(paid, monthly=plan.months > 1)
    return Payment(
        id=voucher,
        kind=plan.kind,
        item=plan.item,
        period_from=first.isoformat(),
        period_to=last.isoformat(),
        paid_on=paid.isoformat(),
        date=(paid + timedelta(days=1)).isoformat() if plan.in_treasury else None,
        amount=plan.amount,
        authority=authority,
        issued_as=plan.issued_as,
    )


def _period(paid: date, *, monthly: bool) -> tuple[date, date]:
    """The calendar month of the payment; for monthly taxes the one before, in which the tax arose."""
    first = _earlier(paid, 1 if monthly else 0).replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
