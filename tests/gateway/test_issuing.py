from __future__ import annotations

import base64

import pytest

from kiosk.documents.check import check_signature


@pytest.fixture
def trace(terminal, persons) -> str:
    return terminal.checked(persons["zhang"])


@pytest.fixture
def rows(terminal, persons, trace) -> list[str]:
    return terminal.selectable(persons["zhang"], trace)


def test_chosen_rows_become_one_signed_paper(terminal, persons, trace, rows):
    answer = terminal.issue(persons["zhang"], trace, rows[:3], key="key-of-this-case")
    assert answer.status_code == 201
    assert answer.headers["Idempotency-Key"] == "key-of-this-case"
    issued = answer.json()
    assert (issued["state"], issued["rows"], issued["pages"], issued["print_count"]) == ("issued", 3, 1, 0)
    assert (issued["total"], issued["total_words"]) == ("1210.00", "壹仟贰佰壹拾元整")
    assert issued["demo"]
    assert check_signature(base64.b64decode(issued["pdf_base64"])).state == "intact"
    assert issued["certificate_number"].startswith("YS26")
    assert issued["case_number"].startswith("YS20260615")


def test_one_key_is_one_case(terminal, persons, trace, rows):
    first = terminal.issue(persons["zhang"], trace, rows[:2], key="same-key-1")
    again = terminal.issue(persons["zhang"], trace, rows[:2], key="same-key-1")
    asked = terminal.http.get("/v1/issues/same-key-1")
    assert first.json() == again.json() == asked.json()
    assert (first.status_code, again.status_code, asked.status_code) == (201, 201, 200)


def test_a_key_with_another_body_or_terminal_is_reused(terminal, second_terminal, persons, trace, rows):
    terminal.issue(persons["zhang"], trace, rows[:1], key="same-key-1")
    other = terminal.issue(persons["zhang"], trace, rows[1:2], key="same-key-1")
    elsewhere = second_terminal.issue(persons["zhang"], trace, rows[:1], key="same-key-1")
    assert {(each.status_code, each.json()["code"]) for each in (other, elsewhere)} == {(409, "key_reused")}
    assert second_terminal.http.get("/v1/issues/same-key-1").json()["code"] == "not_found"


def test_a_repeated_order_needs_no_fresh_check(terminal, persons, trace, rows, clock):
    terminal.issue(persons["zhang"], trace, rows[:1], key="same-key-1")
    clock.advance(hours=2)
    assert terminal.issue(persons["zhang"], trace, rows[:1], key="same-key-1").status_code == 201
    assert terminal.issue(persons["zhang"], trace, rows[1:2]).status_code == 403


def test_an_unknown_key_is_not_found(terminal):
    answer = terminal.http.get("/v1/issues/never-was-here")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_issued_rows_cannot_be_issued_again(terminal, persons, trace, rows):
    first = terminal.issue(persons["zhang"], trace, rows[:2]).json()
    again = terminal.issue(persons["zhang"], trace, rows[1:3])
    assert (again.status_code, again.json()["reason"]) == (422, "already_issued")
    marked = {row["id"]: row["issued_as"] for row in terminal.rows(persons["zhang"], trace)}
    assert marked[rows[0]] == marked[rows[1]] == first["certificate_number"]
    assert marked[rows[2]] is None


@pytest.mark.parametrize(
    ("who", "pick", "reason"),
    [
        ("zhang", "not_in_treasury", "not_in_treasury"),
        ("wang", "pit_since_2019", "pit_since_2019"),
        ("sun", "already_issued", "already_issued"),
    ],
)
def test_what_cannot_be_chosen_is_refused(terminal, persons, who, pick, reason):
    trace = terminal.checked(persons[who])
    row = next(row["id"] for row in terminal.rows(persons[who], trace) if row["why"] == pick)
    refused = terminal.issue(persons[who], trace, [row], key="a-refused-key")
    assert (refused.status_code, refused.json()["code"], refused.json()["reason"]) == (422, "refused", reason)
    assert terminal.http.get("/v1/issues/a-refused-key").json()["reason"] == reason


