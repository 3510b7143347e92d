"""Matter 22, 门诊慢特病费用跨省直接结算: each bad input, who catches it, and what the citizen is told."""

from __future__ import annotations

import tomllib
from io import BytesIO

import pytest
from pypdf import PdfReader

from kiosk.core.facts import Facts
from kiosk.core.form_rules import check_problems
from kiosk.core.matters import Catalogue
from kiosk.core.parties import Parties
from kiosk.gateway.departments.case_contract import DepartmentStanding, LookedUp
from kiosk.gateway.departments.contract import Refused
from tests.matters.department import BEIJING, DAY, HANGZHOU, NANJING, Asked, Desk, check_refused, why, whys
from tests.matters.townsfolk import ASSETS

ID = "KSTB-22"
GOOD = {
    "disease": "M03900",
    "filing_kind": "other_leave",
    "dest_region": HANGZHOU,
    "filing_from": "2026-06-15",
}


def filing(who: str = "zhang", look_up: str = "", place: str = BEIJING, **values: str) -> Asked:
    return Asked(who, place, look_up=look_up, values=GOOD | values)


BAD: dict[str, tuple[Asked, str, str]] = {
    "KSTB-22 no recognition": (filing("gulina", "recognitions"), "no_recognition", "没有查到认定过的慢特病"),
    "KSTB-22 no recognition when the case arrives": (filing("gulina"), "no_recognition", "没有查到认定过的慢特病"),
    "KSTB-22 disease not among the open ones": (filing("yan", disease="M99900"), "disease_not_open", "还没有开通"),
    "KSTB-22 recognition ran out": (filing("yan", disease="M01600"), "recognition_expired", "已经过期了"),
    "KSTB-22 same province": (filing(dest_region=BEIJING), "same_province", "在一个省"),
    "KSTB-22 overlap with an active filing": (filing("li", disease="M01600"), "filing_overlap", "已经有一份备案"),
    "KSTB-22 insurance suspended": (filing("wang", "insured"), "insurance_suspended", "医保停着"),
    "KSTB-22 insurance suspended when the case arrives": (filing("wang"), "insurance_suspended", "医保停着"),
    "KSTB-22 hospital networked but not for that disease": (
        filing(look_up="hospitals", disease="M07800"),
        "hospital_not_for_disease",
        "还没有开通这一种病",
    ),
    "KSTB-22 hospital networked but not for that disease when the case arrives": (
        filing(disease="M07800"),
        "hospital_not_for_disease",
        "还没有开通这一种病",
    ),
    "KSTB-22 filing begins in the past": (filing(filing_from="2026-06-14"), "filing_backdated", "比今天还早"),
    "KSTB-22 not insured at the chosen place": (filing(place=NANJING), "not_insured_here", "没有查到医保"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_input_is_refused_and_said(desk: Desk, shelf: Catalogue, name: str):
    check_refused(desk, shelf, ID, BAD[name])


def test_the_same_province_is_said_on_the_form(shelf: Catalogue):
    facts = Facts({"dest_region": BEIJING}, {}, (), Parties(), shelf.regions, BEIJING, DAY)
    assert check_problems(facts, shelf.matters[ID].checks, ["dest_region"]) == {"dest_region": "same_province"}
    assert "在一个省" in shelf.words["zh"].of(ID, "problem.same_province")


def test_a_disease_that_is_not_open_cannot_be_picked(desk: Desk, shelf: Catalogue):
    found = whys(desk, ID, filing("yan", "recognitions"))
    assert found == {"cr-yan-1": "disease_not_open", "cr-yan-2": "recognition_expired"}
    assert "过了期" in why(shelf, ID, "recognition_expired")
    assert "没开通" in why(shelf, ID, "disease_not_open")


def test_hospitals_of_a_place_and_a_disease_are_listed(desk: Desk):
    found = desk.ask(ID, filing(look_up="hospitals"))
    assert isinstance(found, LookedUp)
    assert found.records[0].values["names"] == "杭州示例第一医院（演示）、杭州示例中医院（演示）"
    assert found.records[0].values["filing_to"] == "2026-12-15"


def test_a_long_stay_has_no_end_that_anybody_made_up(desk: Desk):
    found = desk.ask(ID, filing(look_up="hospitals", filing_kind="living"))
    assert isinstance(found, LookedUp)
    assert found.records[0].values["filing_to"] == ""


def test_health_is_consented_to_by_itself_and_no_paper_names_the_disease(own_desk: Desk, shelf: Catalogue):
    matter = shelf.matters[ID]
    assert matter.sensitive == ("health",)
    assert shelf.words["zh"].has_of(ID, "consent.tick_health")
    assert isinstance(own_desk.ask(ID, filing()), DepartmentStanding)
    own_desk.clock.advance(seconds=5)
    file = own_desk.simulation.departments.cases["medical_insurance"]
    paper = file.paper(own_desk.last, "result")
    assert paper is not None
    said = "".join(page.extract_text() for page in PdfReader(BytesIO(paper.pdf)).pages)
    assert "异地就医备案结果" in said
    assert "浙江省杭州市" in said
    diseases = tomllib.loads((ASSETS / "synthetic/registers/chronic_recognitions.toml").read_text("utf-8"))
    names = diseases["words"]["disease"]
    assert "高血压" in names.values()
    assert not [word for word in (*names, *names.values()) if word in said]


@pytest.mark.parametrize(("kind", "later"), [("other_leave", "2026-12-15"), ("living", "2027-06-15")])
def test_a_second_filing_for_the_same_time_is_told(own_desk: Desk, kind: str, later: str):
    assert isinstance(own_desk.ask(ID, filing(filing_kind=kind)), DepartmentStanding)
    own_desk.clock.advance(seconds=5)
    assert own_desk.system(ID).standing(own_desk.last) is not None
    for day in ("2026-06-15", later):
        assert own_desk.ask(ID, filing(filing_from=day)) == Refused("filing_overlap")
