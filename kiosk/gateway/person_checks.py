"""Is the person at the terminal the card's holder? A code to the registered phone, or the keeper's confirmation.

A passed check opens one person's data for one matter at one terminal for `CHECK_HOLDS`.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from datetime import timedelta
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Connection, Engine, Row, delete, func, insert, select, update

from kiosk.gateway.db import person_checks, terminals
from kiosk.gateway.departments.contract import Person, PhoneRegister
from kiosk.gateway.errors import NotFound, PersonCheckMissing, RequestRefused
from kiosk.gateway.sources import Sources
from kiosk.gateway.times import instant

CODE_HOLDS = timedelta(minutes=5)
CHECK_HOLDS = timedelta(minutes=30)
FORGOTTEN_AFTER = timedelta(days=1)
TRIES = 3
CODES_PER_PERSON = 5  # within CHECK_HOLDS: nobody's phone is flooded from a terminal
KEEPER_MISSES = 9  # wrong PINs of one terminal within CHECK_HOLDS

Method = Literal["phone_code", "keeper"]


class Begun(Struct, frozen=True):
    """A check waits for its answer."""

    check: str
    sent_to: str | None
    expires_at: str


class Answered(Struct, frozen=True):
    """What an answer did."""

    outcome: Literal["passed", "wrong", "expired", "locked"]
    trace: str | None
    attempts_left: int


class PersonChecks:
    """Person checks of every terminal. `keeper_pin` is a hash by `pin_hash`; None switches that method off."""

    def __init__(
        self,
        engine: Engine,
        phones: PhoneRegister,
        sources: Sources,
        keeper_pin: str | None,
    ) -> None:
        self._engine, self._phones, self._keeper_pin = engine, phones, keeper_pin
        self._clock, self._ids, self._codes = sources.clock, sources.ids, sources.codes

    def begin(self, terminal: str, matter: str, method: Method, person: Person, *, claimed: bool = False) -> Begun:
        """Begin a check, `claimed`: of somebody without a card; RequestRefused when this way is not open now."""
        if method == "keeper":
            self._refuse_keeper(terminal)
            return self._insert(terminal, matter, method, person, claimed=claimed, code=None)
        phone = self._phones.phone_of(person)
        if phone is None:
            raise RequestRefused("no_registered_phone")
        self._refuse_flood(person)
        code = self._codes()
        begun = self._insert(terminal, matter, method, person, claimed=claimed, code=code)
        minutes = CODE_HOLDS // timedelta(minutes=1)
        self._phones.send(phone, f"【演示】验证码 {code}，{minutes} 分钟内有效。请只输在您面前的自助终端上。")
        return replace(begun, sent_to=f"{phone[:3]}****{phone[-4:]}")

    def answer(self, terminal: str, check: str, answer: str) -> Answered:
        """Judge an answer; each wrong one costs a try, also when several arrive at once."""
        with self._engine.begin() as transaction:
            # one answer of a terminal at a time: misses are counted over all its checks
            transaction.execute(select(terminals.c.id).where(terminals.c.id == terminal).with_for_update())
            mine = (person_checks.c.id == check) & (person_checks.c.terminal == terminal)
            row = transaction.execute(select(person_checks).where(mine).with_for_update()).one_or_none()
            if row is None:
                raise NotFound("no such check")
            return self._judge(transaction, row, answer)

    def require(
        self, terminal: str, matter: str, person: Person, trace: str | None, *, or_claimed: bool = False
    ) -> None:
        """PersonCheckMissing unless `trace` is of a passed check of exactly this, not too long ago.

        A check of somebody without a card counts only `or_claimed`.
        """
        since = instant(self._clock() - CHECK_HOLDS)
        passed = (
            (person_checks.c.trace == trace)
            & (person_checks.c.terminal == terminal)
            & (person_checks.c.matter == matter)
            & (person_checks.c.person == person.digest)
            & (person_checks.c.passed_at > since)
        )
        if not or_claimed:
            passed &= person_checks.c.claimed.is_(False)
        with self._engine.connect() as connection:
            if trace is None or connection.execute(select(person_checks.c.id).where(passed)).first() is None:
                raise PersonCheckMissing("no passed check of this visit")

    def require_any(self, terminal: str, digest: str, trace: str | None) -> None:
        """PersonCheckMissing unless `trace` is of a passed check of this person here, in whichever matter.

        Somebody's own cases are of many matters; the check says that it is them who asks.
        """
        if trace is None or self.passed_by(terminal, trace) != digest:
            raise PersonCheckMissing("no passed check of this visit")

    def passed_by(self, terminal: str, trace: str, *, or_claimed: bool = False) -> str | None:
        """`Person.digest` of who passed the check of this trace here of late; `or_claimed` as in `require`."""
        since = instant(self._clock() - CHECK_HOLDS)
        passed = (
            (person_checks.c.trace == trace)
            & (person_checks.c.terminal == terminal)
            & (person_checks.c.passed_at > since)
        )
        if not or_claimed:
            passed &= person_checks.c.claimed.is_(False)
        with self._engine.connect() as connection:
            return connection.execute(select(person_checks.c.person).where(passed)).scalar_one_or_none()

    def _judge(self, transaction: Connection, row: Row[*tuple[Any, ...]], answer: str) -> Answered:
        if instant(self._clock()) >= row.expires_at:
            return Answered("expired", None, 0)
        if row.attempts_left == 0 or (row.method == "keeper" and self._keeper_locked(transaction, row.terminal)):
            return Answered("locked", None, 0)
        mine = update(person_checks).where(person_checks.c.id == row.id)
        if self._is_right(row, answer):
            trace = row.trace or self._ids()
            transaction.execute(mine.values(trace=trace, passed_at=row.passed_at or instant(self._clock())))
            return Answered("passed", trace, row.attempts_left)
        left = row.attempts_left - 1
        transaction.execute(mine.values(attempts_left=left))
        return Answered("wrong" if left else "locked", None, left)

    def _is_right(self, row: Row[*tuple[Any, ...]], answer: str) -> bool:
        if row.method == "keeper":
            return self._keeper_pin is not None and pin_matches(answer, self._keeper_pin)
        return hmac.compare_digest(_code_hash(row.id, answer), row.code_hash)

    def _insert(
        self, terminal: str, matter: str, method: Method, person: Person, *, claimed: bool, code: str | None
    ) -> Begun:
        check, now = self._ids(), self._clock()
        expires_at = instant(now + CODE_HOLDS)
        row = {
            "id": check,
            "terminal": terminal,
            "matter": matter,
            "person": person.digest,
            "method": method,
            "claimed": claimed,
            "code_hash": None if code is None else _code_hash(check, code),
            "begun_at": instant(now),
            "expires_at": expires_at,
            "attempts_left": TRIES,
        }
        with self._engine.begin() as transaction:
            old = person_checks.c.begun_at < instant(now - FORGOTTEN_AFTER)
            transaction.execute(delete(person_checks).where(old))
            transaction.execute(insert(person_checks).values(row))
        return Begun(check, None, expires_at)

    def _refuse_flood(self, person: Person) -> None:
        sent = select(func.count()).where(
            person_checks.c.person == person.digest,
            person_checks.c.method == "phone_code",
            person_checks.c.begun_at > instant(self._clock() - CHECK_HOLDS),
        )
        with self._engine.connect() as connection:
            if connection.execute(sent).scalar_one() >= CODES_PER_PERSON:
                raise RequestRefused("too_many_codes")

    def _refuse_keeper(self, terminal: str) -> None:
        if self._keeper_pin is None:
            raise RequestRefused("keeper_not_configured")
        with self._engine.connect() as connection:
            if self._keeper_locked(connection, terminal):
                raise RequestRefused("keeper_locked")

    def _keeper_locked(self, connection: Connection, terminal: str) -> bool:
        """Whether this terminal has missed the PIN too often of late, whichever of its checks were answered."""
        missed = select(func.coalesce(func.sum(TRIES - person_checks.c.attempts_left), 0)).where(
            person_checks.c.terminal == terminal,
            person_checks.c.method == "keeper",
            person_checks.c.begun_at > instant(self._clock() - CHECK_HOLDS),
        )
        return bool(connection.execute(missed).scalar_one() >= KEEPER_MISSES)


def pin_hash(pin: str, salt: bytes | None = None) -> str:
    """A keeper's PIN as it is configured: salt and scrypt hash (RFC 7914), both in hex."""
    salt = os.urandom(16) if salt is None else salt
    return f"{salt.hex()}:{hashlib.scrypt(pin.encode(), salt=salt, n=2**14, r=8, p=1).hex()}"


def pin_matches(pin: str, configured: str) -> bool:
    """Whether `pin` is the one behind `configured`."""
    salt = bytes.fromhex(configured.partition(":")[0])
    return hmac.compare_digest(pin_hash(pin, salt), configured)


def _code_hash(check: str, code: str) -> str:
    return hashlib.sha256(f"{check}\n{code}".encode()).hexdigest()
