"""带到窗口交: offered after the better ways, honest on every page and paper, and photographed later where one can."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kiosk.core.case_bodies import Case, Materials
from kiosk.core.conditions import Condition, Device, Status
from kiosk.core.effects import PrintReceipt
from kiosk.core.events import ConditionSeen, PagesJoined, PageTaken
from kiosk.core.matter_pages import AtBring, AtCommit, AtFiled, AtMaterials, AtPhotograph
from kiosk.core.matters import Catalogue
from kiosk.core.pages import AtReview
from kiosk.core.questions import GivenMaterial, Submit, Supplement
from kiosk.core.receipts import Line, Pair, Text, Title
from kiosk.core.replies import Filed, MissingItem, NotKnown, Reply
from kiosk.core.touches import Signed
from kiosk.rehearsal import Story
from tests.core.kinds.filed_matter import NAME, SHARED, STANDING, filed, visiting

NO_CAMERA = ConditionSeen(Condition(Device.DOCUMENT_CAMERA, Status.NO_DEVICE))
CAMERA = ConditionSeen(Condition(Device.DOCUMENT_CAMERA, Status.ONLINE))
AWAITED = replace(
    STANDING,
    missing=(
        MissingItem("letter", "还没有带到窗口", to_bring=True),
        MissingItem("promise", "还没有带到窗口", to_bring=True),
    ),
    received_at_place="330100",
)


def listed(catalogue: Catalogue, *happened: ConditionSeen, reply: Reply = SHARED) -> Story:
    """At the list of materials, with what a department said when it was asked to share."""
    story = Story(catalogue)
    story.session = visiting(catalogue, "materials").session
    steps = [each.kind for each in catalogue.matters["MADE-UP"].steps]
    visit = replace(story.session.visit, step=steps.index("review"))
    story.session = replace(story.session, visit=visit, page=AtReview())
    for each in happened:
        story.happen(each)
    return story.touch(f"change:{steps.index('materials')}").reply(reply)


def changed(catalogue: Catalogue, id_: str, **values: object) -> Catalogue:
    matter = catalogue.matters["MADE-UP"]
    materials = tuple(replace(each, **values) if each.id == id_ else each for each in matter.materials)
    return replace(catalogue, matters={**catalogue.matters, "MADE-UP": replace(matter, materials=materials)})


def brought(story: Story) -> Story:
    """Both materials that must be given are said to be brought."""
    story.touch("material:letter", "other", "primary")
    return story.touch("material:promise", "secondary", "primary")


def signed(story: Story) -> Story:
    brought(story).touch("primary", "delivery:pick_up", "primary")
    return story.happen(Signed(story.session.rev, (NAME,))).touch("primary")


def printed(story: Story) -> tuple[Line, ...]:
    return story.ordered(PrintReceipt)[-1].receipt.lines


def line_of(story: Story, material: str) -> tuple[str, str]:
    body = story.face.body
    assert isinstance(body, Materials)
    row = next(each for each in body.rows if each.target == f"material:{material}")
    return row.state, row.line


# --- choosing it -------------------------------------------------------------------------------------------------


def test_the_window_comes_after_the_camera_and_the_promise(catalogue: Catalogue):
    story = listed(changed(catalogue, "letter", can_commit=True)).touch("material:letter")
    pages = [type(story.session.page)]
    pages += [type(story.touch(each).session.page) for each in ("other", "secondary")]
    assert pages == [AtPhotograph, AtCommit, AtBring]
    assert type(story.touch("back").session.page) is AtMaterials
    assert line_of(story, "letter")[0] == "todo"


@pytest.mark.parametrize(("material", "way"), [("letter", AtBring), ("promise", AtCommit)])
def test_without_a_camera_nobody_is_sent_to_it(catalogue: Catalogue, material: str, way: type):
    story = listed(catalogue, NO_CAMERA).touch(f"material:{material}")
    assert type(story.session.page) is way


def test_a_camera_that_comes_back_is_offered_again(catalogue: Catalogue):
    story = listed(catalogue, NO_CAMERA)
    assert line_of(story, "letter") == ("todo", "这里拍不了，点这里带到窗口交")
    assert line_of(story.happen(CAMERA), "letter") == ("todo", "点这里，用桌面上的相机拍")


def test_what_may_not_be_brought_has_no_such_way(catalogue: Catalogue):
    story = listed(changed(catalogue, "letter", can_bring=False)).touch("material:letter")
    assert story.face.body.others == ()
    story.touch("other")
    assert type(story.session.page) is AtPhotograph


def test_what_need_not_be_given_makes_no_case_wait(catalogue: Catalogue):
    story = listed(catalogue).touch("material:extra", "other")
    assert type(story.session.page) is AtMaterials
    assert "extra" not in story.session.visit.materials


def test_the_page_says_what_how_many_and_where(catalogue: Catalogue):
    story = listed(changed(catalogue, "letter", copies=2)).touch("material:letter", "other")
    assert [each.value for each in story.face.body.blocks][:2] == [
        "样本来信，原件 1 份、复印件 2 份",
        f"{catalogue.centre.name_zh}收件窗口",
    ]


def test_it_is_on_the_list_and_the_review_as_not_given(catalogue: Catalogue):
    story = brought(listed(catalogue))
    assert story.session.visit.materials["letter"] == GivenMaterial("letter", None)
    assert line_of(story, "letter") == ("to_bring", "还没交：您把原件 1 份带到窗口")
    rows = story.touch("primary", "delivery:pick_up").face.body.rows
    given = next(each.value for each in rows if each.label == "材料")
    assert given == "查到 1 样、承诺 1 样、要带到窗口 2 样、还没交 1 样"


def test_who_finds_the_paper_after_all_photographs_it(catalogue: Catalogue):
    story = brought(listed(catalogue)).touch("material:letter", "take")
    story.happen(PageTaken(story.request, b"jpeg", b"small")).touch("done")
    story.happen(PagesJoined(story.request, b"%PDF-", "ab" * 32))
    assert story.session.visit.materials["letter"].trust == "C"


def test_a_department_that_did_not_answer_can_be_asked_again_instead(catalogue: Catalogue):
    story = listed(changed(catalogue, "register", can_photograph=False), reply=NotKnown("unavailable"))
    assert line_of(story, "register") == ("todo", "部门没有回话，点这里看怎么办")
    assert story.touch("material:register", "secondary").asked().question.look_up == "register"


# --- handed in ---------------------------------------------------------------------------------------------------


def test_it_is_handed_in_without_a_trust_and_as_no_promise(catalogue: Catalogue):
    question = signed(listed(catalogue)).asked().question
    assert isinstance(question, Submit)
    assert {each.id: each.trust for each in question.materials} == {
        "register": "A", "letter": None, "promise": None, "form": "D",
    }  # fmt: skip
    assert question.commitments == ("form",)


def test_the_case_page_and_the_receipt_say_what_to_bring_where_once(catalogue: Catalogue):
    story = filed(signed(listed(catalogue)), replace(AWAITED, received_at_place=""))
    body = story.face.body
    assert isinstance(body, Case)
    assert body.line == "把单子上的带到窗口，部门才接着办。"
    window = f"{catalogue.centre.name_zh}收件窗口"
    assert [each.value for each in body.missing] == ["还没交，请带原件 1 份"] * 2
    assert ("带到哪里", window) in [(each.label, each.value) for each in body.rows]
    assert story.face.primary.icon == "print"  # nothing is paid before everything is there
    lines = printed(story.touch("primary"))
    assert lines[0] == Title("收件凭证")
    texts = [each.text for each in lines if isinstance(each, Text)]
    begin = texts.index("还要带到窗口的材料")
    assert texts[begin + 1 : begin + 3] == ["1. 样本来信：原件 1 份", "2. 样本声明：原件 1 份"]
    assert Pair("带到哪里", window) in lines
    assert not any("一次性告知" in each or each == "受理通知书" for each in texts)


def test_elsewhere_the_window_is_that_of_the_place_that_received_it(catalogue: Catalogue):
    story = filed(signed(listed(catalogue)), AWAITED)
    assert "浙江省杭州市收件窗口" in [each.value for each in story.face.body.rows]


# --- photographed later ------------------------------------------------------------------------------------------


def test_some_of_it_may_be_photographed_later_but_not_nothing(catalogue: Catalogue):
    story = filed(signed(listed(catalogue)), AWAITED).touch("supplement")
    assert story.face.primary is None
    assert [each.target for each in story.face.body.rows] == ["material:letter", "material:promise"]
    story.touch("material:letter")
    assert story.face.body.others == ()  # it is to be brought already
    story.touch("take").happen(PageTaken(story.request, b"jpeg", b"small")).touch("done")
    story.happen(PagesJoined(story.request, b"%PDF-", "ab" * 32))
    question = story.touch("primary").asked().question
    assert isinstance(question, Supplement)
    assert [each.id for each in question.materials] == ["letter"]
    rest = replace(AWAITED, missing=AWAITED.missing[1:])
    assert type(story.reply(Filed(rest)).session.page) is AtFiled


def test_a_terminal_that_can_take_none_of_it_does_not_offer_to(catalogue: Catalogue):
    only = replace(AWAITED, missing=AWAITED.missing[:1])
    story = filed(signed(listed(catalogue)), only)
    assert [each.target for each in story.face.body.others] == ["supplement"]
    assert story.happen(NO_CAMERA).face.body.others == ()
    story.touch("supplement")
    assert type(story.session.page) is AtFiled
