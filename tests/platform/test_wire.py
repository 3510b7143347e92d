"""Questions and reports become exactly the contract's requests."""

from __future__ import annotations

import json

import pytest

from kiosk.core.conditions import Outcome
from kiosk.core.parties import Parties, Party
from kiosk.core.questions import (
    KEYED,
    AnswerCheck,
    AskPayment,
    CaseOf,
    CasesOf,
    CheckPerson,
    GivenMaterial,
    HandOver,
    Issue,
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
from kiosk.platform.wire import delivery_of, health_request, report_request, request_by_key, request_of

PERSON = {"name": "演示张三", "number": "110105199001010000"}
PARTIES = Parties(Party(**PERSON))
QUESTIONS = [
    (
        CheckPerson("tax", "phone_code", **PERSON),
        "/v1/person-checks",
        {"matter": "tax", "method": "phone_code", "person": PERSON, "claimed": False},
    ),
    (AnswerCheck("chk_1", "123456"), "/v1/person-checks/chk_1/answer", {"answer": "123456"}),
    (
        Query("tax", "payments", {"from": "2026-01"}, **PERSON, check_trace="T"),
        "/v1/queries",
        {"matter": "tax", "query": "payments", "params": {"from": "2026-01"}, "person": PERSON, "check_trace": "T"},
    ),
    (
        Query("sea", "list", {}),
        "/v1/queries",
        {"matter": "sea", "query": "list", "params": {}, "person": None, "check_trace": None},
    ),
    (
        Issue("tax", {"a": "b"}, ("r1", "r2"), **PERSON, check_trace="T"),
        "/v1/issues",
        {
            "matter": "tax",
            "person": PERSON,
            "check_trace": "T",
            "params": {"a": "b"},
            "rows": ["r1", "r2"],
            "reprint_of": None,
        },
    ),
    (
        Verify("sea", "by_code", {}, b"\x00\xff"),
        "/v1/verifications",
        {"matter": "sea", "verification": "by_code", "params": {}, "payload_hex": "00ff"},
    ),
    (
        Verify("sea", "by_number", {"number": "X1"}),
        "/v1/verifications",
        {"matter": "sea", "verification": "by_number", "params": {"number": "X1"}, "payload_hex": None},
    ),
    (Withdraw("C/1", "T"), "/v1/cases/C%2F1/withdrawal", {"check_trace": "T"}),
    (CaseOf("C1"), "/v1/cases/C1/standing", {"check_trace": None}),
    (PaperOf("C1", "acceptance", "T"), "/v1/cases/C1/papers/acceptance", {"check_trace": "T"}),
    (
        HandOver("tax", "330100", {"month": "2026-01"}),
        "/v1/hand-overs",
        {"matter": "tax", "place": "330100", "answers": {"month": "2026-01"}},
    ),
    (TakeOver("123456"), "/v1/hand-overs/taken", {"code": "123456"}),
    (
        CasesOf(PARTIES, "T"),
        "/v1/cases/mine",
        {"parties": {"applicant": PERSON, "agent": None, "organisation": None, "claimed": False}, "check_trace": "T"},
    ),
    (
        Supplement("C1", (GivenMaterial("book", "C", pdf=b"%PDF-", pages=1, sm3="ab"),), {"a": "b"}, "T"),
        "/v1/cases/C1/supplements",
        {
            "materials": [
                {"id": "book", "trust": "C", "share_trace": None, "pages": 1, "sm3": "ab", "pdf_base64": "JVBERi0="}
            ],
            "values": {"a": "b"},
            "check_trace": "T",
        },
    ),
]
ISSUE = QUESTIONS[4][0]


@pytest.mark.parametrize(("question", "path", "body"), QUESTIONS, ids=lambda value: type(value).__name__)
def test_a_question_becomes_its_request(question, path, body):
    request = request_of(question, "key-1")
    assert (request.method, request.path, json.loads(request.body)) == ("POST", path, body)
    assert request.headers["Content-Type"] == "application/json"
    assert request.headers.get("Idempotency-Key") == ("key-1" if isinstance(question, KEYED) else None)


@pytest.mark.parametrize("question", [row[0] for row in QUESTIONS], ids=lambda value: type(value).__name__)
def test_no_repr_shows_a_person_or_a_secret(question):
    shown = repr(question) + repr(request_of(question, "key-1"))
    assert not any(secret in shown for secret in (*PERSON.values(), "123456", "X1", "'T'", "2026-01"))


def test_ids_of_the_gateway_cannot_leave_their_place_in_a_path():
    assert request_of(AnswerCheck("../x?y", "1")).path == "/v1/person-checks/..%2Fx%3Fy/answer"
    assert request_by_key(ISSUE, "a/b").path == "/v1/issues/a%2Fb"


def test_what_is_only_read_has_no_body():
    assert [(r.method, r.path, r.body) for r in (health_request(), request_by_key(ISSUE, "k"))] == [
        ("GET", "/v1/health", b""),
        ("GET", "/v1/issues/k", b""),
    ]
    assert request_by_key(Submit("tax", 1, "", PARTIES, {}, None), "k").path == "/v1/applications/k"
    assert request_by_key(Supplement("C1", ()), "k") is None


def test_a_payment_is_asked_about_with_the_trace_in_no_address():
    asked, code = request_of(PaymentOf("C1", "T/1\n")), request_of(AskPayment("C1", "T"))
    assert (asked.method, asked.path, asked.body) == ("GET", "/v1/cases/C1/payment", b"")
    assert asked.headers == {"Check-Trace": "T%2F1%0A"}  # nothing that a gateway sent breaks a header
    assert request_of(PaymentOf("C1")).headers == {}
    assert (code.method, code.path, json.loads(code.body)) == ("POST", "/v1/cases/C1/payment", {"check_trace": "T"})


def test_reports_become_deliveries_and_requests():
    at = "2026-11-22T10:00:00+08:00"
    outcome = delivery_of(PrintReport("C1", "AB12", "document", Outcome.UNKNOWN, "silent", at))
    assert (outcome.kind, json.loads(outcome.body)) == (
        "outcome",
        {"case_number": "C1", "job": "AB12", "paper": "document", "outcome": "UNKNOWN", "reason": "silent", "at": at},
    )
    rating = delivery_of(RatingReport("tax", None, 1, at))
    assert (rating.kind, json.loads(rating.body)) == (
        "rating",
        {"matter": "tax", "case_number": None, "grade": 1, "at": at, "reasons": []},
    )
    request = report_request(rating.kind, "k", rating.body)
    assert (request.path, request.headers["Idempotency-Key"], request.body) == ("/v1/ratings", "k", rating.body)
    assert repr(outcome) == f"Delivery(kind='outcome', {len(outcome.body)} bytes)"
