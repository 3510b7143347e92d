"""How a simulated case goes on by itself: pure, from one instant to the next.

A case remembers when it entered its state; each later state has its time after that. Legs that wait for none begin with
acceptance and run beside each other; all are done before the last state. A payment that is due stops the case; time
goes on from the payment.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from kiosk.core.replies import CaseState, MissingItem
from kiosk.gateway.departments.department_file import LegPlan, Service
from kiosk.gateway.times import instant

LegState = Literal["waiting", "working", "done", "declined"]
PaidState = Literal["paid", "not_paid", "not_known"]
AT_REST: frozenset[CaseState] = frozenset({"supplement_asked", "not_accepted", "declined", "withdrawn"})
UNDECIDED: frozenset[CaseState] = frozenset(
    {"submitted", "received", "supplement_asked", "supplemented", "accepted", "in_progress", "special_procedure"}
)


class No(Struct, frozen=True):
    """A no that comes at the end: its id, and the authority's own words."""

    reason: str
    text: str = ""


class LegFile(Struct, frozen=True):
    """One leg: its office, its state and since when, and the no it will end in."""

    id: str
    office: str
    state: LegState
    since: str
    no: No | None = None


class CaseFile(Struct, frozen=True):
    """A case as the simulator keeps it: how far it is on its course, what it waits for, what was said.

    `asked` is the one-time list as it was told, `missing` what of it, or of what is to be brought, is not there yet.
    """

    state: CaseState
    since: str
    holder: str
    reached: int = 0
    accepted_at: str | None = None
    document_number: str | None = None
    payable: str | None = None
    paid: PaidState = "not_paid"
    no: No | None = None
    missing: tuple[MissingItem, ...] = ()
    asked: tuple[MissingItem, ...] = ()
    asked_at: str | None = None
    legs: tuple[LegFile, ...] = ()

    def __repr__(self) -> str:
        """Without what it says."""
        return f"CaseFile(state={self.state!r})"


Moved = tuple[CaseFile, CaseState | Literal["leg"]]


def moves(case: CaseFile, service: Service, now: datetime) -> Iterator[Moved]:
    """Every move that is due by `now`, one after another, each at the instant it was due."""
    while moved := _move(case, service, now, hurried=False):
        yield moved
        case = moved[0]


def hurried(case: CaseFile, service: Service, now: datetime) -> Moved | None:
    """The next move, now: time is not waited for, a payment is. None when there is none."""
    return _move(case, service, now, hurried=True)


def leg_worked(case: CaseFile, leg: str, state: LegState, now: datetime) -> CaseFile:
    """The case with one leg put into a state by hand."""
    no = No("leg_declined") if state == "declined" else None
    return replace(
        case,
        legs=tuple(
            replace(each, state=state, since=instant(now), no=no or each.no) if each.id == leg else each
            for each in case.legs
        ),
    )


def entered(case: CaseFile, state: CaseState, at: str, office: str = "") -> CaseFile:
    """The case in its next state."""
    accepted = case.accepted_at or (at if state == "accepted" else None)
    return replace(case, state=state, since=at, holder=office or case.holder, accepted_at=accepted)


def supplied(case: CaseFile, ids: Collection[str], at: str) -> CaseFile:
    """The case when some of what it lacked has come; with everything there its time begins anew."""
    missing = tuple(item for item in case.missing if item.id not in ids)
    if missing:
        return replace(case, missing=missing)
    return entered(replace(case, missing=()), "supplemented" if case.asked else "received", at)


def awaits_payment(case: CaseFile, service: Service) -> bool:
    """Whether nothing goes on until it is paid."""
    if service.payment is None or case.payable is None or case.paid == "paid" or case.reached >= len(service.course):
        return False
    return service.course[case.reached].state == service.payment.before


def _move(case: CaseFile, service: Service, now: datetime, *, hurried: bool) -> Moved | None:
    if case.state in AT_REST or case.missing or case.reached >= len(service.course):
        return None
    is_last = case.reached == len(service.course) - 1
    if is_last and (leg := _leg_move(case, service, now, hurried=hurried)):
        return leg
    if is_last and any(leg.state == "declined" for leg in case.legs):
        return _declined_by_leg(case)
    if awaits_payment(case, service) or (is_last and any(leg.state != "done" for leg in case.legs)):
        return None
    return _next_state(case, service, now, is_last=is_last, hurried=hurried)


def _next_state(case: CaseFile, service: Service, now: datetime, *, is_last: bool, hurried: bool) -> Moved | None:
    step = service.course[case.reached]
    begun = max([case.since, *(leg.since for leg in case.legs)]) if is_last else case.since
    at = instant(now) if hurried else _after(begun, step.after_s)
    if at > instant(now):
        return None
    state: CaseState = "declined" if is_last and case.no is not None else step.state
    following = entered(replace(case, reached=case.reached + 1), state, at, step.office)
    return (_legs_begun(following, service) if state == "accepted" else following), state


def _legs_begun(case: CaseFile, service: Service) -> CaseFile:
    """The case with every leg at work that waits for no other."""
    first = {plan.id for plan in service.leg if not plan.waits_for}
    begun = (replace(each, state="working", since=case.since) if each.id in first else each for each in case.legs)
    return replace(case, legs=tuple(begun))


def _declined_by_leg(case: CaseFile) -> Moved:
    leg = next(leg for leg in case.legs if leg.state == "declined")
    declined = replace(entered(case, "declined", leg.since), no=case.no or leg.no)
    return declined, "declined"


def _leg_move(case: CaseFile, service: Service, now: datetime, *, hurried: bool) -> Moved | None:
    plans = {plan.id: plan for plan in service.leg}
    for place, leg in enumerate(case.legs):
        moved = _leg_next(leg, plans[leg.id], case, now, hurried=hurried)
        if moved is not None:
            return replace(case, legs=(*case.legs[:place], moved, *case.legs[place + 1 :])), "leg"
    return None


def _leg_next(leg: LegFile, plan: LegPlan, case: CaseFile, now: datetime, *, hurried: bool) -> LegFile | None:
    if leg.state == "waiting":
        begun = _begins_at(plan, case)
        return None if begun is None else replace(leg, state="working", since=begun)
    if leg.state != "working":
        return None
    at = instant(now) if hurried else _after(max(leg.since, case.since), plan.after_s)
    if at > instant(now):
        return None
    return replace(leg, state="declined" if leg.no is not None else "done", since=at)


def _begins_at(plan: LegPlan, case: CaseFile) -> str | None:
    if not plan.waits_for:
        return case.since
    awaited = next(leg for leg in case.legs if leg.id == plan.waits_for)
    return max(awaited.since, case.since) if awaited.state == "done" else None


def _after(since: str, seconds: float) -> str:
    return instant(datetime.fromisoformat(since) + timedelta(seconds=seconds))
