"""The cases and payments of the simulated departments in SQL.

The tables lie in the gateway's database only because the simulators live in its process; no other room reads them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
from msgspec import Struct
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    ForeignKey,
    Index,
    Integer,
    Row,
    String,
    Table,
    Text,
    insert,
    select,
    update,
)

from kiosk.gateway.departments.course import UNDECIDED, CaseFile
from kiosk.gateway.departments.facts import Given
from kiosk.gateway.departments.facts import Row as RegisterRow
from kiosk.gateway.departments.register_rows import METADATA
from kiosk.gateway.departments.rules import Texts

cases = Table(
    "dep_cases",
    METADATA,
    Column("number", String(64), primary_key=True),
    Column("department", String(40), nullable=False),
    Column("matter", String(40), nullable=False),
    Column("service", String(40), nullable=False),
    Column("owner", String(32)),
    Column("opened_at", String(25), nullable=False),
    Column("given", Text, nullable=False),
    Column("file", Text, nullable=False),
    Index("dep_cases_owner", "department", "owner"),
)
events = Table(
    "dep_events",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("number", String(64), ForeignKey("dep_cases.number"), nullable=False),
    Column("at", String(25), nullable=False),
    Column("what", String(40), nullable=False),
    Index("dep_events_number", "number"),
)
payments = Table(
    "dep_payments",
    METADATA,
    Column("payload", String(64), primary_key=True),
    Column("number", String(64), ForeignKey("dep_cases.number"), nullable=False),
    Column("amount", String(20), nullable=False),
    Column("asked_at", String(25), nullable=False),
    Column("expires_at", String(25), nullable=False),
    Index("dep_payments_number", "number"),
)
_file = msgspec.json.Decoder(CaseFile)
_given = msgspec.json.Decoder(Given)


class Kept(Struct, frozen=True):
    """A case with what was handed in."""

    number: str
    matter: str
    service: str
    opened_at: str
    given: Given
    file: CaseFile

    def __repr__(self) -> str:
        """Without persons and what was filled in."""
        return f"Kept(number={self.number!r})"


class Asked(Struct, frozen=True):
    """A code that was shown for a payment."""

    payload: str
    amount: str
    asked_at: str
    expires_at: str

    def __repr__(self) -> str:
        """Without the code."""
        return "Asked(...)"


class CaseLedger:
    """The cases of one department, within one transaction."""

    def __init__(self, connection: Connection, department: str) -> None:
        self._connection, self._department = connection, department

    def find(self, number: str) -> Kept | None:
        """The case, held against others until the transaction ends."""
        wanted = select(cases).where(cases.c.number == number, cases.c.department == self._department)
        found = self._connection.execute(wanted.with_for_update()).one_or_none()
        return None if found is None else _kept(found)

    def open(self, kept: Kept) -> None:
        """Enter a new case; IntegrityError when the number is taken."""
        columns = {
            "number": kept.number,
            "department": self._department,
            "matter": kept.matter,
            "service": kept.service,
            "owner": kept.given.owner,
            "opened_at": kept.opened_at,
            "given": msgspec.json.encode(kept.given).decode(),
            "file": msgspec.json.encode(kept.file).decode(),
        }
        self._connection.execute(insert(cases).values(columns))
        self.note(kept.number, kept.opened_at, "submitted")

    def keep(self, kept: Kept) -> None:
        """Write what changed."""
        changed = {
            "given": msgspec.json.encode(kept.given).decode(),
            "file": msgspec.json.encode(kept.file).decode(),
        }
        self._connection.execute(update(cases).where(cases.c.number == kept.number).values(changed))

    def note(self, number: str, at: str, what: str) -> None:
        """Write down that something happened."""
        self._connection.execute(insert(events).values(number=number, at=at, what=what))

    def events(self, number: str) -> tuple[tuple[str, str], ...]:
        """What happened to a case and when, in order."""
        wanted = select(events.c.at, events.c.what).where(events.c.number == number).order_by(events.c.id)
        return tuple((row.at, row.what) for row in self._connection.execute(wanted))

    def undecided(self, owner: str | None = None) -> list[Kept]:
        """Every case (of one owner) that is not decided, newest first."""
        conditions = () if owner is None else (cases.c.owner == owner,)
        return [kept for kept in self._all(*conditions) if kept.file.state in UNDECIDED]

    def rows(self, owners: Texts | None, keys: Texts | None) -> tuple[RegisterRow, ...]:
        """The cases as rows of the register ``cases``."""
        conditions = []
        if owners is not None:
            conditions.append(cases.c.owner.in_(owners))
        if keys is not None:
            conditions.append(cases.c.number.in_(keys))
        return tuple(_as_row(kept) for kept in self._all(*conditions))

    def of_services(self, services: Iterable[str]) -> Iterator[Kept]:
        """Every case of some services, newest first."""
        return self._all(cases.c.service.in_(tuple(services)))

    def ask(self, number: str, asked: Asked) -> None:
        """Remember a code that is shown."""
        self._connection.execute(insert(payments).values(number=number, **msgspec.structs.asdict(asked)))

    def asked(self, number: str) -> tuple[Asked, ...]:
        """The codes that were shown for a case, the newest first."""
        wanted = select(payments).where(payments.c.number == number).order_by(payments.c.asked_at.desc())
        return tuple(
            Asked(row.payload, row.amount, row.asked_at, row.expires_at) for row in self._connection.execute(wanted)
        )

    def _all(self, *conditions: ColumnElement[bool]) -> Iterator[Kept]:
        wanted = select(cases).where(cases.c.department == self._department, *conditions)
        newest_first = wanted.order_by(cases.c.opened_at.desc(), cases.c.number.desc())
        return (_kept(found) for found in self._connection.execute(newest_first))


def _kept(row: Row[tuple[str, ...]]) -> Kept:
    return Kept(row.number, row.matter, row.service, row.opened_at, _given.decode(row.given), _file.decode(row.file))


def _as_row(kept: Kept) -> RegisterRow:
    given: dict[str, Texts] = {key: (value,) for key, value in kept.given.values.items()}
    standing: dict[str, Texts] = {
        "service": (kept.service,),
        "state": (kept.file.state,),
        "open": ("yes" if kept.file.state in UNDECIDED else "no",),
        "rows": kept.given.rows,
        "place": (kept.given.place,),
    }
    return RegisterRow(kept.number, kept.given.owner, given | standing)