def test_nobodys_rows_and_anothers_rows_are_refused(terminal, persons, trace):
    others = terminal.selectable(persons["li"], terminal.checked(persons["li"]))
    assert terminal.issue(persons["zhang"], trace, others[:1]).json()["reason"] == "row_unknown"
    assert terminal.issue(persons["zhang"], trace, ["nothing"]).json()["reason"] == "row_unknown"
    assert terminal.issue(persons["zhang"], trace, []).json()["reason"] == "no_rows"


def test_two_authorities_do_not_share_a_paper(terminal, persons):
    trace = terminal.checked(persons["zhang"])
    rows = terminal.selectable(persons["zhang"], trace, period_from="2024-07")
    assert terminal.issue(persons["zhang"], trace, rows).json()["reason"] == "two_authorities"


def test_a_row_named_twice_counts_once(terminal, persons, trace, rows):
    issued = terminal.issue(persons["zhang"], trace, [rows[0], rows[1], rows[0]]).json()
    assert (issued["rows"], issued["total"]) == (2, "900.00")


def test_another_form_is_not_offered(terminal, persons, trace, rows):
    refused = terminal.issue(persons["zhang"], trace, rows[:1], params={"cert_form": "口头"})
    assert refused.json()["reason"] == "form_not_offered"


def test_income_tax_of_before_2019_stands_on_a_statement_only(terminal, persons):
    trace = terminal.checked(persons["wang"])
    months = {"period_from": "2018-01", "period_to": "2019-12"}
    found = {form: terminal.rows(persons["wang"], trace, cert_form=form, **months) for form in ("table", "statement")}
    assert {row["why"] for row in found["table"]} >= {"pit_before_2019", "pit_since_2019"}
    assert {row["why"] for row in found["statement"]} >= {None, "pit_since_2019"}
    assert "pit_before_2019" not in {row["why"] for row in found["statement"]}


def test_a_statement_covers_nothing_and_may_be_issued_again(terminal, persons, trace, rows):
    issued = [
        terminal.issue(persons["zhang"], trace, rows[:2], params={"cert_form": form}).json()
        for form in ("文书式", "statement")
    ]
    assert {paper["title"] for paper in issued} == {"税收完税证明（文书式）"}
    assert issued[0]["certificate_number"] != issued[1]["certificate_number"]
    assert terminal.issue(persons["zhang"], trace, rows[:2]).json()["title"] == "税收完税证明（表格式）"
    payload = f"KIOSK-DEMO:TAX:{issued[0]['certificate_number']}:20260615:{issued[0]['total']}".encode()
    answer = terminal.verify("tax_certificate", payload=payload).json()
    assert (answer["state"], answer["certificate"]["kind"]) == ("same", "税收完税证明（文书式）")


def test_refunds_alone_make_a_negative_paper(terminal, persons):
    trace = terminal.checked(persons["li"])
    rows = terminal.selectable(persons["li"], trace, authority="linhai-new")
    issued = terminal.issue(persons["li"], trace, rows).json()
    assert (issued["total"], issued["total_words"]) == ("-25.50", "负贰拾伍元伍角")


def test_a_market_stall_needs_continuation_pages(terminal, persons):
    trace = terminal.checked(persons["gulina"])
    rows = terminal.selectable(persons["gulina"], trace)
    issued = terminal.issue(persons["gulina"], trace, rows).json()
    assert issued["rows"] == len(rows) >= 40
    assert issued["pages"] >= 2


def test_a_rare_name_can_be_printed(terminal, persons):
    trace = terminal.checked(persons["yan"])
    assert terminal.issue(persons["yan"], trace, terminal.selectable(persons["yan"], trace)).status_code == 201


def test_a_slow_department_is_pending_and_then_done(terminal, persons, trace, rows, clock):
    terminal.work("tax", "slow", seconds=5)
    first = terminal.issue(persons["zhang"], trace, rows[:1], key="a-slow-case")
    assert (first.status_code, first.json()["state"]) == (202, "pending")
    case = first.json()["case_number"]
    assert terminal.case(case)["state"] == "pending"
    assert terminal.http.get("/v1/issues/a-slow-case").json() == first.json()
    clock.advance(seconds=6)
    done = terminal.http.get("/v1/issues/a-slow-case")
    assert (done.status_code, done.json()["case_number"]) == (200, case)


