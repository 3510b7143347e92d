"""Civil dates as the forms use them: months, bounds relative to today. Pure text in and out."""

from __future__ import annotations

from datetime import date, timedelta


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
