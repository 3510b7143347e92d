"""A simulated department that decides cases, as its files say: `CaseSystem` over SQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

from msgspec.structs import replace
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from kiosk.core.replies import LegStanding, PaymentCode, PaymentState
from kiosk.core.validators import amount_in_words
from kiosk.documents.case_paper import CasePaper
from kiosk.documents.check import page_count
from kiosk.documents.errors import DocumentError
from kiosk.documents.office import IssuingOffice
from kiosk.gateway.departments.case_contract import (
    Application,
    DepartmentStanding,
    LookedUp,
    LookUpAsked,
    Material,
    PaperKind,
)
from kiosk.gateway.departments.case_desk import CaseDesk, Department, is_undecided
from kiosk.gateway.departments.case_ledger import Kept
from kiosk.gateway.departments.case_papers import paper_of, papers_of
from kiosk.gateway.departments.contract import IssuedPaper, Refused, Working
from kiosk.gateway.departments.course import entered, supplied
from kiosk.gateway.departments.facts import Given
from kiosk.gateway.departments.look_ups import looked_up
from kiosk.gateway.departments.register_rows import take_turn
from kiosk.gateway.errors import DepartmentUnavailable, RequestMalformed
from kiosk.gateway.times import Clock, instant


class CaseSimulator:
    """The cases of one department; every call is one transaction."""

    def __init__(self, department: Department, engine: Engine, office: IssuingOffice, clock: Clock) -> None:
        self.service = department.file.name
        self.line = department.line
        self._department, self._engine, self._office, self._clock = department, engine, office, clock

    def is_up(self) -> bool:
        """Whether the simulator answers."""
        return self.line.is_up()

    def look_up(self, asked: LookUpAsked) -> LookedUp | Refused:
        """Shared data or records of a service; RequestMalformed when the service has no such look-up."""
        if refused := self.line.call():
            return refused
        service = self._department.service(asked.service)
        if asked.look_up not in service.look_up:
            raise RequestMalformed("the service has no such look-up")
        plan = service.look_up[asked.look_up]
        given = Given("", asked.place, "", asked.parties, asked.params)
        with self._desk() as desk:
            desk.settle(given)
            facts = desk.facts(service, given, asked.today)
            source = self._department.shared.registers.get(facts.register_of(plan.record))
            return looked_up(plan, facts, self.service if source is None else source.source)

    def submit(self, application: Application) -> DepartmentStanding | Working | Refused:
        """Take a case; the same number is the same case, also when it arrives twice at once."""
        if (standing := self.standing(application.number)) is not None:
            return standing
        if refused := self.line.call():
            return refused
        if self.line.still_working(application.number):
            return Working()
        try:
            with self._desk() as desk:
                opened = desk.open(application.matter, application.service, _given(application))
                return opened if isinstance(opened, Refused) else self._standing(opened)
        except DepartmentUnavailable:
            # Perhaps the same application arrived twice at once, and the other one is through.
            if (standing := self.standing(application.number)) is not None:
                return standing
            raise

    def standing(self, number: str) -> DepartmentStanding | None:
        """Where a case stands now."""
        self._answers()
        with self._desk() as desk:
            kept = desk.known(number)
        return None if kept is None else self._standing(kept)

    def supplement(
        self, number: str, materials: tuple[Material, ...], values: dict[str, str]
    ) -> DepartmentStanding | Refused:
        """Take what was missing; what of the list is not there stays on it."""
        with self._desk() as desk:
            kept = self._known(desk, number)
            if not kept.file.missing or not is_undecided(kept):
                return Refused("nothing_asked")
            file = supplied(kept.file, {each.id for each in materials} | values.keys(), instant(self._clock()))
            given = replace(
                kept.given,
                materials=kept.given.materials | _trusts(materials),
                values=kept.given.values | values,
            )
            return self._standing(desk.change(replace(kept, given=given, file=file), "supplemented"))

    def confirm(self, number: str, material: str) -> DepartmentStanding | Refused:
        """A window has seen the original of a photograph, or has been brought what was missing: trust B."""
        with self._desk() as desk:
            kept = self._known(desk, number)
            awaited = material in {item.id for item in kept.file.missing} and is_undecided(kept)
            if material not in kept.given.materials and not awaited:
                return Refused("material_not_there")
            file = supplied(kept.file, {material}, instant(self._clock())) if awaited else kept.file
            given = replace(kept.given, materials=kept.given.materials | {material: "B"})
            return self._standing(desk.change(replace(kept, given=given, file=file), "confirmed"))

    def withdraw(self, number: str) -> DepartmentStanding | Refused:
        """Take a case back that is neither decided nor paid."""
        with self._desk() as desk:
            kept = self._known(desk, number)
            if kept.file.state == "withdrawn":
                return self._standing(kept)
            if not is_undecided(kept):
                return Refused("already_decided")
            if kept.file.paid != "not_paid":
                return Refused("paid_already" if kept.file.paid == "paid" else "payment_not_known")
            file = replace(entered(kept.file, "withdrawn", instant(self._clock())), payable=None)
            return self._standing(desk.change(replace(kept, file=file), "withdrawn"))

    def ask_payment(self, number: str) -> PaymentCode | Refused:
        """A code to pay with; none while it is not known whether the case is paid."""
        if refused := self.line.call():
            return refused
        with self._desk() as desk:
            kept = self._known(desk, number)
            if kept.file.payable is None or kept.file.missing or not is_undecided(kept):
                return Refused("nothing_to_pay")
            if kept.file.paid != "not_paid":
                return Refused("paid_already" if kept.file.paid == "paid" else "payment_not_known")
            if not desk.is_still_owed(kept):
                return Refused("paid_already")
            asked = desk.payment_code(kept)
        return PaymentCode(asked.payload, asked.amount, asked.expires_at)

    def payment_state(self, number: str) -> PaymentState:
        """Paid, not paid, or not known yet."""
        self._answers()
        with self._desk() as desk:
            return PaymentState(self._known(desk, number).file.paid)

    def paper(self, number: str, kind: PaperKind) -> IssuedPaper | None:
        """A paper of the authority; None while there is none."""
        self._answers()
        with self._desk() as desk:
            kept = self._known(desk, number)
            if kind not in papers_of(kept.file, self._department.service(kept.service)):
                return None
            paper = paper_of(desk, kept, self._department, kind)
        try:
            pdf = self._office.make_case_paper(paper)
        except DocumentError as error:
            raise DepartmentUnavailable("the simulated department could not make the paper") from error
        total = Decimal(paper.total or "0.00")
        return IssuedPaper(
            certificate_number=paper.number,
            title=paper.title,
            issuer=paper.issuer,
            issued_at=paper.issued_at,
            rows=len(paper.rows),
            total=total,
            total_words=amount_in_words(total),
            pages=page_count(pdf),
            pdf=pdf,
            demo=True,
        )

    def verifiable(self, number: str) -> CasePaper | None:
        """The result that carries a code and has this number; None when there is none."""
        services = self._department.file.service
        coded = [name for name, each in services.items() if "result" in each.paper and each.paper["result"].verifiable]
        with self._desk() as desk:
            for kept in desk.of_services(coded):
                there = "result" in papers_of(kept.file, services[kept.service])
                if there and desk.document_number(kept.number, "result") == number:
                    return paper_of(desk, kept, self._department, "result")
        return None

    @contextmanager
    def _desk(self) -> Iterator[CaseDesk]:
        try:
            with self._engine.begin() as connection:
                take_turn(connection)
                yield CaseDesk(self._department, connection, self._department.line.now())
        except SQLAlchemyError as error:
            raise DepartmentUnavailable("the simulated department's database failed") from error

    def _answers(self) -> None:
        """DepartmentUnavailable while the line is down; a refusal that was ordered waits for who can hear it."""
        if not self.line.is_up():
            raise DepartmentUnavailable("a simulated department did not answer")

    def _known(self, desk: CaseDesk, number: str) -> Kept:
        self._answers()
        kept = desk.known(number)
        if kept is None:
            raise RequestMalformed("the department has no such case")
        return kept

    def _standing(self, kept: Kept) -> DepartmentStanding:
        file = kept.file
        return DepartmentStanding(
            state=file.state,
            holder=file.holder,
            accepted_at=file.accepted_at,
            document_number=file.document_number if file.accepted_at else None,
            payable=file.payable,
            paid=file.paid == "paid",
            reason=file.no.reason if file.no and file.state in {"declined", "not_accepted"} else None,
            reason_text=file.no.text if file.no and file.state in {"declined", "not_accepted"} else "",
            missing=file.missing if is_undecided(kept) else (),
            legs=tuple(
                LegStanding(leg.id, leg.office, leg.state, None if leg.state == "waiting" else leg.since)
                for leg in file.legs
            ),
            papers=papers_of(file, self._department.service(kept.service)),
        )


def _given(application: Application) -> Given:
    return Given(
        number=application.number,
        place=application.place,
        received_at_place=application.received_at_place,
        parties=application.parties,
        values=application.values,
        tables=application.tables,
        rows=application.rows,
        materials=_trusts(application.materials),
        commitments=application.commitments,
        to_bring=tuple(each.id for each in application.materials if each.trust is None),
    )


def _trusts(materials: tuple[Material, ...]) -> dict[str, str]:
    return {each.id: each.trust for each in materials if each.trust is not None}
