"""Cases: one key is one case however often it arrives, and one worker drives a case at a time.

States: opened -> pending -> issued_not_collected -> collected, or refused.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any, Literal

import msgspec
from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Engine, Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from kiosk.core.validators import licence_check_character
from kiosk.gateway.db import cases, certificates, issue_keys
from kiosk.gateway.departments.contract import IssuedPaper, Order, Person
from kiosk.gateway.errors import NotFound
from kiosk.gateway.keys import Posted
from kiosk.gateway.times import Clock, instant

CLAIM_HOLDS = timedelta(seconds=60)
_NEVER = ""

State = Literal["opened", "pending", "issued_not_collected", "collected", "refused"]


class Certificate(Struct, frozen=True):
    """The paper of a case and how often it was reported printed."""

    paper: IssuedPaper
    print_count: int


class Case(Struct, frozen=True):
    """One case; `order` is there until the department decided, `certificate` and `reason` after it."""

    id: int
    number: str
    matter: str
    state: State
    opened_at: str
    order: Order | None
    reason: str | None
    certificate: Certificate | None = None


class NewCase(Struct, frozen=True):
    """What a terminal orders, under its own key."""

    posted: Posted
    matter: str
    person: Person
    form: str
    rows: tuple[str, ...]

    def __repr__(self) -> str:
        """Without the person and the rows."""
        return f"NewCase(matter={self.matter!r})"


class Cases:
    """The book of cases."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock

    def known(self, posted: Posted) -> Case | None:
        """The case that this key opened before; None when it is new, KeyReused when it came with another body."""
        with self._engine.connect() as connection:
            row = connection.execute(select(issue_keys).where(issue_keys.c.key == posted.key)).one_or_none()
            if row is None:
                return None
            posted.require_same(row)
            return _case(connection, cases.c.id == row.case_id)

    def by_key(self, key: str, terminal: str) -> Case:
        """The case that this terminal opened under `key`; NotFound when nothing was ever accepted under it."""
        mine = (issue_keys.c.key == key) & (issue_keys.c.terminal == terminal)
        with self._engine.connect() as connection:
            row = connection.execute(select(issue_keys.c.case_id).where(mine)).one_or_none()
            if row is None:
                raise NotFound("nothing was accepted under this key")
            return _case(connection, cases.c.id == row.case_id)

    def open(self, new: NewCase) -> Case:
        """A new case, or the one that this key opened a moment ago."""
        try:
            with self._engine.begin() as transaction:
                case_id = self._insert(transaction, new)
                _bind(transaction, new, case_id)
        except IntegrityError:
            return self._known_surely(new)
        return self._known_surely(new)

    def open_reprint(self, new: NewCase, of: str) -> Case:
        """Bind this key to the issued case `of` of the same person; NotFound when there is none."""
        same = (cases.c.number == of) & (cases.c.person == new.person.digest) & (cases.c.matter == new.matter)
        try:
            with self._engine.begin() as transaction:
                row = transaction.execute(select(cases.c.id).join_from(cases, certificates).where(same)).one_or_none()
                if row is None:
                    raise NotFound("this person has no such issued case")
                _bind(transaction, new, row.id)
        except IntegrityError:
            return self._known_surely(new)
        return self._known_surely(new)

    def claim(self, case: Case) -> bool:
        """Take the case to drive it; False while another worker holds it or when it is decided."""
        now = self._clock()
        free = (
            (cases.c.id == case.id) & cases.c.state.in_(("opened", "pending")) & (cases.c.claimed_until < instant(now))
        )
        with self._engine.begin() as transaction:
            taken = transaction.execute(
                update(cases).where(free).values(state="pending", claimed_until=instant(now + CLAIM_HOLDS))
            )
            return taken.rowcount == 1

    def release(self, case: Case) -> None:
        """Let the next request drive the case."""
        self._set(case, claimed_until=_NEVER)

    def refuse(self, case: Case, reason: str) -> None:
        """The department said no; what it was asked is forgotten."""
        self._set(case, state="refused", reason=reason, order=None)

    def finish(self, case: Case, paper: IssuedPaper) -> None:
        """Keep the paper until it is collected, and forget the order."""
        fields = msgspec.structs.asdict(paper)
        fields["number"], fields["total"] = fields.pop("certificate_number"), f"{paper.total:.2f}"
        with self._engine.begin() as transaction:
            transaction.execute(insert(certificates).values(case_id=case.id, print_count=0, **fields))
            transaction.execute(
                update(cases).where(cases.c.id == case.id).values(state="issued_not_collected", order=None)
            )

    def by_number(self, number: str) -> Case:
        """The case of this number; NotFound when there is none."""
        with self._engine.connect() as connection:
            return _case(connection, cases.c.number == number)

    def uncollected(self, person: Person, matter: str) -> tuple[Case, ...]:
        """The person's cases that were issued, but never reported printed, oldest first."""
        waiting = (
            (cases.c.person == person.digest) & (cases.c.matter == matter) & (cases.c.state == "issued_not_collected")
        )
        with self._engine.connect() as connection:
            rows = connection.execute(select(cases.c.id).where(waiting).order_by(cases.c.id)).all()
            return tuple(_case(connection, cases.c.id == row.id) for row in rows)

    def _known_surely(self, new: NewCase) -> Case:
        case = self.known(new.posted)
        assert case is not None  # its key is in the table: either ours or the one that was faster
        return case

    def _insert(self, transaction: Connection, new: NewCase) -> int:
        now = self._clock()
        fields = {
            "terminal": new.posted.terminal,
            "matter": new.matter,
            "person": new.person.digest,
            "state": "opened",
            "opened_at": instant(now),
            "claimed_until": _NEVER,
        }
        case_id: int = transaction.execute(insert(cases).values(fields).returning(cases.c.id)).scalar_one()
        number = _number(instant(now)[:10], case_id)
        order = Order(number, new.person, new.form, new.rows)
        text = msgspec.json.encode(order).decode()
        transaction.execute(update(cases).where(cases.c.id == case_id).values(number=number, order=text))
        return case_id

    def _set(self, case: Case, **fields: object) -> None:
        with self._engine.begin() as transaction:
            transaction.execute(update(cases).where(cases.c.id == case.id).values(**fields))


