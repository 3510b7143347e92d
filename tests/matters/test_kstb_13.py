"""Matter 13, 异地电子缴税: each bad input, who catches it, and what the citizen is told."""

from __future__ import annotations

import pytest

from kiosk.core.matters import Catalogue
from kiosk.core.replies import PaymentState
from kiosk.gateway.departments.case_contract import DepartmentStanding, LookedUp
from kiosk.gateway.departments.contract import Refused
from tests.gateway.conftest import WANG
from tests.matters.counter import Counter
from tests.matters.department import (
    BEIJING,
    HANGZHOU,
    LINLAN,
    NANJING,
    QINGYUAN,
    YUANHANG,
    Asked,
    Desk,
    check_refused,
    why,
    whys,
)

ID = "KSTB-13"
TOTAL = {"total": "3427.36", "agreement_no": "DEMO-SF-0001"}
TWO = ("dt-yuanhang-1", "dt-yuanhang-2")

# What is asked, the reason of the no, and a part of the sentence that says what happened.
BAD: dict[str, tuple[Asked, str, str]] = {
    "KSTB-13 nothing due": (
        Asked("wang", BEIJING, YUANHANG, look_up="due_items"),
        "nothing_due",
        "没有查到要缴的税",
    ),
    "KSTB-13 item paid meanwhile": (
        Asked("wang", organisation=YUANHANG, rows=("dt-yuanhang-3",), values={"total": "60.00"}),
        "item_paid",
        "刚刚缴过",
    ),
    "KSTB-13 agreement not verified": (
        Asked("wang", organisation=QINGYUAN, look_up="agreement"),
        "agreement_not_verified",
        "还没有验证好",
    ),
    "KSTB-13 insufficient balance": (
        Asked("wang", organisation=LINLAN, rows=("dt-linlan-1",), values={"total": "900.00"}),
        "balance_short",
        "钱不够",
    ),
    "KSTB-13 treasury closed": (
        Asked("wang", NANJING, YUANHANG, rows=("dt-yuanhang-4",), values={"total": "1200.00"}),
        "treasury_closed",
        "停止收款",
    ),
    "KSTB-13 person lacks the role": (
        Asked("zhang", organisation=YUANHANG, look_up="mandate"),
        "not_bound",
        "还没有登记成这个单位的经办人",
    ),
    "KSTB-13 person lacks the role when the case arrives": (
        Asked("zhang", organisation=YUANHANG, rows=TWO, values=TOTAL),
        "not_bound",
        "还没有登记成这个单位的经办人",
    ),
    "KSTB-13 person has another role when the case arrives": (
        Asked("yan", organisation=YUANHANG, rows=TWO, values=TOTAL),
        "role_not_allowed",
        "身份",
    ),
    "KSTB-13 amounts edited by hand": (
        Asked("wang", organisation=YUANHANG, rows=TWO, values=TOTAL | {"total": "34.27"}),
        "amount_differs",
        "金额和税务局的记录",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_input_is_refused_and_said(desk: Desk, shelf: Catalogue, name: str):
    check_refused(desk, shelf, ID, BAD[name])


def test_another_role_than_the_tax_handlers_cannot_be_used(desk: Desk):
    assert whys(desk, ID, Asked("yan", organisation=YUANHANG, look_up="mandate")) == {
        "th-yuanhang-yan": "role_not_allowed"
    }


@pytest.mark.parametrize("matter", ["KSTB-13", "KSTB-15", "KSTB-18", "KSTB-19", "KSTB-20", "KSTB-21"])
def test_no_case_is_taken_from_a_handler_of_another_role(desk: Desk, matter: str):
    assert desk.ask(matter, Asked("yan", organisation=YUANHANG)) == Refused("role_not_allowed")


def test_an_item_that_is_paid_cannot_be_picked(desk: Desk, shelf: Catalogue):
    assert whys(desk, ID, Asked("wang", organisation=YUANHANG, look_up="due_items")) == {"dt-yuanhang-3": "item_paid"}
    assert why(shelf, ID, "item_paid") == "这一笔已经缴过了"


def test_no_amount_is_ever_typed(shelf: Catalogue):
    money = [field for field in shelf.matters[ID].fields if field.type == "money"]
    assert money
    assert all(field.read_only for field in money)


def test_a_trader_pays_his_own_and_nobody_elses(desk: Desk):
    found = desk.ask(ID, Asked("wang", look_up="due_items"))
    assert isinstance(found, LookedUp)
    assert [record.id for record in found.records] == ["dt-wang-1", "dt-wang-2"]


def test_what_was_picked_is_what_is_to_be_paid_and_paid_once(own_desk: Desk):
    two = Asked("wang", organisation=YUANHANG, rows=TWO, values=TOTAL)
    opened = own_desk.ask(ID, two)
    assert isinstance(opened, DepartmentStanding)
    assert opened.payable == "3427.36"
    system = own_desk.system(ID)
    system.ask_payment(own_desk.last)
    own_desk.clock.advance(seconds=60)
    assert system.payment_state(own_desk.last) == PaymentState("paid")
    assert isinstance(system.ask_payment(own_desk.last), Refused)
    assert own_desk.ask(ID, two) == Refused("item_paid")


def test_kstb_13_double_submit_is_one_case_and_one_payment(counter: Counter, shelf: Catalogue):
    values = {"taxpayer_id": WANG["number"], "total": "320.00"}
    body = counter.case(ID, {"applicant": WANG}, place=HANGZHOU, values=values, rows=["dt-wang-1"])
    first = counter.submit(body, key="double-touch-1")
    assert first.status_code == 201, first.text
    again, another = counter.submit(body, key="double-touch-1"), counter.submit(body, key="double-touch-2")
    number = first.json()["standing"]["case_number"]
    assert {each.json()["standing"]["case_number"] for each in (again, another)} == {number}
    assert (again.json()["again"], another.json()["again"]) == (False, True)
    assert "没有重复" in shelf.words["zh"].of(ID, "filed.again")
    trace = body["check_trace"]
    codes = {counter.pay(number, trace).json()["payload"] for _ in range(2)}
    assert len(codes) == 1
    counter.clock.advance(seconds=60)
    assert counter.paid(number, trace).json()["state"] == "paid"
    assert counter.pay(number, trace).status_code == 422
