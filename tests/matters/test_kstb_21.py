"""Matter 21, 退还误收多缴保险费申请: each bad input, who catches it, and what the citizen is told."""

from __future__ import annotations

import pytest

from kiosk.core.facts import Facts
from kiosk.core.form_rules import check_problems
from kiosk.core.matters import Catalogue
from kiosk.core.parties import Parties
from kiosk.gateway.departments.case_contract import DepartmentStanding, LookedUp
from kiosk.gateway.departments.contract import Refused
from tests.matters.department import DAY, Asked, Desk, check_refused, sentence, why, whys

ID = "KSTB-21"


def line(row: str, paid: str = "800.00", refund: str = "800.00") -> dict[str, str]:
    return {"voucher": row, "insurance": "示例", "period": "2026-04", "paid": paid, "refund": refund}


def refund(*rows: str, who: str = "wang", group: str = "social", lines=None) -> Asked:
    given = {"dept_group": group, "refund_reason": "paid_twice"}
    return Asked(who, values=given, rows=rows, tables={"lines": lines or tuple(line(row) for row in rows)})


BAD: dict[str, tuple[Asked, str, str]] = {
    "KSTB-21 amount above paid": (
        refund("fp-wang-2", lines=(line("fp-wang-2", refund="800.01"),)),
        "refund_above_paid",
        "比缴过的还多",
    ),
    "KSTB-21 paid amount made larger by hand": (
        refund("fp-wang-2", lines=(line("fp-wang-2", paid="900.00", refund="900.00"),)),
        "refund_above_paid",
        "比缴过的还多",
    ),
    "KSTB-21 mixed departments": (refund("fp-wang-2", "fp-wang-3"), "mixed_groups", "不能放在一起退"),
    "KSTB-21 account of another": (
        refund("fp-yan-1", who="yan", lines=(line("fp-yan-1", "1320.00", "1320.00"),)),
        "account_of_another",
        "不是缴费人自己的",
    ),
    "KSTB-21 account of another, said before the materials": (
        Asked("yan", look_up="account"),
        "account_of_another",
        "不是缴费人自己的",
    ),
    "KSTB-21 no account": (
        refund("fp-gulina-1", who="gulina", lines=(line("fp-gulina-1", "1320.00", "1320.00"),)),
        "no_account",
        "没有查到退费账户",
    ),
    "KSTB-21 nothing paid": (
        Asked("zhao", look_up="paid_lines", values={"dept_group": "social"}),
        "nothing_paid",
        "没有查到缴费",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_input_is_refused_and_said(desk: Desk, shelf: Catalogue, name: str):
    check_refused(desk, shelf, ID, BAD[name])


def test_too_much_is_said_on_the_page_of_the_lines(shelf: Catalogue):
    lines = (line("a", "800.00", "800.00"), line("b", "800.00", "800.01"))
    facts = Facts({}, {"lines": lines}, (), Parties(), shelf.regions, "330100", DAY)
    assert check_problems(facts, shelf.matters[ID].checks, ["lines"]) == {"lines": "refund_above_paid"}
    assert "要退的比缴的还多" in shelf.words["zh"].of(ID, "problem.refund_above_paid")


def test_a_line_that_is_being_refunded_is_not_refunded_twice(own_desk: Desk, shelf: Catalogue):
    """KSTB-21 line already in an open case; and the same side is applied for once at a time."""
    assert isinstance(own_desk.ask(ID, refund("fp-wang-2")), DepartmentStanding)
    own_desk.clock.advance(seconds=3)
    assert own_desk.ask(ID, refund("fp-wang-2")) == Refused("line_in_open_case")
    assert "有一笔正在退" in sentence(shelf, ID, "line_in_open_case")
    assert own_desk.ask(ID, refund("fp-wang-1")) == Refused("application_open")
    assert "正在办" in sentence(shelf, ID, "application_open")
    found = whys(own_desk, ID, Asked("wang", look_up="paid_lines", values={"dept_group": "social"}))
    assert found["fp-wang-2"] == "in_open_case"


def test_a_medical_fee_of_a_month_with_benefits_is_warned_of_and_not_decided(desk: Desk):
    """KSTB-21 medical fee of a period in which benefits ran."""
    found = desk.ask(ID, Asked("wang", look_up="paid_lines", values={"dept_group": "medical"}))
    assert isinstance(found, LookedUp)
    assert [(record.selectable, "审核可能不退" in record.line) for record in found.records] == [(True, True)]


def test_what_the_insurance_office_collected_is_sent_there(desk: Desk, shelf: Catalogue):
    found = whys(desk, ID, Asked("wang", look_up="paid_lines", values={"dept_group": "social"}))
    assert found == {"fp-wang-5": "before_transfer"}
    assert "社保经办" in why(shelf, ID, "before_transfer")
