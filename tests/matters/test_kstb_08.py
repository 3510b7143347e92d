"""Matter 8, 租房提取住房公积金: each bad input, the three answers of the home check, and what the citizen is told."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kiosk.gateway.departments.case_contract import Material
from tests.matters.townsfolk import (
    Comes,
    answer,
    assert_caught,
    assert_not_to_pick,
    assert_refused,
    assert_said,
    ends_as,
    reason_of,
    values_of,
    whys,
)

ID = "KSTB-08"
HERE = "北京市朝阳区示例街道样本公寓2号楼201室"
SAID = {"rent_kind": "market", "rent_address": HERE, "draw_amount": "1500.00", "account_no": "GR-DEMO-01"}
SHARED = {"marriage_record": "A", "no_home_proof": "A"}
GOOD = Comes("zhou-qiuyi", rows=("fa-01",), values=SAID, materials=SHARED)


def of(person: str, row: str, **other: str) -> Comes:
    return replace(GOOD, person=person, rows=(row,), values=SAID | other)


PUBLIC = of(
    "yang-qianzhong",
    "fa-11",
    rent_kind="public",
    rent_address="北京市朝阳区示例公租房2号楼",
    contract_no="ZL-DEMO-0005",
    draw_amount="900.00",
)
BAD: dict[str, tuple[Comes, str]] = {
    "KSTB-08 home owned by oneself": (of("shen-yihun", "fa-07"), "owns_home"),
    "KSTB-08 home owned by the spouse": (of("wu-daiqian", "fa-02"), "spouse_owns_home"),
    "KSTB-08 two months of contributions": (of("zheng-biezhan", "fa-03"), "too_few_months"),
    "KSTB-08 amount over the cap": (of("zhou-qiuyi", "fa-01", draw_amount="1500.01"), "over_cap"),
    "KSTB-08 amount over the rent of a public flat": (
        replace(PUBLIC, values=PUBLIC.values | {"draw_amount": "900.01"}),
        "over_cap",
    ),
    "KSTB-08 amount over the balance": (of("han-xiaotou", "fa-06", draw_amount="1500.01"), "over_balance"),
    "KSTB-08 second draw in the period": (of("jiang-youzheng", "fa-05"), "drawn_this_period"),
    "KSTB-08 rented flat outside the deposit city": (
        of("zhou-qiuyi", "fa-01", rent_address="河北省石家庄市示例街道样本公寓1号"),
        "rent_outside_city",
    ),
    "KSTB-08 frozen account": (of("feng-zuohao", "fa-04"), "account_frozen"),
    "KSTB-08 open fund loan": (of("zhu-jiti", "fa-12"), "loan_open"),
    "KSTB-08 no account there": (replace(GOOD, person="li-xiulan"), "no_account"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_input_is_refused_and_said(desk, shelf, name: str):
    assert_refused(desk, shelf, ID, *BAD[name])


NOT_TO_PICK = {
    "feng-zuohao": "account_frozen",
    "zheng-biezhan": "too_few_months",
    "jiang-youzheng": "drawn_this_period",
    "zhu-jiti": "loan_open",
}


@pytest.mark.parametrize("person", NOT_TO_PICK)
def test_an_account_from_which_nothing_can_be_drawn_cannot_be_chosen(desk, shelf, person: str):
    assert_not_to_pick(desk, shelf, ID, Comes(person, look_up="accounts"), NOT_TO_PICK[person])


CHECKED = {"zhou-qiuyi": "无房", "shen-yihun": "有房", "wu-daiqian": "有房", "han-xiaotou": "未能核查"}


@pytest.mark.parametrize("person", CHECKED)
def test_the_home_check_has_three_answers(desk, person: str):
    assert values_of(desk, ID, Comes(person, look_up="home_check"))["result"] == CHECKED[person]


def test_trap_10_a_record_that_could_not_be_told_is_no_proof(desk):
    assert whys(desk, ID, Comes("han-xiaotou", look_up="home_check")) == {"ho-han-xiaotou": "home_not_clear"}
    assert whys(desk, ID, Comes("shen-yihun", look_up="home_check")) == {"ho-shen": None}


def test_trap_10_not_known_is_neither_no_home_nor_a_home(own_desk):
    comes = of("han-xiaotou", "fa-06", draw_amount="1000.00")
    standing = answer(own_desk, ID, comes)
    assert (standing.state, [item.id for item in standing.missing]) == ("supplement_asked", ["no_home_proof"])
    system, number = own_desk.system(ID), own_desk.last
    own_desk.clock.advance(minutes=5)
    assert system.standing(number).state == "supplement_asked"
    system.supplement(number, (Material("no_home_proof", "C", pages=1),), {})
    own_desk.clock.advance(minutes=5)
    assert system.standing(number).state == "approved"


def test_a_public_flats_rent_may_be_drawn_and_its_papers_are_asked_for(desk):
    standing = answer(desk, ID, PUBLIC)
    assert [item.id for item in standing.missing] == ["lease"]


def test_more_than_the_balance_is_caught_on_the_page(shelf):
    assert_caught(shelf, ID, {"draw_amount": "over_balance"}, {"balance": "1500.00", "draw_amount": "1500.01"})


def test_the_most_that_may_be_drawn_is_filled_in(desk):
    assert values_of(desk, ID, Comes("zhou-qiuyi", look_up="accounts"))["most_draw"] == "1500.00"


def test_an_account_of_another_is_declined_in_the_end(own_desk, shelf):
    standing = ends_as(own_desk, ID, of("yang-qianzhong", "fa-11"))
    assert (standing.state, standing.reason) == ("declined", "account_of_another")
    assert_said(shelf, ID, "account_of_another")


def test_a_withdrawal_ends_well_once_a_period(own_desk):
    assert ends_as(own_desk, ID, GOOD).state == "approved"
    assert reason_of(own_desk, ID, GOOD) == "drawn_this_period"
