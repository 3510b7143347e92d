"""Drafts on their way between a terminal and a phone: a one-time code, short-lived, without a person."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta

import msgspec
from sqlalchemy import Engine, delete, insert

from kiosk.core.matters import Field, Matter
from kiosk.core.replies import HandedOver, TakenOver
from kiosk.core.rules import NAMES_SOMEBODY, rule_of
from kiosk.gateway.admission import check_value
from kiosk.gateway.db import hand_overs
from kiosk.gateway.errors import RequestMalformed, RequestRefused
from kiosk.gateway.times import Clock, instant

CODE_HOLDS = timedelta(minutes=15)


class HandOvers:
    """Keeps drafts; `codes` gives an unguessable text of at least 128 bit, of which only a digest is stored."""

    def __init__(self, engine: Engine, clock: Clock, codes: Callable[[], str]) -> None:
        self._engine, self._clock, self._codes = engine, clock, codes

    def keep(self, matter: Matter, place: str, answers: dict[str, str]) -> HandedOver:
        """Keep a draft; RequestMalformed when an answer is of no field that may leave the terminal.

        RequestRefused when one is none that its field allows.
        """
        if answers.keys() - {field.id for field in matter.fields if _may_leave(field)}:
            raise RequestMalformed("this answer does not leave the terminal")
        code, now = self._codes(), self._clock()
        for id_, answer in answers.items():
            check_value(matter.field(id_), answer, instant(now)[:10])
        row = {"code_hash": _hash(code), "matter": matter.id, "place": place}
        text = {"answers": msgspec.json.encode(answers).decode(), "expires_at": instant(now + CODE_HOLDS)}
        with self._engine.begin() as transaction:
            transaction.execute(delete(hand_overs).where(hand_overs.c.expires_at <= instant(now)))
            transaction.execute(insert(hand_overs).values(row | text))
        return HandedOver(code, text["expires_at"])

    def take(self, code: str) -> TakenOver:
        """The draft, once; RequestRefused when the code was taken, has run out or never was."""
        good = (hand_overs.c.code_hash == _hash(code)) & (hand_overs.c.expires_at > instant(self._clock()))
        with self._engine.begin() as transaction:
            row = transaction.execute(delete(hand_overs).where(good).returning(hand_overs)).one_or_none()
        if row is None:
            raise RequestRefused("code_not_valid")
        return TakenOver(row.matter, row.place, msgspec.json.decode(row.answers, type=dict[str, str]))


def _may_leave(field: Field) -> bool:
    if field.prefill != "none" or field.sensitive is not None or field.type in ("account", "table"):
        return False
    return rule_of(field) not in NAMES_SOMEBODY


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
