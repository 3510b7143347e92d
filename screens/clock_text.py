"""Date and time for the top bar, in the words that the face brings."""

from __future__ import annotations

from datetime import datetime

from kiosk.core.faces import Face


def clock_text(face: Face, now: datetime) -> tuple[str, str]:
    """Date and time; no date when the face brings no words for it (``date`` and ``weekdays``)."""
    time = f"{now.hour}:{now.minute:02d}"
    pattern, weekdays = face.words.get("date", ""), face.words.get("weekdays", "").split()
    if not pattern or len(weekdays) != 7:
        return "", time
    return pattern.format(month=now.month, day=now.day, weekday=weekdays[now.weekday()]), time
