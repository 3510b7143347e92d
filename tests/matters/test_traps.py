"""Traps 1, 3, 4, 7 and 8 of the reference (section F), each by name, against the gateway and its departments.

Traps 2, 5, 6, 9 and 12 stand in test_traps_of_fees.py, 10 in test_kstb_08.py, 11 in test_kstb_09.py.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import create_engine, select

from kiosk.core.effects import ReportRating
from kiosk.core.matters import Catalogue, Limit, Limits
from kiosk.core.pages import AtCard, AtRating
from kiosk.core.papers import receipt_of
from kiosk.core.papers_case import case_lines
from kiosk.core.questions import GivenMaterial, RatingReport
from kiosk.core.receipts import Pair, Text
from kiosk.core.replies import CaseStanding
from kiosk.core.session import Session, Visit
from kiosk.gateway.db import ratings
from kiosk.platform.wire import REPORT_PATHS, delivery_of
from kiosk.rehearsal import INSTANT, NOW, Story
from tests.gateway.conftest import WANG, YAN
from tests.matters.counter import FEE, REFUND, SIGNED, Counter
from tests.matters.department import HANGZHOU

ZHOU = {"name": "周秋示", "number": "330106199004099724"}
HERE = "110101"  # where the counter stands


def of_slip(shelf: Catalogue, standing: CaseStanding) -> dict[str, str]:
    """What the paper of a case says, by label."""
    lines = case_lines(shelf, Session(), Visit("v1", standing.matter), standing, NOW)
    return {each.label: each.value for each in lines if isinstance(each, Pair)}


def accepted(matter: str, holder: str, place: str, **more: str) -> CaseStanding:
    return CaseStanding("ZZ1", matter, "accepted", holder, place, INSTANT, demo=True, **more)


# --- 1: who needs a temporary card has no card ------------------------------------------------------------------


def test_trap_01_who_has_no_card_is_never_asked_for_one(shelf: Catalogue):
    story = Story(shelf).touch("start", "matter:KSTB-01", "answer:yes", "answer:yes")
    story.touch("tick", "tick:minor", "primary", "role:no_card")
    assert story.page == "KSTB-01/claim-1"
    story.fill("claim_number", ZHOU["number"]).touch("primary").fill("claim_name", ZHOU["name"]).touch("primary")
    assert not isinstance(story.session.page, AtCard)
    assert {"way:phone_code", "way:keeper"} <= {each.target for each in story.face.body.choices}


def test_trap_01_the_gateway_takes_the_case_of_somebody_without_a_card(counter: Counter):
    parties = {"applicant": ZHOU, "claimed": True}
    body = counter.case("KSTB-01", parties, values={"photo_confirmed": "use", "collect_by": "pick_up"})
    asked = {"matter": "KSTB-01", "parties": parties, "place": ""}
    shares = {"id_receipt": "pending_applications", "household_book": "household", "photo": "photo"}
    body["materials"] = [
        {
            "id": material,
            "trust": "A",
            "share_trace": counter.look_up(None, body["check_trace"], look_up, **asked).json()["trace"],
        }
        for material, look_up in shares.items()
    ]
    answer = counter.submit(body | {"place": "", "rows": ["ida-zhou"], "signature": SIGNED})
    assert answer.status_code == 201, answer.text
    assert answer.json()["standing"]["state"] == "accepted"


# --- 3: 三日 are no three working days, and a Sunday may be one --------------------------------------------------

# Friday 18 September 2026: the Sunday after it is worked instead, Friday the 25th is a holiday.
DUE = {
    "三日 are days of the calendar": (Limit(3, "日"), "2026-09-18", "2026-09-21"),
    "three working days, a Sunday among them": (Limit(3, "工作日"), "2026-09-18", "2026-09-22"),
    "working days stand still on a holiday": (Limit(3, "工作日"), "2026-09-23", "2026-09-29"),
    "the table of next year is not there": (Limit(3, "工作日"), "2026-12-30", ""),
    "no limit is known": (Limit(), "2026-09-18", ""),
}


@pytest.mark.parametrize("name", DUE)
def test_trap_03_a_receipt_counts_its_days_as_the_limit_says(shelf: Catalogue, name: str):
    limit, since, due = DUE[name]
    matter = replace(shelf.matters["KSTB-01"], limits=Limits(promised=limit))
    catalogue = replace(shelf, matters={**shelf.matters, matter.id: matter})
    standing = accepted(matter.id, "派出所（演示）", "110100", accepted_at=f"{since}T09:00:00+08:00")
    assert of_slip(catalogue, standing).get("办结日期", "") == due


@pytest.mark.parametrize("matter", ["KSTB-01", "KSTB-08", "KSTB-09"])
def test_trap_03_where_the_law_says_three_days_nobody_reads_working_days(shelf: Catalogue, matter: str):
    said = of_slip(shelf, accepted(matter, "示例（演示）", "110100"))["法定时限"]
    assert said == "3 天"


# --- 4: the place that decides is not the terminal's -------------------------------------------------------------


def test_trap_04_a_case_goes_to_the_chosen_place_and_not_to_the_terminals(counter: Counter, shelf: Catalogue):
    answer = counter.submit(counter.case("KSTB-16", {"applicant": YAN}, place=HANGZHOU, values=FEE))
    assert answer.status_code == 201, answer.text
    standing = answer.json()["standing"]
    assert (standing["place"], standing["received_at_place"]) == (HANGZHOU, HERE)
    assert "杭州" in standing["holder"]
    said = of_slip(shelf, accepted("KSTB-16", standing["holder"], HANGZHOU, received_at_place=HERE))
    assert "杭州" in said["办理地"]
    assert "杭州" not in said["收件地"]


def test_trap_04_another_place_is_another_answer(counter: Counter):
    answer = counter.submit(counter.case("KSTB-16", {"applicant": YAN}, place="110000", values=FEE))
    assert (answer.status_code, answer.json()["reason"]) == (422, "not_registered")


def test_trap_04_the_terminals_own_place_is_never_chosen_for_anybody(counter: Counter, shelf: Catalogue):
    choosing = [id_ for id_, each in shelf.matters.items() if any(step.kind == "choose_place" for step in each.steps)]
    assert "KSTB-16" in choosing
    for matter in choosing:
        assert Visit("v1", matter).place == ""
    unplaced = counter.submit(counter.case("KSTB-16", {"applicant": YAN}, place="", values=FEE))
    assert (unplaced.status_code, unplaced.json()["code"]) == (422, "malformed")


# --- 7: 1 is 非常满意 and 5 is 非常不满意 (GB/T 39046 A.8); nothing said is no grade -----------------------------

GRADES = {"非常满意": 1, "满意": 2, "基本满意": 3, "不满意": 4, "非常不满意": 5}


@pytest.mark.parametrize("name", GRADES)
def test_trap_07_a_grade_is_kept_under_the_number_of_its_name(counter: Counter, shelf: Catalogue, tmp_path, name: str):
    story = Story(shelf, Session(page=AtRating("KSTB-14", None)))
    (button,) = (each for each in story.face.body.grades if each.label.replace("\n", "") == name)
    story.touch(button.target).touch("secondary")
    (told,) = story.ordered(ReportRating)
    report = delivery_of(RatingReport(told.matter, told.case_number, told.grade, INSTANT, told.reasons))
    headers = {"Idempotency-Key": "rating-of-trap", "Content-Type": "application/json"}
    assert counter.http.post(REPORT_PATHS[report.kind], content=report.body, headers=headers).status_code == 204
    engine = create_engine(f"sqlite:///{tmp_path}/gateway.sqlite")
    with engine.connect() as connection:
        assert connection.execute(select(ratings.c.grade)).scalars().all() == [GRADES[name]]
    engine.dispose()


def test_trap_07_who_says_nothing_has_given_no_grade(shelf: Catalogue):
    story = Story(shelf, Session(page=AtRating("KSTB-14", None)))
    assert not any(getattr(each, "chosen", False) for each in story.face.body.grades)
    assert story.touch("secondary").ordered(ReportRating) == []


# --- 8: what was photographed is trust C until a window has seen the original ------------------------------------


def trusts(counter: Counter, number: str) -> dict[str, str | None]:
    book = counter.app.state.window.book
    return {each.id: each.trust for each in book.materials(book.by_number(number))}


def test_trap_08_a_photograph_is_trust_c_until_the_window_has_seen_the_original(counter: Counter):
    body = counter.case("KSTB-21", {"applicant": WANG}, **REFUND, materials=[counter.photographed("proof_wrong")])
    answer = counter.submit(body)
    assert answer.status_code == 201, answer.text
    number = answer.json()["standing"]["case_number"]
    assert trusts(counter, number)["proof_wrong"] == "C"
    visitor = counter.window()
    page = visitor.get(f"/window/cases/{number}").text
    csrf = page.split('name="csrf" value="')[1].split('"', maxsplit=1)[0]
    seen = visitor.post(f"/window/cases/{number}/materials/proof_wrong/confirm", data={"csrf": csrf})
    assert seen.status_code == 303
    assert trusts(counter, number)["proof_wrong"] == "B"


@pytest.mark.parametrize("trust", ["A", "B", "D"])
def test_trap_08_no_terminal_makes_more_of_a_photograph(counter: Counter, trust: str):
    better = counter.photographed("proof_wrong") | {"trust": trust}
    answer = counter.submit(counter.case("KSTB-21", {"applicant": WANG}, **REFUND, materials=[better]))
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")


def test_trap_08_the_receipt_says_that_a_window_must_still_see_it(shelf: Catalogue):
    visit = Visit(
        "v1",
        "KSTB-21",
        answers={"refund_reason": "wrong_return"},
        materials={"proof_wrong": GivenMaterial("proof_wrong", "C", pdf=b"%PDF-", pages=2, sm3="ab" * 32)},
        standing=CaseStanding("ZZ1", "KSTB-21", "received", "税务局（演示）", HANGZHOU, INSTANT, demo=True),
    )
    lines = receipt_of(shelf, Session(page=AtRating("KSTB-21", "ZZ1"), visit=visit), NOW).lines
    said = [each.text for each in lines if isinstance(each, Text)]
    assert "扫描件 2 页，待窗口核验：申报有误的说明" in said


# --- all of them -------------------------------------------------------------------------------------------------


def test_each_of_the_twelve_traps_has_a_test_by_its_number():
    files = Path(__file__).parent.glob("test_*.py")
    named = {int(number) for path in files for number in re.findall(r"def test_trap_(\d\d)_", path.read_text("utf-8"))}
    assert named == set(range(1, 13))
