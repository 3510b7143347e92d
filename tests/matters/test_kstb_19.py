"""Matter 19, 工程项目工伤保险费申报: each bad input, who catches it, and what the citizen is told."""

from __future__ import annotations

import pytest

from kiosk.core.facts import Facts
from kiosk.core.form_rules import check_problems
from kiosk.core.matters import Catalogue
from kiosk.core.parties import Parties
from kiosk.gateway.departments.case_contract import DepartmentStanding, LookedUp
from tests.matters.department import DAY, NANJING, QINGYUAN, YUANHANG, Asked, Desk, check_refused, whys

ID = "KSTB-19"


def project(number: str, place: str = "330100", look_up: str = "", kind: str = "first", **values: str) -> Asked:
    given = {"project_si_no": f"DEMO-GC-{number}", "declare_kind": kind} | values
    return Asked("wang", place, YUANHANG, look_up, given)


BAD: dict[str, tuple[Asked, str, str]] = {
    "KSTB-19 project not registered": (
        Asked("wang", organisation=QINGYUAN, look_up="projects"),
        "project_not_registered",
        "没有登记这个项目",
    ),
    "KSTB-19 project not registered when the case arrives": (project("9999"), "project_not_registered", "没有登记"),
    "KSTB-19 sub-contractor declares": (project("0003"), "not_general_contractor", "不是总承包单位"),
    "KSTB-19 price 0": (project("0001", kind="adjustment", new_price="0.00"), "price_zero", "造价是零"),
    "KSTB-19 price typed in 万元": (
        project("0001", kind="adjustment", new_price="1300.00"),
        "price_in_wan",
        "好像是按“万元”写的",
    ),
    "KSTB-19 price typed in 万元, said before the review": (
        project("0001", look_up="fee", kind="adjustment", new_price="1300.00"),
        "price_in_wan",
        "好像是按“万元”写的",
    ),
    "KSTB-19 paid already": (project("0002"), "paid_already", "已经缴过了"),
    "KSTB-19 region of project is not the chosen authority's": (
        project("0001", NANJING),
        "region_differs",
        "不在选的城市",
    ),
    "KSTB-19 end before start": (project("0005"), "end_before_start", "比开工还早"),
    "KSTB-19 person lacks the role": (
        Asked("zhang", organisation=YUANHANG, look_up="mandate"),
        "not_bound",
        "还没有登记成这个单位的经办人",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_input_is_refused_and_said(desk: Desk, shelf: Catalogue, name: str):
    check_refused(desk, shelf, ID, BAD[name])


def test_a_price_of_nothing_is_said_on_its_own_page(shelf: Catalogue):
    facts = Facts({"new_price": "0.00"}, {}, (), Parties(), shelf.regions, "330100", DAY)
    assert check_problems(facts, shelf.matters[ID].checks, ["new_price"]) == {"new_price": "price_zero"}
    assert "造价不能是零" in shelf.words["zh"].of(ID, "problem.price_zero")


def test_what_cannot_be_declared_here_cannot_be_picked(desk: Desk):
    found = whys(desk, ID, Asked("wang", organisation=YUANHANG, look_up="projects"))
    assert found == {"pj-3": "not_general_contractor", "pj-4": "region_differs"}


def test_the_page_shows_how_the_fee_was_reckoned(desk: Desk):
    found = desk.ask(ID, project("0001", look_up="fee"))
    assert isinstance(found, LookedUp)
    assert found.records[0].values == {
        "amount": "14400.00",
        "rate_rule": "总造价 12000000.00 元 × 0.12%，减去已缴 0.00 元",
    }


def test_a_project_is_declared_for_the_first_time_once(own_desk: Desk, shelf: Catalogue):
    first, addition = project("0001"), project("0001", kind="addition", new_price="13000000.00")
    assert isinstance(own_desk.ask(ID, first), DepartmentStanding)
    own_desk.clock.advance(minutes=1)
    assert own_desk.system(ID).standing(own_desk.last).state == "approved"
    check_refused(own_desk, shelf, ID, (first, "declared_already", "已经报过首次了"))
    for _ in range(2):
        assert isinstance(own_desk.ask(ID, addition), DepartmentStanding)
        own_desk.clock.advance(minutes=1)
    check_refused(own_desk, shelf, ID, (first, "declared_already", "已经报过首次了"))


def test_an_addition_pays_only_what_is_new(own_desk: Desk):
    opened = own_desk.ask(ID, project("0002", kind="addition", new_price="4000000.00"))
    assert isinstance(opened, DepartmentStanding)
    found = own_desk.ask(ID, project("0002", look_up="fee", kind="addition", new_price="4000000.00"))
    assert isinstance(found, LookedUp)
    assert found.records[0].values["amount"] == "1200.00"
