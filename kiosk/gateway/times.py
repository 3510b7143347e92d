"""Time as the contract writes it: Chinese civil time, instants as ``YYYY-MM-DDThh:mm:ss+08:00``.

China has one zone and no summer time, so instants of this form also sort as text.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))
Clock = Callable[[], datetime]


def beijing_now() -> datetime:
    """The wall clock."""
    return datetime.now(BEIJING)


def instant(moment: datetime) -> str:
    """`moment` in the contract's form."""
    return moment.astimezone(BEIJING).isoformat(timespec="seconds")
