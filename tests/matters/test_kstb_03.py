"""Matter 3, 城乡居民养老保险参保登记: each bad input at the department, and what the citizen is told."""

from __future__ import annotations

import pytest

from tests.matters.townsfolk import Comes, assert_refused, assert_said, ends_as, values_of, whys

ID = "KSTB-03"
GOOD = {"grade": "g1000", "start_date": "2026-06", "lives_there": "yes"}
BOOK = {"household_book": "A", "not_student_promise": "D"}
BAD: dict[str, tuple[Comes, str]] = {
    "KSTB-03 15 years old": (Comes("fang-shiwu", values=GOOD, materials=BOOK), "under_16"),
    "KSTB-03 student": (
        Comes("gulina", "650100", values=GOOD | {"grade": "g200"}, materials=BOOK),
        "at_school",
    ),
    "KSTB-03 60 or older": (Comes("he-liushi", values=GOOD, materials=BOOK), "over_60"),
    "KSTB-03 active in the employees' scheme": (Comes("wang-lei", values=GOOD, materials=BOOK), "employee_insured"),
    "KSTB-03 hukou not in the chosen region": (
        Comes("zhou-qiuyi", values=GOOD, materials=BOOK),
        "hukou_elsewhere",
    ),
    "KSTB-03 grade not offered this year": (
        Comes("blank-ethnicity", values=GOOD | {"grade": "g999"}, materials=BOOK),
        "grade_not_offered",
    ),
    "KSTB-03 registered already": (Comes("sun-guoqi", values=GOOD, materials=BOOK), "registered_already"),
    "KSTB-03 starts in the past": (
        Comes("blank-ethnicity", values=GOOD | {"start_date": "2026-05"}, materials=BOOK),
        "start_in_past",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_input_is_refused_and_said(desk, shelf, name: str):
    assert_refused(desk, shelf, ID, *BAD[name])


@pytest.mark.parametrize("question", ["at_school", "employed"])
def test_who_need_not_come_is_told_before_anything_is_filled_in(shelf, question: str):
    matter = shelf.matters[ID]
    assert next(each.stops for each in matter.eligibility if each.id == question) == "yes"
    assert matter.steps[0].kind == "eligibility"
    assert shelf.words["zh"].of(ID, f"info.{question}.block1_lines")


def test_a_registration_ends_well(own_desk):
    comes = Comes("blank-ethnicity", values=GOOD, materials=BOOK)
    assert ends_as(own_desk, ID, comes).state == "approved"


def test_an_account_of_another_is_declined_in_the_end(own_desk, shelf):
    account = values_of(own_desk, ID, Comes("blank-ethnicity", look_up="social_card"))["account"]
    cards = whys(own_desk, ID, Comes("blank-ethnicity", look_up="social_card"))
    assert list(cards) == ["sc-blank-ethnicity", "sc-qian-2"]
    theirs = Comes("blank-ethnicity", values=GOOD | {"social_card_no": "9999000000000001010"}, materials=BOOK)
    assert account != "9999000000000001010"
    standing = ends_as(own_desk, ID, theirs)
    assert (standing.state, standing.reason) == ("declined", "account_of_another")
    assert_said(shelf, ID, "account_of_another")


def test_only_the_address_may_have_to_be_written(shelf):
    typed = [each.id for each in shelf.matters[ID].fields if not each.read_only and each.type != "choice"]
    assert typed == ["residence_address"]
