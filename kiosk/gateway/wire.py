"""The bodies of the HTTP interface, strict on the way in, exact on the way out; meanings: docs/gateway-contract.md."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from kiosk.gateway.departments.contract import State, WhyNot

_NO_CONTROL = r"^[^\x00-\x1f\x7f]*$"
_DAY = r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"

Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
PathId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Matter = Annotated[str, Field(pattern=r"^[A-Z]{2,8}(-[A-Z0-9]{1,8})?$", description="KSTB-14, CASE")]
Word = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
ShortText = Annotated[str, Field(max_length=128, pattern=_NO_CONTROL)]
# pydantic writes the keys' pattern as patternProperties, which alone would let any other key pass.
Params = Annotated[dict[Word, ShortText], Field(max_length=24, json_schema_extra={"additionalProperties": False})]
Hex = Annotated[str, Field(max_length=2048, pattern=r"^([0-9a-fA-F]{2})*$")]
Day = Annotated[str, Field(pattern=f"^{_DAY}$")]
Instant = Annotated[str, Field(pattern=f"^{_DAY}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\\+08:00$")]
Money = Annotated[str, Field(pattern=r"^-?[0-9]{1,13}\.[0-9]{2}$")]


class _Body(BaseModel):
    """What a terminal sends: nothing unknown, nothing converted; errors never repeat what was sent."""

    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)


class _Answer(BaseModel):
    model_config = ConfigDict(from_attributes=True, hide_input_in_errors=True)


class Person(_Body):
    """Whose data, as on the card."""

    name: Annotated[str, Field(min_length=1, max_length=128, pattern=_NO_CONTROL)]
    number: Annotated[str, Field(pattern=r"^[0-9A-Z]{6,24}$")]


class PersonCheck(_Body):
    """Begin a person check; `claimed`: of a person without a card, checked another way."""

    matter: Matter
    method: Literal["phone_code", "keeper"]
    person: Person
    claimed: bool = False


class CheckAnswer(_Body):
    """The code from the phone, or the keeper's PIN."""

    answer: Annotated[str, Field(min_length=1, max_length=64, pattern=_NO_CONTROL)]


class Query(_Body):
    """Ask a register. `person` and `check_trace` are null for public data."""

    matter: Matter
    query: Literal["tax_payments", "company_doc"]
    params: Params = {}
    person: Person | None = None
    check_trace: PathId | None = None


class Issue(_Body):
    """Issue a certificate over `rows`, or that of case `reprint_of` again."""

    matter: Matter
    person: Person
    check_trace: PathId
    params: Params = {}
    rows: Annotated[list[PathId], Field(max_length=200)]
    reprint_of: PathId | None = None


class Verify(_Body):
    """Compare a presented certificate with the register: typed `params`, or the scanned bytes."""

    matter: Matter
    verification: Literal["tax_certificate", "maritime_doc", "maritime_smc", "e_licence"]
    params: Params = {}
    payload_hex: Hex | None = None


class Outcome(_Body):
    """How one sheet of a case ended; `reason` is empty when it was printed."""

    case_number: PathId
    job: Annotated[str, Field(min_length=1, max_length=64, pattern=_NO_CONTROL)]
    paper: Literal["document", "receipt"]
    outcome: Literal["PRINTED", "FAILED", "UNKNOWN"]
    reason: Annotated[str, Field(pattern=r"^[a-z0-9_]{0,64}$")] = ""
    at: Instant


class Rating(_Body):
    """1 = 非常满意 (GB/T 39046 A.8); `reasons` are ids of GB/T 39734 annex A's kind, nobody is named."""

    matter: Matter
    case_number: PathId | None = None
    grade: Annotated[int, Field(ge=1, le=5)]
    at: Instant
    reasons: Annotated[list[Word], Field(max_length=10)] = []


class Health(_Answer):
    """The gateway is there; which departments answer."""

    status: Literal["ok"]
    departments: dict[str, Literal["up", "down"]]


class CheckBegun(_Answer):
    """A person check waits for its answer."""

    check: str
    sent_to: str | None
    expires_at: Instant


class CheckOutcome(_Answer):
    """`trace` is set when passed."""

    outcome: Literal["passed", "wrong", "expired", "locked"]
    trace: str | None
    attempts_left: int


class Row(_Answer):
    """One payment; `date` is the day it reached the treasury (入库)."""

    id: str
    kind: str
    item: str
    period_from: Day
    period_to: Day
    date: Day | None
    amount: Money
    authority: str
    selectable: bool
    why: WhyNot | None
    issued_as: str | None


class Uncollected(_Answer):
    """Issued, but no paper was ever reported printed."""

    case_number: str
    certificate_number: str
    issued_at: Instant
    total: Money


class Certificate(_Answer):
    """What the register holds; persons are masked. `advice` is a hint and decides nothing."""

    kind: str
    number: str
    holder: str | None
    issuer: str
    issued_on: Day | None
    valid_until: Day | None
    covers: list[str]
    state: State
    advice: Literal["annual_verification_overdue"] | None


class QueryAnswer(_Answer):
    """`rows` of a person's own register, or `certificates` of a public one."""

    state: Literal["found", "not_found"]
    rows: list[Row]
    certificates: list[Certificate]
    uncollected: list[Uncollected]
    as_of: Instant
    service: str
    trace: str
    demo: bool


class Issued(_Answer):
    """A certificate; `print_count` is the number of papers reported printed before."""

    state: Literal["issued"]
    case_number: str
    certificate_number: str
    title: str
    issuer: str
    issued_at: Instant
    rows: int
    total: Money
    total_words: str
    pages: int
    pdf_base64: str
    print_count: int
    demo: bool


class Pending(_Answer):
    """The case exists and the department works on it."""

    state: Literal["pending"]
    case_number: str


class ComparedField(_Answer):
    """One compared field."""

    id: str
    presented: str | None
    recorded: str | None
    same: bool


class VerificationAnswer(_Answer):
    """The register's answer."""

    state: State
    fields: list[ComparedField]
    certificate: Certificate | None
    checked_at: Instant
    service: str
    trace: str
    demo: bool


class CaseState(_Answer):
    """One case, nobody named."""

    case_number: str
    matter: str
    state: Literal["opened", "pending", "issued_not_collected", "collected", "refused"]
    opened_at: Instant
    certificate_number: str | None
    prints: int


class Problem(_Answer):
    """RFC 9457; programs read `code`, and `reason` when it is ``refused``."""

    status: int
    title: str
    code: Literal[
        "malformed",
        "terminal_unknown",
        "person_check_missing",
        "not_found",
        "key_reused",
        "refused",
        "department_unavailable",
        "gateway_unavailable",
    ]
    reason: str | None = None
