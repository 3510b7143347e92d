"""Matter 3 at its department: who may register, and every bad input of the reference."""

from __future__ import annotations

import pytest

from kiosk.core.parties import Agent, Parties
from kiosk.gateway.departments.case_contract import Material
from kiosk.gateway.departments.contract import Refused
from tests.gateway.departments.conftest import BEIJING, HANGZHOU, PERSONS, URUMQI

BAD = {
    "KSTB-03 under 16": (("chen", BEIJING, "g1000"), "under_16"),
    "KSTB-03 60 or older": (("zhang", BEIJING, "g1000"), "over_60"),
    "KSTB-03 hukou elsewhere": (("qian", HANGZHOU, "g500"), "hukou_elsewhere"),
    "KSTB-03 at school": (("gulina", URUMQI, "g300"), "at_school"),
    "KSTB-03 insured as an employee": (("wang", BEIJING, "g1000"), "employee_insured"),
    "KSTB-03 registered already": (("sun", BEIJING, "g1000"), "registered_already"),
    "KSTB-03 grade not offered": (("qian", BEIJING, "g500"), "grade_not_offered"),
}


@pytest.mark.parametrize(("who", "reason"), BAD.values(), ids=BAD)
def test_a_bad_application_is_refused(social, applicant, who, reason):
    person, place, grade = who
    application = applicant.application(person, place, values={"grade": grade})
    assert social.submit(application) == Refused(reason)


def test_a_start_in_the_past_is_refused(social, applicant):
    assert social.submit(applicant.application("qian", values={"start_date": "2026-05"})) == Refused("start_in_past")


def test_registering_goes_through_and_stands_in_the_register(social, applicant, clock):
    application = applicant.application("qian")
    assert social.submit(application).state == "accepted"
    clock.advance(seconds=3)
    assert social.standing(application.number).state == "in_progress"
    clock.advance(seconds=20)
    assert social.standing(application.number).state == "approved"
    assert social.submit(applicant.application("qian")) == Refused("registered_already")


def test_a_child_may_act_for_a_parent(social, applicant):
    agent = Agent(PERSONS["wang"], "child", "KSTB-03", "2026-12-31")
    application = applicant.application("qian", parties=Parties(PERSONS["qian"], agent=agent))
    assert social.submit(application).state == "accepted"


def test_an_account_of_another_is_declined_in_the_end(social, applicant, clock):
    (_, cards) = (None, social.look_up(applicant.asked("qian", "social_card")).records)
    account = next(card.values["account"] for card in cards if card.id == "sc-qian-2")
    application = applicant.application("qian", values={"social_card_no": account})
    assert social.submit(application).state == "accepted"
    clock.advance(minutes=1)
    standing = social.standing(application.number)
    assert (standing.state, standing.reason) == ("declined", "account_of_another")
    assert "户名" in standing.reason_text
    assert social.paper(application.number, "result").title == "办理结果告知书"


def test_without_the_household_book_it_is_asked_for_and_then_goes_on(social, applicant, clock):
    application = applicant.application("qian", materials=())
    standing = social.submit(application)
    assert [item.id for item in standing.missing] == ["household_book"]
    standing = social.supplement(application.number, (Material("household_book", "C", pages=2),), {})
    assert standing.state == "accepted"
    clock.advance(minutes=1)
    assert social.standing(application.number).state == "approved"


def test_shared_data_names_its_source_and_a_frozen_account_cannot_be_picked(social, applicant):
    hukou = social.look_up(applicant.asked("yan", "hukou", HANGZHOU))
    assert hukou.source == "公安部门（演示）"
    assert hukou.records[0].values["region_name"] == "浙江省杭州市西湖区"
    cards = social.look_up(applicant.asked("yan", "social_card")).records
    assert {card.id: card.why for card in cards} == {"sc-yan-yan": None, "sc-yan-2": "account_frozen"}
    assert cards[0].values["account"] not in cards[0].title + cards[0].line
