"""From what a citizen hands in to a case that a department has: through exactly one filing."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from kiosk.core.matters import Matter
from kiosk.core.parties import Parties
from kiosk.core.questions import Submit
from kiosk.core.regions import Regions
from kiosk.gateway.admission import check_admissible
from kiosk.gateway.departments.case_contract import Application, CaseSystem, DepartmentStanding, Material
from kiosk.gateway.departments.contract import Person, Refused, Working
from kiosk.gateway.errors import DepartmentUnavailable, PersonCheckMissing, RequestMalformed, RequestRefused
from kiosk.gateway.filings import FINAL, Filing, FilingBook, NewFiling
from kiosk.gateway.identity import Standing
from kiosk.gateway.kept_materials import KeptMaterial
from kiosk.gateway.keys import Posted
from kiosk.gateway.look_ups import LookUps
from kiosk.gateway.materials import Judge
from kiosk.gateway.person_checks import PersonChecks
from kiosk.gateway.times import Clock, instant
from kiosk.gateway.who import applicant_digest, confirmed_by, needs_nobody, stander_digest, visit_digest


class Offices(Struct, frozen=True):
    """What is decided here and by whom: matters, regional data, and each department that decides cases."""

    matters: Mapping[str, Matter]
    regions: Regions
    systems: Mapping[str, CaseSystem]

    def matter(self, id_: str) -> Matter:
        """A matter that a department decides; RequestMalformed for any other."""
        matter = self.matters.get(id_)
        if matter is None or matter.department is None or matter.service is None:
            raise RequestMalformed("nobody decides this matter")
        return matter

    def system(self, department: str | None) -> CaseSystem:
        """The system of a department; DepartmentUnavailable when none stands behind its name."""
        system = self.systems.get(department or "")
        if system is None:
            raise DepartmentUnavailable("no system behind this department")
        return system


class Taken(Struct, frozen=True):
    """The department has the case; `again`: it was open already."""

    filing: Filing
    again: bool


class Pending(Struct, frozen=True):
    """The case is kept, and the department not done with taking it."""

    case_number: str


class Filer:
    """Takes cases in and sends them on; each call asks the department again until it has the case."""

    def __init__(
        self, book: FilingBook, checks: PersonChecks, look_ups: LookUps, offices: Offices, clock: Clock
    ) -> None:
        self._book, self._checks, self._look_ups, self._offices = book, checks, look_ups, offices
        self._clock = clock

    def submit(self, posted: Posted, terminal: Standing, asked: Submit) -> Taken | Pending:
        """The case for what may have come before; RequestRefused, RequestMalformed, KeyReused, DepartmentUnavailable.

        A repeated one is not judged again: it was when its case was opened.
        """
        known = self._book.known(posted)
        if known is None:
            new = self._admitted(posted, terminal, asked)
            self._hear_of_end(self._book.open_like(new))
            known = self._book.open(new)
        return self._answer(*known)

    def by_key(self, key: str, terminal: str) -> Taken | Pending:
        """What became of what was handed in under `key`; NotFound when nothing was ever accepted."""
        return self._answer(*self._book.by_key(key, terminal))

    def sent(self, filing: Filing) -> Filing | None:
        """The case once its department has it, sending it when it has not; None while that takes time."""
        if filing.sent or not filing.is_open:
            return filing
        if not self._book.claim(filing):
            return None
        application = filing.application
        assert application is not None  # an unsent open case keeps it
        given = tuple(map(as_material, self._book.materials(filing)))
        return self._send(filing, replace(application, materials=given))

    def _admitted(self, posted: Posted, terminal: Standing, asked: Submit) -> NewFiling:
        matter, today = self._offices.matter(asked.matter), self._today()
        self._require_check(posted.terminal, matter, asked)
        check_admissible(matter, self._offices.regions, asked, today)
        asked = replace(asked, parties=self._confirmed(posted.terminal, matter, asked, today))
        given = self.judge(posted.terminal, matter, asked.parties).whole(asked, today)
        assert matter.department is not None  # Offices.matter gives no other
        return NewFiling(
            posted=posted,
            terminal=terminal,
            department=matter.department,
            holder=self._offices.system(matter.department).service,
            application=_application(asked, matter.service or "", terminal.region, instant(self._clock()), given),
            applicant=applicant_digest(asked.parties),
            stander=stander_digest(asked.parties),
            visit=visit_digest(asked.check_trace),
            period=_period(matter, asked.values),
        )

    def _hear_of_end(self, filing: Filing | None) -> None:
        """Close a case that was decided since anybody asked: it bars no new one."""
        if filing is None or not filing.sent:
            return
        with contextlib.suppress(DepartmentUnavailable):  # not known: it counts as open
            standing = self._offices.system(filing.department).standing(filing.number)
            if standing is not None and standing.state in FINAL:
                self._book.hear(filing, standing)

    def judge(self, terminal: str, matter: Matter, parties: Parties) -> Judge:
        """Judges the materials of one visit."""

        def is_shared(look_up: str, trace: str) -> bool:
            return self._look_ups.answered(terminal, matter.id, look_up, parties, trace)

        return Judge(matter, is_shared)

    def _require_check(self, terminal: str, matter: Matter, asked: Submit) -> None:
        if needs_nobody(matter):
            return
        who = asked.parties.standing
        if who is None:
            raise PersonCheckMissing("nobody was checked")
        self._checks.require(
            terminal, matter.id, Person(who.name, who.number), asked.check_trace, or_claimed="IDX" in matter.identity
        )

    def _confirmed(self, terminal: str, matter: Matter, asked: Submit, today: str) -> Parties:
        look_up = confirmed_by(matter, asked.parties, today)
        if look_up is None:
            return asked.parties
        system = self._offices.system(matter.department)
        return self._look_ups.confirmed(terminal, system, matter, asked.parties, asked.place, look_up)

    def _answer(self, filing: Filing, again: bool) -> Taken | Pending:
        sent = self.sent(filing)
        if sent is None:
            return Pending(filing.number)
        if not sent.sent:
            raise RequestRefused(sent.standing.reason or "refused")
        return Taken(sent, again)

    def _send(self, filing: Filing, application: Application) -> Filing | None:
        try:
            answer = self._offices.system(filing.department).submit(application)
        except DepartmentUnavailable:
            self._book.release(filing)
            raise
        match answer:
            case Working():
                self._book.release(filing)
                return None
            case Refused(reason=reason):
                return self._book.refuse(filing, reason)
            case DepartmentStanding():
                return self._book.hear(filing, answer)

    def _today(self) -> str:
        return instant(self._clock())[:10]


def as_material(kept: KeptMaterial) -> Material:
    """A material of the book as a department gets it."""
    return Material(kept.id, kept.trust, kept.pages, kept.sm3, kept.pdf or b"")


def _application(asked: Submit, service: str, region: str, now: str, given: tuple[Material, ...]) -> Application:
    return Application(
        number="",
        matter=asked.matter,
        service=service,
        place=asked.place,
        received_at_place=region,
        parties=asked.parties,
        values=asked.values,
        submitted_at=now,
        tables=asked.tables,
        rows=asked.rows,
        materials=given,
        commitments=asked.commitments,
        signature=asked.signature,
        disputed=asked.disputed,
    )


def _period(matter: Matter, values: Mapping[str, str]) -> str:
    """Which unit of time the case is about: two of one are the same case."""
    if matter.unit_period is not None:
        return values.get(matter.unit_period, "")
    if matter.period is not None:
        return f"{values.get(matter.period.first, '')}/{values.get(matter.period.last, '')}"
    return ""
