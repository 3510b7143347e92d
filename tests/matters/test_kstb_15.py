"""Matter 15, 单位社会保险费申报: each bad input, who catches it, and what the citizen is told."""

from __future__ import annotations

import pytest

from kiosk.core.matters import Catalogue
from kiosk.gateway.departments.case_contract import DepartmentStanding, LookedUp
from kiosk.gateway.departments.contract import Refused
from tests.matters.department import LINLAN, NANJING, QINGYUAN, YUANHANG, Asked, Desk, check_refused, whys

ID = "KSTB-15"
GOOD = {
    "si_unit_no": "DEMO330001",
    "fee_period": "2026-06",
    "persons": "2",
    "unit_amt": "2320.08",
    "personal_amt": "1160.04",
    "total": "3480.12",
    "staff_version": "v7",
}


def case(organisation=YUANHANG, who: str = "wang", **values: str) -> Asked:
    return Asked(who, organisation=organisation, values=GOOD | values)


BAD: dict[str, tuple[Asked, str, str]] = {
    "KSTB-15 zero staff while staff exist": (case(persons="0"), "zero_staff", "名册里有人"),
    "KSTB-15 base below floor": (
        case(QINGYUAN, si_unit_no="DEMO330011", staff_version="v1"),
        "base_below_floor",
        "比当地最低的还低",
    ),
    "KSTB-15 base above ceiling": (
        case(LINLAN, si_unit_no="DEMO330021", staff_version="v1"),
        "base_above_ceiling",
        "比当地最高的还高",
    ),
    "KSTB-15 a place whose rates nobody announced": (
        Asked("wang", place=NANJING, organisation=YUANHANG, values=GOOD),
        "rates_not_announced",
        "以办理地公布的为准",
    ),
    "KSTB-15 a place whose rates nobody announced, said before anything is filled in": (
        Asked("wang", place=NANJING, organisation=YUANHANG, look_up="staff", values=GOOD),
        "rates_not_announced",
        "机器里还没有",
    ),
    "KSTB-15 wrong 社保编号": (case(si_unit_no="DEMO330011"), "unit_number_unknown", "不是这个单位的"),
    "KSTB-15 period declared": (case(fee_period="2026-05"), "period_declared", "已经申报过了"),
    "KSTB-15 period declared, said before anything is filled in": (
        Asked(
            "wang", organisation=YUANHANG, look_up="staff", values={"si_unit_no": "DEMO330001", "fee_period": "2026-05"}
        ),
        "period_declared",
        "已经申报过了",
    ),
    "KSTB-15 period in the future": (case(fee_period="2026-07"), "period_future", "还没有到"),
    "KSTB-15 total is not the sum": (case(total="3480.13"), "total_differs", "加起来对不上"),
    "KSTB-15 staff list changed after fetch": (case(staff_version="v6"), "staff_changed", "名册又变了"),
    "KSTB-15 person lacks the role": (case(who="zhang"), "not_bound", "还没有登记成这个单位的经办人"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_input_is_refused_and_said(desk: Desk, shelf: Catalogue, name: str):
    check_refused(desk, shelf, ID, BAD[name])


def test_a_stopped_number_cannot_be_picked(desk: Desk):
    asked = Asked("wang", organisation=YUANHANG, look_up="unit_numbers")
    assert whys(desk, ID, asked) == {"su-yuanhang-3": "unit_stopped"}


def test_the_figures_come_from_the_departments(desk: Desk):
    found = desk.ask(ID, Asked("wang", organisation=YUANHANG, look_up="staff", values=GOOD))
    assert isinstance(found, LookedUp)
    values = found.records[0].values
    assert {name: values[name] for name in ("persons", "base_total", "unit_amt", "personal_amt", "total")} == {
        "persons": "2",
        "base_total": "14500.50",
        "unit_amt": "2320.08",
        "personal_amt": "1160.04",
        "total": "3480.12",
    }


def test_a_month_is_declared_once(own_desk: Desk):
    assert isinstance(own_desk.ask(ID, case()), DepartmentStanding)
    assert own_desk.ask(ID, case()) == Refused("period_declared")
