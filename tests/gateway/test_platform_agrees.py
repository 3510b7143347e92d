"""Both ends of the contract: the terminal's own requests and parsers against the real application."""

from __future__ import annotations

import pytest

from kiosk.core.conditions import Outcome
from kiosk.core.parties import Agent, Parties, Party
from kiosk.core.questions import (
    AnswerCheck,
    AskPayment,
    CaseOf,
    CasesOf,
    CheckPerson,
    GivenMaterial,
    HandOver,
    Issue,
    LookUp,
    PaperOf,
    PaymentOf,
    PrintReport,
    Query,
    RatingReport,
    Submit,
    Supplement,
    TakeOver,
    Verify,
    Withdraw,
)
from kiosk.core.replies import (
    CasesFound,
    CheckOutcome,
    CheckSent,
    Filed,
    Found,
    HandedOver,
    Issued,
    NothingFound,
    NotKnown,
    PaymentCode,
    PaymentState,
    Refused,
    RowsFound,
    TakenOver,
    Verified,
)
from kiosk.gateway.departments.contract import Working
from kiosk.platform.answers import Delivered, Pending, Rejected, reply_of, report_answer
from kiosk.platform.wire import Response, delivery_of, report_request, request_by_key, request_of
from tests.gateway.small_office import PDF, PDF_SM3

ZHANG = {"name": "张建国", "number": "110105195203189911"}
LI = {"name": "李秀兰", "number": "110105195809109824"}
MONTHS = {"period_from": "2025-07", "period_to": "2026-06", "tax_authority": "hean", "tax_group": "other_taxes"}
AT = "2026-06-15T09:31:00+08:00"


@pytest.fixture
def heard(terminal):
    def send(request) -> Response:
        answer = terminal.http.request(request.method, request.path, headers=request.headers, content=request.body)
        return Response(answer.status_code, {k.lower(): v for k, v in answer.headers.items()}, answer.content)

    return send


@pytest.fixture
def ask(heard):
    return lambda question, key="": reply_of(question, heard(request_of(question, key)))


@pytest.fixture
def trace(ask, terminal) -> str:
    sent = ask(CheckPerson("KSTB-14", "phone_code", **ZHANG))
    assert sent == CheckSent(sent.check, "139****0001")
    outcome = ask(AnswerCheck(sent.check, terminal.code()))
    assert isinstance(outcome, CheckOutcome)
    return outcome.trace


def test_a_visit_from_the_check_to_the_rating(ask, heard, terminal, trace):
    found = ask(Query("KSTB-14", "tax_payments", MONTHS, **ZHANG, check_trace=trace))
    assert isinstance(found, RowsFound)
    chosen = tuple(row.id for row in found.rows if row.selectable)
    order = Issue("KSTB-14", MONTHS, chosen, **ZHANG, check_trace=trace)
    issued = ask(order, "key-of-visit")
    assert isinstance(issued, Issued)
    assert issued.pdf.startswith(b"%PDF-")
    assert reply_of(order, heard(request_by_key(order, "key-of-visit"))) == issued
    reports = [
        PrintReport(issued.case_number, "A1B2", "document", Outcome.PRINTED, "", AT),
        RatingReport("KSTB-14", issued.case_number, 1, AT),
    ]
    for report in reports:
        delivery = delivery_of(report)
        assert report_answer(heard(report_request(delivery.kind, "key-of-report", delivery.body))) == Delivered()
    assert terminal.case(issued.case_number)["state"] == "collected"


def test_no_not_found_and_not_known_reach_the_terminal_apart(ask, heard, terminal, trace):
    query = Query("KSTB-14", "tax_payments", MONTHS | {"tax_authority": "linhai-new"}, **ZHANG, check_trace=trace)
    assert isinstance(ask(query), NothingFound)
    terminal.work("tax", "refuse_next", reason="under_audit")
    assert ask(query) == Refused("under_audit")
    terminal.work("tax", "down")
    assert ask(query) == NotKnown("unavailable")
    assert ask(CheckPerson("KSTB-14", "phone_code", "无名氏", ZHANG["number"])) == Refused("no_registered_phone")
    assert ask(Query("KSTB-14", "tax_payments", MONTHS, **ZHANG)) == Refused("person_check_missing")
    never = Issue("KSTB-14", {}, ("x",), **ZHANG, check_trace=trace)
    assert reply_of(never, heard(request_by_key(never, "never-was-here"))) == Rejected("not_found")


def test_a_slow_case_is_pending_for_the_terminal(ask, terminal, trace):
    terminal.work("tax", "slow", seconds=5)
    answer = ask(Issue("KSTB-14", {}, ("000026000000000000",), **ZHANG, check_trace=trace), "key-of-slow")
    assert isinstance(answer, Pending)


@pytest.mark.parametrize(
    ("question", "state"),
    [
        (Verify("KSTB-10", "maritime_doc", {"way": "by_certificate", "cert_no": "DEMO-DOC-0005"}), "same"),
        (Verify("KSTB-10", "maritime_doc", {"way": "scan"}, b"KIOSK-DEMO:DOC:DEMO-DOC-0003"), "withdrawn"),
        (Verify("VER-TAX", "tax_certificate", {}, b"KIOSK-DEMO:TAX:YS2400000001:20240612:18600.00"), "same"),
        (Verify("VER-TAX", "tax_certificate", {}, b"KIOSK-DEMO:TAX:YS2400000001:20240612:18600.01"), "differs"),
        (Verify("VER-LIC", "e_licence", {}, b"something else"), "malformed"),
    ],
)
def test_verifications_are_understood(ask, question, state):
    answer = ask(question)
    assert isinstance(answer, Verified)
    assert answer.state == state


