"""Working days by the table of the State Council, calendar days, legal retirement by the table of 2024."""

from __future__ import annotations

import pytest

from kiosk.core.calendar import add_days, add_working_days, is_working_day
from kiosk.core.matters import Catalogue
from kiosk.core.retirement import retirement_day

TODAY = "2026-11-23"


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-11-23", True),  # a Monday
        ("2026-11-22", False),  # a Sunday
        ("2026-10-01", False),
        ("2026-10-10", True),  # a Saturday worked instead
        ("2026-09-20", True),  # a Sunday worked instead
        ("2025-01-26", True),
        ("2024-02-10", False),
        ("2027-01-01", None),
        ("2023-12-29", None),
    ],
)
def test_working_days(shelf: Catalogue, day, works):
    assert is_working_day(shelf.regions.holidays, day) is works


@pytest.mark.parametrize(
    ("day", "count", "due"),
    [
        ("2026-11-23", 0, "2026-11-23"),
        ("2026-11-23", 1, "2026-11-24"),
        ("2026-11-20", 1, "2026-11-23"),
        ("2026-09-30", 1, "2026-10-08"),
        ("2026-09-30", 3, "2026-10-10"),  # the Saturday worked instead counts
        ("2026-02-13", 2, "2026-02-24"),  # 14 February is worked, then nine days are off
        ("2025-12-31", 1, "2026-01-04"),  # over new year: a Sunday worked instead
        ("2026-12-30", 1, "2026-12-31"),
        ("2026-12-30", 2, None),  # 2027 is not in the table: no day is made up
    ],
)
def test_working_days_are_added(shelf: Catalogue, day, count, due):
    assert add_working_days(shelf.regions.holidays, day, count) == due


def test_three_days_are_no_three_working_days(shelf: Catalogue):
    holidays = shelf.regions.holidays
    assert add_days(holidays, "2026-09-30", 3, "日") == "2026-10-03"
    assert add_days(holidays, "2026-09-30", 3, "工作日") == "2026-10-10"
    assert add_days(holidays, "2026-12-30", 3, "日") == "2027-01-02"


@pytest.mark.parametrize(
    ("category", "born", "day"),
    [
        ("male", "1964-12-31", "2024-12-31"),
        ("male", "1965-01-01", "2025-02-01"),
        ("male", "1965-04-30", "2025-05-30"),
        ("male", "1965-05-01", "2025-07-01"),
        ("male", "1976-08-31", "2039-07-31"),
        ("male", "1976-09-01", "2039-09-01"),
        ("male", "1999-09-01", "2062-09-01"),
        ("female_55", "1969-12-01", "2024-12-01"),
        ("female_55", "1970-01-15", "2025-02-15"),
        ("female_55", "1981-09-01", "2039-09-01"),
        ("female_50", "1975-02-01", "2025-03-01"),
        ("female_50", "1975-03-01", "2025-05-01"),
        ("female_50", "1984-11-01", "2039-11-01"),
        ("unheard_of", "1975-02-01", None),
        ("male", "", None),
    ],
)
def test_retirement_age_is_a_table(shelf: Catalogue, category, born, day):
    assert retirement_day(shelf.regions, category, born, TODAY) == day


def test_before_the_decision_held_there_is_no_answer(shelf: Catalogue):
    assert retirement_day(shelf.regions, "male", "1970-01-01", "2024-12-31") is None
