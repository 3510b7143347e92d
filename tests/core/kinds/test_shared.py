"""fetch: three answers stay three; what was shared is shown with its source and can be said to be wrong."""

from __future__ import annotations

import pytest

from kiosk.core.case_bodies import Shared
from kiosk.core.matter_pages import AtPlace, AtShared
from kiosk.core.matters import Catalogue, Column, Field, Step
from kiosk.core.pages import AtReview, AtTrouble, AtWaiting
from kiosk.core.prefill import disputed_of
from kiosk.core.questions import LookUp
from kiosk.core.replies import Found, NothingFound, NotKnown, Record, Refused
from kiosk.core.session import Provenance
from kiosk.rehearsal import INSTANT, ISSUED, Story
from tests.core.kinds.forms import answers, begun, with_steps

SOURCE = "住房公积金中心（演示）"
BALANCE = Field("balance", "money", purpose="示例", prefill="share.account.balance", read_only=True)
NUMBER = Field("number", "text", purpose="示例", prefill="share.account.number", read_only=True)
OTHER = Field("other", "text", purpose="示例", prefill="share.account_of_spouse.number", read_only=True)
PEOPLE = Field(
    "people",
    "table",
    purpose="示例",
    prefill="share.account",
    columns=(Column("name", "text"), Column("base", "money", total=True)),
)
FIELDS = (BALANCE, NUMBER, OTHER, PEOPLE)
RECORD = Record("a1", "账户", values={"balance": "1200.50", "number": "示例001", "name": "样本人", "base": "5000.00"})
FOUND = Found((RECORD,), SOURCE, INSTANT, "T9")


def fetching(shelf: Catalogue, **more: object) -> Story:
    steps = (Step("choose_place"), Step("fetch", look_up="account", **more), Step("review"))
    return begun(with_steps(shelf, steps, FIELDS)).touch("place:330000", "place:330100")


def test_the_question_names_the_place_and_nothing_else(shelf: Catalogue):
    question = fetching(shelf).asked().question
    assert isinstance(question, LookUp)
    assert (question.look_up, question.place, question.params) == ("account", "330100", {})


def test_the_question_carries_the_answers_the_step_names(shelf: Catalogue):
    asked = Field("number", "digits", purpose="示例")
    steps = (Step("form", pages=(("number",),)), Step("fetch", look_up="account", params=("number",)), Step("review"))
    story = begun(with_steps(shelf, steps, (asked,))).fill("number", "１２3").touch("primary")
    assert story.asked().question.params == {"number": "123"}


def test_what_was_found_fills_the_fields_and_is_shown_with_its_source(shelf: Catalogue):
    story = fetching(shelf).reply(FOUND)
    assert answers(story) == {"balance": "1200.50", "number": "示例001"}
    assert story.session.visit.tables == {"people": ({"name": "样本人", "base": "5000.00"},)}
    assert story.session.visit.origins["balance"] == Provenance(SOURCE, INSTANT, "T9")
    body = story.face.body
    assert isinstance(body, Shared)
    assert [row.value for row in body.rows] == ["¥1,200.50", "示例001", "共 1 行"]
    assert body.source == f"来自{SOURCE}，2026-11-23 09:26"
    assert isinstance(story.touch("primary").session.page, AtReview)


def test_the_number_of_a_person_is_masked(shelf: Catalogue):
    number = "110105198511029710"
    story = fetching(shelf).reply(Found((Record("a1", "账户", values={"number": number}),), SOURCE, INSTANT, "T9"))
    assert answers(story) == {"number": number}
    assert "110105********9710" in [row.value for row in story.face.body.rows]


def test_of_an_account_only_its_end_is_shown(shelf: Catalogue):
    account = Field("number", "account", purpose="示例", prefill="share.account.number", read_only=True)
    steps = (Step("choose_place"), Step("fetch", look_up="account"), Step("review"))
    story = begun(with_steps(shelf, steps, (account,))).touch("place:330000", "place:330100")
    record = Record("a1", "账户", values={"number": "9999100000000001"})
    story.reply(Found((record,), SOURCE, INSTANT, "T9"))
    assert answers(story) == {"number": "9999100000000001"}
    assert [row.value for row in story.face.body.rows] == ["************0001"]


