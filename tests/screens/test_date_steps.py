"""Steps of year, month and day lead from any date of the range to any other, and never out of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from screens.date_steps import stepped, turns

LEAST, MOST = date(2019, 2, 28), date(2026, 11, 23)
DATES = some.dates(LEAST, MOST).map(date.isoformat)
ENDS = some.sampled_from((LEAST.isoformat(), MOST.isoformat()))


@given(ENDS, DATES)
def test_the_steps_lead_from_an_end_to_any_date(end: str, wanted: str):
    value = end
    for part, by in turns(end, wanted, LEAST.isoformat(), MOST.isoformat()):
        value = stepped(value, part, by, LEAST.isoformat(), MOST.isoformat())
        assert LEAST.isoformat() <= value <= MOST.isoformat()
    assert value == wanted


@given(DATES.map(lambda each: each[:7]))
def test_a_month_has_no_day_to_turn(wanted: str):
    parts = {part for part, _ in turns("2026-11", wanted, "2019-02", "2026-11")}
    assert parts <= {0, 1}


def test_a_date_beyond_the_range_is_not_reached():
    with pytest.raises(ValueError, match="beyond"):
        list(turns("2026-11-23", (MOST + timedelta(days=400)).isoformat(), LEAST.isoformat(), MOST.isoformat()))