# --- cases -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def parties() -> Parties:
    return Parties(Party(**ZHANG))


@pytest.fixture
def own_trace(terminal) -> str:
    return terminal.checked(ZHANG, matter="TEST-01")


@pytest.fixture
def whole(ask, parties, own_trace) -> Submit:
    shared = ask(LookUp("TEST-01", "household", {}, parties, "330100", own_trace))
    assert isinstance(shared, Found)
    return Submit(
        "TEST-01",
        3,
        "330100",
        parties,
        {"month": "2026-05", "kind": "one", "amount": "10.00"},
        own_trace,
        materials=(
            GivenMaterial("book", "A", shared.trace),
            GivenMaterial("promise", "D"),
            GivenMaterial("extra", "C", pdf=PDF, pages=1, sm3=PDF_SM3),
        ),
        commitments=("promise",),
        consents={"general": "1", "account": "1"},
        signature="0" * 64,
    )


def test_a_case_from_handing_in_to_its_papers(ask, heard, office_of_cases, whole, parties, own_trace):
    filed = ask(whole, "key-of-case")
    assert isinstance(filed, Filed)
    assert not filed.again
    number = filed.standing.case_number
    assert reply_of(whole, heard(request_by_key(whole, "key-of-case"))) == filed
    assert ask(whole, "key-of-again") == Filed(filed.standing, again=True)
    told = ask(CaseOf(number))
    assert (told.standing.state, told.standing.history) == ("received", ())
    assert ask(CaseOf(number, own_trace)).standing == filed.standing
    assert ask(CasesOf(parties, own_trace)) == CasesFound((filed.standing,))
    assert ask(PaperOf(number, "acceptance", own_trace)) == Refused("no_paper")
    office_of_cases.decide(number, state="accepted", papers=("acceptance",), document_number="示〔2026〕1号")
    paper = ask(PaperOf(number, "acceptance", own_trace))
    assert isinstance(paper, Issued)
    assert (paper.title, paper.pdf) == ("受理通知书", PDF)
    assert ask(Withdraw(number, own_trace)).standing.state == "withdrawn"


def test_what_was_missing_goes_back(ask, office_of_cases, whole, own_trace):
    number = ask(whole, "key-of-case").standing.case_number
    office_of_cases.ask_for(number, "extra", "note")
    asked = ask(CaseOf(number, own_trace)).standing
    assert [(each.id, each.standard) for each in asked.missing] == [("extra", "看得清"), ("note", "看得清")]
    given = GivenMaterial("extra", "C", pdf=PDF, pages=1, sm3=PDF_SM3)
    answer = ask(Supplement(number, (given,), {"note": "说明"}, own_trace), "key-of-more")
    assert isinstance(answer, Filed)
    assert answer.standing.state == "supplemented"


def test_payment_is_paid_not_paid_or_not_known(ask, office_of_cases, whole, own_trace):
    number = ask(whole, "key-of-case").standing.case_number
    code = ask(AskPayment(number, own_trace))
    assert isinstance(code, PaymentCode)
    assert code.amount == "10.00"
    assert ask(PaymentOf(number, own_trace)) == PaymentState("not_paid")
    office_of_cases.down = True
    assert ask(PaymentOf(number, own_trace)) == PaymentState("not_known")
    office_of_cases.down = False
    office_of_cases.paid = PaymentState("paid")
    assert ask(PaymentOf(number, own_trace)) == PaymentState("paid")
    assert ask(AskPayment(number, own_trace)) == Refused("paid_already")


def test_a_draft_goes_over_and_back(ask):
    handed = ask(HandOver("TEST-01", "330100", {"month": "2026-05"}))
    assert isinstance(handed, HandedOver)
    assert ask(TakeOver(handed.code)) == TakenOver("TEST-01", "330100", {"month": "2026-05"})
    assert ask(TakeOver(handed.code)) == Refused("code_not_valid")


def test_no_not_found_pending_and_not_known_of_cases_stay_apart(ask, office_of_cases, whole, parties, own_trace):
    assert isinstance(ask(LookUp("TEST-01", "nothing", {}, parties, "", own_trace)), NothingFound)
    of_agent = Parties(
        parties.applicant, Agent(Party("李秀兰", "110105195809109824"), "child", "TEST-01", "2026-12-31")
    )
    assert ask(LookUp("TEST-01", "household", {}, of_agent, "", own_trace)) == Refused("person_check_missing")
    office_of_cases.next = Working()
    assert isinstance(ask(whole, "key-of-slow"), Pending)
    office_of_cases.down = True
    assert ask(LookUp("TEST-01", "household", {}, parties, "", own_trace)) == NotKnown("unavailable")
    assert ask(whole, "key-of-slow") == NotKnown("unavailable")
    assert ask(CaseOf("ZZ00000000000000000000")) == Rejected("not_found")
