"""The one list of what is missing: told whole, photographed alone, sent once."""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.core.case_bodies import Case, Materials
from kiosk.core.matter_pages import AtCase, AtFiled, AtMaterials
from kiosk.core.questions import Submit, Supplement
from kiosk.core.replies import NotKnown, Refused
from kiosk.rehearsal import Story
from tests.core.kinds.filed_matter import ASKED, STANDING, filed
from tests.core.kinds.handing_in import photographed, printed, signed

# --- supplements -------------------------------------------------------------------------------------------------


def test_the_whole_list_is_told_once_and_only_it_is_photographed(listed: Story):
    story = filed(signed(listed), ASKED)
    body = story.face.body
    assert isinstance(body, Case)
    assert [(each.label, each.value) for each in body.missing] == [
        ("样本来信", "缺第二页，两页都要看得清"), ("说明", "没有写"),
    ]  # fmt: skip
    story.touch("supplement")
    rows = story.face.body
    assert isinstance(rows, Materials)
    assert [each.target for each in rows.rows] == ["material:letter"]
    story.session = photographed(story, pages=2).session
    asked = story.touch("primary").asked()
    assert isinstance(asked.question, Supplement)
    assert [each.id for each in asked.question.materials] == ["letter"]
    filing = [each.key for each in story.told if isinstance(getattr(each, "question", None), Submit)]
    assert asked.key not in (None, *filing)
    story.reply(NotKnown("no_answer"))
    assert story.touch("primary").asked().key == asked.key
    filed(story, replace(STANDING, state="supplemented"))
    assert isinstance(story.session.page, AtFiled)
    assert not story.session.visit.supplementing


def test_the_list_is_printed_for_who_goes_home(listed: Story):
    story = filed(signed(listed), ASKED).touch("primary")
    assert "1. 样本来信：缺第二页，两页都要看得清" in printed(story)


def test_who_does_not_supplement_now_is_back_at_the_case(listed: Story):
    story = filed(signed(listed), ASKED).touch("supplement")
    assert story.face.shelf.back.enabled
    story.touch("back")
    assert isinstance(story.session.page, AtFiled | AtCase)


# --- nothing is lost, nothing goes out twice ---------------------------------------------------------------------


def supplement_photographed(story: Story) -> Story:
    return photographed(filed(signed(story), ASKED).touch("supplement"), pages=2).touch("primary")


def test_a_supplement_that_may_have_arrived_is_not_changed_under_its_key(listed: Story):
    story = supplement_photographed(listed).reply(NotKnown("no_answer"))
    assert not story.face.shelf.back.enabled
    before = story.session
    assert story.touch("back").session is before


def test_back_from_a_refused_supplement_is_its_list_and_never_the_signature(listed: Story):
    story = supplement_photographed(listed).reply(Refused("department_says_no")).touch("back")
    assert isinstance(story.session.page, AtMaterials)
    assert story.session.visit.supplementing


def test_the_receipt_after_a_supplement_still_has_what_was_given_before(listed: Story):
    story = filed(supplement_photographed(listed), replace(STANDING, state="supplemented", payable=None))
    assert sorted(story.session.visit.materials) == ["form", "letter", "promise", "register"]
    given = {name: each for name, each in story.session.visit.materials.items() if name != "letter"}
    story = filed(story, ASKED).touch("supplement", "secondary")
    assert {name: each for name, each in story.session.visit.materials.items() if name != "letter"} == given