def test_a_silent_department_leaves_the_case_open(terminal, persons, trace, rows):
    terminal.work("tax", "down")
    first = terminal.issue(persons["zhang"], trace, rows[:1], key="a-hard-case")
    asked = terminal.http.get("/v1/issues/a-hard-case")
    assert first.status_code == asked.status_code == 503
    terminal.work("tax", "up")
    assert terminal.http.get("/v1/issues/a-hard-case").status_code == 200


def test_one_error_is_mended_by_repeating(terminal, persons, trace, rows):
    terminal.work("tax", "error_next")
    assert terminal.issue(persons["zhang"], trace, rows[:1], key="a-hard-case").status_code == 503
    assert terminal.issue(persons["zhang"], trace, rows[:1], key="a-hard-case").status_code == 201


def test_a_refusal_stays_one(terminal, persons, trace, rows):
    terminal.work("tax", "refuse_next", reason="under_audit")
    for _ in range(2):
        refused = terminal.issue(persons["zhang"], trace, rows[:1], key="a-refused-case")
        assert (refused.status_code, refused.json()["reason"]) == (422, "under_audit")


def test_a_wrong_total_is_never_printed(terminal, persons, trace, rows):
    terminal.work("tax", "wrong_total_next")
    assert terminal.issue(persons["zhang"], trace, rows[:2]).json()["reason"] == "total_mismatch"
    assert terminal.selectable(persons["zhang"], trace) == rows
    assert terminal.issue(persons["zhang"], trace, rows[:2]).status_code == 201


def test_an_uncollected_paper_is_listed_and_comes_again_under_its_number(
    terminal, second_terminal, persons, trace, rows
):
    issued = terminal.issue(persons["zhang"], trace, rows[:2]).json()
    terminal.outcome(issued["case_number"], "UNKNOWN", reason="silent")
    assert terminal.case(issued["case_number"])["state"] == "issued_not_collected"

    later = second_terminal.checked(persons["zhang"])
    (waiting,) = second_terminal.payments(persons["zhang"], later).json()["uncollected"]
    assert waiting == {
        "case_number": issued["case_number"],
        "certificate_number": issued["certificate_number"],
        "issued_at": issued["issued_at"],
        "total": issued["total"],
    }
    again = second_terminal.issue(persons["zhang"], later, [], key="reprint-1", reprint_of=waiting["case_number"])
    assert again.status_code == 201
    assert again.json() == issued

    second_terminal.outcome(issued["case_number"], "PRINTED")
    assert second_terminal.case(issued["case_number"]) == {
        "case_number": issued["case_number"],
        "matter": "KSTB-14",
        "state": "collected",
        "opened_at": "2026-06-15T09:30:00+08:00",
        "certificate_number": issued["certificate_number"],
        "prints": 1,
    }
    assert second_terminal.payments(persons["zhang"], later).json()["uncollected"] == []
    counted = second_terminal.issue(persons["zhang"], later, [], reprint_of=waiting["case_number"])
    assert counted.json()["print_count"] == 1


def test_nobody_reprints_anothers_paper(terminal, persons, trace, rows):
    case = terminal.issue(persons["zhang"], trace, rows[:1]).json()["case_number"]
    others = terminal.checked(persons["li"])
    for number in (case, "YS00000000000000"):
        answer = terminal.issue(persons["li"], others, [], reprint_of=number)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_another_matter_of_the_tax_authority_is_issued_because_its_file_says_so(terminal, persons, rows):
    trace = terminal.checked(persons["zhang"], matter="TEST-02")
    assert terminal.issue(persons["zhang"], trace, rows[:1], matter="TEST-02").status_code == 201


@pytest.mark.parametrize("matter", ["KSTB-10", "TEST-01"])
def test_nothing_is_issued_over_payments_for_a_public_query_or_for_a_case(terminal, persons, matter):
    trace = terminal.checked(persons["zhang"], matter=matter)
    answer = terminal.issue(persons["zhang"], trace, ["x"], matter=matter)
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")
