"""The book of filed cases: one key is one case, one open case for the same applicant, matter, period and place.

It keeps what the departments said, never decides anything, and forgets what was handed in once that is decided.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import ColumnElement, Connection, Engine, Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from kiosk.core.replies import CaseEvent, CaseMessage
from kiosk.gateway.case_numbers import next_number
from kiosk.gateway.db import filing_events, filing_keys, filings, messages
from kiosk.gateway.departments.case_contract import Application, DepartmentStanding
from kiosk.gateway.errors import NotFound
from kiosk.gateway.identity import Standing
from kiosk.gateway.kept_materials import KeptMaterial, confirm_material, forget_papers, keep_materials, kept_materials
from kiosk.gateway.keys import Posted
from kiosk.gateway.times import Clock, instant

CLAIM_HOLDS = timedelta(seconds=60)
FINAL = frozenset({"not_accepted", "approved", "declined", "closed", "delivered", "withdrawn", "returned"})
MOST_SHOWN = 50
OPEN_TRIES = 4
_NEVER = ""


class NewFiling(Struct, frozen=True):
    """A case to open; `application` still lacks its number. `applicant`, `stander` and `visit` are digests."""

    posted: Posted
    terminal: Standing
    department: str
    holder: str
    application: Application
    applicant: str
    stander: str
    visit: str
    period: str

    def __repr__(self) -> str:
        """Without persons."""
        return f"NewFiling(matter={self.application.matter!r})"


class Filing(Struct, frozen=True):
    """One filed case. `sent`: the department has it; `application` is there until the department decided.

    `heard` counts what was heard of it. `listed_at`, `answered_at`: when the one list of what is missing was told and
    when it was answered.
    """

    id: int
    number: str
    matter: str
    department: str
    place: str
    received_at_place: str
    applicant: str
    stander: str
    terminal: str
    visit: str
    state: str
    sent: bool
    opened_at: str
    standing: DepartmentStanding
    heard: int
    listed_at: str | None
    answered_at: str | None
    application: Application | None
    staff: str | None

    @property
    def is_open(self) -> bool:
        """Whether a department may still do something about it."""
        return self.state not in FINAL


class FilingBook:
    """Filed cases in the database."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock

    def known(self, posted: Posted) -> tuple[Filing, bool] | None:
        """The case under this key and whether it was open already; None when new, KeyReused with another body."""
        with self._engine.connect() as connection:
            row = connection.execute(select(filing_keys).where(filing_keys.c.key == posted.key)).one_or_none()
            if row is None:
                return None
            posted.require_same(row)
            return _one(connection, filings.c.id == row.filing_id), row.again

    def by_key(self, key: str, terminal: str) -> tuple[Filing, bool]:
        """What this terminal handed in under `key`; NotFound when nothing was ever accepted under it."""
        mine = (filing_keys.c.key == key) & (filing_keys.c.terminal == terminal)
        with self._engine.connect() as connection:
            row = connection.execute(select(filing_keys).where(mine)).one_or_none()
            if row is None:
                raise NotFound("nothing was accepted under this key")
            return _one(connection, filings.c.id == row.filing_id), row.again

    def by_number(self, number: str) -> Filing:
        """The case of this number; NotFound when there is none."""
        with self._engine.connect() as connection:
            return _one(connection, filings.c.number == number)

    def open(self, new: NewFiling) -> tuple[Filing, bool]:
        """A new case, or the one that is open already (True), under this key from now on."""
        return self._opened(new, OPEN_TRIES)

    def open_like(self, new: NewFiling) -> Filing | None:
        """The open case of the same applicant, matter, period and place, if there is one."""
        with self._engine.connect() as connection:
            row = connection.execute(select(filings).where(filings.c.open_as == _open_as(new))).one_or_none()
        return None if row is None else _filing(row)

    def claim(self, filing: Filing) -> bool:
        """Take an unsent case to send it; False while another worker has it or when it is sent."""
        now = self._clock()
        free = (
            (filings.c.id == filing.id)
            & filings.c.sent.is_(False)
            & (filings.c.open_as.is_not(None))
            & (filings.c.claimed_until < instant(now))
        )
        with self._engine.begin() as transaction:
            held = update(filings).where(free).values(claimed_until=instant(now + CLAIM_HOLDS))
            return transaction.execute(held).rowcount == 1

    def release(self, filing: Filing) -> None:
        """Let the next request send the case."""
        with self._engine.begin() as transaction:
            transaction.execute(update(filings).where(filings.c.id == filing.id).values(claimed_until=_NEVER))

    def refuse(self, filing: Filing, reason: str) -> Filing:
        """The department did not take the case at all: it is returned (退回), unsent."""
        return self.hear(filing, DepartmentStanding("returned", filing.standing.holder, reason=reason), sent=False)

    def hear(self, filing: Filing, standing: DepartmentStanding, *, sent: bool = True, to_offices: str = "") -> Filing:
        """Write down what the department said; a new state goes into the history, a final one forgets the papers.

        `filing` was read before the department was asked. Where more was heard or handed in since, the answer is older
        than what stands here, and is dropped. A word `to_offices` goes with it.
        """
        with self._engine.begin() as transaction:
            before = locked(transaction, filing.id)
            if before.heard == filing.heard and before.is_open:
                self._write(transaction, before, standing, sent=sent)
                if to_offices:
                    self._say(transaction, filing, standing.holder, "office", to_offices)
            return _one(transaction, filings.c.id == filing.id)

    def _write(self, transaction: Connection, before: Filing, standing: DepartmentStanding, *, sent: bool) -> None:
        now, final = instant(self._clock()), standing.state in FINAL
        row = {
            "state": standing.state,
            "standing": msgspec.json.encode(standing).decode(),
            "sent": sent,
            "heard": before.heard + 1,
            "claimed_until": _NEVER,
            **_list_moved(before, standing, now),
            **({"open_as": None, "application": None} if final else {}),
        }
        transaction.execute(update(filings).where(filings.c.id == before.id).values(row))
        if before.state != standing.state:
            _note(transaction, before.id, now, standing)
        if final:
            forget_papers(transaction, before.id)

    def of_person(self, digest: str) -> tuple[Filing, ...]:
        """The cases for or by a person, newest first."""
        return self._several((filings.c.applicant == digest) | (filings.c.stander == digest))

    def at_window(self, place: str) -> tuple[Filing, ...]:
        """The cases received or decided at `place`, newest first."""
        return self._several((filings.c.received_at_place == place) | (filings.c.place == place))

    def history(self, filing: Filing) -> tuple[CaseEvent, ...]:
        """Every state it was in, oldest first."""
        mine = select(filing_events).where(filing_events.c.filing_id == filing.id).order_by(filing_events.c.id)
        with self._engine.connect() as connection:
            return tuple(CaseEvent(row.at, row.state, row.office) for row in connection.execute(mine))

    def messages(self, filing: Filing, *audiences: str) -> tuple[CaseMessage, ...]:
        """Words on the case for these audiences (``applicant``, ``office``), oldest first."""
        mine = (messages.c.filing_id == filing.id) & messages.c.audience.in_(audiences)
        with self._engine.connect() as connection:
            rows = connection.execute(select(messages).where(mine).order_by(messages.c.id))
            return tuple(CaseMessage(row.at, row.office, row.text) for row in rows)

    def say(self, filing: Filing, office: str, audience: str, text: str, staff: str) -> None:
        """Keep a word of `office` on the case, and which member of staff wrote it."""
        with self._engine.begin() as transaction:
            self._say(transaction, filing, office, audience, text, staff)

    def _say(
        self, transaction: Connection, filing: Filing, office: str, audience: str, text: str, staff: str | None = None
    ) -> None:
        row = {"filing_id": filing.id, "at": instant(self._clock()), "office": office}
        transaction.execute(insert(messages).values(row | {"audience": audience, "text": text, "staff": staff}))

    def materials(self, filing: Filing) -> tuple[KeptMaterial, ...]:
        """What the department was given, in order."""
        with self._engine.connect() as connection:
            return kept_materials(connection, filing.id)

    def confirm(self, filing: Filing, material: str, staff: str, *, brought: bool) -> None:
        """A window saw the original of a photograph, or was `brought` what was missing: trust B."""
        with self._engine.begin() as transaction:
            confirm_material(transaction, filing.id, material, (staff, instant(self._clock())), brought=brought)

    def take(self, filing: Filing, staff: str) -> bool:
        """A member of staff acts for the citizen from now on (帮办代办); False when the case is closed."""
        still_open = (filings.c.id == filing.id) & filings.c.open_as.is_not(None)
        with self._engine.begin() as transaction:
            return transaction.execute(update(filings).where(still_open).values(staff=staff)).rowcount == 1

    def _several(self, condition: ColumnElement[bool]) -> tuple[Filing, ...]:
        newest = select(filings).where(condition).order_by(filings.c.id.desc()).limit(MOST_SHOWN)
        with self._engine.connect() as connection:
            return tuple(_filing(row) for row in connection.execute(newest))

    def _insert(self, transaction: Connection, new: NewFiling) -> None:
        now = instant(self._clock())
        number = next_number(transaction, new.posted.terminal, new.terminal, now)
        application = replace(new.application, number=number, materials=())
        standing = DepartmentStanding("submitted", new.holder)
        row = {
            "number": number,
            "terminal": new.posted.terminal,
            "matter": application.matter,
            "department": new.department,
            "place": application.place,
            "received_at_place": application.received_at_place,
            "applicant": new.applicant,
            "stander": new.stander,
            "visit": new.visit,
            "period": new.period,
            "open_as": _open_as(new),
            "state": standing.state,
            "sent": False,
            "opened_at": now,
            "claimed_until": _NEVER,
            "application": msgspec.json.encode(application).decode(),
            "standing": msgspec.json.encode(standing).decode(),
            "heard": 0,
        }
        id_: int = transaction.execute(insert(filings).values(row).returning(filings.c.id)).scalar_one()
        keep_materials(transaction, id_, new.application.materials)
        _note(transaction, id_, now, standing)
        _bind(transaction, new.posted, id_, again=False)

    def _opened(self, new: NewFiling, tries: int) -> tuple[Filing, bool]:
        """Try once; the key or the case may come at this very moment, and the next try sees who was faster."""
        try:
            with self._engine.begin() as transaction:
                self._open_or_bind(transaction, new)
        except IntegrityError:
            if tries == 1:
                raise
        return self.known(new.posted) or self._opened(new, tries - 1)

    def _open_or_bind(self, transaction: Connection, new: NewFiling) -> None:
        found = select(filings.c.id).where(filings.c.open_as == _open_as(new))
        open_already = transaction.execute(found).scalar_one_or_none()
        if open_already is None:
            self._insert(transaction, new)
        else:
            _bind(transaction, new.posted, open_already, again=True)


