"""What a phone typed where the terminal only lets dates be turned: it stops no page from being drawn."""

from __future__ import annotations

import pytest

from kiosk.core.matters import Catalogue
from kiosk.core.replies import TakenOver
from kiosk.rehearsal import Story
from tests.core.kinds.test_progress import scan

MATTER = "KSTB-05"


def taken(shelf: Catalogue, **answers: str) -> dict[str, str]:
    return scan(Story(shelf), b"KIOSK:GO:aB3-x").reply(TakenOver(MATTER, "330100", answers)).session.visit.answers


@pytest.mark.parametrize("text", ["2025", "2025-13", "9999-99x", ""])
def test_half_a_month_from_a_phone_leaves_the_terminals_own(shelf: Catalogue, text: str):
    assert taken(shelf, pay_month=text) == taken(shelf)


def test_a_whole_month_from_a_phone_is_kept(shelf: Catalogue):
    assert taken(shelf, pay_month="2026-05")["pay_month"] == "2026-05"
