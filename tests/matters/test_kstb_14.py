"""Matter 14, 开具税收完税证明: bad inputs of section B.2. The visit itself: tests/core/test_tax_visit.py."""

from __future__ import annotations

from decimal import Decimal

import pytest
from msgspec.structs import replace

from kiosk.core.effects import Ask
from kiosk.core.face_bodies import Choose, Trouble
from kiosk.core.matters import Catalogue
from kiosk.core.questions import Query
from kiosk.core.replies import CheckOutcome, CheckSent, NothingFound, PaymentRow, Refused, RowsFound
from kiosk.core.rules import field_problem, period_problem
from kiosk.rehearsal import INSTANT, ISSUED, NOW, Story
from tests.gateway.conftest import LI, YAN
from tests.matters.counter import Counter

ID = "KSTB-14"
ROW = PaymentRow("r9", "契税", "存量房", "2026-07-01", "2026-07-31", "2026-07-15", "80.00", selectable=False)
WHY = {
    "KSTB-14 entry paid today but not yet 入库": ("not_in_treasury", "还没到国库"),
    "KSTB-14 PIT of 2019 and later": ("pit_since_2019", "纳税记录"),
    "KSTB-14 PIT up to 2018": ("pit_before_2019", "办税服务厅"),
    "KSTB-14 entry on a certificate already": ("already_issued", "不能重开"),
}
MONTHS = {
    "KSTB-14 from after to": ("2026-11", "2026-10", "period_order", "晚了"),
    "KSTB-14 span above 12 months": ("2025-01", "2026-06", "period_too_long", "最长查"),
}


@pytest.mark.parametrize("name", WHY)
def test_what_cannot_be_certified_says_why_beside_it(shelf: Catalogue, name: str):
    reason, part = WHY[name]
    story = Story(shelf).to_form().touch("pick:tax_authority:hean", "primary")
    story.reply(RowsFound((replace(ROW, why=reason),), (), INSTANT, "和安市税务局（演示）", "T1"))
    assert isinstance(story.face.body, Choose)
    (row,) = story.face.body.choices
    assert (row.enabled, part in row.why_not) == (False, True)


@pytest.mark.parametrize("name", MONTHS)
def test_wrong_months_are_said_on_the_form(shelf: Catalogue, name: str):
    first, last, problem, part = MONTHS[name]
    assert period_problem(shelf.matters[ID].period, {"period_from": first, "period_to": last}) == problem
    assert part in shelf.words["zh"](f"problem.{problem}", most=12)


BOUNDS = {
    "KSTB-14 period in the future": ("2026-12", "future", "还没到"),
    "KSTB-14 period before the data exist": ("2010-01", "too_early", "太早"),
}


@pytest.mark.parametrize("name", BOUNDS)
def test_months_out_of_bounds_are_said_on_the_form(shelf: Catalogue, name: str):
    month, problem, part = BOUNDS[name]
    assert field_problem(shelf.matters[ID].field("period_from"), month, NOW[:10]) == problem
    assert part in shelf.words["zh"](f"problem.{problem}")


def test_kstb_14_nothing_found_prints_nothing_and_says_so(shelf: Catalogue):
    story = Story(shelf).to_form().touch("pick:tax_authority:hean", "primary")
    story.reply(NothingFound(INSTANT, "和安市税务局（演示）", "T1"))
    assert story.page == f"{ID}/trouble-nothing_found"
    assert "没有查到" in story.face.title


def test_kstb_14_a_total_that_differs_is_not_printed(shelf: Catalogue):
    story = Story(shelf).to_review().touch("primary").reply(replace(ISSUED, total="1.00"))
    assert story.page == f"{ID}/trouble-issue_mismatch"
    assert "对不上" in story.face.title


# --- against the gateway ------------------------------------------------------------------------------------------


def what_is_said(shelf: Catalogue, reply: Refused | NothingFound) -> str:
    """What the page says when the query is answered so."""
    return trouble_of(Story(shelf).to_form().touch("pick:tax_authority:hean", "primary").reply(reply))


