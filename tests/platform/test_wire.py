"""Questions and reports become exactly the contract's requests."""

from __future__ import annotations

import json

import pytest

from kiosk.core.conditions import Outcome
from kiosk.core.questions import AnswerCheck, CheckPerson, Issue, PrintReport, Query, RatingReport, Verify
from kiosk.platform.wire import delivery_of, health_request, issue_by_key, report_request, request_of

PERSON = {"name": "演示张三", "number": "110105199001010000"}
QUESTIONS = [
    (
        CheckPerson("tax", "phone_code", **PERSON),
        "/v1/person-checks",
        {"matter": "tax", "method": "phone_code", "person": PERSON},
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
]


@pytest.mark.parametrize(("question", "path", "body"), QUESTIONS, ids=lambda value: type(value).__name__)
def test_a_question_becomes_its_request(question, path, body):
    request = request_of(question, "key-1")
    assert (request.method, request.path, json.loads(request.body)) == ("POST", path, body)
    assert request.headers["Content-Type"] == "application/json"
    assert request.headers.get("Idempotency-Key") == ("key-1" if isinstance(question, Issue) else None)


@pytest.mark.parametrize("question", [row[0] for row in QUESTIONS], ids=lambda value: type(value).__name__)
def test_no_repr_shows_a_person_or_a_secret(question):
    shown = repr(question) + repr(request_of(question, "key-1"))
    assert not any(secret in shown for secret in (*PERSON.values(), "123456", "X1", "'T'", "2026-01"))


def test_ids_of_the_gateway_cannot_leave_their_place_in_a_path():
    assert request_of(AnswerCheck("../x?y", "1")).path == "/v1/person-checks/..%2Fx%3Fy/answer"
    assert issue_by_key("a/b").path == "/v1/issues/a%2Fb"


def test_what_is_only_read_has_no_body():
    assert [(r.method, r.path, r.body) for r in (health_request(), issue_by_key("k"))] == [
        ("GET", "/v1/health", b""),
        ("GET", "/v1/issues/k", b""),
    ]


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
        {"matter": "tax", "case_number": None, "grade": 1, "at": at},
    )
    request = report_request(rating.kind, "k", rating.body)
    assert (request.path, request.headers["Idempotency-Key"], request.body) == ("/v1/ratings", "k", rating.body)
    assert repr(outcome) == f"Delivery(kind='outcome', {len(outcome.body)} bytes)"
