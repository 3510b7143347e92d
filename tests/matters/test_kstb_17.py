"""Matter 17, 城乡居民社会保险费申报: each bad input and what the citizen is told. Fees: tests/gateway/departments."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kiosk.core.matters import Catalogue
from kiosk.core.pages import AtReview
from kiosk.core.questions import HandOver
from kiosk.core.session import Session, Visit
from kiosk.gateway.departments.case_contract import DepartmentStanding
from kiosk.rehearsal import Story
from tests.matters.department import BEIJING, HANGZHOU, Asked, Desk, check_refused, why, whys

ID = "KSTB-17"
MEDICAL = {"insurance": "medical", "fee_year": "2026"}


def fee(who: str, row: str, place: str = BEIJING, **values: str) -> Asked:
    return Asked(who, place, values=MEDICAL | values, rows=(row,) if row else ())


BAD: dict[str, tuple[Asked, str, str]] = {
    "KSTB-17 paid already this year": (
        fee("sun", "ri-sun-pension", insurance="pension", grade="g1000"),
        "paid_this_year",
        "已经交过了",
    ),
    "KSTB-17 grade changed after payment": (
        fee("sun", "ri-sun-pension", insurance="pension", grade="g2000"),
        "paid_this_year",
        "明年再选",
    ),
    "KSTB-17 person not registered in the region": (
        fee("zhang", "ri-zhang-medical", HANGZHOU),
        "not_registered_here",
        "没有查到参保登记",
    ),
    "KSTB-17 also employee-insured": (fee("wang", "ri-wang-medical"), "employee_insured", "由单位缴着医保"),
    "KSTB-17 wrong name and number of a family member": (
        fee("zhang", "ri-zhang-medical", insured_number="110105201506019846", insured_name="陈晨"),
        "name_number_mismatch",
        "姓名和号码对不上",
    ),
    "KSTB-17 nobody chosen": (fee("zhang", ""), "no_rows", "还没有选"),
}


@pytest.fixture(scope="module")
def open_desk(shelf: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The departments in a place that takes fees all the year: in June most take none."""
    tables = {name: rows for name, rows in shelf.regions.tables.items() if name != "resident_fee_window"}
    everywhere = replace(shelf, regions=replace(shelf.regions, tables=tables))
    return Desk(everywhere, tmp_path_factory.mktemp("open"))


@pytest.mark.parametrize("name", BAD)
def test_a_bad_input_is_refused_and_said(open_desk: Desk, shelf: Catalogue, name: str):
    check_refused(open_desk, shelf, ID, BAD[name])


def test_kstb_17_collection_window_closed(desk: Desk, shelf: Catalogue):
    check_refused(desk, shelf, ID, (fee("zhang", "ri-zhang-medical"), "window_closed", "收费的时间"))


def test_who_has_paid_for_the_year_cannot_be_picked(open_desk: Desk, shelf: Catalogue):
    found = whys(
        open_desk, ID, Asked("zhang", BEIJING, look_up="insured", values={"insurance": "medical", "fee_year": "2025"})
    )
    assert set(found.values()) == {"paid_this_year"}
    assert why(shelf, ID, "paid_this_year") == "这一年的已经交过了"


def test_the_household_is_chosen_and_not_typed(open_desk: Desk):
    opened = open_desk.ask(ID, fee("zhang", "ri-zhang-medical"))
    assert isinstance(opened, DepartmentStanding)
    assert opened.payable == "400.00"


def test_a_draft_for_a_phone_names_nobody(shelf: Catalogue):
    other = {"for_whom": "elsewhere", "insured_name": "陈晨晨", "insured_number": "110105201506019846"}
    steps = [step.kind for step in shelf.matters[ID].steps]
    visit = replace(Visit("v1", ID, step=steps.index("review")), answers=MEDICAL | other)
    asked = Story(shelf, Session(page=AtReview(), visit=visit)).touch("hand_over").asked().question
    assert isinstance(asked, HandOver)
    assert asked.answers == MEDICAL | {"for_whom": "elsewhere"}
