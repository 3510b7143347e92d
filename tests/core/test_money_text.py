"""Sums as people read them."""

from __future__ import annotations

import pytest

from kiosk.core.money_text import yuan


@pytest.mark.parametrize(
    ("amount", "said"), [("18910.00", "¥18,910.00"), ("0.00", "¥0.00"), ("-3000.00", "-¥3,000.00"), ("-5.50", "-¥5.50")]
)
def test_the_sign_stands_before_the_currency(amount, said):
    assert yuan(amount) == said
