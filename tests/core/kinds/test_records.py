"""select with a look-up: one record or several, the sum of what is picked, why one can't be picked."""

from __future__ import annotations

import pytest

from kiosk.core.face_bodies import Choose
from kiosk.core.matters import Catalogue, Column, Field, Step, When
from kiosk.core.pages import AtReview, AtRows, AtTrouble, AtWaiting
from kiosk.core.replies import Found, NothingFound, NotKnown, Record, Refused
from kiosk.core.session import Provenance
from kiosk.rehearsal import INSTANT, Story
from tests.core.kinds.forms import answers, begun, with_steps

LOAN = Field("loan_no", "text", purpose="示例", prefill="record.number", read_only=True)
SUM = Field("total", "money", purpose="示例", prefill="computed.sum:picked.amount", read_only=True)
LINES = Field("lines", "table", purpose="示例", prefill="record", columns=(Column("number", "text"),))
FIRST = Record("r1", "示例贷款一", "2020年起", "100.10", values={"number": "D-001"})
SECOND = Record("r2", "示例贷款二", "2021年起", "200.20", values={"number": "D-002"})
BARRED = Record("r3", "示例贷款三", amount="1.00", selectable=False, why="arrears_unknown_word")
FOUND = Found((FIRST, SECOND, BARRED), "示例中心（演示）", INSTANT, "T1")


def selecting(shelf: Catalogue, **more: object) -> Story:
    steps = (Step("select", look_up="loans", **more), Step("review"))
    return begun(with_steps(shelf, steps, (LOAN, SUM, LINES)))


def choices(story: Story):
    assert isinstance(story.face.body, Choose)
    return story.face.body.choices


def test_one_of_one_goes_on_at_once_and_fills_in(shelf: Catalogue):
    story = selecting(shelf).reply(FOUND)
    assert [each.kind for each in choices(story)] == ["go", "go", "go"]
    story.touch("row:r2")
    assert isinstance(story.session.page, AtReview)
    assert answers(story) == {"loan_no": "D-002", "total": "200.20"}
    assert story.session.visit.origins["loan_no"] == Provenance("示例中心（演示）", INSTANT, "T1")
    assert story.session.visit.picked == {"r2"}
    assert "示例贷款二 ¥200.20" in [row.value for row in story.face.body.rows]


def test_several_are_added_up_and_need_a_press_to_go_on(shelf: Catalogue):
    story = selecting(shelf, most=9).reply(FOUND)
    assert story.face.primary is None
    story.touch("row:r1", "row:r2")
    assert story.face.body.total.value == "¥300.30"
    story.touch("primary")
    assert answers(story)["total"] == "300.30"
    assert story.session.visit.tables["lines"] == ({"number": "D-001"}, {"number": "D-002"})


def test_no_more_than_the_step_allows(shelf: Catalogue):
    rows = tuple(Record(f"r{n}", "示例", amount="1.00") for n in range(3))
    story = selecting(shelf, most=2).reply(Found(rows, "s", INSTANT, "T1")).touch("row:r0", "row:r1", "row:r2")
    assert story.session.visit.picked == {"r0", "r1"}
    assert story.touch("row:r0", "row:r2").session.visit.picked == {"r1", "r2"}


def test_what_cannot_be_picked_says_why(shelf: Catalogue):
    story = selecting(shelf).reply(FOUND)
    assert not choices(story)[2].enabled
    assert choices(story)[2].why_not == "这一条现在不能办"
    assert story.touch("row:r3").session.page == AtRows()


def test_nothing_found_stops_or_goes_on(shelf: Catalogue):
    nothing = NothingFound(INSTANT, "s", "t")
    story = selecting(shelf).reply(nothing)
    assert story.session.page == AtTrouble("nothing_found", "loans_not_found")
    assert story.face.body.what_title == "怎么了，怎么办", "advice does not stand under what happened"
    assert isinstance(selecting(shelf, if_missing="go_on").reply(nothing).session.page, AtReview)


@pytest.mark.parametrize(
    ("reply", "kind", "reason"),
    [(Refused("not_bound"), "refused", "not_bound"), (NotKnown("offline"), "unavailable", "offline")],
)
def test_no_and_not_known_are_told_apart(shelf: Catalogue, reply, kind, reason):
    story = selecting(shelf).reply(reply)
    assert (story.session.page.kind, story.session.page.reason) == (kind, reason)
    if kind == "unavailable":
        assert isinstance(story.touch("retry").session.page, AtWaiting)


def test_coming_back_shows_the_same_records(shelf: Catalogue):
    story = selecting(shelf).reply(FOUND).touch("row:r1", "back")
    assert story.session.page == AtRows()
    story.touch("row:r2")
    assert answers(story)["loan_no"] == "D-002"


def test_a_second_answer_unpicks_what_is_gone(shelf: Catalogue):
    story = selecting(shelf).reply(FOUND).touch("row:r1", "back", "back")
    story.touch("matter:INV-01").reply(Found((SECOND,), "s", INSTANT, "T2"))
    assert story.session.visit.picked == frozenset()
    assert "loan_no" not in answers(story)


def test_many_records_have_pages(shelf: Catalogue):
    rows = tuple(Record(f"r{n}", "示例") for n in range(9))
    story = selecting(shelf).reply(Found(rows, "s", INSTANT, "T1"))
    assert [len(choices(story)), story.face.body.pages] == [4, 3]
    story.touch("page:following", "page:following", "page:following")
    assert [each.target for each in choices(story)] == ["row:r8"]


def test_larger_text_and_back_again_leaves_no_dead_key(shelf: Catalogue):
    rows = tuple(Record(f"r{n}", "示例") for n in range(8))
    story = selecting(shelf).reply(Found(rows, "s", INSTANT, "T1")).touch("size", "size")
    story.touch("page:following", "page:following", "page:following", "size")
    assert story.face.body.previous.enabled
    assert choices(story.touch("page:previous"))[0].target == "row:r0"


def test_what_was_typed_for_another_way_is_no_part_of_the_question(shelf: Catalogue):
    whom = Field("whom", "choice", purpose="示例", choices=("own", "other"))
    name = Field("name", "text", purpose="示例")
    steps = (
        Step("form", pages=(("whom",),)),
        Step("form", pages=(("name",),), when=When("whom", "other")),
        Step("select", look_up="insured", params=("whom", "name")),
        Step("review"),
    )
    story = begun(with_steps(shelf, steps, (whom, name))).touch("pick:whom:other").fill("name", "样本人")
    assert story.touch("primary").asked().question.params == {"whom": "other", "name": "样本人"}
    story.reply(FOUND).touch("back", "back", "pick:whom:own")
    assert story.asked().question.params == {"whom": "own"}
