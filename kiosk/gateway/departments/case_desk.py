"""One department's desk within one transaction: takes cases, lets them go on, answers for them.

Nothing runs between calls: whatever was due since a case was last spoken of happens, at its own instant, when it is
spoken of again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Connection

from kiosk.core.replies import CaseState, MissingItem
from kiosk.gateway.departments.case_ledger import Asked, CaseLedger, Kept
from kiosk.gateway.departments.contract import Refused
from kiosk.gateway.departments.course import (
    UNDECIDED,
    CaseFile,
    LegFile,
    LegState,
    No,
    PaidState,
    awaits_payment,
    entered,
    hurried,
    leg_worked,
    moves,
)
from kiosk.gateway.departments.department_file import Check, DepartmentFile, Effect, Service
from kiosk.gateway.departments.facts import Facts, Given, Row
from kiosk.gateway.departments.line import Line, Worked
from kiosk.gateway.departments.register_rows import add_row, change_row
from kiosk.gateway.departments.rules import Day, is_beyond_words
from kiosk.gateway.departments.world import Shared, SharedData
from kiosk.gateway.errors import RequestMalformed
from kiosk.gateway.times import instant

CODE_LASTS = timedelta(minutes=15)
AWAITED = "还没有带到窗口"
LAST_BY_LINE = "演示：按演示台的要求"


class Department(Struct, frozen=True):
    """One simulated department: its name in the files, its file, what it shares with others, its line, the seed."""

    id: str
    file: DepartmentFile
    shared: Shared
    line: Line
    seed: int

    def service(self, name: str) -> Service:
        """A service by name; RequestMalformed."""
        if name not in self.file.service:
            raise RequestMalformed("the department has no such service")
        return self.file.service[name]


class CaseDesk:
    """The department's work at `now`."""

    def __init__(self, department: Department, connection: Connection, now: datetime) -> None:
        self._department, self._connection, self._now = department, connection, now
        self._ledger = CaseLedger(connection, department.id)
        for worked in department.line.worked():
            self._carry_out(worked)

    def facts(self, service: Service, given: Given, day: str) -> Facts:
        """Everything known of a case or question on a day."""
        shared = self._department.shared
        world = SharedData(shared, self._connection, self._ledger, day)
        facts = Facts(service, given, world, Day(day, shared.regions.holidays))
        file = self._department.file
        office = facts.sentence(service.office) or facts.sentence(file.office or file.name)
        return Facts(service, given, world, Day(day, shared.regions.holidays), office)

    def settle(self, given: Given) -> None:
        """Let the other cases of the same owner go on to now: what they did to registers is asked about next."""
        for kept in self._ledger.undecided(given.owner) if given.owner else ():
            self.known(kept.number)

    def known(self, number: str) -> Kept | None:
        """The case as it stands now."""
        return self._known_at(number, self._now)

    def open(self, matter: str, service_name: str, given: Given) -> Kept | Refused:
        """Take a new case, or say no; IntegrityError when the number is taken meanwhile."""
        service = self._department.service(service_name)
        at = instant(self._now)
        self.settle(given)
        facts = self.facts(service, given, at[:10])
        if failed := facts.failing_check(_leading_to(service, "refused")):
            return Refused(failed.reason)
        amount = facts.text(service.payment.amount) if service.payment else "0.00"
        if not amount:
            return Refused("amount_not_known")
        if any(is_beyond_words(text) for text in (amount, *_sums_on_papers(service, facts))):
            return Refused("amount_too_large")
        verb, reason = self._department.line.next_case()
        file = self._first_file(service, facts, given.number, at, amount)
        file = _judged(file, service, facts, at, verb, reason)
        kept = Kept(given.number, matter, service_name, at, given, file)
        self._ledger.open(kept)
        return self._brought_up(kept, self._now)

    def change(self, kept: Kept, what: str) -> Kept:
        """Keep what was changed by hand, and let the case go on from there."""
        self._ledger.note(kept.number, instant(self._now), what)
        self._ledger.keep(kept)
        return self._brought_up(kept, self._now)

    def is_still_owed(self, kept: Kept) -> bool:
        """Whether nobody has paid meanwhile what this case is about."""
        return self._is_owed(kept, self._department.service(kept.service), instant(self._now))

    def payment_code(self, kept: Kept) -> Asked:
        """The code with which the case is paid: the one that still works, or a new one."""
        asked = self._ledger.asked(kept.number)
        if asked and asked[0].expires_at > instant(self._now):
            return asked[0]
        assert kept.file.payable is not None  # the caller asks for a code only when something is due
        new = Asked(
            payload=f"KIOSK-DEMO:PAY:{self._digest('pay', kept.number, str(len(asked)))[:20].upper()}",
            amount=kept.file.payable,
            asked_at=instant(self._now),
            expires_at=instant(self._now + CODE_LASTS),
        )
        self._ledger.ask(kept.number, new)
        return new

    def of_services(self, services: Iterable[str]) -> Iterator[Kept]:
        """Every case of some services as it stands, newest first."""
        for kept in list(self._ledger.of_services(services)):
            yield self._brought_up(kept, self._now)

    def document_number(self, number: str, kind: str) -> str:
        """The number of a paper: the same for the same case, kind and seed."""
        return f"{self._department.file.prefix}-DEMO-{int(self._digest(kind, number)[:12], 16) % 10**10:010d}"

    def _first_file(self, service: Service, facts: Facts, number: str, at: str, amount: str) -> CaseFile:
        legs = tuple(
            LegFile(leg.id, facts.sentence(leg.office), "waiting", at, _no(facts.failing_check(leg.declines)))
            for leg in service.leg
        )
        return CaseFile(
            state="submitted",
            since=at,
            holder=facts.text("office"),
            document_number=self.document_number(number, "acceptance"),
            payable=amount if amount.strip("0.") else None,
            legs=legs,
        )

    def _known_at(self, number: str, now: datetime) -> Kept | None:
        kept = self._ledger.find(number)
        return None if kept is None else self._brought_up(kept, now)

    def _brought_up(self, kept: Kept, now: datetime) -> Kept:
        service = self._department.service(kept.service)
        moved = self._moved(kept, service, now)
        if self_paid := self._self_paid(moved, service, now):
            moved = self._moved(self._paid(moved, service, "paid", self_paid), service, now)
        if moved != kept:
            self._ledger.keep(moved)
        return moved

    def _moved(self, kept: Kept, service: Service, now: datetime) -> Kept:
        for file, what in moves(kept.file, service, now):
            kept = self._entered(kept, service, file, what)
        return kept

    def _entered(self, kept: Kept, service: Service, file: CaseFile, what: CaseState | str) -> Kept:
        at = file.since if what != "leg" else max(leg.since for leg in file.legs)
        facts = self.facts(service, kept.given, at[:10])
        kept = replace(kept, file=replace(file, holder=facts.sentence(file.holder)))
        self._ledger.note(kept.number, at, what)
        self._affect(service, facts, what)
        return kept

    def _self_paid(self, kept: Kept, service: Service, now: datetime) -> str | None:
        """When a demonstration has paid the case by itself by now."""
        after = service.payment.paid_after_s if service.payment else None
        asked = self._ledger.asked(kept.number) if after is not None else ()
        if not asked or after is None or kept.file.paid != "not_paid" or not awaits_payment(kept.file, service):
            return None
        at = datetime.fromisoformat(asked[0].asked_at) + timedelta(seconds=after)
        return instant(at) if at <= now and self._is_owed(kept, service, instant(at)) else None

    def _is_owed(self, kept: Kept, service: Service, at: str) -> bool:
        again = tuple(check for check in service.check if check.again_before_payment)
        return not again or self.facts(service, kept.given, at[:10]).failing_check(again) is None

    def _paid(self, kept: Kept, service: Service, state: PaidState, at: str) -> Kept:
        since = at if state == "paid" and awaits_payment(kept.file, service) else kept.file.since
        self._ledger.note(kept.number, at, state)
        if state == "paid":
            self._affect(service, self.facts(service, kept.given, at[:10]), "paid")
        return replace(kept, file=replace(kept.file, paid=state, since=since))

    def _affect(self, service: Service, facts: Facts, what: str) -> None:
        for effect in service.effect:
            if effect.at == what:
                self._set(effect, facts) if effect.set else self._add(effect, facts)

    def _set(self, effect: Effect, facts: Facts) -> None:
        register = facts.register_of(effect.set)
        for row in facts.record(effect.set):
            about = facts.about(row, register)
            values = {key: about.texts(each) for key, each in effect.values.items()}
            change_row(self._connection, register, row.key, values)

    def _add(self, effect: Effect, facts: Facts) -> None:
        each = facts.rows_of(effect.each) if effect.each else (None,)
        for place, row in enumerate(each):
            about = facts if row is None else facts.about(row)
            values = {key: about.texts(references) for key, references in effect.values.items()}
            key = facts.given.number if row is None else f"{facts.given.number}-{place}"
            add_row(self._connection, effect.add, Row(key, about.text(effect.owner) or None, values))

    def _carry_out(self, worked: Worked) -> None:
        """Do what was ordered over the simulation to one case, as of then."""
        numbers = [worked.case] if worked.case else [kept.number for kept in self._ledger.undecided()]
        for number in numbers:
            kept = self._known_at(number, worked.at)
            if kept is not None and self._work(kept, worked):
                return

    def _work(self, kept: Kept, worked: Worked) -> bool:
        """Whether there was something to do."""
        service = self._department.service(kept.service)
        work = self._work_payment if worked.verb == "pay" else self._work_course
        changed = work(kept, service, worked)
        if changed is None:
            return False
        self._ledger.keep(changed)
        return True

    def _work_payment(self, kept: Kept, service: Service, worked: Worked) -> Kept | None:
        if kept.file.payable is None or kept.file.paid == "paid":
            return None
        states: dict[str, PaidState] = {"not_paid": "not_paid", "not_known": "not_known"}
        state, at = states.get(worked.state, "paid"), instant(worked.at)
        if state == "paid" and not self._is_owed(kept, service, at):
            return None  # no money is taken a second time for what another case has paid
        return self._paid(kept, service, state, at)

    def _work_course(self, kept: Kept, service: Service, worked: Worked) -> Kept | None:
        if worked.leg:
            if worked.leg not in {leg.id for leg in kept.file.legs}:
                return None
            state: LegState = "declined" if worked.state == "declined" else "done"
            return replace(kept, file=leg_worked(kept.file, worked.leg, state, worked.at))
        moved = hurried(kept.file, service, worked.at)
        return None if moved is None else self._entered(kept, service, *moved)

    def _digest(self, *parts: str) -> str:
        return hashlib.sha256("\n".join((str(self._department.seed), *parts)).encode()).hexdigest()


