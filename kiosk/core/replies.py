"""What comes back from the platform, as plain values.

Three answers are kept apart everywhere: *no* (`Refused`), *not found* (`NothingFound`, a `Verified` that says so) and
*not known* (`NotKnown`). Forms of money, dates and instants are those of docs/gateway-contract.md and are
checked when an answer is parsed. What the register says of a person never shows in a `repr`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

# A decimal string in 元 with two places: add it up with decimal.Decimal, never with float.
Money = Annotated[str, Meta(pattern=r"\A-?[0-9]{1,13}\.[0-9]{2}\Z")]
_DAY = r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
Day = Annotated[str, Meta(pattern=rf"\A{_DAY}\Z")]
Instant = Annotated[str, Meta(pattern=rf"\A{_DAY}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9][+-][0-9]{{2}}:[0-9]{{2}}\Z")]
# An id the gateway made and we send back in a path: nothing that would need quoting, or mean another path.
Id = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9_-]{1,128}\Z")]
Name = Annotated[str, Meta(min_length=1, max_length=128)]
Count = Annotated[int, Meta(ge=0)]

WhyNot = Literal["not_in_treasury", "pit_since_2019", "pit_before_2019", "already_issued", "nothing_paid"]
Comparison = Literal["same", "differs", "not_found", "void", "expired", "withdrawn", "interim", "malformed"]


class CheckSent(Struct, frozen=True, tag="check_sent"):
    """A person check began; `sent_to` is the masked phone that got the code, None when the keeper answers."""

    check: Id
    sent_to: str | None


class CheckOutcome(Struct, frozen=True, tag="check_outcome"):
    """What an answer to a check did; `trace` only when passed, `attempts_left` only when it may be tried again."""

    outcome: Literal["passed", "wrong", "expired", "locked"]
    trace: str | None = None
    attempts_left: Count | None = None

    def __repr__(self) -> str:
        """Without the trace: it opens a person's data for this visit."""
        return f"CheckOutcome(outcome={self.outcome!r})"


class PaymentRow(Struct, frozen=True):
    """One payment of tax: kind (税种), item (品目), period, day into the treasury (入库), amount.

    `why` says why it cannot be chosen; `issued_as` is the certificate that already covers it.
    """

    id: Id
    kind: str
    item: str
    period_from: Day
    period_to: Day
    date: Day | None
    amount: Money
    selectable: bool
    why: WhyNot | None = None
    issued_as: str | None = None

    def __repr__(self) -> str:
        """Without the payment."""
        return f"PaymentRow(selectable={self.selectable}, why={self.why!r})"


class Uncollected(Struct, frozen=True):
    """A certificate that was issued, but no paper of it was ever reported printed."""

    case_number: Name
    certificate_number: Name
    issued_at: Instant
    total: Money

    def __repr__(self) -> str:
        """Without the amount."""
        return f"Uncollected(case_number={self.case_number!r})"


class CertificateFacts(Struct, frozen=True):
    """What the register holds on a certificate; `covers` lists what it entitles to, `state` whether it is in force."""

    kind: str
    number: str
    holder: str | None
    issuer: str
    issued_on: Day | None
    valid_until: str | None
    covers: tuple[str, ...] = ()
    state: Comparison | None = None

    def __repr__(self) -> str:
        """Without holder and number."""
        return f"CertificateFacts(kind={self.kind!r})"


class RowsFound(Struct, frozen=True, tag="rows_found"):
    """At least one row, or one certificate of a public register.

    `service` names who answered, `as_of` the register's instant, `trace` the answer's own id.
    """

    rows: tuple[PaymentRow, ...]
    uncollected: tuple[Uncollected, ...]
    as_of: Instant
    service: str
    trace: str
    certificates: tuple[CertificateFacts, ...] = ()


class NothingFound(Struct, frozen=True, tag="nothing_found"):
    """The register answered, and has no row for this."""

    as_of: Instant
    service: str
    trace: str
    uncollected: tuple[Uncollected, ...] = ()


