"""What the paper of a case does not claim: what nobody answered, a place that did not receive it, today's agent."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kiosk.core.idcard import masked_name
from kiosk.core.matters import Catalogue
from kiosk.core.papers import receipt_of
from kiosk.core.receipts import Pair, Text
from kiosk.core.replies import Filed, LegStanding, NotKnown
from kiosk.core.session import Visit
from kiosk.rehearsal import NOW, ZHANG, Story
from tests.core.kinds.filed_matter import ASKED, STANDING, filed, with_matter
from tests.core.kinds.handing_in import photographed, signed
from tests.core.kinds.test_bring import AWAITED, listed
from tests.core.kinds.test_progress import at_case, scan

ANOTHER = replace(ZHANG, name="李代办", number="330106199001011237")


@pytest.fixture(scope="module")
def catalogue(shelf: Catalogue) -> Catalogue:
    return with_matter(shelf)


def texts(story: Story) -> list[str]:
    return [each.text for each in receipt_of(story.catalogue, story.session, NOW).lines if isinstance(each, Text)]


def pairs(story: Story) -> dict[str, str]:
    lines = receipt_of(story.catalogue, story.session, NOW).lines
    return {each.label: each.value for each in lines if isinstance(each, Pair)}


def with_visit(story: Story, **values: object) -> Story:
    visit = story.session.visit
    assert isinstance(visit, Visit)
    story.session = replace(story.session, visit=replace(visit, **values))
    return story


# --- a supplement nobody answered --------------------------------------------------------------------------------


def test_a_supplement_that_nobody_answered_is_neither_a_no_nor_a_yes(catalogue: Catalogue):
    story = filed(signed(listed(catalogue)), ASKED).touch("supplement")
    photographed(story).touch("primary").reply(NotKnown("no_answer"))
    said = texts(story)
    assert "刚才补交的，还不知道补到了没有。先不要重交，过后带身份证来查。" in said
    assert not any(each.startswith("扫描件") and "样本来信" in each for each in said)


def test_a_list_to_which_nothing_was_sent_says_nothing_of_doubt(catalogue: Catalogue):
    assert not any("还不知道" in each for each in texts(filed(signed(listed(catalogue)), ASKED)))


# --- where it was received ---------------------------------------------------------------------------------------


def test_a_case_received_elsewhere_does_not_name_this_centre(catalogue: Catalogue):
    story = at_case(Story(catalogue), replace(AWAITED, received_at_place="330100"))
    assert pairs(story)["收件地"] == "浙江省杭州市"
    assert catalogue.centre.name_zh not in pairs(story)["收件地"]


@pytest.mark.parametrize("place", ["", "here"])
def test_a_case_received_here_names_this_centre(catalogue: Catalogue, place):
    here = replace(STANDING, received_at_place=catalogue.centre.region if place else "")
    assert catalogue.centre.name_zh in pairs(filed(signed(listed(catalogue)), here))["收件地"]


def test_where_a_case_was_received_is_left_out_when_nobody_said(catalogue: Catalogue):
    assert "收件地" not in pairs(at_case(Story(catalogue), STANDING))
    assert "收件地" not in pairs(filed(signed(listed(catalogue)), again=True))


# --- a case that was open already --------------------------------------------------------------------------------


def test_who_acts_today_is_not_printed_as_the_agent_of_the_case_that_was_open(catalogue: Catalogue):
    story = with_visit(filed(signed(listed(catalogue))), agent_card=ANOTHER, relation="relative")
    assert masked_name(ANOTHER.name) in pairs(story)["代办人"]
    story = with_visit(filed(signed(listed(catalogue)), again=True), agent_card=ANOTHER, relation="relative")
    assert "代办人" not in pairs(story)
    assert masked_name(ZHANG.name) in pairs(story)["申请人"]  # whose case it is, is the same


def test_values_of_today_are_not_printed_as_those_of_the_case_that_was_open(catalogue: Catalogue):
    matter = catalogue.matters["MADE-UP"]
    fields = tuple(replace(each, slip=each.id == "reason") for each in matter.fields)
    shelf = replace(catalogue, matters={**catalogue.matters, "MADE-UP": replace(matter, fields=fields)})
    assert pairs(filed(signed(listed(shelf))))["原因"] == "第一个"
    assert "原因" not in pairs(filed(signed(listed(shelf)), again=True))


# --- who acts, what it is about, who answers for it ---


def test_a_guardian_is_not_printed_as_an_agent(catalogue: Catalogue):
    guarded = with_visit(filed(signed(listed(catalogue))), agent_card=ANOTHER, relation="parent", role="guardian")
    said = pairs(guarded)
    assert masked_name(ANOTHER.name) in said["监护人"]
    assert "代办人" not in said


def test_who_answers_for_the_case_is_what_the_guide_says(catalogue: Catalogue):
    said = texts(filed(signed(listed(catalogue))))
    assert catalogue.words["zh"].of("MADE-UP", "guide.responsibilities").replace("\n", "") in said


LEGS = (LegStanding("a", "甲局（演示）", "working"), LegStanding("b", "乙局（演示）", "waiting"))


def test_after_a_no_no_office_is_still_to_begin(catalogue: Catalogue):
    refused = replace(STANDING, state="not_accepted", legs=LEGS)
    story = filed(signed(listed(catalogue)), refused)
    assert not any("还没轮到" in each for each in texts(story))
    assert [each.label for each in story.face.body.legs] == ["甲局（演示）"]
    assert story.face.title == "这件事没有受理"


def test_an_open_case_names_the_offices_still_to_begin(catalogue: Catalogue):
    said = texts(filed(signed(listed(catalogue)), replace(STANDING, state="accepted", legs=LEGS)))
    assert {"甲局（演示）：正在办", "乙局（演示）：还没轮到"} <= set(said)


@pytest.mark.parametrize("state", ["received", "accepted", "not_accepted"])
def test_nobody_is_promised_a_message_a_day_or_a_number_that_is_not_there(catalogue: Catalogue, state):
    said = "".join(texts(filed(signed(listed(catalogue)), replace(STANDING, state=state))))
    assert not any(each in said for each in ("会有通知", "到日子", "请打办理地的电话"))


# --- seen by its code alone --------------------------------------------------------------------------------------


def test_a_case_seen_by_its_code_alone_does_not_say_that_nothing_is_to_be_done(catalogue: Catalogue):
    story = scan(Story(catalogue), b"KIOSK:CASE:CASE-7").reply(Filed(STANDING))
    line = "要不要您做什么，放身份证才看得到。"
    assert story.face.body.line == line
    assert line in texts(story)
    assert catalogue.words["zh"]("usual.case.next.received") not in texts(story)


def test_who_was_checked_reads_what_comes_next(catalogue: Catalogue):
    line = catalogue.words["zh"]("usual.case.next.received")
    assert at_case(Story(catalogue), STANDING).face.body.line == line
    assert line in texts(filed(signed(listed(catalogue))))
