"""Tables: rows typed column by column, exact totals, computed columns, and what keeps one from going on."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kiosk.core.case_bodies import Table, Writing
from kiosk.core.face_bodies import Pad
from kiosk.core.matter_pages import AtTable
from kiosk.core.matters import Catalogue, Check, Column, Field, Step
from kiosk.core.pages import AtForm, AtReview
from kiosk.core.replies import Found, Record
from kiosk.rehearsal import INSTANT, Story
from tests.core.kinds.forms import answers, begun, with_form, with_steps

PEOPLE = Field(
    "people",
    "table",
    purpose="示例",
    columns=(
        Column("name", "text", rule="person_name"),
        Column("base", "money", total=True),
        Column("due", "money", total=True, computed="percent:base,ratio"),
    ),
    rows_most=6,
)
RATIO = Field("ratio", "ratio", purpose="示例")
COUNT = Field("count", "count", purpose="示例", prefill="computed.count:people", read_only=True)
TOTAL = Field("total", "money", purpose="示例", prefill="computed.sum:people.base,people.due", read_only=True)


@pytest.fixture
def at_table(shelf: Catalogue) -> Story:
    catalogue = with_form(shelf, RATIO, PEOPLE, COUNT, TOTAL, pages=(("ratio",), ("people",)))
    return begun(catalogue).fill("ratio", "12").touch("primary")


def rows(story: Story):
    return story.session.visit.tables.get("people", ())


def add(story: Story, name: str, base: str) -> Story:
    story.touch("add").fill("people.name", name).touch("primary")
    return story.fill("people.base", base).touch("primary")


def test_a_table_has_a_page_of_its_own(at_table: Story):
    assert at_table.session.page == AtTable("people")
    assert isinstance(at_table.face.body, Table)
    assert at_table.face.body.add.target == "add"


@pytest.mark.parametrize(("columns", "shown"), [(2, 2), (5, 1)])
def test_in_the_largest_letters_a_wide_row_has_a_page_of_its_own(shelf: Catalogue, columns: int, shown: int):
    wide = replace(PEOPLE, columns=tuple(Column(f"c{number}", "text") for number in range(columns)))
    story = begun(with_form(shelf, wide, pages=(("people",),)))
    visit = replace(story.session.visit, tables={"people": ({"c0": "甲"}, {"c0": "乙"}, {"c0": "丙"})})
    story.session = replace(story.session, visit=visit, text_size="xlarge", page=AtTable("people"))
    assert [each.label for each in story.face.body.rows] == ["甲", "乙", "丙"][:shown]
    assert [each.label for each in story.touch("page:following").face.body.rows] == ["甲", "乙", "丙"][
        shown : 2 * shown
    ]


def test_a_row_is_filled_in_column_by_column(at_table: Story):
    at_table.touch("add")
    assert isinstance(at_table.face.body, Writing)
    at_table.fill("people.name", "王小明").touch("primary")
    assert isinstance(at_table.face.body, Pad)
    at_table.fill("people.base", "5000.55").touch("primary")
    assert at_table.session.page == AtTable("people")
    assert rows(at_table) == ({"name": "王小明", "base": "5000.55", "due": "600.07"},)
    row = at_table.face.body.rows[0]
    assert (row.target, row.label, row.amount) == ("row:0", "王小明", "¥600.07")
    assert row.line.endswith("：¥5,000.55")


def test_a_person_number_in_the_list_is_masked(shelf: Catalogue):
    people = replace(PEOPLE, columns=(Column("number", "digits", rule="citizen_number", shortest=18, longest=18),))
    story = begun(with_form(shelf, people, pages=(("people",),))).touch("add")
    story.fill("people.number", "110101199003077213").touch("primary")
    assert rows(story) == ({"number": "110101199003077213"},)
    assert story.face.body.rows[0].label == "110101********7213"


def test_totals_are_exact_and_go_into_the_answers(at_table: Story):
    add(add(add(at_table, "王小明", "0.10"), "李小红", "0.20"), "张示例", "1000")
    assert [total.value for total in at_table.face.body.totals] == ["3 行", "¥1,000.30", "¥120.03"]
    assert (answers(at_table)["count"], answers(at_table)["total"]) == ("3", "1120.33")
    assert isinstance(at_table.touch("primary").session.page, AtReview)


def test_a_changed_ratio_changes_every_row(at_table: Story):
    add(at_table, "王小明", "1000").touch("back")
    assert at_table.session.page == AtForm(0)
    at_table.fill("ratio", "5").touch("primary")
    assert rows(at_table)[0]["due"] == "50.00"


def test_a_bad_cell_says_so_and_stays(at_table: Story):
    at_table.touch("add").fill("people.name", "王1").touch("primary")
    assert at_table.session.page == AtTable("people", row=0, problem="person_name")
    assert "姓名" in at_table.face.checks.notes["people.name"].text


def test_an_empty_table_can_not_be_left(at_table: Story):
    assert at_table.face.primary is None
    assert at_table.touch("primary").session.page == AtTable("people", problem="too_few_rows")


def test_a_row_left_half_filled_is_marked_and_holds_the_page(at_table: Story):
    at_table.touch("add").fill("people.name", "王小明").touch("primary", "back", "back")
    assert at_table.face.body.rows[0].mark == "differs"
    assert at_table.touch("primary").session.page.problem == "filled"


def test_a_row_in_which_nothing_was_typed_is_gone(at_table: Story):
    assert rows(at_table.touch("add", "back")) == ()


def test_a_row_is_opened_changed_and_removed(at_table: Story):
    add(at_table, "王小明", "1").touch("row:0").fill("people.name", "李小红").touch("primary")
    at_table.touch("back", "back")
    assert rows(at_table)[0]["name"] == "李小红"
    assert at_table.face.body.rows[0].label == "李小红"
    assert rows(at_table.touch("row:0", "remove")) == ()
    assert answers(at_table)["count"] == "0"


def test_no_more_rows_than_allowed_and_pages_for_many(at_table: Story):
    for _ in range(6):
        add(at_table, "样本人", "1")
    at_table.touch("add")
    assert len(rows(at_table)) == 6
    assert at_table.face.body.add is None
    assert (at_table.session.page.page, len(at_table.face.body.rows)) == (1, 2)
    assert len(at_table.touch("page:previous").face.body.rows) == 4


def test_targets_that_no_row_has_do_nothing(at_table: Story):
    for target in ("row:0", "row:-1", "row:x", "row:", "remove", "page:following"):
        assert at_table.touch(target).session.page == AtTable("people")


def test_the_matters_checks_hold_the_table(shelf: Catalogue):
    checks = (Check("at_most", "people.base", ("100",), "above_cap"), Check("all_different", "people.name"))
    catalogue = with_form(shelf, replace(PEOPLE, columns=PEOPLE.columns[:2]), checks=checks)
    words = {k: replace(v, table={**v.table, "problem.above_cap": "高了"}) for k, v in catalogue.words.items()}
    story = add(begun(replace(catalogue, words=words)), "王小明", "100.01").touch("primary")
    assert (story.session.page.problem, story.face.body.notice.text) == ("above_cap", "高了")
    story.touch("row:0", "primary").fill("people.base", "100").touch("primary")
    assert add(story, "王小明", "5").touch("primary").session.page.problem == "all_different"


def test_rows_that_were_shared_are_there_with_their_source(shelf: Catalogue):
    field = replace(PEOPLE, prefill="share.staff", columns=PEOPLE.columns[:2])
    steps = (Step("fetch", look_up="staff"), Step("form", pages=(("people",),)), Step("review"))
    records = tuple(Record(f"s{n}", "职工", values={"name": "样本人", "base": "5.00"}) for n in range(3))
    story = begun(with_steps(shelf, steps, (field,))).reply(Found(records, "示例中心（演示）", INSTANT, "T"))
    story.touch("primary")
    assert len(story.face.body.rows) == 3
    assert story.face.body.notice.text.startswith("来自示例中心")
    assert isinstance(story.touch("primary").session.page, AtReview)
    assert type(story.touch("back").session.page) is AtTable
