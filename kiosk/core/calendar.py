"""Civil dates as the forms use them: months, bounds relative to today, working days. Pure text in and out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

Holidays = Mapping[str, Mapping[str, bool]]


def shifted(today: str, offset: str) -> str:
    """The date `offset` from `today`: ``months:-11``, ``years:-20``, ``days:0``; the day clamped to the month's end."""
    unit, _, amount = offset.partition(":")
    day, count = date.fromisoformat(today), int(amount or 0)
    if unit == "days":
        return (day + timedelta(days=count)).isoformat()
    months = day.year * 12 + day.month - 1 + count * (12 if unit == "years" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, days_in(year, month + 1))).isoformat()


def days_in(year: int, month: int) -> int:
    """How many days a month has."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - timedelta(days=1)).day


def months_between(first: str, last: str) -> int:
    """How many months a period from `first` to `last` covers, both counted; 0 or less when it is turned round."""
    return (int(last[:4]) * 12 + int(last[5:7])) - (int(first[:4]) * 12 + int(first[5:7])) + 1


def is_date(text: str) -> bool:
    """Whether `text` is a calendar date YYYY-MM-DD."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def is_month(text: str) -> bool:
    """Whether `text` is a month YYYY-MM."""
    return is_date(f"{text}-01")


def age_at(birth: str, today: str) -> int:
    """Completed years at `today`; someone born on 29 February is a year older on 1 March."""
    born, now = date.fromisoformat(birth), date.fromisoformat(today)
    return now.year - born.year - ((now.month, now.day) < (born.month, born.day))


def is_working_day(holidays: Holidays, day: str) -> bool | None:
    """Whether a day is worked, by the State Council's table of its year; None when that year is not in the table."""
    year = holidays.get(day[:4])
    if year is None:
        return None
    return year.get(day, date.fromisoformat(day).weekday() < 5)


def add_working_days(holidays: Holidays, day: str, count: int) -> str | None:
    """The `count`-th working day after `day`, which is not counted itself; None when a year on the way is missing."""
    while count > 0:
        day = shifted(day, "days:1")
        works = is_working_day(holidays, day)
        if works is None:
            return None
        count -= works
    return day


def add_days(holidays: Holidays, day: str, count: int, unit: str) -> str | None:
    """The last day of a limit: 工作日 by the table of holidays, 日 by the calendar; the first day is not counted."""
    return add_working_days(holidays, day, count) if unit == "工作日" else shifted(day, f"days:{count}")
