"""Matter 1, 临时居民身份证办理: nobody needs a card to come; each bad input, and what the citizen is told."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.matters.townsfolk import Comes, answer, assert_refused, ends_as, reason_of, values_of, whys

ID = "KSTB-01"
BAD: dict[str, tuple[Comes, str]] = {
    "KSTB-01 no pending application": (Comes("li-xiulan", claimed=True), "no_pending_application"),
    "KSTB-01 not yet signed": (Comes("wu-daiqian", claimed=True, rows=("ida-wu",)), "not_yet_signed"),
    "KSTB-01 household police did not sign": (Comes("shen-yihun", claimed=True, rows=("ida-shen",)), "not_approved"),
    "KSTB-01 other station": (Comes("zheng-biezhan", claimed=True, rows=("ida-zheng",)), "other_station"),
    "KSTB-01 ID card already made": (Comes("feng-zuohao", claimed=True, rows=("ida-feng",)), "card_already_made"),
    "KSTB-01 under 16 without guardian": (Comes("wang-xiaobao", rows=("ida-xiaobao",)), "guardian_needed"),
    "KSTB-01 guardian's own data in applicant fields": (Comes("wang-lei", agent="wang-lei"), "guardian_is_applicant"),
    "KSTB-01 not the child's guardian": (
        Comes("wang-xiaobao", agent="li-xiulan", rows=("ida-xiaobao",)),
        "guardianship_unknown",
    ),
    "KSTB-01 face not matching: name and number of two persons": (
        Comes("zhou-qiuyi", claimed=True, called="周别人", rows=("ida-zhou",)),
        "person_not_matched",
    ),
    "KSTB-01 second request while a temporary card is valid": (
        Comes("jiang-youzheng", claimed=True, rows=("ida-jiang",)),
        "valid_card_exists",
    ),
    "KSTB-01 another person's application picked": (
        Comes("zhou-qiuyi", claimed=True, rows=("ida-zheng",)),
        "no_pending_application",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_input_is_refused_and_said(desk, shelf, name: str):
    assert_refused(desk, shelf, ID, *BAD[name])


NOT_TO_PICK = {
    "KSTB-01 not yet signed, seen before": ("wu-daiqian", "not_yet_signed"),
    "KSTB-01 already made, seen before": ("feng-zuohao", "card_already_made"),
    "KSTB-01 not approved, seen before": ("shen-yihun", "not_approved"),
}


@pytest.mark.parametrize("name", NOT_TO_PICK)
def test_what_cannot_go_on_is_said_before_anything_is_filled_in(desk, shelf, name: str):
    person, reason = NOT_TO_PICK[name]
    assert set(whys(desk, ID, Comes(person, look_up="pending_applications")).values()) == {reason}
    assert shelf.words["zh"].of(ID, f"why.{reason}")


def test_who_has_no_card_comes_first_and_no_page_asks_for_one(shelf):
    (identify,) = (step for step in shelf.matters[ID].steps if step.kind == "identify")
    assert identify.who[0] == "no_card"
    assert set(identify.who) == {"no_card", "guardian", "self"}


def test_the_receipt_number_is_never_typed(desk, shelf):
    typed = [each.id for each in shelf.matters[ID].fields if not each.read_only and each.type != "choice"]
    assert typed == ["post_address"]
    values = values_of(desk, ID, Comes("zhou-qiuyi", claimed=True, look_up="pending_applications"))
    assert values["app_no"] == "IDA-DEMO-0001"
    assert values["app_state"] == "已签发"


def test_a_person_without_a_card_gets_one_when_it_is_paid_for(own_desk, shelf):
    comes = Comes("zhou-qiuyi", claimed=True, rows=("ida-zhou",), values={"photo_confirmed": "use"})
    opened = answer(own_desk, ID, comes)
    assert opened.holder == "朝阳区示例派出所（演示）", "the station that took the ID card makes the temporary one"
    assert Decimal(opened.payable) == Decimal(shelf.matters[ID].fee.amount)
    assert [leg.id for leg in opened.legs] == ["household", "accepting"]
    system = own_desk.system(ID)
    own_desk.clock.advance(seconds=60)
    assert system.standing(own_desk.last).state != "approved"
    system.ask_payment(own_desk.last)
    own_desk.clock.advance(seconds=60)
    standing = system.standing(own_desk.last)
    assert (standing.state, {leg.state for leg in standing.legs}) == ("approved", {"done"})
    assert reason_of(own_desk, ID, comes) == "valid_card_exists"


def test_a_guardian_comes_for_a_child(own_desk):
    comes = Comes("wang-xiaobao", agent="wang-lei", rows=("ida-xiaobao",))
    assert ends_as(own_desk, ID, comes).state == "in_progress"


def test_three_days_are_calendar_days(shelf):
    limit = shelf.matters[ID].limits.statutory
    assert (limit.value, limit.unit) == (3, "日")