def locked(transaction: Connection, filing: int) -> Filing:
    """The case as it stands, held against everybody else until the transaction ends."""
    return _filing(transaction.execute(select(filings).where(filings.c.id == filing).with_for_update()).one())


def _list_moved(before: Filing, standing: DepartmentStanding, now: str) -> dict[str, str]:
    """When the one list was first told, and when nothing of it was missing any more, whoever took it."""
    if any(not each.to_bring for each in standing.missing):
        return {} if before.listed_at else {"listed_at": now}
    return {"answered_at": now} if before.listed_at and not before.answered_at else {}


def _open_as(new: NewFiling) -> str:
    same = (new.applicant, new.application.matter, new.period, new.application.place)
    return hashlib.sha256(msgspec.json.encode(same)).hexdigest()


def _bind(transaction: Connection, posted: Posted, filing: int, *, again: bool) -> None:
    row = {**msgspec.structs.asdict(posted), "filing_id": filing, "again": again}
    transaction.execute(insert(filing_keys).values(row))


def _note(transaction: Connection, filing: int, at: str, standing: DepartmentStanding) -> None:
    row = {"filing_id": filing, "at": at, "state": standing.state, "office": standing.holder}
    transaction.execute(insert(filing_events).values(row))


def _one(connection: Connection, condition: ColumnElement[bool]) -> Filing:
    row = connection.execute(select(filings).where(condition)).one_or_none()
    if row is None:
        raise NotFound("no such case")
    return _filing(row)


def _filing(row: Row[*tuple[Any, ...]]) -> Filing:
    return Filing(
        id=row.id,
        number=row.number,
        matter=row.matter,
        department=row.department,
        place=row.place,
        received_at_place=row.received_at_place,
        applicant=row.applicant,
        stander=row.stander,
        terminal=row.terminal,
        visit=row.visit,
        state=row.state,
        sent=row.sent,
        opened_at=row.opened_at,
        standing=msgspec.json.decode(row.standing, type=DepartmentStanding),
        heard=row.heard,
        listed_at=row.listed_at,
        answered_at=row.answered_at,
        application=msgspec.json.decode(row.application, type=Application) if row.application else None,
        staff=row.staff,
    )
