"""What terminals report and what they asked: print outcomes, ratings, and a query log that names nobody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Engine, Table, insert, select, update
from sqlalchemy.exc import IntegrityError

from kiosk.gateway.db import cases, certificates, outcomes, query_log, ratings
from kiosk.gateway.errors import NotFound
from kiosk.gateway.keys import Posted
from kiosk.gateway.times import Clock, instant


class PrintOutcome(Struct, frozen=True):
    """How one sheet of a case ended; UNKNOWN and FAILED leave the case uncollected."""

    case_number: str
    job: str
    paper: Literal["document", "receipt"]
    outcome: Literal["PRINTED", "FAILED", "UNKNOWN"]
    reason: str
    at: str


class Rating(Struct, frozen=True):
    """One grade, 1 = 非常满意 (GB/T 39046 A.8)."""

    matter: str
    case_number: str | None
    grade: int
    at: str


class Reports:
    """Each report counts once, however often its key arrives."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock

    def outcome(self, posted: Posted, report: PrintOutcome) -> None:
        """Keep an outcome; a printed document makes its case collected. NotFound, KeyReused."""
        row = {
            "job": report.job,
            "paper": report.paper,
            "outcome": report.outcome,
            "reason": report.reason,
            "at": report.at,
        }
        printed = report.paper == "document" and report.outcome == "PRINTED"
        self._keep(outcomes, posted, row, report.case_number, collects=printed)

    def rating(self, posted: Posted, report: Rating) -> None:
        """Keep a rating. NotFound, KeyReused."""
        row = {"matter": report.matter, "grade": report.grade, "at": report.at}
        self._keep(ratings, posted, row, report.case_number, collects=False)

    def asked(self, trace: str, terminal: str, matter: str, asked: str, answer: str) -> None:
        """Log a query or a verification: what kind and what came of it, never about whom."""
        row = {"trace": trace, "at": instant(self._clock()), "terminal": terminal, "matter": matter}
        with self._engine.begin() as transaction:
            transaction.execute(insert(query_log).values(asked=asked, answer=answer, **row))

    def _keep(
        self, table: Table, posted: Posted, row: Mapping[str, object], case_number: str | None, *, collects: bool
    ) -> None:
        try:
            with self._engine.begin() as transaction:
                if _is_known(transaction, table, posted):
                    return
                case_id = _case_id(transaction, case_number)
                values = {**msgspec.structs.asdict(posted), **row, "case_id": case_id}
                transaction.execute(insert(table).values(values))
                if collects:
                    _collect(transaction, case_id)
        except IntegrityError:  # the same key came twice at the same moment, and the other one was faster
            with self._engine.connect() as connection:
                _is_known(connection, table, posted)


def _is_known(connection: Connection, table: Table, posted: Posted) -> bool:
    found = select(table.c.body_hash, table.c.terminal).where(table.c.key == posted.key)
    kept = connection.execute(found).one_or_none()
    if kept is not None:
        posted.require_same(kept)
    return kept is not None


def _case_id(connection: Connection, number: str | None) -> int | None:
    if number is None:
        return None
    row = connection.execute(select(cases.c.id).where(cases.c.number == number)).one_or_none()
    if row is None:
        raise NotFound("no such case")
    return int(row.id)


def _collect(transaction: Connection, case_id: int | None) -> None:
    issued = cases.c.state.in_(("issued_not_collected", "collected"))
    transaction.execute(update(cases).where((cases.c.id == case_id) & issued).values(state="collected"))
    transaction.execute(
        update(certificates).where(certificates.c.case_id == case_id).values(print_count=certificates.c.print_count + 1)
    )
