"""Both ends of the contract: the terminal's own requests and parsers against the real application."""

from __future__ import annotations

import pytest

from kiosk.core.conditions import Outcome
from kiosk.core.questions import AnswerCheck, CheckPerson, Issue, PrintReport, Query, RatingReport, Verify
from kiosk.core.replies import CheckOutcome, CheckSent, Issued, NothingFound, NotKnown, Refused, RowsFound, Verified
from kiosk.platform.answers import Delivered, Pending, Rejected, reply_of, report_answer
from kiosk.platform.wire import Response, delivery_of, issue_by_key, report_request, request_of

ZHANG = {"name": "张建国", "number": "110105195203189911"}
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
    assert reply_of(order, heard(issue_by_key("key-of-visit"))) == issued
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
    assert reply_of(never, heard(issue_by_key("never-was-here"))) == Rejected("not_found")


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
