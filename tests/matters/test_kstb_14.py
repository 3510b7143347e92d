"""Matter 14, 开具税收完税证明: bad inputs of section B.2. The visit itself: tests/core/test_tax_visit.py."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kiosk.core.face_bodies import Choose
from kiosk.core.matters import Catalogue
from kiosk.core.replies import NothingFound, PaymentRow, RowsFound
from kiosk.core.rules import field_problem, period_problem
from kiosk.rehearsal import INSTANT, ISSUED, NOW, Story

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
