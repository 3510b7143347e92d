"""The simulated registers in SQL: seeded from their files, changed by decided cases.

Rows hold what their file says; a date in it is counted from today whenever the row is read, so that a demonstration
never grows old. The same files and seed give the same rows.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

import msgspec
from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from kiosk.core.calendar import shifted
from kiosk.gateway.departments.department_file import DepartmentFileError, Made, RegisterFile, SeedRow
from kiosk.gateway.departments.facts import Row
from kiosk.gateway.departments.registers import KnownPerson, Registers
from kiosk.gateway.departments.rules import Texts

METADATA = MetaData()
rows = Table(
    "dep_rows",
    METADATA,
    Column("register", String(40), primary_key=True),
    Column("key", String(128), primary_key=True),
    Column("owner", String(32)),
    Column("values", Text, nullable=False),
    Index("dep_rows_owner", "register", "owner"),
)
seeds = Table(
    "dep_seeds",
    METADATA,
    Column("register", String(40), primary_key=True),
    Column("digest", String(64), nullable=False),
)
turns = Table("dep_turns", METADATA, Column("id", Integer, primary_key=True))
_FROM_TODAY = re.compile(r"(days|months|years|month|year):-?[0-9]{1,4}")
_PERSON = re.compile(r"@([^.@]+)\.(\w+)")
_values = msgspec.json.Decoder(dict[str, tuple[str, ...]])


def seed_registers(engine: Engine, files: Mapping[str, RegisterFile], known: Registers, seed: int) -> None:
    """Fill every register whose file, persons or seed differ from what it was last filled with."""
    METADATA.create_all(engine)
    with contextlib.suppress(IntegrityError), engine.begin() as transaction:
        transaction.execute(insert(turns).values(id=1))
    for name, file in files.items():
        made = [_as_columns(name, row, known) for row in (*file.row, *_made(name, file.made, known, seed))]
        digest = hashlib.sha256(msgspec.json.encode(made)).hexdigest()
        try:
            with engine.begin() as transaction:
                _seed(transaction, name, digest, made)
        except IntegrityError:
            continue  # another gateway over the same database was faster, with the same files


def take_turn(connection: Connection) -> None:
    """Hold all registers against other gateways over the same database until the transaction ends.

    Whether something is still owed is read first and written after: two who both read before either wrote would both
    be paid. SQLite lets one writer in at a time and needs no row for it.
    """
    connection.execute(select(turns.c.id).with_for_update())


def find_rows(
    connection: Connection, register: str, owners: Texts | None, keys: Texts | None, today: str
) -> tuple[Row, ...]:
    """Rows of these owners and keys (None: any), in the order of their keys."""
    wanted = select(rows).where(rows.c.register == register).order_by(rows.c.key)
    if owners is not None:
        wanted = wanted.where(rows.c.owner.in_(owners))
    if keys is not None:
        wanted = wanted.where(rows.c.key.in_(keys))
    return tuple(
        Row(found.key, found.owner, _as_of(today, _values.decode(found.values))) for found in connection.execute(wanted)
    )


def change_row(connection: Connection, register: str, key: str, values: Mapping[str, Texts]) -> None:
    """Set values in one row; a key that is not there is nobody's."""
    here = (rows.c.register == register) & (rows.c.key == key)
    found = connection.execute(select(rows.c["values"]).where(here)).scalar_one_or_none()
    if found is not None:
        merged = _values.decode(found) | dict(values)
        connection.execute(update(rows).where(here).values(values=_text(merged)))


def add_row(connection: Connection, register: str, row: Row) -> None:
    """A new row; one of this key that is there already is replaced."""
    here = (rows.c.register == register) & (rows.c.key == row.key)
    connection.execute(delete(rows).where(here))
    columns = {"register": register, "key": row.key, "owner": row.owner, "values": _text(row.values)}
    connection.execute(insert(rows).values(columns))


def _seed(transaction: Connection, name: str, digest: str, made: list[dict[str, Any]]) -> None:
    before = transaction.execute(select(seeds.c.digest).where(seeds.c.register == name)).scalar_one_or_none()
    if before == digest:
        return
    transaction.execute(delete(seeds).where(seeds.c.register == name))
    transaction.execute(insert(seeds).values(register=name, digest=digest))
    transaction.execute(delete(rows).where(rows.c.register == name))
    if made:
        transaction.execute(insert(rows), made)


def _as_columns(register: str, row: SeedRow, known: Registers) -> dict[str, Any]:
    values = {
        key: [_resolved(text, known, register) for text in ((value,) if isinstance(value, str) else value)]
        for key, value in row.values.items()
    }
    owner = None if row.owner is None else _named(row.owner, "number", known, register)
    return {"register": register, "key": row.key, "owner": owner, "values": _text(values)}


def _made(register: str, made: Made | None, known: Registers, seed: int) -> Iterator[SeedRow]:
    if made is None:
        return
    random = Random(f"{seed} {register}")  # noqa: S311 - repeatable demonstration data, nothing secret
    for person in known.persons:
        if person.id.startswith("made-") and random.random() < made.share:
            drawn: dict[str, str | tuple[str, ...]] = {
                key: _about(random.choice(values), person) for key, values in made.values.items()
            }
            yield SeedRow(key=f"{register}-{person.id}", owner=person.id, values=drawn)


def _about(text: str, person: KnownPerson) -> str:
    return f"@{person.id}.{text[1:]}" if text in {"@name", "@number"} else text


def _resolved(text: str, known: Registers, register: str) -> str:
    person = _PERSON.fullmatch(text)
    return text if person is None else _named(person[1], person[2], known, register)


def _named(who: str, what: str, known: Registers, register: str) -> str:
    """The `number`, `name` or other value of a person's id or a company's code."""
    persons = {each.id: each for each in known.persons}
    companies = {each.uscc: each for each in known.companies}
    found = persons.get(who) or companies.get(who)
    value = who if who in companies and what in {"number", "uscc"} else getattr(found, what, None)
    if not isinstance(value, str):
        raise DepartmentFileError(f"{register}.toml: nobody is called {who}, or has no {what}")
    return value


def _as_of(today: str, values: dict[str, Texts]) -> dict[str, Texts]:
    return {key: tuple(_dated(today, text) for text in texts) for key, texts in values.items()}


def _dated(today: str, text: str) -> str:
    if not _FROM_TODAY.fullmatch(text):
        return text
    unit, _, count = text.partition(":")
    if unit in {"month", "year"}:
        # From the first of the month: a month counted from the 31st must not be skipped.
        return shifted(f"{today[:7]}-01", f"{unit}s:{count}")[: 7 if unit == "month" else 4]
    return shifted(today, text)


def _text(values: Mapping[str, Any]) -> str:
    return msgspec.json.encode(values).decode()