def _leading_to(service: Service, then: str) -> tuple[Check, ...]:
    return tuple(check for check in service.check if check.then == then)


def _sums_on_papers(service: Service, facts: Facts) -> tuple[str, ...]:
    return tuple(facts.text(plan.amount) for plan in service.paper.values() if plan.amount)


def _no(failed: Check | None) -> No | None:
    return None if failed is None else No(failed.reason, failed.text)


def _judged(file: CaseFile, service: Service, facts: Facts, at: str, verb: str | None, reason: str) -> CaseFile:
    """The new case after the department read it: not accepted, a supplement asked for, or on its way."""
    if verb in {"not_accept_next", "decline_next"}:
        no = No(reason, f"{LAST_BY_LINE}。")
        return _not_accepted(file, no, at) if verb == "not_accept_next" else replace(file, no=no)
    if failed := facts.failing_check(_leading_to(service, "not_accepted")):
        return _not_accepted(file, No(failed.reason, failed.text), at)
    missing = _missing(service, facts, forced=verb == "supplement_next")
    file = replace(file, no=_no(facts.failing_check(_leading_to(service, "declined"))))
    brought = tuple(MissingItem(each, AWAITED, to_bring=True) for each in facts.given.to_bring)
    if missing:
        whole = (*missing, *brought)  # 行政许可法 art. 32: told once
        return replace(entered(file, "supplement_asked", at), missing=whole, asked=whole, asked_at=at)
    return replace(entered(file, "received", at), missing=brought) if brought else file


def _not_accepted(file: CaseFile, no: No, at: str) -> CaseFile:
    return replace(entered(file, "not_accepted", at), no=no, payable=None)


def _missing(service: Service, facts: Facts, *, forced: bool) -> tuple[MissingItem, ...]:
    found = tuple(
        MissingItem(each.id, facts.sentence(each.what), facts.sentence(each.standard))
        for each in service.supplement
        if each.id not in facts.given.to_bring and (forced or facts.failing(each.when) is None)
    )
    if found or not forced:
        return found
    ids = [*facts.given.materials, *facts.given.values][:1]
    return tuple(MissingItem(each, f"{LAST_BY_LINE}，请再交一次这一项。") for each in ids)


def is_undecided(kept: Kept) -> bool:
    """Whether the case can still be changed."""
    return kept.file.state in UNDECIDED
