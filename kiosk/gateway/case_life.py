"""A case from the day a department has it: where it stands, what was missing, taking it back, its papers."""

from __future__ import annotations

import contextlib

import msgspec
from sqlalchemy import Engine, func, select

from kiosk.core.matters import Material as Asked
from kiosk.core.matters import Matter
from kiosk.core.parties import Parties
from kiosk.core.questions import Supplement
from kiosk.core.replies import CaseStanding, PaymentCode, PaymentState
from kiosk.core.wanted import only_window
from kiosk.gateway.admission import check_value
from kiosk.gateway.cases import Certificate
from kiosk.gateway.db import outcomes
from kiosk.gateway.departments.case_contract import CaseSystem, DepartmentStanding, Material, PaperKind
from kiosk.gateway.departments.contract import Refused
from kiosk.gateway.errors import DepartmentUnavailable, PersonCheckMissing, RequestMalformed, RequestRefused
from kiosk.gateway.filing import Filer, Offices, as_material
from kiosk.gateway.filings import Filing, FilingBook
from kiosk.gateway.issuing import Ready
from kiosk.gateway.keys import Posted
from kiosk.gateway.paying import Payments
from kiosk.gateway.person_checks import PersonChecks
from kiosk.gateway.supplements import SECOND_LIST, Supplements, Unsent, told_once
from kiosk.gateway.times import Clock, instant
from kiosk.gateway.who import stander_digest, visit_digest

NOTHING_ASKED = "nothing_asked"  # a refusal that every department's adapter knows


