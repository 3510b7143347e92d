"""Everything once more, and a name under it: what a signature binds, and what is signed anew."""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.core.case_bodies import Sign
from kiosk.core.face_bodies import Review
from kiosk.core.matter_pages import AtMaterials, AtSign
from kiosk.core.pages import AtReview
from kiosk.core.papers import receipt_of
from kiosk.core.questions import Submit
from kiosk.core.replies import NotKnown, Refused
from kiosk.core.submission import signature
from kiosk.core.touches import Signed
from kiosk.rehearsal import NOW, Story
from tests.core.kinds.filed_matter import NAME
from tests.core.kinds.handing_in import handed_in, reviewed, signed, texts


def test_nothing_is_handed_in_before_the_last_page_of_the_review(listed: Story):
    story = reviewed(listed)
    story.session = replace(story.session, text_size="xlarge")
    onward, hand_in = (story.catalogue.words["zh"](each) for each in ("word.page_following", "usual.review.primary"))
    pages = 0
    while story.face.primary.label == onward:
        assert isinstance(story.touch("primary").session.page, AtReview), "the large key only turns the page"
        pages += 1
    assert pages, "the matter has no review of several pages"
    assert story.face.body.following.enabled is False
    assert story.face.primary.label == hand_in
    assert story.touch(*["page:previous"] * pages).face.primary.label == hand_in, "it was seen to its end"
    assert isinstance(story.touch("primary").session.page, AtSign)
    assert story.touch("back").face.primary.label == hand_in, "nothing changed since"
    story.touch("change:2", "delivery:post")
    assert story.face.primary.label == onward, "what was changed is looked over again"


def test_only_what_is_signed_has_a_line_about_a_signature(listed: Story):
    signs, room = (listed.catalogue.words["zh"](f"usual.slip.{each}") for each in ("signed", "sign_here"))
    session = handed_in(listed).session
    assert signs in texts(receipt_of(listed.catalogue, session, NOW).lines)
    unsigned = replace(session, visit=replace(session.visit, strokes=()))
    assert room in texts(receipt_of(listed.catalogue, unsigned, NOW).lines)
    matter = listed.catalogue.matters["MADE-UP"]
    without = replace(matter, steps=tuple(each for each in matter.steps if each.kind != "sign"))
    shelf = replace(listed.catalogue, matters={"MADE-UP": without})
    assert {signs, room}.isdisjoint(texts(receipt_of(shelf, session, NOW).lines))


def test_the_review_shows_everything_and_leads_to_each(listed: Story):
    body = reviewed(listed).face.body
    assert isinstance(body, Review)
    rows = {each.label: each for each in body.rows}
    assert rows["原因"].value == "第一个"
    assert rows["材料"].value == "查到 1 样、拍了 1 样、承诺 2 样、还没交 1 样"
    assert rows["怎么拿结果"].value == "自己去取"
    listed.touch(rows["材料"].change)
    assert isinstance(listed.session.page, AtMaterials)


def test_too_little_is_no_name_and_a_cleared_field_is_empty(listed: Story):
    reviewed(listed).touch("primary")
    assert isinstance(listed.session.page, AtSign)
    assert listed.face.primary is None
    listed.happen(Signed(listed.session.rev, (((0, 0, 0), (200, 0, 50)),))).touch("primary")
    assert isinstance(listed.session.page, AtSign)
    assert listed.face.body.notice.text.startswith("还看不出名字")
    listed.happen(Signed(listed.session.rev, (NAME,)))
    assert listed.face.body.notice is None
    listed.touch("clear")
    body = listed.face.body
    assert isinstance(body, Sign)
    assert body.empty


def test_strokes_between_two_touches_raise_no_revision(listed: Story):
    reviewed(listed).touch("primary")
    listed.happen(Signed(listed.session.rev, (NAME,)))
    rev = listed.session.rev
    listed.happen(Signed(rev, (NAME, NAME)))
    assert (listed.session.rev, len(listed.session.page.strokes)) == (rev, 2)


def test_the_signature_binds_the_strokes_to_every_value(listed: Story):
    question = signed(listed).asked().question
    assert isinstance(question, Submit)
    assert question.signature == signature(question, (NAME,))
    assert signature(replace(question, values={"reason": "two"}), (NAME,)) != question.signature
    assert signature(question, (NAME[:2],)) != question.signature
    given = {each.id: each for each in question.materials}
    changed = tuple(replace(each, sm3="cd" * 32) if each.id == "letter" else each for each in given.values())
    assert signature(replace(question, materials=changed), (NAME,)) != question.signature


def test_what_changes_after_the_signature_is_signed_anew(listed: Story):
    signed(listed).reply(Refused("period_closed")).touch("change")
    assert isinstance(listed.session.page, AtReview)
    listed.touch("primary")
    assert listed.session.visit.strokes == ()


def test_a_draft_that_no_phone_can_take_leads_back_to_the_review(listed: Story):
    story = reviewed(listed).touch("hand_over").reply(NotKnown("unavailable")).touch("back")
    assert isinstance(story.session.page, AtReview)
