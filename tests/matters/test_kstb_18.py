"""Matter 18, 社会保险费特殊缴费申报: each bad input, who catches it, and what the citizen is told."""

from __future__ import annotations

import pytest

from kiosk.core.matters import Catalogue
from kiosk.gateway.departments.case_contract import DepartmentStanding
from tests.matters.department import YUANHANG, Asked, Desk, check_refused, why, whys

ID = "KSTB-18"


def payment(row: str, amount: str, who: str = "wang") -> Asked:
    return Asked(who, rows=(row,), values={"amount": amount})


BAD: dict[str, tuple[Asked, str, str]] = {
    "KSTB-18 no assessment found": (Asked("gulina", look_up="assessments"), "no_assessment", "没有查到核定单"),
    "KSTB-18 assessment expired": (payment("fa-wang-2", "9600.00"), "assessment_expired", "过期了"),
    "KSTB-18 assessment cancelled": (payment("fa-wang-3", "900.00"), "assessment_cancelled", "已经取消了"),
    "KSTB-18 partial payment where not allowed": (payment("fa-wang-1", "2000.00"), "partial_not_allowed", "一次缴完"),
    "KSTB-18 payer is not the assessed person": (payment("fa-zhang-1", "5000.00"), "payer_differs", "核定的不是您"),
    "KSTB-18 person lacks the role": (
        Asked("zhang", organisation=YUANHANG, look_up="mandate"),
        "not_bound",
        "还没有登记成这个单位的经办人",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_input_is_refused_and_said(desk: Desk, shelf: Catalogue, name: str):
    check_refused(desk, shelf, ID, BAD[name])


def test_what_ran_out_or_was_cancelled_cannot_be_picked(desk: Desk, shelf: Catalogue):
    found = whys(desk, ID, Asked("wang", look_up="assessments"))
    assert found == {"fa-wang-2": "assessment_expired", "fa-wang-3": "assessment_cancelled"}
    assert "重新核定" in why(shelf, ID, "assessment_expired")


def test_amounts_are_never_typed(shelf: Catalogue):
    assert all(field.read_only for field in shelf.matters[ID].fields)


def test_amount_and_late_fee_are_paid_together_and_once(own_desk: Desk, shelf: Catalogue):
    opened = own_desk.ask(ID, payment("fa-wang-1", "4200.00"))
    assert isinstance(opened, DepartmentStanding)
    assert opened.payable == "4380.50"
    system = own_desk.system(ID)
    system.ask_payment(own_desk.last)
    own_desk.clock.advance(seconds=60)
    system.standing(own_desk.last)
    check_refused(own_desk, shelf, ID, (payment("fa-wang-1", "4200.00"), "paid_already", "已经缴过了"))
