"""Handing a case in: what is taken, what is refused and why, and that nothing is ever doubled."""

from __future__ import annotations

import contextlib
import io
import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from msgspec.structs import replace
from pypdf import PdfWriter
from sqlalchemy import create_engine, func, select, text, update

from kiosk.core.matters import Period
from kiosk.core.parties import Agent, Organisation, Parties, Party
from kiosk.core.questions import Submit
from kiosk.core.regions import Regions
from kiosk.core.validators import licence_check_character
from kiosk.gateway import case_wire
from kiosk.gateway.admission import check_admissible
from kiosk.gateway.app import LARGEST_BODY, LARGEST_WITH_PAPERS
from kiosk.gateway.case_numbers import four_characters
from kiosk.gateway.case_routes import core_of
from kiosk.gateway.db import filing_keys, filings, look_ups, materials, open_database, terminals
from kiosk.gateway.departments.contract import Refused, Working
from kiosk.gateway.errors import DatabaseError, RequestMalformed, RequestRefused
from kiosk.gateway.materials import sm3_of
from kiosk.gateway.routes import posted_of
from kiosk.gateway.who import check_acting
from tests.gateway.small_office import AT, PDF, PDF_SM3, REGISTERED, pdf_of, small_matter

CHILD = {"name": "小示例", "number": "110105201506150017"}
ZHANG = Party("张建国", "110105195203189911")
COMPANY = {"uscc": "91000000DEM000014K"}
MANY_AT_ONCE = 8


def said(answer) -> tuple[int, str]:
    body = answer.json()
    return answer.status_code, body.get("reason") or body["code"]


def count(engine, table) -> int:
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


@pytest.fixture
def body(terminal, persons):
    return terminal.application(persons["zhang"])


def test_a_whole_case_reaches_its_department_once(terminal, office_of_cases, body, persons):
    body["materials"].append(terminal.photographed())
    answer = terminal.submit(body, key="key-of-case")
    assert answer.status_code == 201, answer.text
    filed = answer.json()
    assert (filed["standing"]["state"], filed["standing"]["holder"]) == ("received", "办理地窗口（演示）")
    assert not filed["again"]
    assert [event["state"] for event in filed["standing"]["history"]] == ["submitted", "received"]
    assert terminal.submit(body, key="key-of-case").json() == filed
    assert terminal.http.get("/v1/applications/key-of-case").json() == filed
    (application,) = office_of_cases.applications
    assert application.number == filed["standing"]["case_number"]
    assert (application.place, application.received_at_place) == ("330100", "110101")
    assert application.parties.applicant.name == persons["zhang"]["name"]
    assert [(each.id, each.trust, each.pdf) for each in application.materials] == [
        ("book", "A", b""),
        ("promise", "D", b""),
        ("extra", "C", PDF),
    ]


def test_a_number_says_place_day_and_terminal_and_has_a_check_character(terminal, body, persons):
    first = terminal.submit(body).json()["standing"]["case_number"]
    second = terminal.filed(persons["li"])
    assert re.fullmatch(r"ZZ1101012026061500010001[0-9A-Z]", first)
    assert second.startswith("ZZ1101012026061500010002")
    assert licence_check_character(first[:-1]) == first[-1]


def test_numbers_stay_different_and_as_long_beyond_four_figures():
    shown = [four_characters(each) for each in (1, 9999, 10_000, 10_001, 10_036, 10_000 + 26 * 36**3 - 1)]
    assert shown == ["0001", "9999", "A000", "A001", "A010", "ZZZZ"]


def test_a_terminal_of_a_large_number_takes_no_other_ones_numbers(terminal, second_terminal, engine, persons):
    with engine.begin() as connection:  # written one after the other, 1000 and 00001 read like 10000 and 0001
        for id_, number in (("first", 1000), ("second", 10_000)):
            connection.execute(update(terminals).where(terminals.c.id == id_).values(number=number))
    first = terminal.filed(persons["zhang"])
    answer = second_terminal.submit(second_terminal.application(persons["li"]), key="key-of-second")
    second = answer.json()["standing"]["case_number"]
    assert (first[:-1], second[:-1]) == ("ZZ1101012026061510000001", "ZZ11010120260615A0000001")


