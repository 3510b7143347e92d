"""Matter 6, 住房公积金补缴: each bad input, and what the handler is told."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.matters.townsfolk import (
    Comes,
    answer,
    assert_caught,
    assert_refused,
    ends_as,
    reason_of,
    staff_row,
    values_of,
)

ID = "KSTB-06"
WATER, CLOSED = "91000000DEM000911D", "91000000DEM0009385"
FENG = staff_row("feng-zuohao", "10000.00", "2400.00") | {"months": "2", "base_months": "20000.00"}
SAID = {
    "unit_ratio": "12.00",
    "personal_ratio": "12.00",
    "back_reason": "missed",
    "back_from": "2026-03",
    "back_to": "2026-04",
    "total_persons": "1",
    "total_amount": "4800.00",
}
GOOD = Comes(
    "fei-jingban",
    uscc=WATER,
    rows=("fu-1",),
    values=SAID,
    tables={"persons": (FENG,)},
    materials={"reason_proof": "C"},
)


def with_values(**other: str) -> Comes:
    return replace(GOOD, values={key: text for key, text in (SAID | other).items() if text})


BAD: dict[str, tuple[Comes, str]] = {
    "KSTB-06 totals differ by 0.01": (with_values(total_amount="4799.99"), "totals_differ"),
    "KSTB-06 another number of persons": (with_values(total_persons="2"), "totals_differ"),
    "KSTB-06 ratio 4.9": (with_values(personal_ratio="4.9"), "ratio_out_of_range"),
    "KSTB-06 ratio 12.1": (with_values(unit_ratio="12.1"), "ratio_out_of_range"),
    "KSTB-06 base above the cap": (
        replace(GOOD, tables={"persons": (FENG | {"base": "30000.01"},)}),
        "base_above_cap",
    ),
    "KSTB-06 base below the floor": (
        replace(GOOD, tables={"persons": (FENG | {"base": "2399.99"},)}),
        "base_below_floor",
    ),
    "KSTB-06 person not registered": (
        replace(GOOD, tables={"persons": (FENG | {"number": "110105195203189911"},)}),
        "person_not_registered",
    ),
    "KSTB-06 person in 封存": (
        replace(GOOD, tables={"persons": (staff_row("zheng-biezhan", "7000.00", "840.00"),)}),
        "person_sealed",
    ),
    "KSTB-06 future month": (with_values(back_to="2026-07"), "future_month"),
    "KSTB-06 this month is not over": (with_values(back_to="2026-06"), "future_month"),
    "KSTB-06 months the wrong way round": (with_values(back_from="2026-05"), "months_disordered"),
    "KSTB-06 overlap with paid months": (with_values(back_to="2026-05"), "overlaps_paid_months"),
    "KSTB-06 more months than the period holds": (with_values(back_from="2026-04"), "months_above_period"),
    "KSTB-06 empty reason": (with_values(back_reason=""), "reason_missing"),
    "KSTB-06 terminated unit account": (replace(GOOD, uscc=CLOSED, rows=("fu-2",)), "account_closed"),
    "KSTB-06 not the unit's handler": (replace(GOOD, person="wang-lei"), "not_handler"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_input_is_refused_and_said(desk, shelf, name: str):
    assert_refused(desk, shelf, ID, *BAD[name])


CAUGHT = {
    "KSTB-06 this month, on the page": ({"back_from": "2026-03", "back_to": "2026-11"}, "future_month"),
    "KSTB-06 wrong way round, on the page": ({"back_from": "2026-05", "back_to": "2026-04"}, "months_disordered"),
}


@pytest.mark.parametrize("name", CAUGHT)
def test_the_page_of_the_months_catches_it_first(shelf, name: str):
    answers, reason = CAUGHT[name]
    assert_caught(shelf, ID, {"back_to": reason}, answers)


def test_arrears_end_well_and_are_paid_once(own_desk):
    assert ends_as(own_desk, ID, GOOD).state == "approved"
    for months in ({}, {"back_from": "2026-04"}):
        assert reason_of(own_desk, ID, with_values(**months)) == "overlaps_paid_months"


def test_without_a_proof_it_is_asked_for_once(desk):
    assert [item.id for item in answer(desk, ID, replace(GOOD, materials={})).missing] == ["reason_proof"]


def test_what_was_paid_too_little_may_be_paid_up_for_a_paid_month(own_desk):
    assert ends_as(own_desk, ID, with_values(back_to="2026-05", back_reason="underpaid")).state == "approved"


def test_who_was_not_paid_in_those_months_is_shared_and_not_typed(desk):
    comes = Comes(
        "fei-jingban", uscc=WATER, look_up="unit_staff", values={"back_from": "2026-03", "back_to": "2026-04"}
    )
    shared = values_of(desk, ID, comes)
    assert {each: shared[each] for each in ("name", "base", "months")} == {
        "name": "冯做好", "base": "10000.00", "months": "2",
    }  # fmt: skip
    assert len(answer(desk, ID, comes).records) == 1  # the others paid, or are sealed


def test_where_everybody_was_paid_nobody_is_shared_and_the_list_is_typed(desk):
    comes = Comes(
        "fei-jingban", uscc=WATER, look_up="unit_staff", values={"back_from": "2026-05", "back_to": "2026-05"}
    )
    assert answer(desk, ID, comes).records == ()