def trouble_of(story: Story) -> str:
    body = story.face.body
    assert isinstance(body, Trouble)
    return "".join((story.face.title, *body.what)).replace("\n", "")


def test_kstb_14_another_persons_number_opens_nothing(counter: Counter, shelf: Catalogue):
    mine = counter.checked(YAN)
    answer = counter.payments(LI, mine)
    assert (answer.status_code, answer.json()["code"]) == (403, "person_check_missing")
    assert "核对" in what_is_said(shelf, Refused("person_check_missing"))
    others = [row["id"] for row in counter.rows(LI, counter.checked(LI))]
    answer = counter.issue(YAN, mine, others[:1])
    assert (answer.status_code, answer.json()["reason"]) == (422, "row_unknown")


def test_kstb_14_a_name_that_was_changed_finds_nothing_and_leads_to_the_window(counter: Counter, shelf: Catalogue):
    renamed = YAN | {"name": "严新名"}
    assert counter.begin(renamed).json()["reason"] == "no_registered_phone"
    found = counter.payments(renamed, counter.checked(renamed)).json()
    assert (found["rows"], found["uncollected"]) == ([], [])
    assert "窗口" in what_is_said(shelf, NothingFound(INSTANT, "和安市税务局（演示）", "T1"))


def test_kstb_14_amount_0_is_no_payment(counter: Counter, shelf: Catalogue):
    trace = counter.checked(YAN)
    (zero,) = (row for row in counter.rows(YAN, trace) if Decimal(row["amount"]) == 0)
    assert (zero["selectable"], zero["why"]) == (False, "nothing_paid")
    for form in ("table", "statement"):
        answer = counter.issue(YAN, trace, [zero["id"]], params={"cert_form": form})
        assert (answer.status_code, answer.json()["reason"]) == (422, "nothing_paid")
    story = Story(shelf).to_form().touch("pick:tax_authority:hean", "primary")
    row = replace(ROW, amount="0.00", why="nothing_paid")
    story.reply(RowsFound((row,), (), INSTANT, "和安市税务局（演示）", "T1"))
    assert "没有交钱" in story.face.body.choices[0].why_not


def test_kstb_14_refund_only_period_is_written_as_what_it_is(counter: Counter):
    """The words of a negative sum are to be verified (reference, section G): 负 before them, and nothing is hidden."""
    trace = counter.checked(LI)
    refunds = [row["id"] for row in counter.rows(LI, trace, tax_authority="linhai-new")]
    issued = counter.issue(LI, trace, refunds).json()
    assert (issued["total"], issued["total_words"]) == ("-25.50", "负贰拾伍元伍角")


def test_kstb_14_a_statement_for_bookkeeping_is_warned_of_before_it_is_chosen(shelf: Catalogue):
    story = Story(shelf).to_form().touch("pick:tax_authority:hean", "pick:tax_group:statement", "primary")
    assert "不能拿去记账、抵扣" in story.face.strip.replace("\n", "")
    assert not [each for each in story.ordered(Ask) if isinstance(each.question, Query)], "nothing is asked for yet"
    assert story.touch("back").page == f"{ID}/form-3-2", "another kind can be chosen"


def test_kstb_14_wrong_code_three_times_locks_the_check(counter: Counter, shelf: Catalogue):
    """There is no captcha here (docs/capabilities.md, D12); what is typed to prove who one is has three tries."""
    check = counter.begin(YAN).json()["check"]
    wrong = f"{(int(counter.code()) + 1) % 1_000_000:06d}"
    said = [counter.answer(check, wrong).json()["outcome"] for _ in range(3)]
    assert said == ["wrong", "wrong", "locked"]
    assert counter.answer(check, counter.code()).json()["outcome"] == "locked"
    story = Story(shelf).to_card().lay().touch("primary", "way:phone_code").reply(CheckSent("C1", "139****0001"))
    story.fill("check_answer", wrong).touch("primary").reply(CheckOutcome("locked"))
    assert "数字几次没对上" in trouble_of(story)
