"""What may be handed in: each value, table, period and paper goes by the terminal's own rule."""

from __future__ import annotations

import contextlib
import io

import pytest
from msgspec.structs import replace
from pypdf import PdfWriter

from kiosk.core.matters import Period
from kiosk.core.parties import Parties, Party
from kiosk.core.questions import Submit
from kiosk.core.regions import Regions
from kiosk.gateway.admission import check_admissible
from kiosk.gateway.app import LARGEST_BODY, LARGEST_WITH_PAPERS
from kiosk.gateway.db import filings
from kiosk.gateway.errors import RequestRefused
from kiosk.gateway.materials import sm3_of
from tests.gateway.answers import count, said
from tests.gateway.small_office import AT, PDF, PDF_SM3, pdf_of, small_matter

ZHANG = Party("张建国", "110105195203189911")


REFUSED = {
    "place_not_opened": {"place": "440100"},
    "matter_changed": {"version": 2},
    "consent_missing": {"consents": {"general": "1"}},
    "value_not_allowed": {"values": {"month": "2027-01", "kind": "one", "amount": "10.00"}},
    "material_missing": {"materials": []},
}
MALFORMED = {
    "no place": {"place": ""},
    "an unknown field": {"values": {"month": "2026-05", "kind": "one", "amount": "1", "colour": "red"}},
    "a missing field": {"values": {"month": "2026-05", "kind": "one"}},
    "a missing table": {"values": {"month": "2026-05", "kind": "two", "amount": "1"}},
    "an unknown table": {"tables": {"animals": []}},
    "an unknown column": {"tables": {"people": [{"name": "甲", "sum": "1.00", "age": "3"}]}},
    "a missing cell": {"tables": {"people": [{"name": "甲"}]}},
    "an unknown delivery": {"values": {"month": "2026-05", "kind": "one", "amount": "1", "delivery_method": "pigeon"}},
    "an unknown matter": {"matter": "TEST-99"},
    "a matter nobody decides": {"matter": "KSTB-14"},
    "no signature": {"signature": None},
    "an unknown commitment": {"commitments": ["moon"]},
    "trust B": {"materials": [{"id": "book", "trust": "B"}, {"id": "promise", "trust": "D"}]},
    "committed to what needs a paper": {"materials": [{"id": "book", "trust": "D"}, {"id": "promise", "trust": "D"}]},
    "shared without a trace": {"materials": [{"id": "book", "trust": "A"}, {"id": "promise", "trust": "D"}]},
}


@pytest.mark.parametrize("reason", REFUSED)
def test_what_the_citizen_can_mend_is_refused(terminal, engine, body, reason):
    assert said(terminal.submit(body | REFUSED[reason])) == (422, reason)
    assert count(engine, filings) == 0


@pytest.mark.parametrize("what", MALFORMED)
def test_what_no_terminal_sends_is_malformed(terminal, persons, body, what):
    if MALFORMED[what].get("matter"):
        body["check_trace"] = terminal.checked(persons["zhang"], matter=MALFORMED[what]["matter"])
    assert said(terminal.submit(body | MALFORMED[what])) == (422, "malformed")


def test_consent_to_another_text_is_no_consent_to_this_one(terminal, body):
    body["consents"] = dict.fromkeys(body["consents"], "9")
    assert said(terminal.submit(body)) == (422, "consent_missing")


@pytest.mark.parametrize("value", ["one hundred", "1.234", "-", "1e5"])
def test_a_value_goes_by_the_terminals_own_rule(terminal, body, value):
    body["values"]["amount"] = value
    assert said(terminal.submit(body)) == (422, "value_not_allowed")


def test_a_choice_is_one_of_the_choices(terminal, body):
    body["values"]["kind"] = "three"
    assert said(terminal.submit(body)) == (422, "value_not_allowed")


def test_the_matters_own_checks_hold_here_too(terminal, body):
    body["values"]["amount"] = "10.25"
    assert said(terminal.submit(body)) == (422, "value_not_allowed")


