"""Who works at a window: a PIN opens a session, a cookie carries it, and wrong PINs close the door for a while."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import tomllib
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct
from sqlalchemy import Engine, delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from kiosk.gateway.db import window_doors, window_misses, window_sessions
from kiosk.gateway.errors import GatewayError
from kiosk.gateway.person_checks import pin_matches
from kiosk.gateway.sources import Sources
from kiosk.gateway.times import instant

SESSION_HOLDS = timedelta(hours=8)
MISSES = 5
MISSES_COUNT_FOR = timedelta(minutes=15)
# Somebody who does not exist costs as long to refuse as somebody with a wrong PIN.
NOBODY = "00" * 16 + ":" + "00" * 64


class Staff(Struct, frozen=True, forbid_unknown_fields=True):
    """A member of staff: `place` (GB/T 2260) is whose cases they see, `pin` a hash by `pin_hash`."""

    id: str
    name: str
    office: str
    place: Annotated[str, Meta(pattern="^[0-9]{6}$")]
    pin: str

    def __repr__(self) -> str:
        """Without the PIN's hash."""
        return f"Staff(id={self.id!r})"


class Seat(Struct, frozen=True):
    """Somebody who came in; `csrf` stands in every form they are shown."""

    staff: Staff
    csrf: str


class Staffroom:
    """Sessions of the window page; a token is stored only as its SHA-256."""

    def __init__(self, engine: Engine, sources: Sources, staff: Iterable[Staff]) -> None:
        self._engine, self._clock, self._tokens = engine, sources.clock, sources.one_time_codes
        self._staff = {each.id: each for each in staff}
        for id_ in self._staff:
            self._hang_door(id_)

    def come_in(self, id_: str, pin: str) -> str | None:
        """The token of a new session; None when id and PIN do not belong together or came wrong too often."""
        staff = self._staff.get(id_)
        # A name that nobody has is not written down: it may be a PIN typed in the wrong field.
        if staff is not None and not self._may_try(id_):
            return None
        right = pin_matches(pin, staff.pin if staff else NOBODY)
        return self._open(id_) if staff is not None and right else None

    def seat(self, token: str) -> Seat | None:
        """Who came in with this token; None when it has run out or never was."""
        with self._engine.connect() as connection:
            open_still = window_sessions.c.expires_at > instant(self._clock())
            same = window_sessions.c.token_hash == _hash(token)
            row = connection.execute(select(window_sessions).where(same & open_still)).one_or_none()
        staff = None if row is None else self._staff.get(row.staff)
        return None if row is None or staff is None else Seat(staff, row.csrf)

    def go(self, token: str) -> None:
        """End a session."""
        with self._engine.begin() as transaction:
            transaction.execute(delete(window_sessions).where(window_sessions.c.token_hash == _hash(token)))

    def _hang_door(self, id_: str) -> None:
        with contextlib.suppress(IntegrityError), self._engine.begin() as transaction:  # it hangs already
            transaction.execute(insert(window_doors).values(staff=id_))

    def _open(self, id_: str) -> str:
        token, now = self._tokens(), self._clock()
        row = {"token_hash": _hash(token), "staff": id_, "csrf": self._tokens()}
        with self._engine.begin() as transaction:
            transaction.execute(delete(window_sessions).where(window_sessions.c.expires_at <= instant(now)))
            transaction.execute(delete(window_misses).where(window_misses.c.staff == id_))
            transaction.execute(insert(window_sessions).values(row | {"expires_at": instant(now + SESSION_HOLDS)}))
        return token

    def _may_try(self, id_: str) -> bool:
        """Whether the door is open to this name; the try counts as a miss from now on, until a right PIN clears it."""
        now = self._clock()
        since = instant(now - MISSES_COUNT_FOR)
        missed = select(func.count()).where(window_misses.c.staff == id_, window_misses.c.at > since)
        with self._engine.begin() as transaction:
            # one try of a name at a time: its row is the lock
            transaction.execute(select(window_doors.c.staff).where(window_doors.c.staff == id_).with_for_update())
            if int(transaction.execute(missed).scalar_one()) >= MISSES:
                return False
            # Written before the PIN is judged, which takes a while: many at once are no way around the count.
            transaction.execute(insert(window_misses).values(staff=id_, at=instant(now)))
        return True


def same_token(presented: str, expected: str) -> bool:
    """Whether a form's CSRF token is the session's."""
    return hmac.compare_digest(presented.encode(), expected.encode())


def read_staff(path: Path) -> tuple[Staff, ...]:
    """The staff of a TOML file of ``[[staff]]`` tables; GatewayError says that it cannot be read."""
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8"))["staff"], tuple[Staff, ...])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, msgspec.ValidationError) as error:
        raise GatewayError("窗口人员文件读不了。 The file of window staff cannot be read.") from error


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
