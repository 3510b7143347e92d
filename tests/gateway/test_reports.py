from __future__ import annotations

import pytest
from sqlalchemy import select

from kiosk.gateway.db import outcomes, query_log, ratings
from tests.gateway.answers import count


@pytest.fixture
def case(terminal, persons) -> str:
    trace = terminal.checked(persons["zhang"])
    rows = terminal.selectable(persons["zhang"], trace)
    return terminal.issue(persons["zhang"], trace, rows[:1], key="key-of-issue").json()["case_number"]


@pytest.mark.parametrize(
    ("outcome", "paper", "state", "prints"),
    [
        ("PRINTED", "document", "collected", 1),
        ("PRINTED", "receipt", "issued_not_collected", 0),
        ("FAILED", "document", "issued_not_collected", 0),
        ("UNKNOWN", "document", "issued_not_collected", 0),
    ],
)
def test_only_a_printed_document_is_collected(terminal, case, outcome, paper, state, prints):
    assert terminal.outcome(case, outcome, paper).status_code == 204
    found = terminal.case(case)
    assert (found["state"], found["prints"]) == (state, prints)


def test_a_report_counts_once_however_often_it_arrives(terminal, engine, case):
    for _ in range(3):
        assert terminal.outcome(case, "PRINTED", key="outcome-1").status_code == 204
    assert terminal.case(case)["prints"] == 1
    assert count(engine, outcomes) == 1
    assert terminal.outcome(case, "FAILED", key="outcome-1").json()["code"] == "key_reused"


def test_a_failed_reprint_does_not_take_the_first_print_back(terminal, case):
    terminal.outcome(case, "PRINTED")
    terminal.outcome(case, "FAILED", reason="paper_out")
    assert terminal.case(case)["state"] == "collected"


def test_an_outcome_of_no_case_is_not_found(terminal):
    assert terminal.outcome("YS00000000000000", "PRINTED").json()["code"] == "not_found"


def test_a_rating_is_kept_once_and_names_nobody(terminal, engine, case):
    body = {"matter": "KSTB-14", "case_number": case, "grade": 1, "at": "2026-06-15T09:31:00+08:00"}
    for _ in range(2):
        headers = {"Idempotency-Key": "rating-1"}
        assert terminal.http.post("/v1/ratings", json=body, headers=headers).status_code == 204
    assert count(engine, ratings) == 1
    again = terminal.http.post("/v1/ratings", json=body | {"grade": 5}, headers={"Idempotency-Key": "rating-1"})
    assert again.status_code == 409


@pytest.mark.parametrize("grade", [0, 6, "1", 2.5, None])
def test_a_grade_is_one_of_five(terminal, grade):
    body = {"matter": "KSTB-14", "case_number": None, "grade": grade, "at": "2026-06-15T09:31:00+08:00"}
    answer = terminal.http.post("/v1/ratings", json=body, headers={"Idempotency-Key": "rating-1"})
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")


def test_a_rating_without_a_case_is_welcome_and_of_no_case_is_not(terminal):
    body = {"matter": "VER-TAX", "case_number": None, "grade": 3, "at": "2026-06-15T09:31:00+08:00"}
    assert terminal.http.post("/v1/ratings", json=body, headers={"Idempotency-Key": "rating-1"}).status_code == 204
    body["case_number"] = "YS00000000000000"
    answer = terminal.http.post("/v1/ratings", json=body, headers={"Idempotency-Key": "rating-2"})
    assert answer.json()["code"] == "not_found"


def test_the_query_log_says_what_was_asked_and_never_about_whom(terminal, engine, persons):
    trace = terminal.checked(persons["zhang"])
    answer = terminal.payments(persons["zhang"], trace).json()
    with engine.connect() as connection:
        (logged,) = connection.execute(select(query_log)).all()
    assert (logged.trace, logged.matter) == (answer["trace"], "KSTB-14")
    assert (logged.asked, logged.answer) == ("tax_payments", "found")
    assert not any(secret in str(logged) for secret in persons["zhang"].values())