class CaseLife:
    """What happens to cases that were handed in."""

    def __init__(
        self, engine: Engine, book: FilingBook, filer: Filer, checks: PersonChecks, offices: Offices, clock: Clock
    ) -> None:
        self._engine, self._book, self._filer, self._checks, self._offices = engine, book, filer, checks, offices
        self._clock, self._supplements = clock, Supplements(engine, clock)
        self.payments = Payments(engine, clock)

    def standing(self, number: str, terminal: str, trace: str | None) -> CaseStanding:
        """Where a case stands: with the trace of whose it is everything, without one the state and no more."""
        filing = self._book.by_number(number)
        if trace is not None:
            self._require_owner(filing, terminal, trace)
        filing = self.refreshed(filing)
        return self.told(filing) if trace is not None else _state_only(filing)

    def mine(self, terminal: str, parties: Parties, trace: str) -> tuple[CaseStanding, ...]:
        """The cases of who stands at the terminal, newest first; a silent department's as last heard."""
        digest = stander_digest(parties)
        self._checks.require_any(terminal, digest, trace)
        return tuple(self.told(self._heard_last(filing)) for filing in self._book.of_person(digest))

    def withdraw(self, number: str, terminal: str, trace: str | None) -> CaseStanding:
        """Take a case back; RequestRefused when it is closed, or by the department."""
        filing = self._owned(number, terminal, trace)
        if not filing.is_open:
            raise RequestRefused("case_closed")
        _require_sent(filing)
        withdrawn = self._book.hear(filing, _said(self._system(filing).withdraw(filing.number)))
        return self.told(self.refreshed(withdrawn))  # asks again where something else was heard meanwhile

    def supplement(self, posted: Posted, asked: Supplement) -> CaseStanding:
        """Hand in what was missing under a key of its own: the one list whole and once, what is to bring in parts."""
        filing = self._book.by_number(asked.case_number)
        if not self._supplements.is_known(posted, filing):
            self._require_owner(filing, posted.terminal, asked.check_trace)
            self._keep_supplement(posted, self.refreshed(filing), asked)
        return self.told(self.refreshed(self._book.by_number(asked.case_number)))

    def confirm(self, filing: Filing, material: str, staff: str) -> Filing:
        """A window saw the original of a photograph, or was brought what was missing: trust B, here and there."""
        # A photograph still on its way goes first: sent later it would stand in the original's place.
        filing = self.refreshed(filing)
        if not filing.is_open:
            raise RequestRefused("case_closed")
        brought = material in {each.id for each in self.awaited(filing)}
        photographed = any(each.id == material and each.trust == "C" for each in self._book.materials(filing))
        if not photographed and not brought:
            raise RequestRefused("nothing_to_confirm")
        standing = _said(self._system(filing).confirm(filing.number, material))
        self._book.confirm(filing, material, staff, brought=brought)
        return self._hear(filing, standing)

    def awaited(self, filing: Filing) -> tuple[Asked, ...]:
        """The materials that are missing: the window takes their originals."""
        missing = {each.id for each in filing.standing.missing} if filing.is_open else set[str]()
        matter = self._offices.matters.get(filing.matter)
        return () if matter is None else tuple(each for each in matter.materials if each.id in missing)

    def paper(self, number: str, kind: PaperKind, terminal: str, trace: str | None) -> Ready:
        """A paper of the authority; RequestRefused while there is none."""
        filing = self._owned(number, terminal, trace)
        paper = self._system(filing).paper(filing.number, kind) if filing.sent else None
        if paper is None:
            raise RequestRefused("no_paper")
        return Ready(filing.number, Certificate(paper, self._prints(filing.number)))

    def pay_with(self, number: str, terminal: str, trace: str | None) -> PaymentCode:
        """The code to pay an open case with."""
        filing = self.refreshed(self._payers(number, terminal, trace))
        if not filing.is_open and not filing.sent:
            raise RequestRefused("nothing_to_pay")
        _require_sent(filing)
        return self.payments.ask(self._system(filing), filing)

    def payment(self, number: str, terminal: str, trace: str | None) -> PaymentState:
        """Whether a case is paid; a department that does not answer leaves it not known."""
        filing = self._payers(number, terminal, trace)
        if not filing.sent:  # nobody who could have asked for money has it
            return PaymentState("not_paid")
        return self.payments.state(self._system(filing), filing)

    def refreshed(self, filing: Filing) -> Filing:
        """The case as its department sees it now; DepartmentUnavailable when that does not answer."""
        if not filing.is_open:
            return filing
        sent = self._filer.sent(filing)
        if sent is None or not sent.sent:
            return sent or filing
        sent = self._send_supplements(sent)
        standing = self._system(sent).standing(sent.number) if sent.is_open else None
        return sent if standing is None else self._hear(sent, standing)

    def told(self, filing: Filing) -> CaseStanding:
        """Everything that whose case it is may know."""
        heard = filing.standing
        return msgspec.structs.replace(
            _state_only(filing),
            accepted_at=heard.accepted_at,
            due_on=heard.due_on,
            document_number=heard.document_number,
            payable=heard.payable,
            paid=heard.paid or self.payments.is_paid(filing),
            reason=heard.reason,
            reason_text=heard.reason_text,
            missing=heard.missing,
            supplement_by=heard.supplement_by,
            legs=heard.legs,
            history=self._book.history(filing),
            messages=self._book.messages(filing, "applicant"),
            papers=heard.papers,
            received_at_place=filing.received_at_place,
        )

    def _heard_last(self, filing: Filing) -> Filing:
        with contextlib.suppress(DepartmentUnavailable):
            return self.refreshed(filing)
        return filing

    def _hear(self, filing: Filing, standing: DepartmentStanding) -> Filing:
        windows = {each.id for each in self.awaited(filing) if only_window(each)}
        told = told_once(filing, standing, windows)
        said = {each.text for each in self._book.messages(filing, "office")}
        news = "" if told is standing or SECOND_LIST in said else SECOND_LIST
        return self._book.hear(filing, told, to_offices=news)

    # --- what was missing ------------------------------------------------------------------------------------------

    def _keep_supplement(self, posted: Posted, filing: Filing, asked: Supplement) -> None:
        answers_list = any(not each.to_bring for each in filing.standing.missing)
        if not filing.standing.missing or not filing.is_open or (answers_list and filing.answered_at is not None):
            raise RequestRefused("no_supplement_asked")
        given = self._judged(posted.terminal, filing, asked)
        self._supplements.keep(posted, filing, given, asked.values, answers_list=answers_list)

    def _judged(self, terminal: str, filing: Filing, asked: Supplement) -> tuple[Material, ...]:
        """The materials of a supplement that holds nothing that was not asked for, and all that a terminal can take."""
        matter = self._offices.matter(filing.matter)
        given = {each.id for each in asked.materials} | asked.values.keys()
        if given - {each.id for each in filing.standing.missing}:
            raise RequestMalformed("nobody asked for this")
        windows = {each.id for each in matter.materials if only_window(each)}
        needed = {each.id for each in filing.standing.missing if not each.to_bring} - windows
        if needed - given or not given:
            raise RequestRefused("supplement_incomplete")
        materials, fields = {each.id for each in matter.materials}, {each.id for each in matter.fields}
        if {each.id for each in asked.materials} - materials or asked.values.keys() - fields:
            raise RequestMalformed("a material in place of a field, or a field in place of a material")
        _check_values(matter, asked.values, instant(self._clock())[:10])
        assert filing.application is not None  # an open case keeps it
        judge = self._filer.judge(terminal, matter, filing.application.parties)
        return tuple(map(judge.one, asked.materials))

    def _send_supplements(self, filing: Filing) -> Filing:
        for unsent in self._supplements.unsent(filing):
            filing = self._send_one(filing, unsent)
        return filing

    def _send_one(self, filing: Filing, unsent: Unsent) -> Filing:
        given = tuple(map(as_material, unsent.materials))
        standing = self._system(filing).supplement(filing.number, given, unsent.values)
        # The department asks for nothing (any more): an earlier try had reached it, and its answer was lost.
        has_it = isinstance(standing, Refused) and standing.reason == NOTHING_ASKED
        if isinstance(standing, Refused) and not has_it:
            self._supplements.refused(filing, unsent)
        else:
            self._supplements.taken(filing, unsent)
        return filing if has_it else self._hear(filing, _said(standing))

    # --- whose it is -----------------------------------------------------------------------------------------------

    def _owned(self, number: str, terminal: str, trace: str | None) -> Filing:
        filing = self._book.by_number(number)
        self._require_owner(filing, terminal, trace)
        return self.refreshed(filing)

    def _payers(self, number: str, terminal: str, trace: str | None) -> Filing:
        """A case for whose it is, or for the visit that handed it in: its check may run out before the money moves."""
        filing = self._book.by_number(number)
        if (filing.terminal, filing.visit) != (terminal, visit_digest(trace)):
            self._require_owner(filing, terminal, trace)
        return filing

    def _require_owner(self, filing: Filing, terminal: str, trace: str | None) -> None:
        matter = self._offices.matters.get(filing.matter)
        or_claimed = matter is not None and "IDX" in matter.identity
        who = None if trace is None else self._checks.passed_by(terminal, trace, or_claimed=or_claimed)
        if who is None or who not in (filing.applicant, filing.stander):
            raise PersonCheckMissing("the trace is of nobody whose case this is")

    def _system(self, filing: Filing) -> CaseSystem:
        return self._offices.system(filing.department)

    def _prints(self, number: str) -> int:
        printed = (
            (outcomes.c.case_number == number) & (outcomes.c.paper == "document") & (outcomes.c.outcome == "PRINTED")
        )
        with self._engine.connect() as connection:
            return int(connection.execute(select(func.count()).where(printed)).scalar_one())


def _check_values(matter: Matter, values: dict[str, str], today: str) -> None:
    for id_, value in values.items():
        check_value(matter.field(id_), value, today)


def _require_sent(filing: Filing) -> None:
    """DepartmentUnavailable while the department is not done with taking the case: nothing is known of it there."""
    if not filing.sent:
        raise DepartmentUnavailable("the department has not taken the case yet")


def _said(answer: DepartmentStanding | Refused) -> DepartmentStanding:
    if isinstance(answer, Refused):
        raise RequestRefused(answer.reason)
    return answer


def _state_only(filing: Filing) -> CaseStanding:
    """Number and state: nobody is named, and nothing told that only the applicant may know."""
    return CaseStanding(
        case_number=filing.number,
        matter=filing.matter,
        state=filing.standing.state,
        holder=filing.standing.holder,
        place=filing.place,
        opened_at=filing.opened_at,
        demo=True,
    )
