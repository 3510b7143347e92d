"""What terminals report and what they asked: print outcomes, ratings, and a query log that names nobody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Engine, Table, insert, select, union_all, update
from sqlalchemy.exc import IntegrityError

from kiosk.gateway.db import cases, certificates, filings, outcomes, query_log, ratings
from kiosk.gateway.errors import NotFound, RequestRefused
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
    """One grade, 1 = 非常满意 (GB/T 39046 A.8), and ids of reasons (GB/T 39734 annex A); one for a case."""

    matter: str
    case_number: str | None
    grade: int
    at: str
    reasons: tuple[str, ...] = ()


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
        """Keep a rating. NotFound, KeyReused; RequestRefused when the case is rated already."""
        reasons = msgspec.json.encode(report.reasons).decode()
        row = {"matter": report.matter, "grade": report.grade, "at": report.at, "reasons": reasons}
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
                _require_case(transaction, case_number)
                values = {**msgspec.structs.asdict(posted), **row, "case_number": case_number}
                transaction.execute(insert(table).values(values))
                if collects:
                    _collect(transaction, case_number)
        except IntegrityError as error:  # the same key came twice at the same moment, or the case has its rating
            with self._engine.connect() as connection:
                if not _is_known(connection, table, posted):
                    raise RequestRefused("already_rated") from error


def _is_known(connection: Connection, table: Table, posted: Posted) -> bool:
    found = select(table.c.body_hash, table.c.terminal).where(table.c.key == posted.key)
    kept = connection.execute(found).one_or_none()
    if kept is not None:
        posted.require_same(kept)
    return kept is not None


def _require_case(connection: Connection, number: str | None) -> None:
    """NotFound when a number is given that neither an issued nor a filed case has."""
    known = union_all(*(select(book.c.number).where(book.c.number == number) for book in (cases, filings)))
    if number is not None and connection.execute(known).first() is None:
        raise NotFound("no such case")


def _collect(transaction: Connection, number: str | None) -> None:
    issued = (cases.c.number == number) & cases.c.state.in_(("issued_not_collected", "collected"))
    if transaction.execute(update(cases).where(issued).values(state="collected")).rowcount:
        case_id = select(cases.c.id).where(cases.c.number == number).scalar_subquery()
        prints = update(certificates).where(certificates.c.case_id == case_id)
        transaction.execute(prints.values(print_count=certificates.c.print_count + 1))