def _bind(transaction: Connection, new: NewCase, case_id: int) -> None:
    transaction.execute(insert(issue_keys).values(case_id=case_id, **msgspec.structs.asdict(new.posted)))


def _number(day: str, case_id: int) -> str:
    """A number to read out on the telephone: YS (演示), day, running number, check character (ISO 7064 MOD 37,36)."""
    plain = f"YS{day.replace('-', '')}{case_id:06d}"
    return plain + licence_check_character(plain)


def _case(connection: Connection, condition: ColumnElement[bool]) -> Case:
    row = connection.execute(select(cases).where(condition)).one_or_none()
    if row is None:
        raise NotFound("no such case")
    paper = connection.execute(select(certificates).where(certificates.c.case_id == row.id)).one_or_none()
    return Case(
        id=row.id,
        number=row.number,
        matter=row.matter,
        state=row.state,
        opened_at=row.opened_at,
        order=msgspec.json.decode(row.order, type=Order) if row.order else None,
        reason=row.reason,
        certificate=None if paper is None else _certificate(paper),
    )


def _certificate(row: Row[*tuple[Any, ...]]) -> Certificate:
    paper = IssuedPaper(
        certificate_number=row.number,
        title=row.title,
        issuer=row.issuer,
        issued_at=row.issued_at,
        rows=row.rows,
        total=Decimal(row.total),
        total_words=row.total_words,
        pages=row.pages,
        pdf=row.pdf,
        demo=row.demo,
    )
    return Certificate(paper, row.print_count)
