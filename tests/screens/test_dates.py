"""Date columns never leave their range and never make a wrong date."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screens.widgets.dates import stepped


@pytest.mark.parametrize(
    ("value", "part", "by", "after"),
    [
        ("2026-01", 0, -1, "2025-01"),
        ("2026-11", 1, 1, "2026-11"),  # the end of the range
        ("2026-01", 1, -1, "2026-01"),  # a month never turns the year over
        ("2025-12", 0, 1, "2026-11"),  # into the range
        ("2024-03-31", 1, -1, "2024-02-29"),
        ("2024-02-29", 0, 1, "2025-02-28"),
        ("2024-02-29", 2, 1, "2024-02-29"),
        ("2000-01-01", 2, -1, "2000-01-01"),
    ],
)
def test_steps(value, part, by, after):
    day = value.count("-") == 2
    assert stepped(value, part, by, "2000-01-01" if day else "2000-01", "2026-11-23" if day else "2026-11") == after


DAYS = st.dates(date(2000, 1, 1), date(2026, 11, 23))


@given(DAYS, st.lists(st.tuples(st.sampled_from([0, 1, 2]), st.sampled_from([1, -1])), max_size=30))
def test_any_steps_stay_real_dates_in_range(start, steps):
    value = start.isoformat()
    for part, by in steps:
        value = stepped(value, part, by, "2000-01-01", "2026-11-23")
        assert date(2000, 1, 1) <= date.fromisoformat(value) <= date(2026, 11, 23)


@given(DAYS, DAYS)
def test_every_date_can_be_reached(start, goal):
    value = start.isoformat()
    for part in (0, 1, 2, 0, 1, 2):
        for _ in range(60):
            numbers, wanted = value.split("-"), goal.isoformat().split("-")
            if numbers[part] == wanted[part]:
                break
            value = stepped(value, part, 1 if numbers[part] < wanted[part] else -1, "2000-01-01", "2026-11-23")
    assert abs(date.fromisoformat(value) - goal) == timedelta(0)
