"""What the terminal asks of the platform, as plain values; how they travel is the platform room's affair.

The meaning of each is in docs/gateway-contract.md. Personal fields never show in a `repr`.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from kiosk.core.conditions import Outcome
from kiosk.core.parties import Parties

CheckMethod = Literal["phone_code", "keeper"]
PrintedPaper = Literal["document", "receipt"]
Trust = Literal["A", "B", "C", "D"]  # 国办函〔2016〕108号; docs/integrating-a-department.md says what each is worth


def _shown(value: Struct, *names: str) -> str:
    fields = ", ".join(f"{name}={getattr(value, name)!r}" for name in names)
    return f"{type(value).__name__}({fields})"


class CheckPerson(Struct, frozen=True, tag="check_person"):
    """Begin to check that the person standing here is the card's holder."""

    matter: str
    method: CheckMethod
    name: str
    number: str
    claimed: bool = False

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


class LookUp(Struct, frozen=True, tag="look_up"):
    """Shared data or records of a department: `look_up` names what, `place` the deciding place (GB/T 2260, or empty).

    Answered by `Found`, `NothingFound`, `Refused` or `NotKnown`. Own data needs the trace of a passed check.
    """

    matter: str
    look_up: str
    params: dict[str, str]
    parties: Parties
    place: str = ""
    check_trace: str | None = None

    def __repr__(self) -> str:
        """Without persons and what was filled in."""
        return _shown(self, "matter", "look_up")


class GivenMaterial(Struct, frozen=True):
    """One material as given: shared (A) with the answer's trace, photographed (C) with its PDF, or committed to (D).

    Without a trust it is not given yet: the citizen brings it to a window, and nobody vouches for it until then.
    """

    id: str
    trust: Trust | None
    share_trace: str | None = None
    pdf: bytes = b""
    pages: int = 0
    sm3: str = ""

    @property
    def to_bring(self) -> bool:
        """Whether it still has to be brought to a window."""
        return self.trust is None

    def __repr__(self) -> str:
        """Without the paper."""
        return f"GivenMaterial(id={self.id!r}, trust={self.trust!r}, pages={self.pages})"


class Submit(Struct, frozen=True, tag="submit"):
    """Hand a case in, under an idempotency key: the same key is the same case. Answered by `Filed`.

    `values` by field id (tables not among them), `tables` rows of cell texts, `rows` ids of records picked,
    `commitments` ids of what was promised, `consents` with their versions, `signature` the SM3 of the strokes.
    """

    matter: str
    version: int
    place: str
    parties: Parties
    values: dict[str, str]
    check_trace: str | None
    tables: dict[str, tuple[dict[str, str], ...]] = {}
    rows: tuple[str, ...] = ()
    materials: tuple[GivenMaterial, ...] = ()
    commitments: tuple[str, ...] = ()
    consents: dict[str, str] = {}
    signature: str | None = None
    disputed: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Without persons and what was filled in."""
        return _shown(self, "matter", "place")


class Supplement(Struct, frozen=True, tag="supplement"):
    """What was missing from case `case_number`, under an idempotency key of its own. Answered by `Filed`."""

    case_number: str
    materials: tuple[GivenMaterial, ...]
    values: dict[str, str] = {}
    check_trace: str | None = None

    def __repr__(self) -> str:
        """Without the papers."""
        return _shown(self, "case_number")


class Withdraw(Struct, frozen=True, tag="withdraw"):
    """Take case `case_number` back (撤回). Answered by `Filed`."""

    case_number: str
    check_trace: str | None = None

    def __repr__(self) -> str:
        """Without the trace."""
        return _shown(self, "case_number")


class CaseOf(Struct, frozen=True, tag="case_of"):
    """Where a case stands: by its number (nobody named), with the trace also what is personal. Answered by `Filed`."""

    case_number: str
    check_trace: str | None = None

    def __repr__(self) -> str:
        """Without the trace."""
        return _shown(self, "case_number")


class CasesOf(Struct, frozen=True, tag="cases_of"):
    """The cases of who stands here. Answered by `CasesFound`."""

    parties: Parties
    check_trace: str

    def __repr__(self) -> str:
        """Without persons and the trace."""
        return "CasesOf()"


class AskPayment(Struct, frozen=True, tag="ask_payment"):
    """The code with which case `case_number` is paid. Answered by `PaymentCode`."""

    case_number: str
    check_trace: str | None = None

    def __repr__(self) -> str:
        """Without the trace."""
        return _shown(self, "case_number")


class PaymentOf(Struct, frozen=True, tag="payment_of"):
    """Whether case `case_number` is paid. Answered by `PaymentState`; no answer is *not known*, never *not paid*."""

    case_number: str
    check_trace: str | None = None

    def __repr__(self) -> str:
        """Without the trace."""
        return _shown(self, "case_number")


class PaperOf(Struct, frozen=True, tag="paper_of"):
    """A paper of the authority on case `case_number`. Answered by `Issued`, or `Refused` while there is none."""

    case_number: str
    paper: Literal["acceptance", "supplement", "non_acceptance", "result", "form"]
    check_trace: str | None = None

    def __repr__(self) -> str:
        """Without the trace."""
        return _shown(self, "case_number", "paper")


class HandOver(Struct, frozen=True, tag="hand_over"):
    """Keep this draft for a phone under a one-time code without personal data. Answered by `HandedOver`."""

    matter: str
    place: str
    answers: dict[str, str]

    def __repr__(self) -> str:
        """Without what was filled in."""
        return _shown(self, "matter")


class TakeOver(Struct, frozen=True, tag="take_over"):
    """What a phone handed to this terminal under `code`; a code works once. Answered by `TakenOver`."""

    code: str

    def __repr__(self) -> str:
        """Without the code."""
        return "TakeOver()"


Question = (
    CheckPerson
    | AnswerCheck
    | Query
    | Issue
    | Verify
    | LookUp
    | Submit
    | Supplement
    | Withdraw
    | CaseOf
    | CasesOf
    | AskPayment
    | PaymentOf
    | PaperOf
    | HandOver
    | TakeOver
)
Keyed = Issue | Submit | Supplement
KEYED = (Issue, Submit, Supplement)  # asked again and again under one key until the answer is known


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
    reasons: tuple[str, ...] = ()


Report = PrintReport | RatingReport
