"""What any department that decides cases promises, simulated or real.

To hold a new adapter to it, add it to `ADAPTERS`: a function that fills in every member of `Adapter`, which says what
each of them is.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import get_args

import pytest
from msgspec import Struct
from msgspec.structs import replace

from kiosk.core.calendar import is_date
from kiosk.core.replies import CaseState, PaymentCode, PaymentState
from kiosk.core.validators import parse_money
from kiosk.gateway.departments.case_contract import (
    Application,
    CaseSystem,
    DepartmentStanding,
    LookedUp,
    LookUpAsked,
    Material,
)
from kiosk.gateway.departments.contract import IssuedPaper, Refused
from kiosk.gateway.departments.simulated import simulate_departments
from kiosk.gateway.errors import DepartmentUnavailable
from tests.gateway.departments.conftest import FEES, HANGZHOU, REGIONS


class Adapter(Struct, frozen=True):
    """One system under test, what it can be asked, and what can be done to it.

    `system` itself · `accepted` an application it takes and decides well · `refused` one it answers with a no ·
    `incomplete` one it asks a supplement for, in values · `awaited` one that lacks nothing but the one material that
    is to be brought to a window · `found` a look-up with records, `not_found` one without · `paying` who takes a fee,
    and an application that has one · `pay` says of a case that its payment is paid, not_paid or not_known · `cut`
    breaks its line · `is_over` lets the time pass that a case takes.
    """

    system: CaseSystem
    accepted: Application
    refused: Application
    incomplete: Application
    awaited: Application
    found: LookUpAsked
    not_found: LookUpAsked
    paying: tuple[CaseSystem, Application]
    pay: Callable[[str, str], None]
    cut: Callable[[], None]
    is_over: Callable[[], None]


def simulated(engine, office, clock, applicant) -> Adapter:
    simulation = simulate_departments(engine, office, clock, seed=7, regions=REGIONS)
    cases, lines = simulation.departments.cases, simulation.lines
    return Adapter(
        system=cases["social_security"],
        accepted=applicant.application("qian"),
        refused=applicant.application("chen"),
        incomplete=applicant.application("yan", HANGZHOU, values={"grade": "g500"}, materials=()),
        awaited=applicant.application("qian", materials=(Material("household_book", None),)),
        found=applicant.asked("yan", "hukou"),
        not_found=applicant.asked("yan", "special_group"),
        paying=(cases["tax"], applicant.application("zhang", kind=FEES)),
        pay=lambda case, state: lines["tax"].work("pay", case=case, state=state),
        cut=lambda: lines["social_security"].work("down"),
        is_over=lambda: clock.advance(minutes=5),
    )


ADAPTERS = {"simulated": simulated}


def whole(standing: object) -> DepartmentStanding:
    """The standing itself: its states, days and instants are some, and somebody holds it."""
    assert isinstance(standing, DepartmentStanding)
    assert standing.state in get_args(CaseState)
    assert standing.holder.strip()
    if standing.accepted_at is not None:
        assert datetime.fromisoformat(standing.accepted_at).tzinfo is not None
    for day in (standing.due_on, standing.supplement_by):
        assert day is None or is_date(day)
    if standing.payable is not None:
        assert parse_money(standing.payable) is not None
    for leg in standing.legs:
        assert leg.office.strip()
    return standing


FALSE = {"holder": " ", "due_on": "2026-02-30", "supplement_by": "soon", "accepted_at": "2026-06-15T09:30:00"}


@pytest.mark.parametrize("field", FALSE)
def test_a_standing_that_is_none_is_found(field):
    true = DepartmentStanding("received", "办理地窗口（演示）")
    whole(true)
    with pytest.raises((AssertionError, ValueError)):
        whole(replace(true, **{field: FALSE[field]}))


@pytest.fixture(params=ADAPTERS)
def adapter(request, any_engine, office, clock, applicant) -> Adapter:
    return ADAPTERS[request.param](any_engine, office, clock, applicant)


def test_it_has_a_name_and_answers(adapter):
    assert adapter.system.service
    assert adapter.system.is_up()


def test_a_look_up_names_who_shared_and_hands_over_ids_once(adapter):
    answer = adapter.system.look_up(adapter.found)
    assert isinstance(answer, LookedUp)
    assert answer.source
    ids = [record.id for record in answer.records]
    assert ids
    assert len(set(ids)) == len(ids)


def test_not_found_is_no_record_and_no_refusal(adapter):
    answer = adapter.system.look_up(adapter.not_found)
    assert isinstance(answer, LookedUp)
    assert answer.records == ()


def test_the_same_number_is_the_same_case_however_often_it_is_sent(adapter):
    first = adapter.system.submit(adapter.accepted)
    assert isinstance(first, DepartmentStanding)
    assert adapter.system.submit(adapter.accepted) == first == adapter.system.standing(adapter.accepted.number)


def test_a_no_is_a_value_and_leaves_no_case(adapter):
    assert isinstance(adapter.system.submit(adapter.refused), Refused)
    assert adapter.system.standing(adapter.refused.number) is None


def test_an_unknown_case_is_none(adapter):
    assert adapter.system.standing("NOBODY-SENT-THIS") is None


def test_acceptance_has_its_instant_its_number_and_its_paper(adapter):
    standing = whole(adapter.system.submit(adapter.accepted))
    assert standing.state != "submitted"
    assert standing.accepted_at is not None
    assert standing.document_number
    paper = adapter.system.paper(adapter.accepted.number, "acceptance")
    assert isinstance(paper, IssuedPaper)
    assert paper.pdf.startswith(b"%PDF")
    assert "acceptance" in standing.papers


def test_a_paper_that_is_not_there_yet_is_none(adapter):
    adapter.system.submit(adapter.accepted)
    assert adapter.system.paper(adapter.accepted.number, "result") is None
    assert adapter.system.paper(adapter.accepted.number, "supplement") is None


def test_a_paper_keeps_its_number(adapter):
    adapter.system.submit(adapter.accepted)
    papers = [adapter.system.paper(adapter.accepted.number, "acceptance") for _ in range(2)]
    assert papers[0].certificate_number == papers[1].certificate_number
    assert papers[0].issued_at == papers[1].issued_at


def test_a_case_is_decided_in_the_end(adapter):
    adapter.system.submit(adapter.accepted)
    adapter.is_over()
    standing = whole(adapter.system.standing(adapter.accepted.number))
    assert standing.state == "approved"
    assert all(adapter.system.paper(adapter.accepted.number, kind) is not None for kind in standing.papers)


def test_what_is_missing_is_told_once_with_its_standard_and_taken(adapter):
    number = adapter.incomplete.number
    asked = whole(adapter.system.submit(adapter.incomplete))
    assert asked.state == "supplement_asked"
    assert asked.accepted_at is None
    assert all(item.what and item.standard for item in asked.missing)
    assert adapter.system.paper(number, "supplement") is not None
    values = {item.id: "示例" for item in asked.missing}
    standing = whole(adapter.system.supplement(number, (), values))
    assert standing.missing == ()
    assert standing.state != "supplement_asked"
    assert isinstance(adapter.system.supplement(number, (), values), Refused)


def test_a_case_waits_received_until_what_is_to_be_brought_was_confirmed(adapter):
    number, (material,) = adapter.awaited.number, adapter.awaited.materials
    adapter.system.submit(adapter.awaited)
    adapter.is_over()
    waiting = whole(adapter.system.standing(number))
    assert (waiting.state, waiting.accepted_at, waiting.papers) == ("received", None, ())
    assert [(item.id, item.to_bring) for item in waiting.missing] == [(material.id, True)]
    assert isinstance(adapter.system.confirm(number, "no_such_material"), Refused)
    assert adapter.system.confirm(number, material.id).missing == ()
    assert adapter.system.standing(number).accepted_at is not None
    adapter.is_over()
    assert adapter.system.standing(number).state == "approved"


def test_what_is_to_be_brought_may_be_photographed_instead(adapter):
    number, (material,) = adapter.awaited.number, adapter.awaited.materials
    adapter.system.submit(adapter.awaited)
    photographed = (Material(material.id, "C", 1, "ab" * 32, b"%PDF-"),)
    assert adapter.system.supplement(number, photographed, {}).missing == ()
    assert adapter.system.standing(number).accepted_at is not None
    assert isinstance(adapter.system.supplement(number, photographed, {}), Refused)


def test_a_case_that_a_window_waits_for_can_be_taken_back(adapter):
    adapter.system.submit(adapter.awaited)
    standing = whole(adapter.system.withdraw(adapter.awaited.number))
    assert (standing.state, standing.missing) == ("withdrawn", ())


def test_a_case_can_be_taken_back_until_it_is_decided(adapter):
    adapter.system.submit(adapter.accepted)
    assert adapter.system.withdraw(adapter.accepted.number).state == "withdrawn"
    assert adapter.system.withdraw(adapter.accepted.number).state == "withdrawn"
    adapter.is_over()
    assert adapter.system.standing(adapter.accepted.number).state == "withdrawn"


def test_a_decided_case_cannot_be_taken_back(adapter):
    adapter.system.submit(adapter.accepted)
    adapter.is_over()
    assert isinstance(adapter.system.withdraw(adapter.accepted.number), Refused)


def test_no_answer_is_not_an_answer(adapter):
    adapter.system.submit(adapter.accepted)
    adapter.cut()
    assert not adapter.system.is_up()
    for ask in (
        lambda: adapter.system.submit(adapter.refused),
        lambda: adapter.system.look_up(adapter.found),
        lambda: adapter.system.standing(adapter.accepted.number),
        lambda: adapter.system.payment_state(adapter.accepted.number),
        lambda: adapter.system.paper(adapter.accepted.number, "acceptance"),
    ):
        with pytest.raises(DepartmentUnavailable):
            ask()


def test_a_payment_code_names_nobody_and_is_the_same_while_it_works(adapter):
    system, application = adapter.paying
    standing = whole(system.submit(application))
    code = system.ask_payment(application.number)
    assert isinstance(code, PaymentCode)
    assert code.amount == standing.payable
    assert code == system.ask_payment(application.number)
    party = application.parties.applicant
    assert not {party.name, party.number, party.number[-4:]} & {code.payload, *code.payload.split(":")}
    assert system.payment_state(application.number) == PaymentState("not_paid")


def test_a_paid_case_cannot_be_paid_again(adapter):
    system, application = adapter.paying
    system.submit(application)
    system.ask_payment(application.number)
    adapter.pay(application.number, "paid")
    assert system.payment_state(application.number) == PaymentState("paid")
    assert system.standing(application.number).paid
    assert isinstance(system.ask_payment(application.number), Refused)
    assert isinstance(system.withdraw(application.number), Refused)


def test_a_payment_that_is_not_known_must_be_cleared_before_it_can_be_paid(adapter):
    system, application = adapter.paying
    system.submit(application)
    system.ask_payment(application.number)
    adapter.pay(application.number, "not_known")
    assert system.payment_state(application.number) == PaymentState("not_known")
    assert isinstance(system.ask_payment(application.number), Refused)
    assert not system.standing(application.number).paid
    adapter.pay(application.number, "not_paid")
    assert isinstance(system.ask_payment(application.number), PaymentCode)


def test_nothing_is_paid_for_what_costs_nothing(adapter):
    adapter.system.submit(adapter.accepted)
    assert isinstance(adapter.system.ask_payment(adapter.accepted.number), Refused)


def test_no_value_of_the_contract_shows_a_person(adapter):
    shown = repr((adapter.accepted, adapter.found, adapter.system.submit(adapter.accepted)))
    party = adapter.accepted.parties.applicant
    assert party.name not in shown
    assert party.number not in shown
