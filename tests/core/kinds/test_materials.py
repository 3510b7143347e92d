"""What is given: shared by a department, photographed, promised, or left for later."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kiosk.core.case_bodies import Photograph
from kiosk.core.effects import JoinPages, Rest, TakePage, WatchPage
from kiosk.core.events import PagesJoined, PageTaken, PageTroubled
from kiosk.core.matter_pages import AtMaterials, AtPhotograph
from kiosk.core.matters import Catalogue
from kiosk.core.papers import receipt_of
from kiosk.core.questions import LookUp
from kiosk.core.replies import Found, NothingFound, NotKnown, Record, Refused
from kiosk.rehearsal import INSTANT, NOW, Story
from tests.core.kinds.filed_matter import SHARED, visiting
from tests.core.kinds.handing_in import at_step, handed_in, photographed, reviewed, texts


def test_what_is_shared_is_asked_for_first_and_never_of_the_citizen(listed: Story):
    assert [each.question.look_up for each in listed.told if hasattr(each, "question")] == ["register"]
    rows = {each.target: each for each in listed.face.body.rows}
    assert rows["material:register"].state == "given"
    assert not rows["material:register"].enabled
    before = listed.session
    listed.touch("material:register")
    assert listed.session is before
    assert listed.session.visit.materials["register"].trust == "A"
    assert listed.session.visit.materials["form"].trust == "D"


def test_a_form_made_here_is_no_promise_on_the_paper(listed: Story):
    said = texts(receipt_of(listed.catalogue, handed_in(listed).session, NOW).lines)
    assert [each for each in said if each.startswith("就是刚才填的，不用交：")]


@pytest.mark.parametrize(
    ("reply", "became"),
    [
        (NothingFound(INSTANT, "s", "t"), "not_found"),
        (NotKnown("unavailable"), "not_known"),
        (Refused("no_consent"), "refused"),
        (Found((Record("r1", "未能核查", selectable=False, why="not_clear"),), "s", INSTANT, "S1"), "not_clear"),
    ],
)
def test_no_not_found_and_not_known_stay_three_and_leave_the_camera(catalogue: Catalogue, reply, became: str):
    story = Story(catalogue)
    story.session = visiting(catalogue, "materials").session
    at_step(story, "materials").reply(reply)
    assert story.session.visit.shares == {"register": became}
    assert story.session.visit.materials.keys() <= {"form"}
    assert isinstance(story.session.page, AtMaterials)
    story.touch("material:register")
    assert isinstance(story.session.page, AtPhotograph)


def test_going_back_to_the_list_asks_no_department_again(listed: Story):
    reviewed(listed)
    at_step(listed, "materials")
    assert isinstance(listed.session.page, AtMaterials)
    assert not [each for each in listed.effects if isinstance(getattr(each, "question", None), LookUp)]


def test_pages_are_taken_again_counted_and_joined(listed: Story):
    listed.touch("material:letter")
    assert [type(each) for each in listed.effects][-1] is WatchPage
    assert (listed.face.primary.target, listed.face.body.take) == ("take", None)
    listed.touch("take")
    assert isinstance(listed.effects[-1], TakePage)
    assert listed.face.waiting
    listed.happen(PageTaken(listed.request, b"one", b"small"))
    listed.touch("again")
    assert listed.session.visit.pages == ()
    for page in (b"one", b"two"):
        listed.touch("take").happen(PageTaken(listed.request, page, b"small"))
    body = listed.face.body
    assert isinstance(body, Photograph)
    assert (body.take.enabled, listed.face.primary.target) == (False, "done")
    listed.touch("take")
    assert not listed.ordered(TakePage)[4:]
    listed.touch("done")
    assert listed.ordered(JoinPages)[-1].pages == (b"one", b"two")
    listed.happen(PagesJoined(listed.request, b"%PDF", "0" * 64))
    given = listed.session.visit.materials["letter"]
    assert (given.trust, given.pages, given.pdf, given.sm3) == ("C", 2, b"%PDF", "0" * 64)
    assert listed.session.visit.pages == ()
    assert any(isinstance(each, Rest) for each in listed.effects)
    assert "待窗口核验" in next(each.line for each in listed.face.body.rows if each.target == "material:letter")


@pytest.mark.parametrize("trouble", ["no_page", "blank", "blurred", "dark", "cut_off", "camera_out_of_service"])
def test_each_trouble_of_a_page_is_said_and_nothing_is_lost(listed: Story, trouble):
    listed.touch("material:letter", "take").happen(PageTaken(listed.request, b"one", b"small")).touch("take")
    listed.happen(PageTroubled(listed.request, trouble))
    assert listed.face.body.notice.text
    assert listed.session.visit.pages == (b"one",)
    assert listed.face.primary.target == "done"


def test_a_late_page_changes_nothing(listed: Story):
    listed.touch("material:letter", "take")
    late = listed.request
    listed.happen(PageTaken(late, b"one", b"small"))
    before = listed.session
    listed.happen(PageTaken(late, b"one", b"small"))
    assert listed.session is before


def test_what_must_be_given_is_waited_for_and_the_rest_may_be_left(listed: Story):
    assert listed.face.primary is None
    assert listed.face.waiting == "还差 2 样，点一行来交"
    photographed(listed).touch("material:promise")
    listed.touch("secondary", "secondary")
    assert isinstance(listed.session.page, AtMaterials)
    assert listed.face.primary is None
    listed.touch("material:promise", "primary")
    assert listed.session.visit.materials["promise"].trust == "D"
    assert listed.face.primary is not None


def test_an_optional_paper_may_go_to_the_window(listed: Story):
    listed.touch("material:extra")
    assert [each.target for each in listed.face.body.others] == ["other"]
    listed.touch("other")
    assert isinstance(listed.session.page, AtMaterials)


def test_what_only_a_department_has_and_did_not_say_is_asked_again(catalogue: Catalogue):
    matter = catalogue.matters["MADE-UP"]
    alone = {"can_photograph": False, "can_bring": False}
    only = tuple(replace(each, **alone) if each.id == "register" else each for each in matter.materials)
    shelf = replace(catalogue, matters={**catalogue.matters, "MADE-UP": replace(matter, materials=only)})
    story = Story(shelf)
    story.session = visiting(shelf, "materials").session
    at_step(story, "materials").reply(NotKnown("unavailable"))
    row = story.face.body.rows[0]
    assert (row.enabled, row.line) == (True, "部门没有回话，点这里再问一次")
    story.touch("material:register").reply(SHARED)
    assert story.session.visit.materials["register"].trust == "A"


def test_a_share_that_was_not_known_is_asked_once_more_on_coming_back(catalogue: Catalogue):
    story = Story(catalogue)
    story.session = visiting(catalogue, "materials").session
    at_step(story, "materials").reply(NotKnown("unavailable"))
    assert story.session.visit.shares == {"register": "not_known"}
    assert at_step(story, "materials").asked().question.look_up == "register"
