from __future__ import annotations

from decimal import Decimal

import pytest


def test_the_elder_has_a_pleasant_handful(terminal, persons):
    answer = terminal.payments(persons["zhang"], terminal.checked(persons["zhang"]), tax_authority="hean").json()
    assert answer["state"] == "found"
    amounts = {(row["kind"], row["amount"]): row for row in answer["rows"]}
    assert {("契税", "18600.00"), ("印花税", "310.00"), ("车船税", "420.00")} <= set(amounts)
    assert amounts["契税", "18600.00"]["selectable"]
    assert answer["demo"]
    assert "演示" in answer["service"]
    assert answer["as_of"] == "2026-06-15T09:30:00+08:00"


def test_paid_yesterday_is_not_in_the_treasury_yet(terminal, persons):
    newest = terminal.rows(persons["zhang"], terminal.checked(persons["zhang"]))[0]
    assert (newest["why"], newest["selectable"], newest["date"]) == ("not_in_treasury", False, None)


def test_income_tax_goes_other_ways_on_both_sides_of_2019(terminal, persons):
    trace = terminal.checked(persons["wang"])
    rows = terminal.rows(persons["wang"], trace, period_from="2018-11", period_to="2019-03")
    assert [(row["period_to"], row["why"], row["selectable"]) for row in rows] == [
        ("2019-02-28", "pit_since_2019", False),
        ("2018-12-31", "pit_before_2019", False),
    ]


def test_refunds_are_negative(terminal, persons):
    amounts = [Decimal(row["amount"]) for row in terminal.rows(persons["li"], terminal.checked(persons["li"]))]
    assert Decimal(-3000) in amounts
    assert Decimal("-25.50") in amounts


def test_what_is_on_a_certificate_says_on_which(terminal, persons):
    rows = terminal.rows(persons["sun"], terminal.checked(persons["sun"]))
    assert {row["why"]: row["issued_as"] for row in rows} == {None: None, "already_issued": "YS2400000001"}


def test_nothing_recorded_is_not_found_and_no_error(terminal, persons):
    answer = terminal.payments(persons["zhao"], terminal.checked(persons["zhao"]))
    assert answer.status_code == 200
    assert (answer.json()["state"], answer.json()["rows"]) == ("not_found", [])


@pytest.mark.parametrize("authority", ["qingyuan", "青源市税务局（演示）"])
def test_an_authority_is_named_by_id_or_by_name(terminal, persons, authority):
    rows = terminal.rows(
        persons["zhang"], terminal.checked(persons["zhang"]), period_from="2024-07", authority=authority
    )
    assert [(row["kind"], row["authority"]) for row in rows] == [("车船税", "青源市税务局（演示）")]


def test_periods_count_by_payment_or_by_what_was_taxed(terminal, persons):
    trace = terminal.checked(persons["gulina"])
    month = {"period_from": "2026-05", "period_to": "2026-05"}
    paid = terminal.rows(persons["gulina"], trace, **month)
    taxed = terminal.rows(persons["gulina"], trace, **month, date_basis="period")
    assert {row["period_to"] for row in paid} == {"2026-04-30"}
    assert {row["period_to"] for row in taxed} <= {"2026-05-31"}
    assert len(paid) == 4


@pytest.mark.parametrize(
    "params",
    [
        {"period_from": "2026-07", "period_to": "2026-06"},
        {"period_from": "2026-13"},
        {"period_from": "2026-01-01"},
        {"period_to": ""},
        {"date_basis": "moon"},
    ],
)
def test_impossible_parameters_are_the_terminals_mistake(terminal, persons, params):
    answer = terminal.payments(persons["zhang"], terminal.checked(persons["zhang"]), **params)
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")


def test_more_than_three_years_at_once_is_a_no(terminal, persons):
    answer = terminal.payments(persons["zhang"], terminal.checked(persons["zhang"]), period_from="2023-06")
    assert (answer.status_code, answer.json()["reason"]) == (422, "span_too_long")


def test_down_refusing_and_failing_are_kept_apart(terminal, persons):
    trace = terminal.checked(persons["zhang"])
    terminal.work("tax", "error_next")
    failing = terminal.payments(persons["zhang"], trace)
    terminal.work("tax", "refuse_next", reason="under_audit")
    refusing = terminal.payments(persons["zhang"], trace)
    terminal.work("tax", "down")
    down = terminal.payments(persons["zhang"], trace)
    assert terminal.http.get("/v1/health").json()["departments"]["tax"] == "down"
    terminal.work("tax", "up")
    assert (failing.status_code, failing.json()["code"]) == (503, "department_unavailable")
    assert (refusing.status_code, refusing.json()["reason"]) == (422, "under_audit")
    assert down.status_code == 503
    assert terminal.payments(persons["zhang"], trace).status_code == 200


def test_a_public_register_asks_nobody_who_they_are(terminal):
    body = {"matter": "KSTB-10", "query": "company_doc", "params": {"company_no": "91000000DEM000014K"}}
    answer = terminal.http.post("/v1/queries", json=body).json()
    assert [(each["number"], each["state"]) for each in answer["certificates"]] == [
        ("DEMO-DOC-0001", "same"),
        ("DEMO-DOC-0006", "void"),
    ]
    assert answer["uncollected"] == []
    body["params"] = {"cert_no": "DEMO-DOC-9999"}
    assert terminal.http.post("/v1/queries", json=body).json()["state"] == "not_found"


@pytest.mark.parametrize(
    "body",
    [
        {"matter": "KSTB-14", "query": "no_such"},
        {"matter": "KSTB-14", "query": "tax_payments"},
        {"matter": "KSTB-10", "query": "company_doc"},
    ],
)
def test_an_unanswerable_query_is_malformed(terminal, body):
    answer = terminal.http.post("/v1/queries", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")
