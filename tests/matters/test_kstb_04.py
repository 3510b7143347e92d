"""Matter 4, 城乡居民养老保险待遇申请: each bad input, and what the citizen is told."""

from __future__ import annotations

import pytest

from tests.matters.townsfolk import AUTUMN, Comes, answer, assert_said, ends_as, reason_of, values_of

ID = "KSTB-04"
GIVEN = {"social_card": "A", "no_other_pension": "D"}
BAD: dict[str, tuple[str, str]] = {
    "KSTB-04 fewer than 15 years": ("lv-buzu", "too_few_years"),
    "KSTB-04 deceased record": ("jin-jilu", "recorded_deceased"),
    "KSTB-04 duplicate record": ("kong-chongfu", "duplicate_record"),
    "KSTB-04 date of birth differs between card and file": ("cao-shengri", "birth_date_differs"),
    "KSTB-04 another basic pension": ("tao-lingzhe", "draws_other_pension"),
    "KSTB-04 draws it already": ("li-xiulan", "already_drawing"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_input_is_refused_and_said(desk, shelf, name: str):
    person, reason = BAD[name]
    assert reason_of(desk, ID, Comes(person, materials=GIVEN)) == reason
    assert_said(shelf, ID, reason)


def test_insured_in_another_city(desk, shelf):
    assert reason_of(desk, ID, Comes("he-liushi", "330100", materials=GIVEN)) == "insured_elsewhere"
    assert_said(shelf, ID, "insured_elsewhere")


def test_kstb_04_59_years_and_11_months_are_refused_and_told_from_which_month(own_desk, shelf):
    own_desk.clock.now = AUTUMN
    assert reason_of(own_desk, ID, Comes("shi-chayue", materials=GIVEN)) == "not_yet_sixty"
    assert_said(shelf, ID, "not_yet_sixty")
    values = values_of(own_desk, ID, Comes("shi-chayue", look_up="contributions"))
    assert values["eligible_from"] == "2027-01"  # 60 on 2026-12-10, paid from the month after
    assert values["paid_years"] == "16年8个月"


def test_a_window_and_not_a_screen_speaks_of_a_deceased_record(shelf):
    words = shelf.words["zh"]
    said = words.of(ID, "refusal.recorded_deceased.what") + words.of(ID, "refusal.recorded_deceased.do")
    assert "窗口" in said
    assert "故" not in said
    assert "死" not in said


def test_kstb_04_account_in_anothers_name_is_declined_in_the_end(own_desk, shelf):
    found = next(card for card in _cards(own_desk) if card.id == "sc-he-liushi-2")
    comes = Comes("he-liushi", values={"pay_account": found.values["account"]}, materials=GIVEN)
    standing = ends_as(own_desk, ID, comes)
    assert (standing.state, standing.reason) == ("declined", "account_of_another")
    assert_said(shelf, ID, "account_of_another")


def _cards(desk):
    return answer(desk, ID, Comes("he-liushi", look_up="social_card")).records


def test_a_claim_ends_well_and_only_once(own_desk):
    comes = Comes("he-liushi", materials=GIVEN)
    assert ends_as(own_desk, ID, comes).state == "approved"
    assert reason_of(own_desk, ID, comes) == "already_drawing"


def test_nothing_is_typed(shelf):
    assert all(each.read_only or each.type == "choice" for each in shelf.matters[ID].fields)
