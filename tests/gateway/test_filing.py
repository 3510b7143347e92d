"""Handing a case in: one key, one case, one department; numbers, silence, what is kept and forgotten."""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import create_engine, select, text, update

from kiosk.core.questions import Submit
from kiosk.core.validators import licence_check_character
from kiosk.gateway import case_wire
from kiosk.gateway.case_numbers import four_characters
from kiosk.gateway.case_routes import core_of
from kiosk.gateway.db import filing_keys, filings, look_ups, materials, open_database, terminals
from kiosk.gateway.departments.contract import Refused, Working
from kiosk.gateway.errors import DatabaseError
from kiosk.gateway.routes import posted_of
from tests.gateway.answers import count, said
from tests.gateway.small_office import PDF

MANY_AT_ONCE = 8


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


def test_a_database_of_an_earlier_version_is_refused_by_name(tmp_path):
    url = f"sqlite:///{tmp_path}/old.sqlite"
    old = create_engine(url)
    with old.begin() as connection:
        connection.execute(text("CREATE TABLE terminals (id VARCHAR PRIMARY KEY, registered_at VARCHAR)"))
    old.dispose()
    with pytest.raises(DatabaseError, match="terminals"):
        open_database(url)


def test_found_not_found_refused_and_not_known_stay_four(terminal, office_of_cases, engine, persons):
    trace = terminal.checked(persons["zhang"], matter="TEST-01")
    found = terminal.look_up(persons["zhang"], trace).json()
    assert (found["state"], found["source"], found["demo"]) == ("found", "示例部门（演示）", True)
    assert found["records"][0]["values"] == {"address": "示例市一号"}
    assert terminal.look_up(persons["zhang"], trace, "nothing").json()["state"] == "not_found"
    assert count(engine, look_ups) == 1
    assert said(terminal.look_up(persons["li"], trace)) == (403, "person_check_missing")
    for place in ("440100", "999999"):
        assert said(terminal.look_up(persons["zhang"], trace, place=place)) == (422, "place_not_opened")
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
