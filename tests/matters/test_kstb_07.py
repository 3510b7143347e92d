"""Matter 7, 提前部分偿还住房公积金贷款: each bad input, and what the borrower is told."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.matters.townsfolk import Comes, assert_caught, assert_not_to_pick, assert_refused, ends_as, values_of

ID = "KSTB-07"
SAID = {
    "loan_no": "DK-DEMO-01",
    "prepay_amount": "50000.00",
    "prepay_kind": "shorter",
    "prepay_date": "2026-06-16",
    "co_borrower_consent": "none",
}
GOOD = Comes("zhou-qiuyi", rows=("fl-01",), values=SAID)


def with_values(**other: str) -> Comes:
    return replace(GOOD, values=SAID | other)


BAD: dict[str, tuple[Comes, str]] = {
    "KSTB-07 amount equal to what is outstanding": (
        with_values(prepay_amount="186000.00"),
        "amount_not_below_outstanding",
    ),
    "KSTB-07 arrears": (replace(GOOD, person="wu-daiqian", rows=("fl-02",)), "loan_in_arrears"),
    "KSTB-07 below the minimum": (with_values(prepay_amount="9999.99"), "below_minimum"),
    "KSTB-07 too early after the last prepayment": (
        replace(GOOD, person="jiang-youzheng", rows=("fl-05",)),
        "too_soon_after_last",
    ),
    "KSTB-07 only a guarantor": (replace(GOOD, person="zheng-biezhan", rows=("fl-03",)), "only_guarantor"),
    "KSTB-07 the commercial part of a 组合贷款": (
        replace(GOOD, person="feng-zuohao", rows=("fl-04",)),
        "commercial_loan",
    ),
    "KSTB-07 repaid already": (replace(GOOD, person="han-fuyang", rows=("fl-06",)), "loan_closed"),
    "KSTB-07 somebody else's loan": (replace(GOOD, person="li-xiulan"), "no_loan"),
    "KSTB-07 a Saturday": (with_values(prepay_date="2026-06-20"), "not_a_working_day"),
    "KSTB-07 a day that is over": (with_values(prepay_date="2026-06-12"), "date_past"),
    "KSTB-07 the day of the monthly debit": (with_values(prepay_date="2026-06-25"), "debit_day_barred"),
    "KSTB-07 the co-borrower does not agree": (with_values(co_borrower_consent="refuses"), "co_borrower_refuses"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_input_is_refused_and_said(desk, shelf, name: str):
    assert_refused(desk, shelf, ID, *BAD[name])


NOT_TO_PICK = {
    "wu-daiqian": "loan_in_arrears",
    "zheng-biezhan": "only_guarantor",
    "feng-zuohao": "commercial_loan",
    "jiang-youzheng": "too_soon_after_last",
    "han-fuyang": "loan_closed",
}


@pytest.mark.parametrize("person", NOT_TO_PICK)
def test_a_loan_that_cannot_be_prepaid_cannot_be_chosen(desk, shelf, person: str):
    assert_not_to_pick(desk, shelf, ID, Comes(person, look_up="loans"), NOT_TO_PICK[person])


CAUGHT = {
    "KSTB-07 all of it, on the page": ("prepay_amount", "186000.00", "amount_not_below_outstanding"),
    "KSTB-07 too little, on the page": ("prepay_amount", "9999.99", "below_minimum"),
    "KSTB-07 a Saturday, on the page": ("prepay_date", "2026-11-28", "not_a_working_day"),
}


@pytest.mark.parametrize("name", CAUGHT)
def test_the_page_catches_it_first(shelf, name: str):
    field, text, reason = CAUGHT[name]
    known = {"outstanding": "186000.00", "least_amount": "10000.00"}
    assert_caught(shelf, ID, {field: reason}, known | {field: text})


def test_what_remains_is_shown_before_it_is_handed_in(desk):
    comes = Comes("zhou-qiuyi", look_up="schedule", values=SAID)
    assert values_of(desk, ID, comes) == {"remaining": "136000.00"}


def test_a_prepayment_ends_well_and_changes_the_loan(own_desk):
    assert ends_as(own_desk, ID, GOOD).state == "approved"
    assert values_of(own_desk, ID, Comes("zhou-qiuyi", look_up="loans"))["outstanding"] == "136000.00"
