"""Matter 12, 水利三类人员安全生产考核变更: each bad input, the three legs, and what the citizen is told."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.matters.townsfolk import Comes, answer, assert_refused, assert_said, ends_as, values_of, whys

ID = "KSTB-12"
PAPERS = {"promise": "D", "labour_contract": "C", "leaving_proof": "C", "insurance_record": "A", "certificate": "A"}
GOOD = Comes("han-fuyang", rows=("ce-han-fuyang",), values={"change_items": "employer"}, materials=PAPERS)


def of(person: str) -> Comes:
    return replace(GOOD, person=person, rows=(f"ce-{person}",))


BAD: dict[str, tuple[Comes, str]] = {
    "KSTB-12 expired certificate": (of("wu-daiqian"), "certificate_expired"),
    "KSTB-12 same authority": (replace(GOOD, place="330100"), "same_authority"),
    "KSTB-12 both employers claim the person": (of("feng-zuohao"), "still_insured_by_old"),
    "KSTB-12 class B and C mixed": (of("jiang-youzheng"), "classes_mixed"),
    "KSTB-12 certificate suspended": (of("zheng-biezhan"), "certificate_suspended"),
    "KSTB-12 certificate withdrawn": (of("kong-chongfu"), "certificate_withdrawn"),
    "KSTB-12 new employer without a safety licence": (of("shen-yihun"), "no_safety_licence"),
    "KSTB-12 labour contract is over": (of("zhou-qiuyi"), "contract_not_valid"),
    "KSTB-12 new employer is the old one": (of("he-liushi"), "same_employer"),
    "KSTB-12 no contract with a new employer on record": (of("gulina"), "employment_unknown"),
    "KSTB-12 another person's certificate": (replace(GOOD, person="zhou-qiuyi"), "certificate_unknown"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_input_is_refused_and_said(desk, shelf, name: str):
    assert_refused(desk, shelf, ID, *BAD[name])


@pytest.mark.parametrize(("person", "reason"), [
    ("wu-daiqian", "certificate_expired"),
    ("zheng-biezhan", "certificate_suspended"),
    ("kong-chongfu", "certificate_withdrawn"),
])  # fmt: skip
def test_a_certificate_that_cannot_be_changed_cannot_be_chosen(desk, shelf, person: str, reason: str):
    assert set(whys(desk, ID, Comes(person, look_up="certificates")).values()) == {reason}
    assert shelf.words["zh"].of(ID, f"why.{reason}")


def test_employer_old_and_new_authority_do_their_legs(own_desk, shelf):
    standing = ends_as(own_desk, ID, GOOD)
    assert standing.state == "approved"
    assert {leg.id: leg.state for leg in standing.legs} == {leg.id: "done" for leg in shelf.matters[ID].legs}


def test_the_old_authority_may_object(own_desk, shelf):
    standing = ends_as(own_desk, ID, of("zhu-jiti"))
    assert (standing.state, standing.reason) == ("declined", "old_authority_objects")
    assert {leg.id: leg.state for leg in standing.legs}["old_authority"] == "declined"
    assert_said(shelf, ID, "old_authority_objects")


def test_both_missing_papers_are_asked_for_at_once(desk):
    standing = answer(desk, ID, replace(GOOD, materials={"promise": "D"}))
    assert [item.id for item in standing.missing] == ["labour_contract", "leaving_proof"]


def test_certificate_and_employer_are_never_typed(desk, shelf):
    assert all(each.read_only or each.type == "choice" for each in shelf.matters[ID].fields)
    assert values_of(desk, ID, Comes("han-fuyang", look_up="new_employment"))["new_org"].endswith("（演示）")
