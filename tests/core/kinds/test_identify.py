"""Identify: who comes for whom, what each must show, and every bad input of matters.md 2.5 that concerns a person."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kiosk.core.conditions import Presence
from kiosk.core.effects import Ask, ReadCard
from kiosk.core.events import CardRead, CodeRead, PresenceSeen
from kiosk.core.face_bodies import Choose, Trouble
from kiosk.core.matter_pages import AtClaim
from kiosk.core.matters import Catalogue
from kiosk.core.pages import AtCard, AtTrouble
from kiosk.core.parties import Party
from kiosk.core.parties_of import masked, parties_of
from kiosk.core.questions import CheckPerson, LookUp
from kiosk.core.replies import NothingFound, NotKnown, Refused
from kiosk.core.validators import citizen_check_digit
from kiosk.rehearsal import INSTANT, NOW, ZHANG, Story
from tests.core.kinds.stories import (
    AUNT,
    CONFIRMED,
    GRANDSON,
    INVENTED,
    MANDATE,
    USCC,
    checked,
    matter_of,
    to_identify,
    with_roles,
)

ALL = ("self", "agent", "guardian", "organisation", "no_card")
TODAY = NOW[:10]


def at_role(shelf: Catalogue) -> Story:
    return to_identify(with_roles(shelf, *ALL))


def parties(story: Story):
    return parties_of(story.session.visit, matter_of(story.catalogue), TODAY)


def agent_checked(shelf: Catalogue) -> Story:
    return checked(at_role(shelf).touch("role:agent").lay(ZHANG).touch("primary"))


def at_principal(shelf: Catalogue) -> Story:
    return agent_checked(shelf).touch("relation:child")


def at_child(shelf: Catalogue) -> Story:
    story = checked(at_role(shelf).touch("role:guardian", "tick", "primary").lay(ZHANG).touch("primary"))
    return story.touch("relation:guardian")


def at_handler(shelf: Catalogue) -> Story:
    return at_role(shelf).touch("role:organisation").fill("claim_uscc", USCC).touch("primary")


def to_mandate(shelf: Catalogue) -> Story:
    return checked(at_handler(shelf).lay(ZHANG).touch("primary"))


# --- each role ends well -----------------------------------------------------------------------------------------


def test_only_for_oneself_asks_for_no_role(shelf: Catalogue):
    story = checked(to_identify(with_roles(shelf, "self")).lay().touch("primary"))
    assert story.page == f"{INVENTED}/review"
    assert story.session.visit.answers["role"] == "self"
    assert parties(story).applicant == Party("张建国", ZHANG.number)


def test_the_role_page_offers_what_the_matter_names(shelf: Catalogue):
    body = to_identify(with_roles(shelf, "guardian", "no_card")).face.body
    assert isinstance(body, Choose)
    assert [each.target for each in body.choices] == ["role:guardian", "role:no_card"]


def test_an_agent_shows_both_cards(shelf: Catalogue):
    story = at_principal(shelf).lay(AUNT)
    rows = {row.label: row.value for row in story.face.body.rows}
    assert rows["谁替他办"] == "张**", "both, and the scope, are seen before a yes"
    assert rows["管到哪天"] == "2026年11月23日"
    story.touch("primary")
    assert story.page == f"{INVENTED}/review"
    found = parties(story)
    assert found.applicant == Party("阿依古丽·买买提", AUNT.number)
    assert found.agent is not None
    assert (found.agent.party.name, found.agent.relation) == ("张建国", "child")
    assert (found.agent.scope, found.agent.until) == (INVENTED, TODAY), "for this matter, for this visit"
    assert found.standing == found.agent.party


@pytest.mark.parametrize("stage", [at_principal, at_child], ids=["an agent's principal", "a guardian's child"])
def test_ones_own_card_that_stayed_on_the_pad_is_not_taken_for_the_others(shelf: Catalogue, stage):
    story = stage(shelf).happen(PresenceSeen(stage(shelf).request, Presence.PRESENT))
    assert "请先拿走它" in story.face.body.notice.text
    story.happen(CardRead(story.request, ZHANG))
    assert isinstance(story.session.page, AtCard), "nobody is told that this is their own card"
    assert story.lay(AUNT if stage is at_principal else GRANDSON).page == f"{INVENTED}/person"


def test_the_person_check_is_about_the_agent(shelf: Catalogue):
    story = at_role(shelf).touch("role:agent").lay(ZHANG).touch("primary", "way:phone_code")
    assert story.asked().question == CheckPerson(INVENTED, "phone_code", ZHANG.name, ZHANG.number)


def test_a_guardian_with_the_childs_card_is_confirmed_by_the_register(shelf: Catalogue):
    story = at_child(shelf).lay(GRANDSON).touch("primary")
    question = story.asked().question
    assert isinstance(question, LookUp)
    assert (question.look_up, question.params) == ("guardianship", {"relation": "guardian"})
    assert question.parties.applicant == Party("张小明", GRANDSON.number)
    assert question.check_trace == "P1"
    assert story.reply(CONFIRMED).page == f"{INVENTED}/review"
    assert story.session.visit.origins["guardianship"].source == "公安部门（演示）"


def test_a_child_without_a_card_is_typed(shelf: Catalogue):
    story = at_child(shelf).touch("other").fill("claim_number", GRANDSON.number).touch("primary")
    story.fill("claim_name", "张小明").touch("primary").reply(CONFIRMED)
    assert story.page == f"{INVENTED}/review"
    assert not parties(story).claimed, "the guardian was checked with a card; the register confirms the child"
    assert parties(story).applicant == Party("张小明", GRANDSON.number)


def test_an_organisations_role_is_the_registers_word(shelf: Catalogue):
    story = to_mandate(shelf)
    assert story.asked().question.params == {"uscc": USCC}
    story.reply(MANDATE)
    assert story.page == f"{INVENTED}/review"
    organisation = parties(story).organisation
    assert organisation is not None
    assert (organisation.uscc, organisation.role, organisation.legal_rep) == (USCC, "经办人", "样本人")
    assert parties(story).applicant == Party("张建国", ZHANG.number), "the handler"


@pytest.mark.parametrize("text", [USCC, f"统一社会信用代码:{USCC};名称:示例", f"https://example.org/?uscc={USCC}&a=1"])
def test_a_licences_code_fills_the_code_in(shelf: Catalogue, text: str):
    story = at_role(shelf).touch("role:organisation")
    story.happen(CodeRead(story.request, text.encode(), text))
    assert story.face.body.value == USCC
    assert story.touch("primary").page == f"{INVENTED}/card"


def test_another_code_is_said_and_the_window_goes_on_looking(shelf: Catalogue):
    story = at_role(shelf).touch("role:organisation")
    story.happen(CodeRead(story.request, b"x", "x"))
    assert "单位代码" in story.face.checks.notes["claim_uscc"].text
    story.happen(CodeRead(story.request, USCC.encode(), USCC))
    assert story.face.body.value == USCC


def test_a_person_without_a_card_is_checked_by_number_and_name(shelf: Catalogue):
    story = at_role(shelf).touch("role:no_card").fill("claim_number", AUNT.number).touch("primary")
    story.fill("claim_name", "阿依古丽•买买提").touch("primary", "way:keeper")
    asked = story.asked().question
    assert asked == CheckPerson(INVENTED, "keeper", "阿依古丽·买买提", AUNT.number, claimed=True)
    assert not story.ordered(ReadCard)
    assert parties(story).claimed


def test_a_receipt_names_nobody_in_full():
    assert masked(Party("阿依古丽·买买提", AUNT.number)) == ("阿*******", "110101********0038")


# --- bad input ---------------------------------------------------------------------------------------------------

WRONG = {
    "wrong-check-digit": (replace(AUNT, number="110101196001010039"), "card_number"),
    "expired-card": (replace(AUNT, valid_until="2020-01-01"), "card_expired"),
    "agent-is-applicant": (ZHANG, "card_same"),
    "a-child-in-the-agents-flow": (GRANDSON, "card_child"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_card_of_the_principal(shelf: Catalogue, name: str):
    card, reason = WRONG[name]
    story = at_principal(shelf).lay(card)
    assert story.session.page == AtTrouble("card", reason)
    assert isinstance(story.face.body, Trouble)
    assert story.face.body.keep
    assert isinstance(story.touch("back").session.page, AtCard), "one page back, not one step"
    story.lay(card).touch("primary").lay(AUNT).touch("primary")
    assert story.page == f"{INVENTED}/review", "nothing is lost: the right card goes on"


def test_a_minor_alone_is_told_to_come_with_the_guardian(shelf: Catalogue):
    story = to_identify(with_roles(shelf, "self", least_age=0)).lay(GRANDSON)
    assert story.session.page == AtTrouble("card", "card_minor")


def test_a_minor_is_nobodys_agent(shelf: Catalogue):
    number = "11010120090101001"
    minor = replace(GRANDSON, number=number + citizen_check_digit(number), birth_date="2009-01-01")
    story = at_role(shelf).touch("role:agent").lay(minor)
    assert story.session.page == AtTrouble("card", "card_minor")


def test_a_grown_persons_card_is_no_childs(shelf: Catalogue):
    assert at_child(shelf).lay(AUNT).session.page == AtTrouble("card", "card_grown")


def test_another_persons_card_in_the_middle_of_a_visit_is_not_read(shelf: Catalogue):
    story = agent_checked(shelf)
    before = story.session
    assert story.happen(CardRead(story.request or "token-card", AUNT)).session == before


def test_another_persons_card_before_the_check_is_asked_about_again(shelf: Catalogue):
    story = at_role(shelf).touch("role:self").lay(ZHANG).touch("primary", "back").lay(AUNT)
    assert story.face.body.rows[0].value == AUNT.name
    story.touch("primary", "way:keeper")
    assert story.asked().question.number == AUNT.number, "the check is about the card that lies there now"


def test_this_is_not_me_asks_for_the_right_card(shelf: Catalogue):
    story = at_principal(shelf).lay(AUNT).touch("secondary")
    assert "换成对的" in story.face.body.notice.text
    assert isinstance(story.lay(AUNT).session.page, AtCard), "the refused one may still lie there"


TYPED = {
    "wrong-check-digit": ("110101199003077214", "claim_number"),
    "no-such-day": ("110101199002307215", "claim_number"),
    "too-young-alone": (GRANDSON.number, "claim_minor"),
}


@pytest.mark.parametrize("name", TYPED)
def test_a_wrong_number_without_a_card(shelf: Catalogue, name: str):
    number, problem = TYPED[name]
    story = at_role(shelf).touch("role:no_card").fill("claim_number", number).touch("primary")
    assert story.session.page == AtClaim(0, {"claim_number": problem})
    assert story.face.body.value == number, "what was typed stays"
    assert story.face.checks.notes["claim_number"].text


@pytest.mark.parametrize(
    ("number", "problem"), [(ZHANG.number, "claim_same"), (AUNT.number, "claim_grown")], ids=["ones-own", "grown"]
)
def test_a_wrong_number_of_a_child(shelf: Catalogue, number: str, problem: str):
    story = at_child(shelf).touch("other").fill("claim_number", number).touch("primary")
    assert story.session.page.problems == {"claim_number": problem}


@pytest.mark.parametrize("name", ["张", "张3", "张  三", "·张"])
def test_what_is_no_name(shelf: Catalogue, name: str):
    story = at_role(shelf).touch("role:no_card").fill("claim_number", AUNT.number).touch("primary")
    assert story.fill("claim_name", name).touch("primary").page == f"{INVENTED}/claim-2"


def test_full_width_digits_and_blanks_are_read(shelf: Catalogue):
    wide = "".join(chr(ord(each) + 0xFEE0) for each in AUNT.number)
    story = at_role(shelf).touch("role:no_card").fill("claim_number", wide).touch("primary")
    assert story.page == f"{INVENTED}/claim-2"


def test_a_rare_character_stays_as_it_is(shelf: Catalogue):
    story = at_role(shelf).touch("role:no_card").fill("claim_number", AUNT.number).touch("primary")
    story.fill("claim_name", " 張𠮷 ").touch("primary")
    assert parties(story).applicant == Party("張𠮷", AUNT.number)


def test_a_wrong_code_of_an_organisation(shelf: Catalogue):
    story = at_role(shelf).touch("role:organisation").fill("claim_uscc", "91350100M000100Y44").touch("primary")
    assert story.session.page.problems == {"claim_uscc": "uscc"}


# --- the register's other answers --------------------------------------------------------------------------------


@pytest.mark.parametrize("reply", [Refused("role_not_allowed"), NothingFound(INSTANT, "s", "t")], ids=["no", "nothing"])
def test_a_role_that_the_register_does_not_confirm(shelf: Catalogue, reply: Refused | NothingFound):
    story = to_mandate(shelf).reply(reply)
    assert story.page == f"{INVENTED}/trouble-refused"
    story.touch("primary")
    assert story.face.body.value == USCC, "the code may be put right"
    story.touch("primary")
    assert story.asked().question.params == {"uscc": USCC}, "who was checked stays checked"


def test_no_answer_of_the_register_is_no_no(shelf: Catalogue):
    story = to_mandate(shelf).reply(NotKnown("no_answer"))
    assert story.page == f"{INVENTED}/trouble-unavailable"
    assert story.touch("primary").reply(MANDATE).page == f"{INVENTED}/review"


def test_a_guardian_whom_the_register_does_not_know(shelf: Catalogue):
    story = at_child(shelf).lay(GRANDSON).touch("primary").reply(NothingFound(INSTANT, "s", "t"))
    assert story.session.page.reason == "guardianship_unknown"
    assert isinstance(story.touch("primary").session.page, AtCard)
    assert story.touch("back").page == f"{INVENTED}/relation"


# --- back --------------------------------------------------------------------------------------------------------


def test_back_from_the_role_page_is_the_consent(shelf: Catalogue):
    assert at_role(shelf).touch("back").page == f"{INVENTED}/consent"


WAYS_BACK = {
    "agent": (at_principal, ["relation", "role"]),
    "agent, card read": (lambda shelf: at_principal(shelf).lay(AUNT), ["card", "relation", "role", "consent"]),
    "guardian": (lambda shelf: at_child(shelf).touch("other"), ["card", "relation", "role"]),
    "handler": (lambda shelf: at_handler(shelf).lay(ZHANG).touch("primary"), ["card", "claim-1", "role"]),
    "no card": (
        lambda shelf: (
            at_role(shelf)
            .touch("role:no_card")
            .fill("claim_number", AUNT.number)
            .touch("primary")
            .fill("claim_name", "阿依古丽")
            .touch("primary", "way:keeper")
            .reply(NotKnown("x"))
        ),
        ["checkway", "claim-1", "role"],
    ),
}


@pytest.mark.parametrize("name", WAYS_BACK)
def test_back_leads_page_by_page(shelf: Catalogue, name: str):
    begin, pages = WAYS_BACK[name]
    story = begin(shelf)
    for page in pages:
        assert story.touch("back").page == f"{INVENTED}/{page}"


def test_back_into_the_step_offers_the_role_again_and_keeps_it(shelf: Catalogue):
    story = at_principal(shelf).lay(AUNT).touch("primary", "back")
    assert story.page == f"{INVENTED}/role"
    assert story.touch("role:agent").page == f"{INVENTED}/review"


def test_another_role_begins_with_nobody(shelf: Catalogue):
    story = at_principal(shelf).lay(AUNT).touch("primary", "back", "role:self")
    visit = story.session.visit
    assert (visit.card, visit.agent_card, visit.check_trace, visit.relation) == (None, None, None, None)
    assert story.page == f"{INVENTED}/card"


def test_the_question_before_home_says_that_somebody_is_known(shelf: Catalogue):
    assert agent_checked(shelf).touch("home").page == f"{INVENTED}/leave"


def test_nothing_of_a_person_is_asked_without_a_check(shelf: Catalogue):
    for story in (to_mandate(shelf), at_child(shelf).lay(GRANDSON).touch("primary")):
        asked = [each.question for each in story.ordered(Ask) if isinstance(each.question, LookUp)]
        assert all(each.check_trace for each in asked)
