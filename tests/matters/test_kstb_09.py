"""Matter 9, 提前退休提取住房公积金: each bad input, the table of ages, and what the citizen is told."""

from __future__ import annotations

import tomllib

import pytest

from kiosk.core.retirement import retirement_day
from kiosk.core.validators import birth_date_of
from tests.matters.townsfolk import (
    ASSETS,
    Comes,
    assert_refused,
    assert_said,
    ends_as,
    party,
    reason_of,
    values_of,
    whys,
)

ID = "KSTB-09"
BAD: dict[str, tuple[Comes, str]] = {
    "KSTB-09 past the legal age": (Comes("he-liushi", rows=("fa-09",)), "past_legal_age"),
    "KSTB-09 approval in the future": (Comes("jiang-youzheng", rows=("fa-05",)), "approval_in_future"),
    "KSTB-09 内退 is no retirement": (Comes("shi-chayue", rows=("fa-10",)), "internal_leave"),
    "KSTB-09 loan open": (Comes("zhu-jiti", rows=("fa-12",)), "loan_open"),
    "KSTB-09 no approval on record": (Comes("kong-chongfu", rows=("fa-13",)), "retirement_unknown"),
    "KSTB-09 frozen account": (Comes("feng-zuohao", rows=("fa-04",)), "account_frozen"),
    "KSTB-09 no account there": (Comes("li-xiulan", rows=("fa-01",)), "no_account"),
}
RETIRED = tomllib.loads((ASSETS / "synthetic" / "registers" / "retirements.toml").read_text("utf-8"))["row"]


@pytest.mark.parametrize("name", BAD)
def test_a_bad_input_is_refused_and_said(desk, shelf, name: str):
    assert_refused(desk, shelf, ID, *BAD[name])


@pytest.mark.parametrize("row", RETIRED, ids=[row["owner"] for row in RETIRED])
def test_trap_11_retirement_age_is_a_table(shelf, row):
    """The office's day is that of the table of category and month of birth, which the terminal reads too."""
    born = birth_date_of(party(row["owner"]).number)
    assert born is not None
    values = row["values"]
    assert retirement_day(shelf.regions, values["category"], born.isoformat(), "2026-06-15") == values["legal_date"]


def test_the_legal_age_is_computed_and_never_typed(desk, shelf):
    field = shelf.matters[ID].field("legal_age_date")
    assert (field.read_only, field.prefill) == (True, "computed.retirement_day:retire_category")
    assert values_of(desk, ID, Comes("han-fuyang", look_up="retirement"))["category"] == "male"


def test_an_open_loan_is_seen_before_anything_is_filled_in(desk, shelf):
    assert whys(desk, ID, Comes("zhu-jiti", look_up="accounts")) == {"fa-12": "loan_open"}
    assert shelf.words["zh"].of(ID, "why.loan_open")


def test_kstb_09_account_in_another_name_is_declined_in_the_end(own_desk, shelf):
    standing = ends_as(own_desk, ID, Comes("yang-qianzhong", rows=("fa-11",)))
    assert (standing.state, standing.reason) == ("declined", "account_of_another")
    assert_said(shelf, ID, "account_of_another")


@pytest.mark.parametrize("agent", ["", "han-xiaotou"], ids=["in person", "the daughter comes"])
def test_a_withdrawal_ends_well_and_closes_the_account(own_desk, agent: str):
    comes = Comes("han-fuyang", agent=agent, relation="child", rows=("fa-08",), materials={"retirement_proof": "A"})
    assert ends_as(own_desk, ID, comes).state == "approved"
    assert reason_of(own_desk, ID, comes) == "account_frozen"
