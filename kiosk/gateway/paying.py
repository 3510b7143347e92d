"""Paying a case: the department's code, and its word on whether it is paid. *Not known* is never *not paid*."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, Row, insert, select, update

from kiosk.core.replies import PaymentCode, PaymentState
from kiosk.gateway.db import filings, payments
from kiosk.gateway.departments.case_contract import CaseSystem
from kiosk.gateway.departments.contract import Refused
from kiosk.gateway.errors import DepartmentUnavailable, RequestRefused
from kiosk.gateway.filings import Filing
from kiosk.gateway.times import Clock, instant


class Payments:
    """One payment a case: a second code is given only while the department says *not paid*."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock

    def ask(self, system: CaseSystem, filing: Filing) -> PaymentCode:
        """The code; RequestRefused when it is paid, or nobody knows whether it is, or the department gives none."""
        match self.state(system, filing).state if self._kept(filing) else "not_paid":
            case "paid":
                raise RequestRefused("paid_already")
            case "not_known":
                raise RequestRefused("payment_not_known")
        code = system.ask_payment(filing.number)
        if isinstance(code, Refused):
            raise RequestRefused(code.reason)
        self._keep(filing, code)
        return code

    def state(self, system: CaseSystem, filing: Filing) -> PaymentState:
        """Paid, not paid or not known; what was paid once stays paid."""
        if self.is_paid(filing):
            return PaymentState("paid")
        try:
            said = system.payment_state(filing.number)
        except DepartmentUnavailable:
            said = PaymentState("not_known")
        with self._engine.begin() as transaction:
            unpaid = (payments.c.filing_id == filing.id) & (payments.c.state != "paid")
            transaction.execute(update(payments).where(unpaid).values(state=said.state))
        return PaymentState("paid") if self.is_paid(filing) else said  # another terminal may have heard it meanwhile

    def is_paid(self, filing: Filing) -> bool:
        """Whether the department has said so."""
        kept = self._kept(filing)
        return kept is not None and kept.state == "paid"

    def _kept(self, filing: Filing) -> Row[*tuple[Any, ...]] | None:
        with self._engine.connect() as connection:
            return connection.execute(select(payments).where(payments.c.filing_id == filing.id)).one_or_none()

    def _keep(self, filing: Filing, code: PaymentCode) -> None:
        row = {"asked_at": instant(self._clock()), "amount": code.amount, "state": "not_paid"}
        with self._engine.begin() as transaction:
            # two at this moment: the case's own row is the lock
            transaction.execute(select(filings.c.id).where(filings.c.id == filing.id).with_for_update())
            mine = payments.c.filing_id == filing.id
            match transaction.execute(select(payments.c.state).where(mine)).scalar_one_or_none():
                case None:
                    transaction.execute(insert(payments).values(row | {"filing_id": filing.id}))
                case "paid":  # while the code was on its way
                    raise RequestRefused("paid_already")
                case _:
                    transaction.execute(update(payments).where(mine).values(row))
