"""Shared data as a simulated department shows it: rows of a record as records of the contract."""

from __future__ import annotations

from kiosk.core.replies import Record
from kiosk.gateway.departments.case_contract import LookedUp
from kiosk.gateway.departments.contract import Refused
from kiosk.gateway.departments.department_file import IfNone, LookUpPlan
from kiosk.gateway.departments.facts import Facts, Row


def looked_up(plan: LookUpPlan, facts: Facts, source: str) -> LookedUp | Refused:
    """What `plan` shows of the facts, or the no of its first failing condition; no records is *not found*."""
    if failed := facts.failing(plan.refuse):
        return Refused(failed.reason)
    register = facts.register_of(plan.record)
    records = tuple(_record(plan, facts.about(row, register), row) for row in facts.record(plan.record))
    if not records and plan.if_none is not None:
        records = (_nothing(plan.if_none, facts),)
    return LookedUp(records, plan.source or source)


def _record(plan: LookUpPlan, facts: Facts, row: Row) -> Record:
    failed = facts.failing(plan.why)
    handed = {key: "、".join(row.values.get(key, ())) for key in plan.values}
    return Record(
        id=row.key,
        title=facts.sentence(plan.title),
        line=facts.sentence(plan.line),
        amount=facts.text(plan.amount) or None if plan.amount else None,
        selectable=failed is None,
        why=None if failed is None else failed.reason,
        values=handed | {key: facts.sentence(text) for key, text in plan.texts.items()},
    )


def _nothing(plan: IfNone, facts: Facts) -> Record:
    values = {key: facts.sentence(text) for key, text in plan.values.items()}
    return Record("none", facts.sentence(plan.title), facts.sentence(plan.line), values=values)
