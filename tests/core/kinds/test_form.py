"""Forms: every type of field, what fills it in by itself, what is wrong with it, and what is only shown."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kiosk.core.case_bodies import Writing
from kiosk.core.events import GatewaySeen, Happened
from kiosk.core.face_bodies import Choose, Info, Pad
from kiosk.core.flow import fill
from kiosk.core.matters import Catalogue, Check, Field, Route, Step, When
from kiosk.core.pages import AtForm, AtInfo, AtReview
from kiosk.core.regions import Choosable
from kiosk.core.rules import cleaned
from kiosk.core.session import Provenance
from kiosk.core.step import ARRIVALS
from kiosk.core.turn import Turn
from kiosk.rehearsal import NOW, ZHANG, Story
from tests.core.kinds.forms import answers, begun, note, with_form, with_steps
from tests.core.kinds.stories import checked


def field(id_: str, type_: str, **more: object) -> Field:
    return Field(id_, type_, purpose="示例", **more)


def body(story: Story, kind: type):
    assert isinstance(story.face.body, kind)
    return story.face.body


# --- typed values ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "typed", "sent"),
    [
        (field("mobile", "digits", rule="mobile", shortest=11, longest=11), "13912345678", "13912345678"),
        (field("account", "account", shortest=16, longest=19), "4111111111111111", "4111111111111111"),
        (field("unit_account", "account", rule="account_organisation"), "123456", "123456"),
        (field("ratio", "ratio"), "5.25", "5.25"),
        (field("persons", "count", longest=4), "012", "12"),
        (field("sum", "money"), "200", "200.00"),
        (field("ident", "number", rule="citizen_number", longest=18), "11010519491231002x", "11010519491231002X"),
        (field("year", "digits", rule="year"), "2026", "2026"),
    ],
)
def test_a_good_value_goes_on_and_is_sent_in_its_form(shelf: Catalogue, asked, typed, sent):
    story = begun(with_form(shelf, asked))
    assert body(story, Pad).field == asked.id
    assert story.face.primary is None
    story.fill(asked.id, typed)
    assert story.face.checks.primary is not None
    story.touch("primary")
    assert isinstance(story.session.page, AtReview)
    assert cleaned(asked, answers(story)[asked.id]) == sent


@pytest.mark.parametrize(
    ("asked", "typed", "problem"),
    [
        (field("mobile", "digits", rule="mobile", shortest=11, longest=11), "12912345678", "手机号"),
        (field("account", "account"), "6222021234567890", "卡号"),
        (field("account", "account"), "123", "卡号"),
        (field("unit_account", "account", rule="account_organisation"), "12345", "账号"),
        (field("ratio", "ratio"), "5.12345", "比例"),
        (field("persons", "count"), "0", "整数"),
        (field("sum", "money", rule="money_above_zero"), "0", "大于0"),
        (field("sum", "money"), "2万", "金额"),
        (field("ident", "number", rule="citizen_number"), "110101199003077214", "身份证号"),
        (field("who", "text", rule="person_name"), "王1", "姓名"),
        (field("where", "text", shortest=1), "   ", "没有填"),
    ],
)
def test_a_bad_value_says_what_is_wrong_and_keeps_it(shelf: Catalogue, asked, typed, problem):
    story = begun(with_form(shelf, asked)).fill(asked.id, typed).touch("primary")
    assert story.session.page.problems == {asked.id: next(iter(story.session.page.problems.values()))}
    assert problem in note(story, asked.id)
    assert answers(story)[asked.id] == typed


def test_chinese_text_offers_phrases_first(shelf: Catalogue):
    story = begun(with_form(shelf, field("address", "text", phrases=("示例乡样本村",), longest=20)))
    assert body(story, Writing).phrases == ("示例乡样本村",)
    story.fill("address", "示例乡样本村一组").touch("primary")
    assert answers(story)["address"] == "示例乡样本村一组"


def test_words_are_counted_as_words_and_figures_as_places(shelf: Catalogue):
    written = begun(with_form(shelf, field("address", "text", longest=20))).fill("address", "示例乡样本村")
    assert note(written, "address") == "已写 6 个字"
    typed = begun(with_form(shelf, field("code", "digits", longest=9))).fill("code", "12345")
    assert note(typed, "code") == "已输 5 位"


def test_longer_than_allowed_is_not_taken(shelf: Catalogue):
    story = begun(with_form(shelf, field("code", "digits", longest=3))).fill("code", "12345")
    assert answers(story)["code"] == "123"


def test_an_optional_value_can_be_left_out(shelf: Catalogue):
    story = begun(with_form(shelf, field("mobile", "digits", rule="mobile", optional=True))).fill("mobile", "139")
    assert story.face.secondary.label == "不填，下一步"
    story.touch("secondary")
    assert isinstance(story.session.page, AtReview)
    assert "mobile" not in answers(story)


def test_what_must_be_filled_in_cannot_be_left_out(shelf: Catalogue):
    story = begun(with_form(shelf, field("mobile", "digits", rule="mobile")))
    assert story.face.secondary is None
    assert story.touch("secondary").session.page == AtForm()


# --- typed twice -------------------------------------------------------------------------------------------------

TWICE = Field("mobile", "digits", purpose="示例", rule="mobile", shortest=11, longest=11, twice=True)


def test_typed_twice_alike_goes_on(shelf: Catalogue):
    story = begun(with_form(shelf, TWICE)).fill("mobile", "13912345678").touch("primary")
    assert story.session.page == AtForm(again=True)
    assert (body(story, Pad).field, body(story, Pad).value) == ("mobile", "")
    assert isinstance(story.fill("mobile", "13912345678").touch("primary").session.page, AtReview)


def test_typed_twice_unlike_begins_again(shelf: Catalogue):
    story = begun(with_form(shelf, TWICE)).fill("mobile", "13912345678").touch("primary")
    story.fill("mobile", "13912345679").touch("primary")
    assert story.session.page == AtForm(problems={"mobile": "not_the_same"})
    assert answers(story)["mobile"] == "13912345678"
    story.touch("primary").fill("mobile", "13912345678").touch("primary")
    assert isinstance(story.session.page, AtReview)


def test_back_from_the_second_time_is_the_first(shelf: Catalogue):
    story = begun(with_form(shelf, TWICE)).fill("mobile", "13912345678").touch("primary", "back")
    assert story.session.page == AtForm()


def test_a_changed_first_value_is_asked_for_twice_again(shelf: Catalogue):
    story = begun(with_form(shelf, TWICE)).fill("mobile", "13912345678").touch("primary")
    story.fill("mobile", "13912345678").touch("primary", "back").fill("mobile", "13812345678").touch("primary")
    assert story.session.page == AtForm(again=True)


# --- choices of the place ----------------------------------------------------------------------------------------

GRADE = Field("grade", "choice", purpose="示例", choices_from="sample_grades")


def graded(shelf: Catalogue, count: int = 2) -> Catalogue:
    rows = tuple(Choosable(f"g{n}", "3301", f"{n}档", f"grade {n}", "演示", "2026-01-01") for n in range(count))
    regions = replace(shelf.regions, choices={**shelf.regions.choices, "sample_grades": rows})
    steps = (Step("choose_place"), Step("form", pages=(("grade",),)), Step("review"))
    return with_steps(replace(shelf, regions=regions), steps, (GRADE,))


def test_a_place_offers_its_own_choices(shelf: Catalogue):
    story = begun(graded(shelf)).touch("place:330000", "place:330100")
    assert [each.label for each in body(story, Choose).choices] == ["0档", "1档"]
    story.touch("language")
    assert [each.label for each in body(story, Choose).choices] == ["grade 0", "grade 1"]
    assert isinstance(story.touch("pick:grade:g1").session.page, AtReview)


def test_a_place_whose_choices_are_not_known_says_so(shelf: Catalogue):
    story = begun(graded(shelf)).touch("place:330000", "place:330200")
    assert body(story, Choose).choices == ()
    assert "以办理地公布的为准" in body(story, Choose).notice.text
    assert story.touch("pick:grade:g1").session.page == AtForm()
    assert story.touch("back").face.body.choices


def test_many_choices_have_pages(shelf: Catalogue):
    story = begun(graded(shelf, 12)).touch("place:330000", "place:330100")
    assert (body(story, Choose).pages, len(body(story, Choose).choices)) == (3, 5)
    story.touch("page:following", "page:following")
    assert [each.target for each in body(story, Choose).choices] == ["pick:grade:g10", "pick:grade:g11"]
    assert story.touch("page:following").session.page == AtForm(part=2)


# --- filled in by itself -----------------------------------------------------------------------------------------


def with_card(shelf: Catalogue, *fields: Field, checks: tuple[Check, ...] = ()) -> Story:
    steps = (
        Step("consent"),
        Step("identify", ways=("phone_code", "keeper")),
        Step("form", pages=tuple((each.id,) for each in fields)),
        Step("review"),
    )
    story = begun(with_steps(shelf, steps, fields, checks=checks))
    return checked(story.touch("tick", "primary").lay().touch("primary"))


def test_the_card_fills_in_what_it_knows_and_says_so(shelf: Catalogue):
    story = with_card(shelf, field("address", "text", prefill="card.address", longest=60))
    assert answers(story)["address"] == ZHANG.address
    assert body(story, Writing).note == "来自身份证"
    assert story.session.visit.origins["address"] == Provenance("card")


def test_what_was_typed_over_belongs_to_the_citizen(shelf: Catalogue):
    story = with_card(shelf, field("address", "text", prefill="card.address", longest=60), field("code", "digits"))
    story.fill("address", "示例乡").touch("primary", "back")
    assert answers(story)["address"] == "示例乡"
    assert "address" not in story.session.visit.origins


def test_a_value_that_came_by_itself_need_not_be_typed_twice(shelf: Catalogue):
    story = with_card(shelf, field("ident", "number", rule="citizen_number", prefill="card.number", twice=True))
    assert isinstance(story.touch("primary").session.page, AtReview)


def test_a_read_only_value_is_shown_and_can_not_be_typed(shelf: Catalogue):
    story = with_card(shelf, field("who", "text", prefill="card.name", read_only=True))
    assert [(row.label, row.value) for row in body(story, Info).blocks] == [("label who", "张建国")]
    story.fill("who", "李")
    assert answers(story)["who"] == "张建国"
    assert isinstance(story.touch("primary").session.page, AtReview)


def test_today_is_filled_in(shelf: Catalogue):
    story = begun(with_form(shelf, field("day", "date", prefill="today"), field("month", "month", prefill="today")))
    assert (answers(story)["day"], answers(story)["month"]) == (NOW[:10], NOW[:7])


def test_months_are_computed_and_follow_their_dates(shelf: Catalogue):
    ends = (field("first", "month", default="months:-2"), field("last", "month", default="months:0"))
    count = field("months", "count", prefill="computed.months:first,last", read_only=True)
    story = begun(with_form(shelf, *ends, count, pages=(("first", "last"), ("months",))))
    assert answers(story)["months"] == "3"
    story.fill("first", "2026-11").touch("primary")
    assert answers(story)["months"] == "1"


# --- checks ------------------------------------------------------------------------------------------------------


def test_a_check_holds_the_page_with_the_matters_reason(shelf: Catalogue):
    sums = (field("outstanding", "money"), field("amount", "money"))
    check = Check("below", "amount", ("outstanding",))
    story = begun(with_form(shelf, *sums, checks=(check,)))
    story.fill("outstanding", "100").touch("primary").fill("amount", "100.00").touch("primary")
    assert story.session.page == AtForm(1, {"amount": "below"})
    assert isinstance(story.fill("amount", "99.99").touch("primary").session.page, AtReview)


def test_a_check_of_a_shown_value_speaks_beside_the_one_that_can_be_changed(shelf: Catalogue):
    fields = (field("amount", "money"), field("double", "money", prefill="computed.product:amount,2", read_only=True))
    check = Check("at_most", "double", ("10",))
    story = begun(with_form(shelf, *fields, pages=(("amount", "double"),), checks=(check,)))
    assert isinstance(story.face.body, Pad)
    story.fill("amount", "6").touch("primary")
    assert story.session.page.problems == {"amount": "at_most"}


def test_a_route_leads_to_its_explanation(shelf: Catalogue):
    way = field("way", "choice", choices=("here", "there"))
    catalogue = with_form(shelf, way, routes=(Route(When("way", is_="there"), "elsewhere"),))
    assert begun(catalogue).touch("pick:way:there").session.page == AtInfo("elsewhere", 0)


def test_filling_in_twice_changes_nothing(shelf: Catalogue):
    story = with_card(shelf, field("address", "text", prefill="card.address"), field("day", "date", prefill="today"))
    turn = Turn(story.catalogue, story.session, Happened(GatewaySeen(reachable=True), 0, NOW, "t"), ARRIVALS)
    fill(turn)
    assert turn.session == story.session
