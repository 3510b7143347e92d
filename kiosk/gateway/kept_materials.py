"""The papers of filed cases in the database: whole until a case is decided, and after it only what they were."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, update

from kiosk.core.questions import Trust
from kiosk.gateway.db import materials, supplements
from kiosk.gateway.departments.case_contract import Material


class KeptMaterial(Struct, frozen=True):
    """One material as it lies in the book; `pdf` until the case is decided."""

    id: str
    trust: Trust | None
    sm3: str
    pages: int
    pdf: bytes | None
    supplemented: bool
    confirmed_by: str | None

    def __repr__(self) -> str:
        """Without the paper."""
        return f"KeptMaterial(id={self.id!r}, trust={self.trust!r})"


def kept_materials(connection: Connection, filing: int, waits_with: str | None = None) -> tuple[KeptMaterial, ...]:
    """What the department was given, in order; or what waits with a supplement to be."""
    rows = connection.execute(select(materials).where(_lying(filing, waits_with)).order_by(materials.c.id))
    return tuple(_material(row) for row in rows)


def keep_materials(
    transaction: Connection, filing: int, given: Iterable[Material], waits_with: str | None = None
) -> None:
    """Write materials down, of a supplement until it is taken or refused."""
    for each in given:
        row = {"filing_id": filing, "material": each.id, "trust": each.trust, "sm3": each.sm3, "pages": each.pages}
        came = {"pdf": each.pdf or None, "supplemented": waits_with is not None, "waits_with": waits_with}
        transaction.execute(insert(materials).values(row | came))


def take_waiting(transaction: Connection, filing: int, waits_with: str) -> None:
    """The department took a supplement: its materials stand in the place of what was given before."""
    waiting = _lying(filing, waits_with)
    ids = transaction.execute(select(materials.c.material).where(waiting)).scalars().all()
    transaction.execute(delete(materials).where(_lying(filing, None), materials.c.material.in_(ids)))
    transaction.execute(update(materials).where(waiting).values(waits_with=None))


def drop_waiting(transaction: Connection, filing: int, waits_with: str) -> None:
    """The department did not take a supplement: what was given before is what it has."""
    transaction.execute(delete(materials).where(_lying(filing, waits_with)))


def confirm_material(
    transaction: Connection, filing: int, material: str, seen: tuple[str, str], *, brought: bool
) -> None:
    """Trust B by `seen`: who of the staff, and when. What was `brought` has no photograph: an older one was no use."""
    staff, at = seen
    row: dict[str, object] = {"trust": "B", "confirmed_by": staff, "confirmed_at": at}
    if brought:
        row |= {"pdf": None, "sm3": "", "pages": 0}
    same = _lying(filing, None) & (materials.c.material == material)
    if not transaction.execute(update(materials).where(same).values(row)).rowcount:
        new = {"filing_id": filing, "material": material, "supplemented": True}
        transaction.execute(insert(materials).values(new | row))


def forget_papers(transaction: Connection, filing: int) -> None:
    """The case is decided: no paper stays, nor what was still on its way to the department."""
    mine = materials.c.filing_id == filing
    transaction.execute(delete(materials).where(mine, materials.c.waits_with.is_not(None)))
    transaction.execute(update(materials).where(mine).values(pdf=None))
    transaction.execute(update(supplements).where(supplements.c.filing_id == filing).values(unsent=None))


def _lying(filing: int, waits_with: str | None) -> ColumnElement[bool]:
    mine = materials.c.filing_id == filing
    return mine & (materials.c.waits_with.is_(None) if waits_with is None else materials.c.waits_with == waits_with)


def _material(row: Row[*tuple[Any, ...]]) -> KeptMaterial:
    return KeptMaterial(row.material, row.trust, row.sm3, row.pages, row.pdf, row.supplemented, row.confirmed_by)