def test_an_office_with_a_long_name_is_kept_whole(terminal, office_of_cases, persons):
    trace = terminal.checked(persons["zhang"], matter="TEST-01")
    number = terminal.filed(persons["zhang"], trace=trace)
    office_of_cases.decide(number, state="accepted", holder="示" * 300)
    history = terminal.standing(number, trace).json()["standing"]["history"]
    assert history[-1]["office"] == "示" * 300


def test_an_open_case_is_told_and_not_doubled(terminal, second_terminal, engine, persons):
    number = terminal.filed(persons["zhang"])
    again = second_terminal.submit(second_terminal.application(persons["zhang"]), key="another-key-1").json()
    assert (again["again"], again["standing"]["case_number"]) == (True, number)
    assert second_terminal.http.get("/v1/applications/another-key-1").json()["again"]
    assert count(engine, filings) == 1
    other_month = {"month": "2026-04", "kind": "one", "amount": "10.00"}
    assert terminal.filed(persons["zhang"], values=other_month) != number
    assert terminal.filed(persons["li"]) != number


def test_a_closed_case_may_be_handed_in_anew(terminal, office_of_cases, persons):
    number = terminal.filed(persons["zhang"])
    office_of_cases.decide(number, state="declined", reason="no_ground")
    terminal.standing(number)
    assert terminal.filed(persons["zhang"]) != number


def test_a_case_that_was_decided_unheard_bars_no_new_one(terminal, office_of_cases, persons):
    number = terminal.filed(persons["zhang"])
    office_of_cases.decide(number, state="approved")
    answer = terminal.submit(terminal.application(persons["zhang"])).json()
    assert not answer["again"]
    assert answer["standing"]["case_number"] != number
    assert terminal.standing(number).json()["standing"]["state"] == "approved"


def test_one_key_never_meets_two_bodies(terminal, body):
    terminal.submit(body, key="key-of-case")
    changed = body | {"values": body["values"] | {"amount": "11.00"}}
    assert said(terminal.submit(changed, key="key-of-case")) == (409, "key_reused")
    assert said(terminal.http.get("/v1/applications/never-was-here")) == (404, "not_found")


def test_a_department_that_is_down_slow_or_refuses_is_kept_apart(terminal, office_of_cases, engine, body, persons):
    office_of_cases.next = Working()
    waiting = terminal.submit(body, key="key-of-case")
    assert (waiting.status_code, waiting.json()["state"]) == (202, "pending")
    office_of_cases.down = True
    assert said(terminal.submit(body, key="key-of-case")) == (503, "department_unavailable")
    office_of_cases.down = False
    taken = terminal.http.get("/v1/applications/key-of-case").json()
    assert taken["standing"]["case_number"] == waiting.json()["case_number"]
    office_of_cases.next = Refused("not_registered_here")
    refused = terminal.application(persons["li"])
    assert said(terminal.submit(refused, key="key-refused")) == (422, "not_registered_here")
    assert said(terminal.submit(refused, key="key-refused")) == (422, "not_registered_here")
    assert terminal.submit(refused, key="key-anew-01").status_code == 201


