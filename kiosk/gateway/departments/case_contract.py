"""What the gateway asks of a department that decides cases: one Protocol, whatever the ministry.

A system that cannot be reached raises `DepartmentUnavailable` (*not known*); a *no* is the value `Refused`; nothing
found is an empty tuple. A real adapter promises what `tests/gateway/departments/test_case_contract.py` plays.
"""

from __future__ import annotations

from typing import Literal, Protocol

from msgspec import Struct

from kiosk.core.parties import Parties
from kiosk.core.questions import Trust
from kiosk.core.replies import CaseState, LegStanding, MissingItem, PaymentCode, PaymentState, Record
from kiosk.gateway.departments.contract import DepartmentSystem, IssuedPaper, Refused, Working

PaperKind = Literal["acceptance", "supplement", "non_acceptance", "result", "form"]


class LookUpAsked(Struct, frozen=True):
    """A question for shared data or records of `service`; `place` is the deciding place (GB/T 2260), or empty."""

    matter: str
    service: str
    look_up: str
    params: dict[str, str]
    parties: Parties
    place: str
    today: str

    def __repr__(self) -> str:
        """Without persons and what was filled in."""
        return f"LookUpAsked(look_up={self.look_up!r})"


class LookedUp(Struct, frozen=True):
    """What was found, and who shared it, in the citizen's words; no records is *not found*."""

    records: tuple[Record, ...]
    source: str


class Material(Struct, frozen=True):
    """One material of a case: trust A shared, B confirmed by a window, C photographed, D committed to.

    With no trust it is not there: the applicant brings it to a window, and the case waits, received and not accepted.
    """

    id: str
    trust: Trust | None
    pages: int = 0
    sm3: str = ""
    pdf: bytes = b""

    def __repr__(self) -> str:
        """Without the paper."""
        return f"Material(id={self.id!r}, trust={self.trust!r})"


class Application(Struct, frozen=True):
    """A case as handed in. `number` is the gateway's: the same number is the same case however often it is sent."""

    number: str
    matter: str
    service: str
    place: str
    received_at_place: str
    parties: Parties
    values: dict[str, str]
    submitted_at: str
    tables: dict[str, tuple[dict[str, str], ...]] = {}
    rows: tuple[str, ...] = ()
    materials: tuple[Material, ...] = ()
    commitments: tuple[str, ...] = ()
    signature: str | None = None
    disputed: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Without persons and what was filled in."""
        return f"Application(number={self.number!r}, matter={self.matter!r})"


class DepartmentStanding(Struct, frozen=True):
    """Where a department says a case stands; the gateway keeps the history of what it heard."""

    state: CaseState
    holder: str
    accepted_at: str | None = None
    due_on: str | None = None
    document_number: str | None = None
    payable: str | None = None
    paid: bool = False
    reason: str | None = None
    reason_text: str = ""
    missing: tuple[MissingItem, ...] = ()
    supplement_by: str | None = None
    legs: tuple[LegStanding, ...] = ()
    papers: tuple[PaperKind, ...] = ()


class CaseSystem(DepartmentSystem, Protocol):
    """A department that shares data and decides cases of its services."""

    def look_up(self, asked: LookUpAsked) -> LookedUp | Refused: ...

    def submit(self, application: Application) -> DepartmentStanding | Working | Refused: ...

    def standing(self, number: str) -> DepartmentStanding | None: ...

    def supplement(
        self, number: str, materials: tuple[Material, ...], values: dict[str, str]
    ) -> DepartmentStanding | Refused: ...

    def confirm(self, number: str, material: str) -> DepartmentStanding | Refused:
        """A window has seen the original of a photograph, or has been brought what was missing: trust B."""

    def withdraw(self, number: str) -> DepartmentStanding | Refused: ...

    def ask_payment(self, number: str) -> PaymentCode | Refused: ...

    def payment_state(self, number: str) -> PaymentState: ...

    def paper(self, number: str, kind: PaperKind) -> IssuedPaper | None: ...
