"""Who hands in for whom: agents, guardians, handlers and their mandates, and what they are told."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kiosk.core.parties import Agent, Organisation, Parties, Party
from kiosk.gateway.errors import RequestMalformed
from kiosk.gateway.who import check_acting
from tests.gateway.answers import said
from tests.gateway.small_office import AT, REGISTERED, small_matter

CHILD = {"name": "小示例", "number": "110105201506150017"}


COMPANY = {"uscc": "91000000DEM000014K"}


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
