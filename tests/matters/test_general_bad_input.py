"""What may go wrong in every matter (reference, 2.5), each on one that ships: who catches it, and what is said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.core.events import CardRead, PageTrouble, PageTroubled
from kiosk.core.face_bodies import Trouble
from kiosk.core.matter_pages import AtClaim, AtPhotograph
from kiosk.core.matters import Catalogue
from kiosk.core.pages import AtTrouble, AtWelcome
from kiosk.core.session import Session, Visit
from kiosk.gateway.materials import sm3_of
from kiosk.rehearsal import ZHANG, Story
from tests.gateway.conftest import LI, WANG, YAN
from tests.gateway.small_office import pdf_of
from tests.matters.counter import FEE, REFUND, Counter
from tests.matters.department import HANGZHOU, told

PAYS = {"place": HANGZHOU, "values": FEE}
CHILD = {"name": "陈晨晨", "number": "110105201506019846"}
ANOTHER = replace(ZHANG, name="李代办", number="330106199001011237")


def agent(who: dict[str, str], scope: str = "KSTB-16", until: str = "2026-12-31") -> dict[str, Any]:
    return {"applicant": YAN, "agent": {"party": who, "relation": "child", "scope": scope, "until": until}}


# --- what the gateway refuses ------------------------------------------------------------------------------------

PARTIES = {
    "KSTB-16 minor acting alone": ({"applicant": CHILD}, "minor_alone", "监护人"),
    "KSTB-16 agent is the applicant": (agent(YAN), "agent_is_applicant", "是同一个"),
    "KSTB-16 authorisation expired": (agent(LI, until="2026-06-14"), "authority_expired", "日子已经过了"),
    "KSTB-16 authorisation for another matter": (agent(LI, "KSTB-17"), "authority_other_matter", "另一件事"),
}


@pytest.mark.parametrize("name", PARTIES)
def test_who_may_not_hand_it_in_is_told(counter: Counter, shelf: Catalogue, name: str):
    parties, reason, part = PARTIES[name]
    answer = counter.submit(counter.case("KSTB-16", parties, **PAYS))
    assert (answer.status_code, answer.json().get("reason")) == (422, reason)
    assert part in told(shelf, "KSTB-16", reason).replace("\n", "")


def test_kstb_16_deciding_place_not_opened(counter: Counter, shelf: Catalogue):
    answer = counter.submit(counter.case("KSTB-16", {"applicant": YAN}, **PAYS | {"place": "820000"}))
    assert (answer.status_code, answer.json().get("reason")) == (422, "place_not_opened")
    assert "还没开通" in told(shelf, "KSTB-16", "place_not_opened")


def test_kstb_16_name_and_number_of_two_persons(counter: Counter, shelf: Catalogue):
    mixed = {"name": LI["name"], "number": YAN["number"]}
    body = counter.case("KSTB-16", {"applicant": mixed}, **PAYS, trace=counter.checked(YAN, matter="KSTB-16"))
    answer = counter.submit(body)
    assert (answer.status_code, answer.json()["code"]) == (403, "person_check_missing")
    assert "核对" in told(shelf, "KSTB-16", "person_check_missing")


PAPERS = {
    "KSTB-21 unreadable file": (b"%PDF-1.7 but no more", "material_unreadable", "打不开"),
    "KSTB-21 no PDF at all": (b"GIF89a", "material_unreadable", "打不开"),
    "KSTB-21 too many pages": (pdf_of(40), "material_too_long", "页数太多"),
}


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_that_is_of_no_use_is_told(counter: Counter, shelf: Catalogue, name: str):
    pdf, reason, part = PAPERS[name]
    paper = counter.photographed("proof_wrong", pdf, sm3_of(pdf), 40)
    answer = counter.submit(counter.case("KSTB-21", {"applicant": WANG}, **REFUND, materials=[paper]))
    assert (answer.status_code, answer.json().get("reason")) == (422, reason)
    assert part in told(shelf, "KSTB-21", reason)


def test_kstb_21_wrong_page_count_is_no_papers_own(counter: Counter):
    paper = counter.photographed("proof_wrong", pages=2)
    answer = counter.submit(counter.case("KSTB-21", {"applicant": WANG}, **REFUND, materials=[paper]))
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")


def test_kstb_16_duplicate_submission_is_told_and_not_doubled(counter: Counter, shelf: Catalogue):
    first, second = (counter.submit(counter.case("KSTB-16", {"applicant": YAN}, **PAYS)).json() for _ in range(2))
    assert second["again"]
    assert first["standing"]["case_number"] == second["standing"]["case_number"]
    assert "没有重复" in shelf.words["zh"].of("KSTB-16", "filed.again")


def test_kstb_16_network_loss_after_submit_gives_the_same_number(counter: Counter):
    body = counter.case("KSTB-16", {"applicant": YAN}, **PAYS)
    lost, again = (counter.submit(body, key="answer-lost-1").json() for _ in range(2))
    assert lost == again
    assert counter.http.get("/v1/applications/answer-lost-1").json() == lost


# --- what the terminal catches -----------------------------------------------------------------------------------


def at_claim(shelf: Catalogue) -> Story:
    story = Story(shelf).touch("start", "matter:KSTB-01", "answer:yes", "answer:yes")
    return story.touch("tick", "tick:minor", "primary", "role:no_card")


def trouble(story: Story) -> str:
    assert isinstance(story.face.body, Trouble)
    return "".join((story.face.title, *story.face.body.what)).replace("\n", "")


def test_kstb_01_wrong_check_digit_is_said_on_its_page(shelf: Catalogue):
    story = at_claim(shelf).fill("claim_number", "110101199003077214").touch("primary")
    assert story.session.page == AtClaim(0, {"claim_number": "claim_number"})
    assert "有一位不对" in story.face.checks.notes["claim_number"].text


TYPED: dict[str, tuple[Callable[[str], str], str]] = {
    "KSTB-01 full-width digits": (lambda number: "".join(chr(ord(each) + 0xFEE0) for each in number), "周秋示"),
    "KSTB-01 leading and trailing spaces": (str, " 周秋示 "),
    "KSTB-01 rare characters and a dot in the name": (str, "古丽䶮𠮷·示例"),
}


@pytest.mark.parametrize("name", TYPED)
def test_what_is_no_mistake_goes_on(shelf: Catalogue, name: str):
    widened, called = TYPED[name]
    story = at_claim(shelf).fill("claim_number", widened("330106199004099724")).touch("primary")
    story.fill("claim_name", called).touch("primary", "way:keeper")
    question = story.asked().question
    assert (question.number, question.name) == ("330106199004099724", called.strip())


def test_kstb_14_expired_card_is_told(shelf: Catalogue):
    story = Story(shelf).to_card().lay(replace(ZHANG, valid_until="2020-01-01"))
    assert story.session.page == AtTrouble("card", "card_expired")
    assert "带上新证" in trouble(story)


def test_kstb_14_card_of_another_person_in_the_middle_of_a_visit_changes_nothing(shelf: Catalogue):
    story = Story(shelf).to_form()
    before = story.session
    assert story.happen(CardRead(story.request or "token-card", ANOTHER)).session == before


def test_kstb_14_timeout_with_a_half_filled_form_leaves_nothing(shelf: Catalogue):
    story = Story(shelf).to_form().touch("pick:tax_authority:hean").ring()
    assert "还在" in story.face.title + story.face.strip
    while not isinstance(story.session.page, AtWelcome):
        story.ring()
    assert story.session.visit is None


SCANS: dict[str, tuple[PageTrouble, str]] = {
    "KSTB-21 blank page": ("blank", "这页是白的"),
    "KSTB-21 black page": ("dark", "太暗了"),
    "KSTB-21 no paper": ("no_page", "没看见材料"),
    "KSTB-21 blurred page": ("blurred", "没拍清楚"),
    "KSTB-21 cut off": ("cut_off", "边上没拍全"),
}


@pytest.mark.parametrize("name", SCANS)
def test_a_page_that_cannot_be_used_is_said_and_nothing_is_lost(shelf: Catalogue, name: str):
    found, part = SCANS[name]
    kinds = [each.kind for each in shelf.matters["KSTB-21"].steps]
    visit = Visit("v1", "KSTB-21", step=kinds.index("materials"), answers={"refund_reason": "wrong_return"}, card=ZHANG)
    story = Story(shelf, Session(page=AtPhotograph("token-page", "proof_wrong"), visit=visit)).touch("take")
    story.happen(PageTroubled(story.request, found))
    assert part in story.face.body.notice.text
    assert story.session.visit.answers == visit.answers