def test_a_table_goes_with_its_own_condition(terminal, office_of_cases, body):
    body["values"] |= {"kind": "two", "delivery_method": "post"}
    body["tables"] = {"people": [{"name": "甲示例", "sum": "1.00"}]}
    assert terminal.submit(body).status_code == 201
    assert office_of_cases.applications[0].tables == {"people": ({"name": "甲示例", "sum": "1.00"},)}


def test_a_share_counts_only_for_the_visit_that_got_it(terminal, persons, body, clock):
    of_another = terminal.application(persons["li"])
    of_another["materials"][0]["share_trace"] = body["materials"][0]["share_trace"]
    assert said(terminal.submit(of_another)) == (422, "share_missing")
    clock.advance(hours=3)
    body["check_trace"] = terminal.checked(persons["zhang"], matter="TEST-01")
    assert said(terminal.submit(body)) == (422, "share_missing")


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ({"pdf": b"%PDF-1.7 but no more", "sm3": None}, "material_unreadable"),
        ({"pdf": b"GIF89a", "sm3": None}, "material_unreadable"),
        ({"sm3": "0" * 64}, "malformed"),
        ({"pages": 2}, "malformed"),
        ({"pdf": pdf_of(3), "sm3": None, "pages": 3}, "material_too_long"),
    ],
)
def test_a_photographed_material_is_what_it_says(terminal, body, given, answer):
    pdf = given.get("pdf", PDF)
    sm3 = given.get("sm3", PDF_SM3) or sm3_of(pdf)
    body["materials"].append(terminal.photographed(pdf=pdf, sm3=sm3, pages=given.get("pages", 1)))
    assert said(terminal.submit(body)) == (422, answer)


def test_a_stranger_fills_no_memory(client):
    for token in ("", "Bearer guessed"):
        headers = {"Idempotency-Key": "key-of-body", "Authorization": token}
        answer = client.post("/v1/applications", content=b" " * (LARGEST_BODY + 1), headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (413, "malformed")
        assert client.post("/v1/applications", content=b"{}", headers=headers).status_code in (401, 422)


def test_a_locked_paper_is_unreadable(terminal, body):
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(out)
    body["materials"].append(terminal.photographed(pdf=out.getvalue(), sm3=sm3_of(out.getvalue())))
    assert said(terminal.submit(body)) == (422, "material_unreadable")


PERIODS = {"in order": ("2026-03", ""), "the wrong way round": ("2026-06", "value_not_allowed")}


@pytest.mark.parametrize("name", PERIODS)
def test_a_period_goes_by_the_terminals_own_rule(name):
    first, reason = PERIODS[name]
    month = replace(small_matter().field("month"), least="years:-9")
    last = replace(month, id="last")
    matter = replace(small_matter(), fields=(month, last), period=Period("month", "last", 12), steps=(), checks=())
    asked = Submit("TEST-01", 3, "", Parties(ZHANG), {"month": first, "last": "2026-05"}, "trace")
    with pytest.raises(RequestRefused, match=reason) if reason else contextlib.nullcontext():
        check_admissible(matter, Regions(), asked, AT[:10])


@pytest.mark.parametrize("day", ["2026-02-28", "2026-04-01"], ids=["not yet", "no more"])
def test_nothing_is_taken_in_before_the_first_day_and_after_the_last(day):
    matter = replace(small_matter(), valid_from="2026-03-01", valid_until="2026-03-31")
    asked = Submit("TEST-01", 3, "", Parties(ZHANG), {}, "trace")
    with pytest.raises(RequestRefused, match="matter_not_offered"):
        check_admissible(matter, Regions(), asked, day)


def test_papers_may_be_large_but_not_without_end_and_nothing_else_may(terminal):
    for path, limit in (("/v1/applications", LARGEST_WITH_PAPERS), ("/v1/look-ups", LARGEST_BODY)):
        answer = terminal.http.post(path, content=b" " * (limit + 1), headers={"Idempotency-Key": "key-of-body"})
        assert (answer.status_code, answer.json()["code"]) == (413, "malformed")
    within = terminal.http.post(
        "/v1/applications", content=b" " * LARGEST_BODY * 2, headers={"Idempotency-Key": "key-of-body"}
    )
    assert within.status_code != 413