@pytest.mark.parametrize("keys", [("key-one-0", "key-two-0"), ("key-one-0", "key-one-0")], ids=["two", "one"])
@pytest.mark.parametrize("open_before", [False, True])
def test_two_filings_of_one_thing_at_one_instant_are_one_case(terminal, engine, body, app, keys, open_before):
    if open_before:
        assert terminal.submit(body, key="key-before").status_code == 201
    rooms, parsed = app.state.case_rooms, case_wire.Submit.model_validate(body)
    standing, door = rooms.identity.standing("first"), threading.Barrier(MANY_AT_ONCE)

    def submit(key):
        door.wait(10)
        return rooms.filer.submit(posted_of(key, parsed, "first"), standing, core_of(parsed, Submit))

    with ThreadPoolExecutor(MANY_AT_ONCE) as pool:
        told = list(pool.map(submit, keys * (MANY_AT_ONCE // 2)))
    assert count(engine, filings) == 1
    assert count(engine, filing_keys) == len(set(keys)) + open_before
    assert len({getattr(each, "case_number", None) or each.filing.number for each in told}) == 1


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


def test_a_database_of_an_earlier_version_is_refused_by_name(tmp_path):
    url = f"sqlite:///{tmp_path}/old.sqlite"
    old = create_engine(url)
    with old.begin() as connection:
        connection.execute(text("CREATE TABLE terminals (id VARCHAR PRIMARY KEY, registered_at VARCHAR)"))
    old.dispose()
    with pytest.raises(DatabaseError, match="terminals"):
        open_database(url)


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


def test_papers_may_be_large_but_not_without_end_and_nothing_else_may(terminal):
    for path, limit in (("/v1/applications", LARGEST_WITH_PAPERS), ("/v1/look-ups", LARGEST_BODY)):
        answer = terminal.http.post(path, content=b" " * (limit + 1), headers={"Idempotency-Key": "key-of-body"})
        assert (answer.status_code, answer.json()["code"]) == (413, "malformed")
    within = terminal.http.post(
        "/v1/applications", content=b" " * LARGEST_BODY * 2, headers={"Idempotency-Key": "key-of-body"}
    )
    assert within.status_code != 413


# --- who stands there ------------------------------------------------------------------------------------------------


def agent(person, **more):
    return {"party": person, "relation": "other", "scope": "TEST-01", "until": "2026-06-15"} | more


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"scope": "TEST-02"}, "authority_other_matter"),
        ({"until": "2026-06-14"}, "authority_expired"),
    ],
)
def test_an_agents_authority_is_for_this_matter_and_not_over(terminal, persons, body, changed, reason):
    body["parties"] = {"applicant": persons["zhang"], "agent": agent(persons["li"], **changed)}
    body["check_trace"] = terminal.checked(persons["li"], matter="TEST-01")
    assert said(terminal.submit(body)) == (422, reason)


def test_nobody_is_their_own_agent(terminal, persons, body):
    body["parties"] = {"applicant": persons["zhang"], "agent": agent(persons["zhang"])}
    assert said(terminal.submit(body)) == (422, "agent_is_applicant")


def test_the_check_is_about_who_stands_there(terminal, persons, body):
    body["parties"] = {"applicant": persons["zhang"], "agent": agent(persons["li"])}
    assert said(terminal.submit(body)) == (403, "person_check_missing")
    assert said(terminal.submit(body | {"parties": {}})) == (403, "person_check_missing")
    parties, trace = body["parties"], terminal.checked(persons["li"], matter="TEST-01")
    body["check_trace"] = trace
    shared = terminal.look_up(persons["zhang"], trace, parties=parties).json()["trace"]
    body["materials"][0]["share_trace"] = shared
    assert terminal.submit(body).status_code == 201


def test_a_minor_needs_a_guardian_whose_guardianship_is_known(terminal, office_of_cases, persons, body):
    body["check_trace"] = terminal.checked(CHILD, matter="TEST-01")
    assert said(terminal.submit(body | {"parties": {"applicant": CHILD}})) == (422, "minor_alone")
    body["parties"] = {"applicant": CHILD, "agent": agent(persons["li"], relation="parent")}
    body["check_trace"] = trace = terminal.checked(persons["li"], matter="TEST-01")
    body["consents"]["minor"] = "1"
    office_of_cases.shares.discard("guardianship")
    assert said(terminal.submit(body)) == (422, "guardianship_unknown")
    assert said(terminal.look_up(CHILD, trace, parties=body["parties"])) == (422, "guardianship_unknown")
    office_of_cases.shares.add("guardianship")
    body["materials"][0]["share_trace"] = terminal.look_up(CHILD, trace, parties=body["parties"]).json()["trace"]
    assert terminal.submit(body).status_code == 201


def test_a_handlers_mandate_is_asked_for_unless_it_was_answered(terminal, office_of_cases, persons, body):
    body["parties"] = parties = {"applicant": persons["zhang"], "organisation": COMPANY}
    trace = body["check_trace"]
    office_of_cases.shares.discard("mandate")
    assert said(terminal.submit(body)) == (422, "mandate_unknown")
    assert said(terminal.look_up(persons["zhang"], trace, parties=parties)) == (422, "mandate_unknown")
    office_of_cases.shares.add("mandate")
    assert terminal.look_up(persons["zhang"], trace, "mandate", parties=parties).json()["state"] == "found"
    office_of_cases.shares.discard("mandate")
    body["materials"][0]["share_trace"] = terminal.look_up(persons["zhang"], trace, parties=parties).json()["trace"]
    assert terminal.submit(body).status_code == 201


