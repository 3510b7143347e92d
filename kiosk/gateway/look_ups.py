"""Shared data of departments: asked with a person's trace, remembered by a trace of its own.

Of its content nothing is kept but what a mandate confirmed of an organisation.
"""

from __future__ import annotations

from datetime import timedelta

import msgspec
from msgspec import Struct
from sqlalchemy import ColumnElement, Engine, delete, insert, select

from kiosk.core.matters import Matter
from kiosk.core.parties import Parties
from kiosk.core.replies import Record
from kiosk.gateway.db import look_ups
from kiosk.gateway.departments.case_contract import CaseSystem, LookUpAsked
from kiosk.gateway.departments.contract import Refused
from kiosk.gateway.errors import RequestRefused
from kiosk.gateway.sources import Sources
from kiosk.gateway.times import instant
from kiosk.gateway.who import as_confirmed, parties_digest

ANSWER_HOLDS = timedelta(hours=2)  # a visit with many papers to photograph is long
# The terminal's own words for the same.
_UNCONFIRMED = {"mandate": "mandate_unknown", "guardianship": "guardianship_unknown"}
FORGOTTEN_AFTER = timedelta(days=1)


class Shared(Struct, frozen=True):
    """What a department shared, under the trace of this answer; no records is *not found*."""

    records: tuple[Record, ...]
    source: str
    as_of: str
    trace: str


class LookUps:
    """Asks, and knows later which visit got an answer to what."""

    def __init__(self, engine: Engine, sources: Sources) -> None:
        self._engine, self._clock, self._ids = engine, sources.clock, sources.ids

    def ask(self, terminal: str, system: CaseSystem, asked: LookUpAsked) -> Shared:
        """The department's answer; RequestRefused, DepartmentUnavailable."""
        answer = system.look_up(asked)
        if isinstance(answer, Refused):
            raise RequestRefused(answer.reason)
        now, trace = instant(self._clock()), self._ids()
        if (usable := _usable(answer.records)) is not None:  # what cannot be used confirms and shares nothing
            self._keep(trace, now, terminal, asked, usable)
        return Shared(answer.records, answer.source, now, trace)

    def answered(self, terminal: str, matter: str, look_up: str, parties: Parties, trace: str | None = None) -> bool:
        """Whether this visit found something by `look_up` not long ago; with `trace`, in that very answer."""
        same = self._of_visit(terminal, matter, look_up, parties)
        if trace is not None:
            same &= look_ups.c.trace == trace
        with self._engine.connect() as connection:
            return connection.execute(select(look_ups.c.trace).where(same)).first() is not None

    def confirmed(
        self, terminal: str, system: CaseSystem, matter: Matter, parties: Parties, place: str, look_up: str
    ) -> Parties:
        """The parties as a department confirmed them in this visit, or does when asked again; RequestRefused."""
        same = self._of_visit(terminal, matter.id, look_up, parties)
        newest = select(look_ups.c.confirmed).where(same).order_by(look_ups.c.at.desc())
        with self._engine.connect() as connection:
            row = connection.execute(newest).first()
        if row is not None:
            return as_confirmed(parties, msgspec.json.decode(row.confirmed or "{}", type=dict[str, str]))
        today = instant(self._clock())[:10]
        asked = LookUpAsked(matter.id, matter.service or "", look_up, {}, as_confirmed(parties, {}), place, today)
        records = self.ask(terminal, system, asked).records
        usable = _usable(records)
        if usable is None:
            raise RequestRefused(next((each.why for each in records if each.why), _UNCONFIRMED[look_up]))
        return as_confirmed(parties, usable.values)

    def _of_visit(self, terminal: str, matter: str, look_up: str, parties: Parties) -> ColumnElement[bool]:
        return (
            (look_ups.c.terminal == terminal)
            & (look_ups.c.matter == matter)
            & (look_ups.c.look_up == look_up)
            & (look_ups.c.parties == parties_digest(parties))
            & (look_ups.c.at > instant(self._clock() - ANSWER_HOLDS))
        )

    def _keep(self, trace: str, now: str, terminal: str, asked: LookUpAsked, usable: Record) -> None:
        confirmed = as_confirmed(asked.parties, usable.values).organisation if asked.look_up == "mandate" else None
        row = {
            "trace": trace,
            "at": now,
            "terminal": terminal,
            "matter": asked.matter,
            "look_up": asked.look_up,
            "parties": parties_digest(asked.parties),
            "confirmed": None if confirmed is None else msgspec.json.encode(confirmed).decode(),
        }
        with self._engine.begin() as transaction:
            transaction.execute(delete(look_ups).where(look_ups.c.at < instant(self._clock() - FORGOTTEN_AFTER)))
            transaction.execute(insert(look_ups).values(row))


def _usable(records: tuple[Record, ...]) -> Record | None:
    return next((each for each in records if each.selectable), None)
