"""What is missing from a case: told once and whole, and what was handed in of it, until its department took it."""

from __future__ import annotations

from collections.abc import Collection

import msgspec
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Connection, Engine, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from kiosk.gateway.db import filings, supplements
from kiosk.gateway.departments.case_contract import DepartmentStanding, Material
from kiosk.gateway.errors import RequestRefused
from kiosk.gateway.filings import Filing, locked
from kiosk.gateway.kept_materials import KeptMaterial, drop_waiting, keep_materials, kept_materials, take_waiting
from kiosk.gateway.keys import Posted
from kiosk.gateway.times import Clock, instant

# 行政许可法 art. 32: what is missing is told once and whole, so a second list is not passed on.
SECOND_LIST = "补正须一次告知。系统没有转达第二次补正要求，请依已收到的材料办理。"


class Unsent(Struct, frozen=True):
    """A supplement on its way to the department."""

    key: str
    values: dict[str, str]
    materials: tuple[KeptMaterial, ...]
    answers_list: bool

    def __repr__(self) -> str:
        """Without what was filled in."""
        return f"Unsent(materials={self.materials!r})"


def told_once(filing: Filing, standing: DepartmentStanding, windows: Collection[str]) -> DepartmentStanding:
    """What the citizen is told of what a department said: after the one list, only what is still missing of it.

    Once the list was answered that is what is to be brought and what `windows` alone take.
    """
    if standing.state != "supplement_asked" or filing.listed_at is None:
        return standing
    open_still = {each.id for each in filing.standing.missing if filing.answered_at is None or each.to_bring}
    rest = tuple(each for each in standing.missing if each.id in open_still | set(windows))
    if rest == standing.missing:
        return standing
    if rest:
        return replace(standing, missing=rest, supplement_by=filing.standing.supplement_by)
    return replace(standing, state="supplemented", missing=(), supplement_by=None)


class Supplements:
    """Supplements in the database; one list is answered by one of them, whichever terminal was first."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock

    def is_known(self, posted: Posted, filing: Filing) -> bool:
        """Whether this supplement was kept before; KeyReused when its key came with another body."""
        with self._engine.connect() as connection:
            return _is_known(connection, posted, filing)

    def keep(
        self, posted: Posted, filing: Filing, given: tuple[Material, ...], values: dict[str, str], *, answers_list: bool
    ) -> None:
        """Keep a supplement to be sent; RequestRefused when the list was answered at this very moment."""
        row = {"filing_id": filing.id, "answers_list": answers_list, "unsent": msgspec.json.encode(values).decode()}
        try:
            with self._engine.begin() as transaction:
                before = locked(transaction, filing.id)
                if _is_known(transaction, posted, filing):
                    return
                if not before.is_open or (answers_list and before.answered_at is not None):
                    raise RequestRefused("no_supplement_asked")
                transaction.execute(insert(supplements).values(msgspec.structs.asdict(posted) | row))
                keep_materials(transaction, filing.id, given, waits_with=posted.key)
                self._move(transaction, before, answers_list=answers_list)
        except IntegrityError:  # the same key came for another case at this very moment
            self.is_known(posted, filing)
            raise

    def unsent(self, filing: Filing) -> tuple[Unsent, ...]:
        """What the department has not taken yet."""
        waiting = select(supplements).where(supplements.c.unsent.is_not(None), supplements.c.filing_id == filing.id)
        with self._engine.connect() as connection:
            return tuple(
                Unsent(
                    row.key,
                    msgspec.json.decode(row.unsent, type=dict[str, str]),
                    kept_materials(connection, filing.id, row.key),
                    row.answers_list,
                )
                for row in connection.execute(waiting).all()
            )

    def taken(self, filing: Filing, unsent: Unsent) -> None:
        """The department has it: what it brought stands in the place of what was there."""
        with self._engine.begin() as transaction:
            transaction.execute(update(supplements).where(supplements.c.key == unsent.key).values(unsent=None))
            take_waiting(transaction, filing.id, unsent.key)

    def refused(self, filing: Filing, unsent: Unsent) -> None:
        """The department did not take it: everything is as before, and another may be handed in."""
        with self._engine.begin() as transaction:
            drop_waiting(transaction, filing.id, unsent.key)
            transaction.execute(delete(supplements).where(supplements.c.key == unsent.key))
            if unsent.answers_list:
                transaction.execute(update(filings).where(filings.c.id == filing.id).values(answered_at=None))

    def _move(self, transaction: Connection, before: Filing, *, answers_list: bool) -> None:
        """What departments were asked before this moment is out of date."""
        row: dict[str, object] = {"heard": before.heard + 1}
        if answers_list:
            row["answered_at"] = instant(self._clock())
        transaction.execute(update(filings).where(filings.c.id == before.id).values(row))


def _is_known(connection: Connection, posted: Posted, filing: Filing) -> bool:
    row = connection.execute(select(supplements).where(supplements.c.key == posted.key)).one_or_none()
    if row is not None:
        posted.require_same(row)
    return row is not None and row.filing_id == filing.id
