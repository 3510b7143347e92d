"""The gateway's tables, and the one place where a database is opened. SQL that SQLite and PostgreSQL both speak.

Instants are texts in the contract's form, money is decimal text. A person stands here as a digest; name and number
lie in a case's `order` only until the department has decided, and in the paper itself.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Engine,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
)
from sqlalchemy.exc import SQLAlchemyError

from kiosk.gateway.errors import DatabaseError

BUSY_S = 5.0
CONNECTIONS = 40  # as many as the server has threads

METADATA = MetaData()
_INSTANT = String(25)
_DIGEST = String(64)

terminals = Table(
    "terminals",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("registered_at", _INSTANT, nullable=False),
)
tokens = Table(
    "tokens",
    METADATA,
    Column("hash", _DIGEST, primary_key=True),
    Column("terminal", String(40), ForeignKey("terminals.id"), nullable=False),
)
person_checks = Table(
    "person_checks",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("terminal", String(40), ForeignKey("terminals.id"), nullable=False),
    Column("matter", String(32), nullable=False),
    Column("person", _DIGEST, nullable=False),
    Column("method", String(16), nullable=False),
    Column("code_hash", _DIGEST),
    Column("begun_at", _INSTANT, nullable=False),
    Column("expires_at", _INSTANT, nullable=False),
    Column("attempts_left", Integer, nullable=False),
    Column("trace", String(64), unique=True),
    Column("passed_at", _INSTANT),
    Index("person_checks_begun", "begun_at"),
)
cases = Table(
    "cases",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("number", String(40), unique=True),
    Column("terminal", String(40), ForeignKey("terminals.id"), nullable=False),
    Column("matter", String(32), nullable=False),
    Column("person", _DIGEST, nullable=False),
    Column("state", String(24), nullable=False),
    Column("opened_at", _INSTANT, nullable=False),
    Column("claimed_until", _INSTANT, nullable=False),
    Column("order", Text),
    Column("reason", String(64)),
    Index("cases_person", "person", "matter", "state"),
)
issue_keys = Table(
    "issue_keys",
    METADATA,
    Column("key", String(64), primary_key=True),
    Column("terminal", String(40), ForeignKey("terminals.id"), nullable=False),
    Column("body_hash", _DIGEST, nullable=False),
    Column("case_id", Integer, ForeignKey("cases.id"), nullable=False),
)
certificates = Table(
    "certificates",
    METADATA,
    Column("case_id", Integer, ForeignKey("cases.id"), primary_key=True),
    Column("number", String(64), nullable=False),
    Column("title", String(64), nullable=False),
    Column("issuer", String(64), nullable=False),
    Column("issued_at", _INSTANT, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("total", String(20), nullable=False),
    Column("total_words", String(128), nullable=False),
    Column("pages", Integer, nullable=False),
    Column("pdf", LargeBinary, nullable=False),
    Column("demo", Boolean, nullable=False),
    Column("print_count", Integer, nullable=False),
)
outcomes = Table(
    "outcomes",
    METADATA,
    Column("key", String(64), primary_key=True),
    Column("terminal", String(40), ForeignKey("terminals.id"), nullable=False),
    Column("body_hash", _DIGEST, nullable=False),
    Column("case_id", Integer, ForeignKey("cases.id"), nullable=False),
    Column("job", String(64), nullable=False),
    Column("paper", String(16), nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("reason", String(64), nullable=False),
    Column("at", _INSTANT, nullable=False),
)
ratings = Table(
    "ratings",
    METADATA,
    Column("key", String(64), primary_key=True),
    Column("terminal", String(40), ForeignKey("terminals.id"), nullable=False),
    Column("body_hash", _DIGEST, nullable=False),
    Column("case_id", Integer, ForeignKey("cases.id")),
    Column("matter", String(32), nullable=False),
    Column("grade", Integer, nullable=False),
    Column("at", _INSTANT, nullable=False),
)
query_log = Table(
    "query_log",
    METADATA,
    Column("trace", String(64), primary_key=True),
    Column("at", _INSTANT, nullable=False),
    Column("terminal", String(40), ForeignKey("terminals.id"), nullable=False),
    Column("matter", String(32), nullable=False),
    Column("asked", String(32), nullable=False),
    Column("answer", String(32), nullable=False),
)


def open_database(url: str) -> Engine:
    """An engine with every table in place; DatabaseError when there is no such database or it cannot be used."""
    try:
        engine = create_engine(
            url,
            # A statement's values may be personal and must not reach an exception's text.
            hide_parameters=True,
            pool_size=CONNECTIONS,
            connect_args={"timeout": BUSY_S} if url.startswith("sqlite") else {},
        )
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _durable)
            event.listen(engine, "begin", _begin_for_writing)
        METADATA.create_all(engine)
    except (SQLAlchemyError, ImportError, TypeError, ValueError) as error:
        raise DatabaseError("数据库打不开，请检查 --database。 The database cannot be opened.") from error
    return engine


def _durable(connection: Any, _record: object) -> None:  # noqa: ANN401 - a DB-API connection has no type of its own
    # None: the driver must not begin transactions behind our back (see _begin_for_writing).
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")


def _begin_for_writing(connection: Any) -> None:  # noqa: ANN401 - as above, the event's own signature
    # SQLite's default BEGIN fails at once, without waiting, when a read turns into a write after another writer.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
