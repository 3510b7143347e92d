"""The bodies of answers as they travel: parsed strictly here, turned into the core's values in `answers`."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from kiosk.core.replies import (
    CertificateFacts,
    ComparedField,
    Comparison,
    Count,
    Id,
    Instant,
    Money,
    Name,
    PaymentRow,
    Record,
    Uncollected,
)

PDF_BEGINS = b"%PDF-"  # ISO 32000-1, 7.5.2


class RowsForm(Struct, frozen=True):
    """Rows of a register."""

    state: Literal["found", "not_found"]
    rows: tuple[PaymentRow, ...]
    uncollected: tuple[Uncollected, ...]
    as_of: Instant
    service: str
    trace: str
    certificates: tuple[CertificateFacts, ...] = ()

    def __post_init__(self) -> None:
        if (self.state == "found") != bool(self.rows or self.certificates):
            raise ValueError("state and rows contradict each other")


class SharedForm(Struct, frozen=True):
    """Shared data."""

    state: Literal["found", "not_found"]
    records: tuple[Record, ...]
    source: str
    as_of: Instant
    trace: str

    def __post_init__(self) -> None:
        if (self.state == "found") != bool(self.records):
            raise ValueError("state and records contradict each other")


class VerifiedForm(Struct, frozen=True):
    """A comparison; a verdict that its own fields belie is none."""

    state: Comparison
    fields: tuple[ComparedField, ...]
    certificate: CertificateFacts | None
    checked_at: Instant
    service: str
    trace: str
    demo: bool = False

    def __post_init__(self) -> None:
        # A verdict that its own fields belie must not reach the glass.
        every_same = all(field.same for field in self.fields)
        if (self.state == "same" and not every_same) or (self.state == "differs" and every_same):
            raise ValueError("state and fields contradict each other")


class PendingForm(Struct, frozen=True):
    """A case on its way."""

    state: Literal["pending"]
    case_number: Id


class IssuedForm(Struct, frozen=True):
    """A paper."""

    state: Literal["issued"]
    case_number: Id
    certificate_number: Name
    title: str
    issuer: str
    issued_at: Instant
    rows: Count
    total: Money
    total_words: str
    pages: Count
    pdf_base64: bytes
    print_count: Count
    demo: bool = False

    def __post_init__(self) -> None:
        if not self.pdf_base64.startswith(PDF_BEGINS):
            raise ValueError("the paper is no PDF")


class ProblemForm(Struct, frozen=True):
    """RFC 9457, as far as programs read it."""

    code: str
    reason: str | None = None
