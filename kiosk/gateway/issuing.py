"""Issuing: from a terminal's order to a paper, through exactly one case."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from kiosk.core.matters import Matter
from kiosk.gateway.admission import check_offered
from kiosk.gateway.cases import Case, Cases, Certificate, NewCase
from kiosk.gateway.departments.contract import IssuedPaper, Order, Refused, TaxSystem, Working
from kiosk.gateway.errors import DepartmentUnavailable, RequestMalformed, RequestRefused
from kiosk.gateway.person_checks import PersonChecks
from kiosk.gateway.times import Clock, instant

DEFAULT_FORM = "表格式"


class Ready(Struct, frozen=True):
    """The case has its paper."""

    case_number: str
    certificate: Certificate


class Pending(Struct, frozen=True):
    """The department works, or another request drives this case at this moment."""

    case_number: str


class Issuing:
    """Opens cases and drives them; each call asks the department again until it has decided.

    A matter that is issued over payments names one of `issuers` as its department, and no service that takes a case.
    """

    def __init__(
        self,
        cases: Cases,
        checks: PersonChecks,
        issuers: Mapping[str, TaxSystem],
        matters: Mapping[str, Matter],
        clock: Clock,
    ) -> None:
        self._cases, self._checks, self._issuers, self._matters = cases, checks, issuers, matters
        self._clock = clock

    def order(self, new: NewCase, check_trace: str, reprint_of: str | None) -> Ready | Pending:
        """The paper for an order that may have come before; RequestRefused, KeyReused, NotFound, DepartmentUnavailable.

        A repeated order is not checked again: the check was passed when its case was opened.
        """
        case = self._cases.known(new.posted)
        return self._drive(case or self._open(new, check_trace, reprint_of))

    def by_key(self, key: str, terminal: str) -> Ready | Pending:
        """What became of the order under `key`; NotFound when none was ever accepted."""
        return self._drive(self._cases.by_key(key, terminal))

    def _open(self, new: NewCase, check_trace: str, reprint_of: str | None) -> Case:
        self._checks.require(new.posted.terminal, new.matter, new.person, check_trace)
        if reprint_of is not None:
            return self._cases.open_reprint(new, reprint_of)
        self._issuer(new.matter)
        check_offered(self._matters[new.matter], instant(self._clock())[:10])
        return self._cases.open(new)

    def _drive(self, case: Case) -> Ready | Pending:
        if case.certificate is not None:
            return Ready(case.number, case.certificate)
        if case.state == "refused":
            raise RequestRefused(case.reason or "refused")
        if not self._cases.claim(case):
            return self._decided_meanwhile(case)
        assert case.order is not None  # an undecided case keeps its order
        return self._ask_department(case, case.order)

    def _ask_department(self, case: Case, order: Order) -> Ready | Pending:
        try:
            answer = self._issuer(case.matter).issue(order)
        except DepartmentUnavailable:
            self._cases.release(case)
            raise
        match answer:
            case Working():
                self._cases.release(case)
                return Pending(case.number)
            case Refused(reason=reason):
                self._cases.refuse(case, reason)
                raise RequestRefused(reason)
            case IssuedPaper():
                self._cases.finish(case, answer)
                return Ready(case.number, Certificate(answer, print_count=0))

    def _decided_meanwhile(self, case: Case) -> Ready | Pending:
        now = self._cases.by_number(case.number)
        if now.certificate is not None:
            return Ready(now.number, now.certificate)
        if now.state == "refused":
            raise RequestRefused(now.reason or "refused")
        return Pending(now.number)

    def _issuer(self, id_: str) -> TaxSystem:
        matter = self._matters.get(id_)
        department = matter.department if matter is not None and matter.service is None else None
        issuer = self._issuers.get(department or "")
        if issuer is None:
            raise RequestMalformed("nothing is issued for this matter")
        return issuer
