"""The gateway's tables, and the one place where a database is opened. SQL that SQLite and PostgreSQL both speak.

Instants are texts in the contract's form, money is decimal text. A person stands here as a digest; name and number
lie in a case's `order` or a filing's `application` only until the department has decided, and in the paper itself;
what a mandate confirmed of an organisation lies in its look-up for a day.
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
    inspect,
)
from sqlalchemy.exc import SQLAlchemyError

from kiosk.gateway.errors import DatabaseError

BUSY_S = 5.0
_BUSY: dict[str, dict[str, object]] = {
    "sqlite": {"timeout": BUSY_S},
    "postgresql": {"connect_timeout": int(BUSY_S), "options": f"-c lock_timeout={BUSY_S:.0f}s"},
}
CONNECTIONS = 40  # as many as the server has threads

METADATA = MetaData()
_INSTANT = String(25)
_DIGEST = String(64)

terminals = Table(
    "terminals",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("registered_at", _INSTANT, nullable=False),
    Column("number", Integer, nullable=False, unique=True),
    Column("region", String(6), nullable=False),
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
    Column("claimed", Boolean, nullable=False),
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
    Column("case_number", String(40), nullable=False),
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
    Column("case_number", String(40), unique=True),
    Column("matter", String(32), nullable=False),
    Column("grade", Integer, nullable=False),
    Column("reasons", Text, nullable=False),
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
look_ups = Table(
    "look_ups",
    METADATA,
    Column("trace", String(64), primary_key=True),
    Column("at", _INSTANT, nullable=False),
    Column("terminal", String(40), ForeignKey("terminals.id"), nullable=False),
    Column("matter", String(32), nullable=False),
    Column("look_up", String(40), nullable=False),
    Column("parties", _DIGEST, nullable=False),
    Column("confirmed", Text),
    Index("look_ups_at", "at"),
)

# --- the life of a filed case --------------------------------------------------------------------------------------

filings = Table(
    "filings",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("number", String(40), nullable=False, unique=True),
    Column("terminal", String(40), ForeignKey("terminals.id"), nullable=False),
    Column("matter", String(32), nullable=False),
    Column("department", String(40), nullable=False),
    Column("place", String(6), nullable=False),
    Column("received_at_place", String(6), nullable=False),
    Column("applicant", _DIGEST, nullable=False),
    Column("stander", _DIGEST, nullable=False),
    Column("visit", _DIGEST, nullable=False),
    Column("period", String(32), nullable=False),
    Column("open_as", _DIGEST, unique=True),
    Column("state", String(24), nullable=False),
    Column("sent", Boolean, nullable=False),
    Column("opened_at", _INSTANT, nullable=False),
    Column("claimed_until", _INSTANT, nullable=False),
    Column("application", Text),
    Column("standing", Text, nullable=False),
    Column("heard", Integer, nullable=False),  # counts what was heard or handed in: a late answer shows by it
    Column("listed_at", _INSTANT),  # when the one list of what is missing was told, and when it was answered
    Column("answered_at", _INSTANT),
    Column("staff", String(40)),
    Index("filings_applicant", "applicant"),
    Index("filings_stander", "stander"),
    Index("filings_received", "received_at_place", "opened_at"),
    Index("filings_place", "place", "opened_at"),
)
filing_keys = Table(
    "filing_keys",
    METADATA,
    Column("key", String(64), primary_key=True),
    Column("terminal", String(40), ForeignKey("terminals.id"), nullable=False),
    Column("body_hash", _DIGEST, nullable=False),
    Column("filing_id", Integer, ForeignKey("filings.id"), nullable=False),
    Column("again", Boolean, nullable=False),
)
supplements = Table(
    "supplements",
    METADATA,
    Column("key", String(64), primary_key=True),
    Column("terminal", String(40), ForeignKey("terminals.id"), nullable=False),
    Column("body_hash", _DIGEST, nullable=False),
    Column("filing_id", Integer, ForeignKey("filings.id"), nullable=False),
    # Whether it answers the one list; else it brings nearer what a window waits for, which may come in parts.
    Column("answers_list", Boolean, nullable=False),
    Column("unsent", Text),
    Index("supplements_filing", "filing_id"),
)
materials = Table(
    "materials",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("filing_id", Integer, ForeignKey("filings.id"), nullable=False),
    Column("material", String(40), nullable=False),
    Column("trust", String(1)),  # none: the applicant brings it to a window
    Column("sm3", String(64), nullable=False),
    Column("pages", Integer, nullable=False),
    Column("pdf", LargeBinary),
    Column("supplemented", Boolean, nullable=False),
    # The supplement it came with, until the department took that: what it is to replace stays until then.
    Column("waits_with", String(64), ForeignKey("supplements.key")),
    Column("confirmed_by", String(40)),
    Column("confirmed_at", _INSTANT),
    Index("materials_filing", "filing_id"),
)
filing_events = Table(
    "filing_events",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("filing_id", Integer, ForeignKey("filings.id"), nullable=False),
    Column("at", _INSTANT, nullable=False),
    Column("state", String(24), nullable=False),
    Column("office", Text, nullable=False),
    Index("filing_events_filing", "filing_id"),
)
messages = Table(
    "messages",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("filing_id", Integer, ForeignKey("filings.id"), nullable=False),
    Column("at", _INSTANT, nullable=False),
    Column("office", Text, nullable=False),
    Column("audience", String(16), nullable=False),
    Column("text", String(500), nullable=False),
    Column("staff", String(40)),  # who wrote it; none when the gateway did
    Index("messages_filing", "filing_id"),
)
payments = Table(
    "payments",
    METADATA,
    Column("filing_id", Integer, ForeignKey("filings.id"), primary_key=True),
    Column("asked_at", _INSTANT, nullable=False),
    Column("amount", String(20), nullable=False),
    Column("state", String(16), nullable=False),
)
hand_overs = Table(
    "hand_overs",
    METADATA,
    Column("code_hash", _DIGEST, primary_key=True),
    Column("matter", String(32), nullable=False),
    Column("place", String(6), nullable=False),
    Column("answers", Text, nullable=False),
    Column("expires_at", _INSTANT, nullable=False),
)
window_sessions = Table(
    "window_sessions",
    METADATA,
    Column("token_hash", _DIGEST, primary_key=True),
    Column("staff", String(40), nullable=False),
    Column("csrf", String(64), nullable=False),
    Column("expires_at", _INSTANT, nullable=False),
)
window_doors = Table("window_doors", METADATA, Column("staff", String(40), primary_key=True))
window_misses = Table(
    "window_misses",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("staff", String(40), nullable=False),
    Column("at", _INSTANT, nullable=False),
    Index("window_misses_staff", "staff", "at"),
)


def open_database(url: str) -> Engine:
    """An engine with every table in place; DatabaseError when there is no such database or it cannot be used."""
    try:
        engine = create_engine(
            url,
            # A statement's values may be personal and must not reach an exception's text.
            hide_parameters=True,
            pool_size=CONNECTIONS,
            connect_args=_BUSY.get(url.partition(":")[0].partition("+")[0], {}),
        )
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _durable)
            event.listen(engine, "begin", _begin_for_writing)
        METADATA.create_all(engine)
        _refuse_older(engine)
    except (SQLAlchemyError, ImportError, TypeError, ValueError) as error:
        raise DatabaseError("数据库打不开，请检查 --database。 The database cannot be opened.") from error
    return engine


def _refuse_older(engine: Engine) -> None:
    """DatabaseError when a table of an earlier version is in place: it would fail later, at a citizen's visit."""
    found = inspect(engine)
    for table in METADATA.sorted_tables:
        if {column.name for column in table.columns} - {each["name"] for each in found.get_columns(table.name)}:
            raise DatabaseError(
                f"数据库是旧版的（表 {table.name}），请换一个新的 --database。 "
                f"The database is of an earlier version (table {table.name}); give --database a new one."
            )


def _durable(connection: Any, _record: object) -> None:  # noqa: ANN401 - a DB-API connection has no type of its own
    # None: the driver must not begin transactions behind our back (see _begin_for_writing).
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")


def _begin_for_writing(connection: Any) -> None:  # noqa: ANN401 - as above, the event's own signature
    # SQLite's default BEGIN fails at once, without waiting, when a read turns into a write after another writer.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