class Issued(Struct, frozen=True, tag="issued"):
    """A certificate exists. `pdf` is ready to print unchanged; `print_count` counts papers reported printed so far.

    `demo` says that a simulated department made it.
    """

    case_number: Name
    certificate_number: Name
    title: str
    issuer: str
    issued_at: Instant
    row_count: Count
    total: Money
    total_words: str
    pages: Count
    pdf: bytes
    print_count: Count
    demo: bool = False

    def __repr__(self) -> str:
        """Without the amount and the paper."""
        return f"Issued(case_number={self.case_number!r}, {len(self.pdf)} bytes)"


class ComparedField(Struct, frozen=True):
    """One field of a verification; `recorded` is None for anything that was not presented."""

    id: str
    presented: str | None
    recorded: str | None
    same: bool

    def __repr__(self) -> str:
        """Without the values."""
        return f"ComparedField(id={self.id!r}, same={self.same})"


class Verified(Struct, frozen=True, tag="verified"):
    """The register's answer to a verification. `malformed` speaks of the code itself, not of forgery."""

    state: Comparison
    fields: tuple[ComparedField, ...]
    certificate: CertificateFacts | None
    checked_at: Instant
    service: str
    trace: str
    demo: bool = False


class Refused(Struct, frozen=True, tag="refused"):
    """*No*: the gateway or the department understood and declined; `reason` is an id."""

    reason: str


NotKnownWhy = Literal[
    "unavailable",  # the department did not answer the gateway
    "no_answer",  # the gateway took the question and nothing came back in time
    "malformed",  # something came back that the contract does not allow
    "offline",  # no connection to the gateway
    "server_error",  # the gateway failed
    "unregistered",  # the gateway does not know this terminal
]


class NotKnown(Struct, frozen=True, tag="not_known"):
    """*Not known*: it may have happened or not, it may exist or not. Never shown as *no* or *not found*."""

    why: NotKnownWhy


# --- shared data and cases -----------------------------------------------------------------------------------------


class Record(Struct, frozen=True):
    """One record of a department: what is shown of it, and `values` by key for fields with such a prefill.

    `why` is an id of why it cannot be chosen: words ``why.<id>`` of the matter, or of everybody.
    """

    id: Id
    title: str
    line: str = ""
    amount: Money | None = None
    selectable: bool = True
    why: str | None = None
    values: dict[str, str] = {}

    def __repr__(self) -> str:
        """Without what it says."""
        return f"Record(selectable={self.selectable}, why={self.why!r})"


class Found(Struct, frozen=True, tag="found"):
    """At least one record; `source` is who shared it, in the citizen's words (公安部门（演示）)."""

    records: tuple[Record, ...]
    source: str
    as_of: Instant
    trace: str


CaseState = Literal[
    "submitted",  # 已提交: the terminal handed it in
    "received",  # 收件
    "supplement_asked",  # 补正中: the whole list is in `missing`
    "supplemented",  # 已补正
    "accepted",  # 受理: only the authority says so
    "not_accepted",  # 不予受理
    "in_progress",  # 办理中
    "special_procedure",  # 特别程序
    "approved",  # 办结（准予）
    "declined",  # 办结（不予）
    "closed",  # 办结（其他）
    "delivered",  # 送达
    "withdrawn",  # 撤回
    "returned",  # 退回
    "transferred",  # 转办
]


# Nothing more can be paid or issued while a case stands so.
STOPPED: frozenset[CaseState] = frozenset(("supplement_asked", "not_accepted", "declined", "withdrawn", "returned"))


class LegStanding(Struct, frozen=True):
    """One office of a case of several: its own state, and since when."""

    id: str
    office: str
    state: Literal["waiting", "working", "done", "declined"]
    since: Instant | None = None


