"""What the gateway asks of each department's system: one Protocol a system, and the values they answer with.

A system that cannot be reached raises `DepartmentUnavailable` (*not known*); a *no* is the value `Refused`; nothing
found is an empty answer. Real adapters stand beside the simulators of this room and promise the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, Protocol

from msgspec import Struct

if TYPE_CHECKING:  # that module stands on this one
    from kiosk.gateway.departments.case_contract import CaseSystem

WhyNot = Literal["not_in_treasury", "pit_since_2019", "pit_before_2019", "already_issued", "nothing_paid"]
State = Literal["same", "differs", "not_found", "void", "expired", "withdrawn", "interim", "malformed"]
DateBasis = Literal["paid", "period"]


class Person(Struct, frozen=True):
    """Whose data is asked for, as on the card."""

    name: str
    number: str

    def __repr__(self) -> str:
        """Without the person."""
        return "Person(...)"

    @property
    def digest(self) -> str:
        """The same for the same person; keeps name and number out of tables that need neither."""
        return hashlib.sha256(f"{self.number}\n{self.name}".encode()).hexdigest()


class Payment(Struct, frozen=True):
    """One entry of the tax register; `date` is the day it reached the treasury (入库), None before that."""

    id: str
    kind: str
    item: str
    period_from: str
    period_to: str
    paid_on: str
    date: str | None
    amount: Decimal
    authority: str
    why: WhyNot | None = None
    issued_as: str | None = None

    def __repr__(self) -> str:
        """Without the payment."""
        return f"Payment(why={self.why!r})"


class PaymentsAsked(Struct, frozen=True):
    """Months YYYY-MM, both included; `authority` is an authority's id or name, None for all.

    `form` is that of the certificate the payments are asked for: ``statement`` for a 文书式.
    """

    period_from: str
    period_to: str
    date_basis: DateBasis = "paid"
    authority: str | None = None
    form: str = "table"


class Order(Struct, frozen=True):
    """An order to issue; the department answers the same `number` with the same certificate."""

    number: str
    person: Person
    form: str
    rows: tuple[str, ...]

    def __repr__(self) -> str:
        """Without the person and the rows."""
        return f"Order(number={self.number!r})"


class IssuedPaper(Struct, frozen=True):
    """A sealed paper: `pdf` is printed unchanged."""

    certificate_number: str
    title: str
    issuer: str
    issued_at: str
    rows: int
    total: Decimal
    total_words: str
    pages: int
    pdf: bytes
    demo: bool

    def __repr__(self) -> str:
        """Without what it says."""
        return f"IssuedPaper({len(self.pdf)} bytes)"


class Working(Struct, frozen=True):
    """The department took the order and is not done; ask again with the same order."""


class Refused(Struct, frozen=True):
    """*No*; `reason` is an id."""

    reason: str


class TaxPresented(Struct, frozen=True):
    """The three values a tax certificate is checked by: number, YYYY-MM-DD, 元."""

    number: str
    issued_on: str
    amount: Decimal


class MaritimePresented(Struct, frozen=True):
    """A certificate's number or its company's code, and what else stands on the paper in hand, by field id."""

    cert_no: str | None
    company_no: str | None
    others: dict[str, str]


class ShipPresented(Struct, frozen=True):
    """A ship's certificate by its number, or by its name and a second key; what else stands on it, by field id."""

    cert_no: str | None = None
    ship_name: str | None = None
    imo_no: str | None = None
    ship_id: str | None = None
    company_no: str | None = None
    others: dict[str, str] = {}


class Compared(Struct, frozen=True):
    """One field of a verification; `recorded` stays None where it would give something away."""

    id: str
    presented: str | None
    recorded: str | None
    same: bool


class Facts(Struct, frozen=True):
    """What the register holds on a certificate; persons are masked. `advice` is a hint that decides nothing."""

    kind: str
    number: str
    holder: str | None
    issuer: str
    issued_on: str | None
    valid_until: str | None
    covers: tuple[str, ...] = ()
    state: str = "same"
    advice: Literal["annual_verification_overdue"] | None = None


class Verification(Struct, frozen=True):
    """The register's answer; `malformed` speaks of the code, not of forgery."""

    state: State
    fields: tuple[Compared, ...] = ()
    certificate: Facts | None = None


class DepartmentSystem(Protocol):
    """What is common to all: a name for the citizen, and whether it answers at the moment."""

    service: str

    def is_up(self) -> bool: ...


class TaxSystem(DepartmentSystem, Protocol):
    """The tax authority: payments, certificates over them, and their verification."""

    def payments(self, person: Person, asked: PaymentsAsked) -> tuple[Payment, ...] | Refused: ...

    def issue(self, order: Order) -> IssuedPaper | Working | Refused: ...

    def verify(self, presented: TaxPresented) -> Verification | Refused: ...


class MaritimeSystem(DepartmentSystem, Protocol):
    """The maritime administration's public register of companies' and ships' certificates.

    `ship_service` is the name, for the citizen, of the one that answers about ships.
    """

    ship_service: str

    def documents(self, cert_no: str | None, company_no: str | None) -> tuple[Facts, ...] | Refused: ...

    def verify(self, presented: MaritimePresented) -> Verification | Refused: ...

    def verify_ship(self, presented: ShipPresented) -> Verification | Refused: ...


class LicenceSystem(DepartmentSystem, Protocol):
    """The national service that resolves identifiers of electronic licences."""

    def verify(self, identifier: str) -> Verification | Refused: ...


class PhoneRegister(DepartmentSystem, Protocol):
    """Knows the telephone a person registered, and sends it one short text."""

    def phone_of(self, person: Person) -> str | None: ...

    def send(self, phone: str, text: str) -> None: ...


class Departments(Struct, frozen=True):
    """Every system behind this gateway.

    By the name that a matter calls its department: `cases` who decides cases, `issuers` who issues sealed certificates
    over payments.
    """

    tax: TaxSystem
    maritime: MaritimeSystem
    licences: LicenceSystem
    phones: PhoneRegister
    cases: Mapping[str, CaseSystem] = {}
    issuers: Mapping[str, TaxSystem] = {}

    def by_name(self) -> dict[str, DepartmentSystem]:
        """Each system under the name that health and simulation use."""
        others = {"tax": self.tax, "maritime": self.maritime, "licences": self.licences, "phones": self.phones}
        return {**self.cases, **others}
