"""Pauses double, are capped, and are spread."""

from __future__ import annotations

import pytest

from kiosk.platform.backoff import Backoff


@pytest.mark.parametrize(
    ("attempts", "chance", "pause_s"),
    [(1, 0.0, 1.0), (1, 1.0, 2.0), (2, 1.0, 4.0), (3, 1.0, 8.0), (4, 1.0, 9.0), (4, 0.0, 4.5), (10**9, 0.5, 6.75)],
)
def test_pauses(attempts, chance, pause_s):
    assert Backoff(2.0, 9.0).pause_s(attempts, chance) == pause_s
