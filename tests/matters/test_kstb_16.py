"""Matter 16, 灵活就业人员社会保险费申报: each bad input, who catches it, and what the citizen is told."""

from __future__ import annotations

import pytest

from kiosk.core.matters import Catalogue
from kiosk.core.replies import PaymentState
from kiosk.gateway.departments.case_contract import DepartmentStanding, LookedUp
from kiosk.gateway.departments.contract import Refused
from tests.gateway.conftest import YAN
from tests.matters.counter import FEE, Counter
from tests.matters.department import BEIJING, HANGZHOU, Asked, Desk, check_refused

ID = "KSTB-16"


def fee(who: str = "yan", look_up: str = "", **values: str) -> Asked:
    return Asked(who, look_up=look_up, values=FEE | values)


def month(first: str) -> Asked:
    return fee(period_from=first, pay_cycle="month", period_to=first, amount="800.00")


BAD: dict[str, tuple[Asked, str, str]] = {
    "KSTB-16 registration 暂停": (Asked("sun", look_up="registration"), "registration_stopped", "已经停了"),
    "KSTB-16 registration 暂停 when the case arrives": (fee("sun"), "registration_stopped", "已经停了"),
    "KSTB-16 not registered there": (
        Asked("yan", BEIJING, values=FEE),
        "not_registered",
        "没有查到参保登记",
    ),
    "KSTB-16 month also paid by an employer": (
        fee(look_up="assessment", period_from="2026-05"),
        "employer_paid",
        "单位已经缴过",
    ),
    "KSTB-16 month paid already": (
        fee(look_up="assessment", period_from="2026-04", pay_cycle="month"),
        "month_already_paid",
        "已经缴过了",
    ),
    "KSTB-16 past years": (fee(look_up="assessment", period_from="2025-12"), "past_year", "以前"),
    "KSTB-16 past years when the case arrives": (fee(period_from="2025-12"), "past_year", "以前"),
    "KSTB-16 months of next year": (
        fee(look_up="assessment", period_from="2026-11"),
        "next_year",
        "有的是明年的",
    ),
    "KSTB-16 months of next year when the case arrives": (fee(period_from="2026-11"), "next_year", "有的是明年的"),
    "KSTB-16 amount edited by hand": (fee(amount="0.01"), "amount_differs", "对不上"),
    "KSTB-16 last month edited by hand": (fee(period_to="2026-12"), "amount_differs", "对不上"),
    "KSTB-16 registration edited by hand": (fee(registered_as="别的身份"), "amount_differs", "对不上"),
    "KSTB-16 reached retirement": (fee("li", look_up="assessment"), "retirement_reached", "退休的年龄"),
    "KSTB-16 grade not valid this year": (fee(grade="g300"), "grade_not_offered", "今年这里没有"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_input_is_refused_and_said(desk: Desk, shelf: Catalogue, name: str):
    check_refused(desk, shelf, ID, BAD[name])


def test_the_amount_is_the_tax_offices(desk: Desk):
    found = desk.ask(ID, fee(look_up="assessment"))
    assert isinstance(found, LookedUp)
    assert found.records[0].values == {"period_to": "2026-08", "amount": "2400.00"}


def test_the_case_asks_for_the_same_amount(own_desk: Desk):
    opened = own_desk.ask(ID, fee())
    assert isinstance(opened, DepartmentStanding)
    assert opened.payable == "2400.00"


@pytest.mark.parametrize("taken", ["2026-06", "2026-07", "2026-08"])
def test_no_month_of_a_quarter_is_paid_twice(own_desk: Desk, taken: str):
    assert isinstance(own_desk.ask(ID, fee()), DepartmentStanding)
    system = own_desk.system(ID)
    system.ask_payment(own_desk.last)
    own_desk.clock.advance(seconds=60)
    assert system.payment_state(own_desk.last) == PaymentState("paid")
    assert own_desk.ask(ID, month(taken)) == Refused("month_already_paid")
    assert isinstance(own_desk.ask(ID, month("2026-09")), DepartmentStanding)


def test_kstb_16_amount_edited_by_hand_is_returned_and_asks_for_no_payment(counter: Counter):
    body = counter.case(ID, {"applicant": YAN}, place=HANGZHOU, values=FEE | {"amount": "0.01"})
    answer = counter.submit(body)
    assert (answer.status_code, answer.json()["reason"]) == (422, "amount_differs")
    mine = counter.http.post("/v1/cases/mine", json={"parties": {"applicant": YAN}, "check_trace": body["check_trace"]})
    assert [(each["state"], each["payable"]) for each in mine.json()["cases"]] == [("returned", None)]
