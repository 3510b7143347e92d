"""Matter 17 at its department: whose fees, how much, and every bad input of the reference."""

from __future__ import annotations

import pytest
from msgspec.structs import replace as replaced

from kiosk.core.regions import Rate
from kiosk.core.replies import PaymentState
from kiosk.gateway.departments.contract import Refused
from kiosk.gateway.departments.simulated import simulate_departments
from tests.gateway.departments.conftest import BEIJING, FEES, HANGZHOU, REGIONS

PENSION = {"insurance": "pension", "grade": "g1000"}
BAD = {
    "KSTB-17 paid this year": ("sun", BEIJING, ("ri-sun-pension",), PENSION, "paid_this_year"),
    "KSTB-17 not registered in the region": ("zhang", HANGZHOU, ("ri-zhang-medical",), {}, "not_registered_here"),
    "KSTB-17 insured as an employee too": ("wang", BEIJING, ("ri-wang-medical",), {}, "employee_insured"),
    "KSTB-17 nobody picked": ("zhang", BEIJING, (), {}, "no_rows"),
    "KSTB-17 a row of a stranger": ("zhang", BEIJING, ("ri-chen-medical",), {}, "row_unknown"),
    "KSTB-17 grade not offered": (
        "zhao",
        BEIJING,
        ("ri-qian-pension",),
        PENSION | {"grade": "g1"},
        "grade_not_offered",
    ),
    "KSTB-17 wrong number of a family member": (
        "zhang",
        BEIJING,
        ("ri-zhang-medical",),
        {"insured_number": "110105201506019846", "insured_name": "陈晨"},
        "name_number_mismatch",
    ),
}


@pytest.mark.parametrize(("who", "place", "rows", "values", "reason"), BAD.values(), ids=BAD)
def test_a_bad_declaration_is_refused(tax, applicant, who, place, rows, values, reason):
    assert tax.submit(applicant.application(who, place, FEES, rows=rows, values=values)) == Refused(reason)


def test_the_window_of_the_year_is_the_places_affair(engine, office, clock, applicant):
    window = Rate("11", {"first": "09-01", "last": "12-31"}, "演示数据", "2026-01-01")
    regions = replaced(REGIONS, tables={"resident_fee_window": (window,)})
    tax = simulate_departments(engine, office, clock, seed=7, regions=regions).departments.cases["tax"]
    assert tax.submit(applicant.application("zhang", kind=FEES)) == Refused("window_closed")
    assert tax.look_up(applicant.asked("zhang", "insured", kind=FEES)) == Refused("window_closed")
    clock.advance(days=100)
    assert tax.submit(applicant.application("zhang", kind=FEES)).payable == "400.00"


def test_a_household_is_found_and_what_is_paid_cannot_be_picked(tax, applicant):
    found = tax.look_up(applicant.asked("zhang", "insured", kind=FEES, insurance="medical", fee_year="2025"))
    assert {record.title for record in found.records} == {"张建国", "李秀兰"}
    assert {record.why for record in found.records} == {"paid_this_year"}
    assert {record.line for record in found.records} == {"居民医保"}


def test_the_fee_is_the_departments_less_what_the_state_pays(tax, applicant):
    both = applicant.application("zhang", kind=FEES, rows=("ri-zhang-medical", "ri-li-medical"))
    assert tax.submit(both).payable == "520.00"
    grade = applicant.application("zhao", kind=FEES, rows=("ri-qian-pension",), values=PENSION)
    assert tax.submit(grade).payable == "1000.00"


def test_paying_ends_the_case_and_the_year(tax, applicant, departments, clock):
    application = applicant.application("zhang", kind=FEES)
    assert tax.submit(application).state == "accepted"
    tax.ask_payment(application.number)
    departments.lines["tax"].work("pay", case=application.number, state="paid")
    standing = tax.standing(application.number)
    assert (standing.state, standing.paid) == ("approved", True)
    paper = tax.paper(application.number, "result")
    assert (paper.title, paper.total_words) == ("社会保险费缴费凭证", "肆佰元整")
    assert tax.submit(applicant.application("zhang", kind=FEES)) == Refused("paid_this_year")


@pytest.fixture
def two_payers(tax, applicant):
    """Husband and wife each hold an unpaid case over the same person's fee, and a code to pay it with."""
    cases = [applicant.application(who, kind=FEES) for who in ("zhang", "li")]
    for case in cases:
        assert tax.submit(case).state == "accepted"
        assert tax.ask_payment(case.number).amount == "400.00"
    return [case.number for case in cases]


def test_what_one_payer_has_paid_gives_the_other_no_code(tax, departments, two_payers):
    first, second = two_payers
    departments.lines["tax"].work("pay", case=first, state="paid")
    assert tax.standing(first).paid
    assert tax.ask_payment(second) == Refused("paid_already")
    assert not tax.standing(second).paid
    assert tax.withdraw(second).state == "withdrawn"


def test_of_two_who_pay_the_same_only_one_payment_is_taken(tax, departments, two_payers):
    first, second = two_payers
    departments.lines["tax"].work("pay", case=first, state="paid")
    departments.lines["tax"].work("pay", case=second, state="paid")
    assert [tax.standing(number).paid for number in two_payers] == [True, False]
    assert tax.payment_state(second) == PaymentState("not_paid")


def test_a_demonstration_takes_no_second_payment_by_itself(tax, clock, two_payers):
    clock.advance(seconds=30)
    assert [tax.payment_state(number).state for number in two_payers] == ["paid", "not_paid"]


def test_a_demonstration_pays_itself_a_while_after_the_code_was_shown(tax, applicant, clock):
    application = applicant.application("zhang", kind=FEES)
    tax.submit(application)
    clock.advance(hours=1)
    assert tax.payment_state(application.number) == PaymentState("not_paid")
    tax.ask_payment(application.number)
    clock.advance(seconds=8)
    assert tax.payment_state(application.number) == PaymentState("paid")


def test_unpaid_it_rests_with_its_acceptance(tax, applicant, clock):
    application = applicant.application("zhang", kind=FEES)
    tax.submit(application)
    clock.advance(days=3)
    standing = tax.standing(application.number)
    assert (standing.state, standing.papers) == ("accepted", ("acceptance",))
