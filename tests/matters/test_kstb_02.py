"""Matter 2, 子女投靠父母户口迁移: each bad input, and what the citizen is told."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.matters.townsfolk import Comes, answer, assert_refused, ends_as, whys

ID = "KSTB-02"
SAID = {"mover_count": "1", "residence_proof_type": "owned", "head_consent": "agrees"}
GIVEN = {"id_cards": "A", "household_books": "A", "kinship": "A", "residence": "A", "head_statement": "D"}
HAN = Comes("han-xiaotou", rows=("pa-han-1",), values=SAID, materials=GIVEN)
BAD: dict[str, tuple[Comes, str]] = {
    "KSTB-02 same province": (replace(HAN, place="330100", rows=("pa-han-2",)), "same_province"),
    "KSTB-02 married adult child": (
        Comes("shen-yihun", rows=("pa-shen-1",), values=SAID, materials=GIVEN),
        "married_adult",
    ),
    "KSTB-02 household head refuses": (replace(HAN, values=SAID | {"head_consent": "refuses"}), "head_refused"),
    "KSTB-02 parent not registered there": (replace(HAN, rows=("pa-han-2",)), "parent_not_registered"),
    "KSTB-02 an open move already": (
        Comes("yang-qianzhong", rows=("pa-yang-1",), values=SAID, materials=GIVEN),
        "move_open",
    ),
    "KSTB-02 collective household": (
        Comes("zhu-jiti", rows=("pa-zhu-1",), values=SAID, materials=GIVEN),
        "collective_household",
    ),
    "KSTB-02 more movers than household entries": (replace(HAN, values=SAID | {"mover_count": "3"}), "too_many_movers"),
    "KSTB-02 nobody's parent": (replace(HAN, rows=("pa-shen-1",)), "not_a_parent"),
    "KSTB-02 not the child's guardian": (
        Comes("wang-xiaobao", agent="li-xiulan", rows=("pa-xiaobao-1",), values=SAID),
        "guardianship_unknown",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_input_is_refused_and_said(desk, shelf, name: str):
    assert_refused(desk, shelf, ID, *BAD[name])


def test_a_married_adult_gets_the_offices_own_words_on_paper(own_desk):
    standing = answer(own_desk, ID, BAD["KSTB-02 married adult child"][0])
    assert "已婚" in standing.reason_text
    assert "non_acceptance" in standing.papers


@pytest.mark.parametrize(("person", "row", "reason"), [
    ("han-xiaotou", "pa-han-2", "parent_not_registered"),
    ("zhu-jiti", "pa-zhu-1", "collective_household"),
])  # fmt: skip
def test_a_parent_whom_nobody_may_join_cannot_be_chosen(desk, shelf, person: str, row: str, reason: str):
    assert whys(desk, ID, Comes(person, look_up="parents"))[row] == reason
    assert shelf.words["zh"].of(ID, f"why.{reason}")


@pytest.mark.parametrize("comes", [
    HAN,
    Comes("wang-xiaobao", agent="wang-lei", rows=("pa-xiaobao-1",), values=SAID, materials=GIVEN),
], ids=["a grown daughter", "a guardian for a child"])  # fmt: skip
def test_both_offices_do_their_leg(own_desk, shelf, comes: Comes):
    standing = ends_as(own_desk, ID, comes)
    assert standing.state == "approved"
    assert {leg.id: leg.state for leg in standing.legs} == {leg.id: "done" for leg in shelf.matters[ID].legs}


def test_without_a_proof_of_home_it_is_asked_for_once(own_desk):
    standing = answer(own_desk, ID, replace(HAN, materials={"kinship": "A"}))
    assert [item.id for item in standing.missing] == ["residence"]