def test_wrong_is_marked_explained_and_can_be_taken_back(shelf: Catalogue):
    story = fetching(shelf).reply(FOUND).touch("wrong")
    assert disputed_of(story.session.visit) == ("balance", "number", "people")
    assert "核对" in story.face.body.notice.text
    assert answers(story)["balance"] == "1200.50"
    story.touch("wrong")
    assert disputed_of(story.session.visit) == ()
    assert story.face.body.notice is None


def test_not_found_stops_with_the_matters_sentence(shelf: Catalogue):
    story = fetching(shelf).reply(NothingFound(INSTANT, "s", "t"))
    assert story.session.page == AtTrouble("nothing_found", "account_not_found")
    assert answers(story) == {}


def test_refused_stops_with_its_reason(shelf: Catalogue):
    assert fetching(shelf).reply(Refused("arrears")).session.page == AtTrouble("refused", "arrears", purpose="fetch")


def test_a_no_leads_back_to_what_can_be_changed_and_is_not_asked_for_again(shelf: Catalogue):
    story = fetching(shelf).reply(Refused("arrears"))
    assert story.face.primary.target == "change"
    assert isinstance(story.touch("change").session.page, AtPlace)


@pytest.mark.parametrize("reply", [NothingFound(INSTANT, "s", "t"), Refused("not_shared")])
def test_where_a_paper_will_do_a_missing_record_goes_on(shelf: Catalogue, reply):
    story = fetching(shelf, if_missing="go_on").reply(reply)
    assert isinstance(story.session.page, AtReview)
    assert answers(story) == {}


@pytest.mark.parametrize("if_missing", ["stop", "go_on"])
def test_not_known_is_never_not_found(shelf: Catalogue, if_missing):
    story = fetching(shelf, if_missing=if_missing).reply(NotKnown("unavailable"))
    assert story.session.page == AtTrouble("unavailable", "unavailable", purpose="fetch")
    story.touch("retry")
    assert isinstance(story.session.page, AtWaiting)
    assert story.asked().question.look_up == "account"


def test_an_answer_of_a_wrong_kind_is_not_known(shelf: Catalogue):
    assert fetching(shelf).reply(ISSUED).session.page.kind == "unavailable"


def test_a_newer_answer_leaves_nothing_of_the_older(shelf: Catalogue):
    story = fetching(shelf).reply(FOUND).touch("back", "place:330000", "place:330200")
    story.reply(Found((Record("a2", "账户", values={"number": "示例002"}),), SOURCE, INSTANT, "T10"))
    assert answers(story) == {"number": "示例002"}


def test_coming_back_shows_what_was_found_without_asking_again(shelf: Catalogue):
    story = fetching(shelf).reply(FOUND).touch("primary", "back")
    assert story.session.page == AtShared()


def test_coming_back_passes_over_what_showed_nothing(shelf: Catalogue):
    story = fetching(shelf, if_missing="go_on").reply(NothingFound(INSTANT, "s", "t")).touch("back")
    assert type(story.session.page).__name__ == "AtPlace"


def test_many_rows_have_pages(shelf: Catalogue):
    story = fetching(shelf).reply(FOUND).touch("size", "size")
    assert (len(story.face.body.rows), story.face.body.page_text) == (3, "")


def again(story: Story) -> Story:
    """Once more to the place and on, which asks the department anew."""
    return story.touch("back", "place:330000", "place:330100").reply(FOUND)


def test_what_was_called_wrong_is_still_wrong_when_it_comes_again(shelf: Catalogue):
    story = again(fetching(shelf).reply(FOUND).touch("wrong"))
    assert disputed_of(story.session.visit) == ("balance", "number", "people")


def test_what_the_citizen_wrote_over_it_is_kept_when_it_comes_again(shelf: Catalogue):
    phone = Field("phone", "digits", purpose="示例", prefill="share.account.number")
    steps = (
        Step("choose_place"),
        Step("fetch", look_up="account"),
        Step("form", pages=(("phone",), ("people",))),
        Step("review"),
    )
    found = Found((Record("a1", "账户", values={**RECORD.values, "number": "123"}),), SOURCE, INSTANT, "T9")
    story = begun(with_steps(shelf, steps, (phone, PEOPLE))).touch("place:330000", "place:330100").reply(found)
    story.touch("primary").fill("phone", "456").touch("primary", "row:0").fill("people.name", "改过")
    assert "people" not in story.session.visit.origins
    story.touch("back", "back", "back", "place:330000", "place:330100").reply(found)
    assert answers(story) == {"phone": "456"}
    assert story.session.visit.tables["people"][0]["name"] == "改过"
