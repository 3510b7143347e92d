"""Matter 5, 住房公积金汇缴: each bad input, and what the handler is told."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.matters.townsfolk import Comes, assert_caught, assert_refused, ends_as, reason_of, staff_row, values_of, whys

ID = "KSTB-05"
WATER, CLOSED = "91000000DEM000911D", "91000000DEM0009385"
ZHOU, JIANG = staff_row("zhou-qiuyi", "8000.00", "960.00"), staff_row("jiang-youzheng", "6000.50", "720.06")
SAID = {"unit_ratio": "12.00", "personal_ratio": "12.00", "pay_month": "2026-06", "total_persons": "2"}
GOOD = Comes(
    "fei-jingban",
    uscc=WATER,
    rows=("fu-1",),
    values=SAID | {"total_amount": "3360.12"},
    tables={"persons": (ZHOU, JIANG)},
)


def with_row(**other: str) -> Comes:
    return replace(GOOD, tables={"persons": (ZHOU | other, JIANG)})


def with_values(**other: str) -> Comes:
    return replace(GOOD, values=GOOD.values | other)


BAD: dict[str, tuple[Comes, str]] = {
    "KSTB-05 totals differ by 0.01": (with_values(total_amount="3360.13"), "totals_differ"),
    "KSTB-05 an amount is not base times ratio": (
        replace(with_row(unit_amount="960.01"), values=GOOD.values | {"total_amount": "3360.13"}),
        "totals_differ",
    ),
    "KSTB-05 another number of persons": (with_values(total_persons="3"), "totals_differ"),
    "KSTB-05 ratio 4.9": (with_values(unit_ratio="4.9"), "ratio_out_of_range"),
    "KSTB-05 ratio 12.1": (with_values(personal_ratio="12.1"), "ratio_out_of_range"),
    "KSTB-05 base above the cap": (with_row(base="30000.01"), "base_above_cap"),
    "KSTB-05 base below the floor": (with_row(base="2399.99"), "base_below_floor"),
    "KSTB-05 person not registered": (with_row(number="110105195203189911"), "person_not_registered"),
    "KSTB-05 person in 封存": (
        replace(GOOD, tables={"persons": (staff_row("zheng-biezhan", "7000.00", "840.00"), JIANG)}),
        "person_sealed",
    ),
    "KSTB-05 a month already 汇缴": (with_values(pay_month="2026-05"), "month_already_paid"),
    "KSTB-05 terminated unit account": (replace(GOOD, uscc=CLOSED, rows=("fu-2",)), "account_closed"),
    "KSTB-05 not the unit's handler": (replace(GOOD, person="wang-lei"), "not_handler"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_input_is_refused_and_said(desk, shelf, name: str):
    assert_refused(desk, shelf, ID, *BAD[name])


CAUGHT = {
    "KSTB-05 base above the cap, on the page": (ZHOU | {"base": "30000.01"}, "base_above_cap"),
    "KSTB-05 base below the floor, on the page": (ZHOU | {"base": "2399.99"}, "base_below_floor"),
    "KSTB-05 somebody listed twice": (JIANG, "person_twice"),
}


@pytest.mark.parametrize("name", CAUGHT)
def test_the_page_of_the_list_catches_it_first(shelf, name: str):
    row, reason = CAUGHT[name]
    assert_caught(shelf, ID, {"persons": reason}, {}, persons=(row, JIANG))


def test_last_months_list_and_the_ratios_are_not_typed(desk):
    comes = Comes("fei-jingban", uscc=WATER, look_up="unit_accounts")
    assert values_of(desk, ID, comes)["unit_ratio"] == "12.00"
    assert set(values_of(desk, ID, replace(comes, look_up="unit_staff"))) == {"number", "name", "base"}
    assert values_of(desk, ID, replace(comes, look_up="mandate"))["role"] == "handler"


def test_a_closed_account_cannot_be_chosen(desk):
    assert whys(desk, ID, Comes("fei-jingban", uscc=CLOSED, look_up="unit_accounts")) == {"fu-2": "account_closed"}


def test_a_payment_ends_well_and_a_month_is_paid_once(own_desk):
    assert ends_as(own_desk, ID, GOOD).state == "approved"
    assert reason_of(own_desk, ID, GOOD) == "month_already_paid"