class MissingItem(Struct, frozen=True):
    """One item of the one-time list: a material's or a field's id, what is wrong, the standard it must meet.

    `to_bring`: nothing is wrong with it; the citizen said that it will be brought to a window.
    """

    id: str
    what: str
    standard: str = ""
    to_bring: bool = False

    def __repr__(self) -> str:
        """Without what was wrong."""
        return f"MissingItem(id={self.id!r})"


class CaseEvent(Struct, frozen=True):
    """One step of a case's history."""

    at: Instant
    state: CaseState
    office: str


class CaseMessage(Struct, frozen=True):
    """A word between the windows of both places, or to the applicant."""

    at: Instant
    office: str
    text: str

    def __repr__(self) -> str:
        """Without what it says."""
        return f"CaseMessage(at={self.at!r})"


class CaseStanding(Struct, frozen=True):
    """Where a case stands. `holder` is the office that has it, `payable` what is still to be paid (元).

    `reason` is an id when the authority said no; `reason_text` its own words. `papers` are those that exist now.
    `due_on` is None when no limit is known. `place` is the deciding place's code, `received_at_place` that of the
    windows that take what is brought.
    """

    case_number: Name
    matter: str
    state: CaseState
    holder: str
    place: str
    opened_at: Instant
    demo: bool
    accepted_at: Instant | None = None
    due_on: Day | None = None
    document_number: str | None = None
    payable: Money | None = None
    paid: bool = False
    reason: str | None = None
    reason_text: str = ""
    missing: tuple[MissingItem, ...] = ()
    supplement_by: Day | None = None
    legs: tuple[LegStanding, ...] = ()
    history: tuple[CaseEvent, ...] = ()
    messages: tuple[CaseMessage, ...] = ()
    papers: tuple[Literal["acceptance", "supplement", "non_acceptance", "result", "form"], ...] = ()
    contacts: dict[str, str] = {}
    received_at_place: str = ""

    @property
    def fee_due(self) -> bool:
        """Whether its fee is asked for now: the case goes on, waits for no papers, and is not said to be paid."""
        return self.payable is not None and not self.paid and not self.missing and self.state not in STOPPED

    @property
    def to_bring(self) -> tuple[MissingItem, ...]:
        """What a window waits for."""
        return tuple(each for each in self.missing if each.to_bring)

    def __repr__(self) -> str:
        """Without what it says."""
        return f"CaseStanding(state={self.state!r})"


class Filed(Struct, frozen=True, tag="filed"):
    """A case exists and stands so. `again`: it was open already, and nothing was doubled."""

    standing: CaseStanding
    again: bool = False


class CasesFound(Struct, frozen=True, tag="cases_found"):
    """The cases of one person, newest first; perhaps none."""

    cases: tuple[CaseStanding, ...]


class PaymentCode(Struct, frozen=True, tag="payment_code"):
    """What the department wants shown as a QR code, for how much, until when."""

    payload: str
    amount: Money
    expires_at: Instant

    def __repr__(self) -> str:
        """Without the code."""
        return "PaymentCode(...)"


class PaymentState(Struct, frozen=True, tag="payment_state"):
    """Paid, not paid, or not known (扣款结果待确认): the last must not be paid again before it is cleared."""

    state: Literal["paid", "not_paid", "not_known"]


class HandedOver(Struct, frozen=True, tag="handed_over"):
    """A one-time code, nothing personal in it, and until when it works."""

    code: str
    expires_at: Instant

    def __repr__(self) -> str:
        """Without the code."""
        return "HandedOver(...)"


class TakenOver(Struct, frozen=True, tag="taken_over"):
    """A draft that a phone handed over: answers to check again, never a person."""

    matter: str
    place: str
    answers: dict[str, str]

    def __repr__(self) -> str:
        """Without what was filled in."""
        return f"TakenOver(matter={self.matter!r})"


Reply = (
    CheckSent
    | CheckOutcome
    | RowsFound
    | NothingFound
    | Issued
    | Verified
    | Refused
    | NotKnown
    | Found
    | Filed
    | CasesFound
    | PaymentCode
    | PaymentState
    | HandedOver
    | TakenOver
)
