"""What the terminal asks of the platform, as plain values; how they travel is the platform room's affair.

The meaning of each is in docs/gateway-contract.md. Personal fields never show in a `repr`.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from kiosk.core.conditions import Outcome

CheckMethod = Literal["phone_code", "keeper"]
PrintedPaper = Literal["document", "receipt"]


def _shown(value: Struct, *names: str) -> str:
    fields = ", ".join(f"{name}={getattr(value, name)!r}" for name in names)
    return f"{type(value).__name__}({fields})"


class CheckPerson(Struct, frozen=True, tag="check_person"):
    """Begin to check that the person standing here is the card's holder."""

    matter: str
    method: CheckMethod
    name: str
    number: str

    def __repr__(self) -> str:
        """Without the person."""
        return _shown(self, "matter", "method")


class AnswerCheck(Struct, frozen=True, tag="answer_check"):
    """What was typed for check `check`: the code from the phone, or the keeper's PIN."""

    check: str
    answer: str

    def __repr__(self) -> str:
        """Without the secret."""
        return _shown(self, "check")


class Query(Struct, frozen=True, tag="query"):
    """Rows of a register. Public data needs no person; own data needs the trace of a passed check."""

    matter: str
    query: str
    params: dict[str, str]
    name: str | None = None
    number: str | None = None
    check_trace: str | None = None

    def __repr__(self) -> str:
        """Without the person and what was filled in."""
        return _shown(self, "matter", "query")


class Issue(Struct, frozen=True, tag="issue"):
    """Issue a certificate over `rows`, or the one of case `reprint_of` again under its own number."""

    matter: str
    params: dict[str, str]
    rows: tuple[str, ...]
    name: str
    number: str
    check_trace: str
    reprint_of: str | None = None

    def __repr__(self) -> str:
        """Without the person and what was filled in."""
        return _shown(self, "matter", "reprint_of")


class Verify(Struct, frozen=True, tag="verify"):
    """Compare a presented certificate with the register: typed `params`, or the scanned `payload`."""

    matter: str
    verification: str
    params: dict[str, str]
    payload: bytes | None = None

    def __repr__(self) -> str:
        """Without what was presented."""
        return _shown(self, "matter", "verification")


Question = CheckPerson | AnswerCheck | Query | Issue | Verify


# --- what the terminal reports, answered by nothing but a receipt: delivered from the outbox ------------------------


class PrintReport(Struct, frozen=True, tag="print_report"):
    """How one sheet of case `case_number` ended; `job` is the journal's id, `at` an instant of the contract's form."""

    case_number: str
    job: str
    paper: PrintedPaper
    outcome: Outcome
    reason: str
    at: str


class RatingReport(Struct, frozen=True, tag="rating_report"):
    """One of five grades, 1 = 非常满意 (GB/T 39046 A.8); nobody is named."""

    matter: str
    case_number: str | None
    grade: int
    at: str


Report = PrintReport | RatingReport
