"""The simulated tax authority's own memory: certificates it issued and the entries they cover.

It lies in the gateway's database only because the simulator lives in the gateway's process; no other room reads it.
"""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from kiosk.gateway.errors import DepartmentUnavailable

METADATA = MetaData()

certificates = Table(
    "sim_tax_certificates",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("order_number", String(40), nullable=False, unique=True),
    Column("number", String(40), unique=True),
    Column("issued_at", String(25), nullable=False),
    Column("total", String(20), nullable=False),
    Column("holder", String(128), nullable=False),
    Column("issuer", String(64), nullable=False),
)
vouchers = Table(
    "sim_tax_vouchers",
    METADATA,
    Column("voucher", String(32), primary_key=True),
    Column("certificate", Integer, ForeignKey("sim_tax_certificates.id"), nullable=False),
)


class LedgerEntry(Struct, frozen=True):
    """One certificate as the simulator remembers it; `issued_at` is an instant, `title` that of another paper."""

    number: str
    issued_at: str
    total: Decimal
    holder: str
    issuer: str
    state: str = "valid"
    title: str = ""

    def __repr__(self) -> str:
        """Without the holder."""
        return "LedgerEntry(...)"


class TaxLedger:
    """Certificates by order and by number; no voucher is ever on two of them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        METADATA.create_all(engine)

    def by_order(self, order: str) -> LedgerEntry | None:
        """What was issued for `order`."""
        return self._one(certificates.c.order_number == order)

    def by_number(self, number: str) -> LedgerEntry | None:
        """The certificate of this number."""
        return self._one(certificates.c.number == number)

    def covered(self, rows: tuple[str, ...]) -> dict[str, str]:
        """Which of `rows` stand on a certificate: voucher to certificate number."""
        found = (
            select(vouchers.c.voucher, certificates.c.number)
            .join_from(vouchers, certificates)
            .where(vouchers.c.voucher.in_(rows))
        )
        with self._engine.connect() as connection:
            return {row.voucher: row.number for row in connection.execute(found)}

    def enter(self, order: str, rows: tuple[str, ...], entry: LedgerEntry, prefix: str = "YS") -> LedgerEntry | None:
        """Enter a certificate over `rows` and number it; None when a row was taken meanwhile by another order.

        A statement covers no rows: what it says may be said again.
        """
        try:
            with self._engine.begin() as transaction:
                return self._enter(transaction, order, rows, entry, prefix)
        except IntegrityError:
            return self.by_order(order)
        except SQLAlchemyError as error:
            raise DepartmentUnavailable("the simulated tax ledger failed") from error

    def release(self) -> None:
        """Forget which vouchers are covered; the certificates stay."""
        with self._engine.begin() as transaction:
            transaction.execute(delete(vouchers))

    def _enter(
        self, transaction: Connection, order: str, rows: tuple[str, ...], entry: LedgerEntry, prefix: str
    ) -> LedgerEntry:
        fields = {
            "order_number": order,
            "issued_at": entry.issued_at,
            "total": str(entry.total),
            "holder": entry.holder,
            "issuer": entry.issuer,
        }
        key: int = transaction.execute(insert(certificates).values(fields).returning(certificates.c.id)).scalar_one()
        # YS for 演示, YW for a 文书式; year and a running number: opaque to everybody but this simulator.
        number = f"{prefix}{entry.issued_at[2:4]}{10_000_000 + key}"
        transaction.execute(update(certificates).where(certificates.c.id == key).values(number=number))
        if rows:
            transaction.execute(insert(vouchers), [{"voucher": row, "certificate": key} for row in rows])
        return LedgerEntry(number, entry.issued_at, entry.total, entry.holder, entry.issuer)

    def _one(self, condition: ColumnElement[bool]) -> LedgerEntry | None:
        with self._engine.connect() as connection:
            row = connection.execute(select(certificates).where(condition)).one_or_none()
        if row is None:
            return None
        return LedgerEntry(row.number, row.issued_at, Decimal(row.total), row.holder, row.issuer)