@pytest.mark.parametrize("asked_before", [True, False])
def test_what_a_terminal_says_of_an_organisation_gives_way_to_its_registration(
    terminal, office_of_cases, persons, body, asked_before
):
    made_up = COMPANY | {"name": "别的公司", "role": "法定代表人", "legal_rep": "别人"}
    body["parties"] = parties = {"applicant": persons["zhang"], "organisation": made_up}
    if asked_before:
        terminal.look_up(persons["zhang"], body["check_trace"], "mandate", parties=parties)
    shared = terminal.look_up(persons["zhang"], body["check_trace"], parties=parties).json()
    body["materials"][0]["share_trace"] = shared["trace"]
    assert terminal.submit(body).status_code == 201
    registered = Organisation(COMPANY["uscc"], **REGISTERED)
    (application,) = office_of_cases.applications
    assert application.parties.organisation == registered
    *_, mandate, household = office_of_cases.asked
    assert (mandate.look_up, mandate.parties.organisation) == ("mandate", Organisation(COMPANY["uscc"]))
    assert household.parties.organisation == registered


def test_a_mandate_that_cannot_be_used_confirms_nothing(terminal, office_of_cases, persons, body):
    body["parties"] = parties = {"applicant": persons["zhang"], "organisation": COMPANY}
    office_of_cases.unusable = "role_not_allowed"
    mandate = terminal.look_up(persons["zhang"], body["check_trace"], "mandate", parties=parties).json()
    assert [record["why"] for record in mandate["records"]] == ["role_not_allowed"]
    for answer in (
        terminal.look_up(persons["zhang"], body["check_trace"], parties=parties),
        terminal.submit(body),
    ):
        assert said(answer) == (422, "role_not_allowed")


@pytest.mark.parametrize(
    ("changed", "reason"),
    [({"scope": "TEST-02"}, "authority_other_matter"), ({"until": "2026-06-14"}, "authority_expired")],
)
def test_an_agent_without_authority_is_told_nothing_of_the_other(terminal, persons, changed, reason):
    trace = terminal.checked(persons["li"], matter="TEST-01")
    parties = {"applicant": persons["zhang"], "agent": agent(persons["li"], **changed)}
    assert said(terminal.look_up(persons["zhang"], trace, parties=parties)) == (422, reason)


def test_a_matter_for_oneself_tells_an_agent_nothing():
    alone = replace(small_matter(), identity=("ID1",))
    parties = Parties(
        Party("张", "110105195203189911"), Agent(Party("李", "110105195809109824"), "other", "TEST-01", AT)
    )
    with pytest.raises(RequestMalformed):
        check_acting(alone, parties, AT[:10])


# --- shared data -----------------------------------------------------------------------------------------------------


def test_found_not_found_refused_and_not_known_stay_four(terminal, office_of_cases, engine, persons):
    trace = terminal.checked(persons["zhang"], matter="TEST-01")
    found = terminal.look_up(persons["zhang"], trace).json()
    assert (found["state"], found["source"], found["demo"]) == ("found", "示例部门（演示）", True)
    assert found["records"][0]["values"] == {"address": "示例市一号"}
    assert terminal.look_up(persons["zhang"], trace, "nothing").json()["state"] == "not_found"
    assert count(engine, look_ups) == 1
    assert said(terminal.look_up(persons["li"], trace)) == (403, "person_check_missing")
    assert said(terminal.look_up(persons["zhang"], trace, place="440100")) == (422, "place_not_opened")
    office_of_cases.down = True
    assert said(terminal.look_up(persons["zhang"], trace)) == (503, "department_unavailable")


def test_what_was_handed_in_is_forgotten_when_it_is_decided(terminal, office_of_cases, engine, persons, body):
    body["materials"].append(terminal.photographed())
    number = terminal.submit(body).json()["standing"]["case_number"]
    office_of_cases.decide(number, state="approved")
    terminal.standing(number)
    with engine.connect() as connection:
        (kept,) = connection.execute(select(filings)).all()
        papers = connection.execute(select(materials.c.pdf)).scalars().all()
    assert kept.application is None
    assert set(papers) == {None}
    assert not any(secret in str(kept) for secret in persons["zhang"].values())
