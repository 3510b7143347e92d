"""Bodies about cases: what a citizen hands in, and where it stands; the forms of `wire` hold here too."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from kiosk.core.parties import Relation
from kiosk.core.replies import CaseState
from kiosk.gateway.wire import Day, Instant, Matter, Money, PathId, Person, ShortText

_NO_CONTROL = r"^[^\x00-\x08\x0b-\x1f\x7f]*$"
LARGEST_BASE64 = 22 * 1024 * 1024
MOST_MATERIALS = 60

Id = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,39}$", description="An id of the matter's file")]
Place = Annotated[str, Field(pattern=r"^([0-9]{6})?$", description="GB/T 2260, or empty")]
Text = Annotated[str, Field(max_length=500, pattern=_NO_CONTROL)]
# As in `wire`: patternProperties alone would let any other key pass.
_CLOSED = {"additionalProperties": False}
Values = Annotated[dict[Id, Text], Field(max_length=120, json_schema_extra=_CLOSED)]
Row = Annotated[dict[Id, ShortText], Field(max_length=24, json_schema_extra=_CLOSED)]
Sm3 = Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$", description="GB/T 32905, or empty")]
Base64 = Annotated[str, Field(max_length=LARGEST_BASE64, pattern=r"^[A-Za-z0-9+/]*={0,2}$")]
Paper = Literal["acceptance", "supplement", "non_acceptance", "result", "form"]


class _Body(BaseModel):
    """As in `wire`: nothing unknown, nothing converted; errors never repeat what was sent."""

    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)


class _Answer(BaseModel):
    model_config = ConfigDict(hide_input_in_errors=True)


class Agent(_Body):
    """Who acts for the applicant, in which matter, until which day."""

    party: Person
    relation: Relation
    scope: Matter
    until: Day


class Organisation(_Body):
    """A legal person, as its registration department confirmed it."""

    uscc: Annotated[str, Field(pattern=r"^[0-9A-Z]{18}$")]
    name: ShortText = ""
    role: ShortText = ""
    legal_rep: ShortText = ""


class Parties(_Body):
    """Everybody in a case; `claimed`: the applicant has no card."""

    applicant: Person | None = None
    agent: Agent | None = None
    organisation: Organisation | None = None
    claimed: bool = False


class LookUp(_Body):
    """Ask a department for shared data; own data needs the trace of a passed check."""

    matter: Matter
    look_up: Id
    params: Values = {}
    parties: Parties = Parties()
    place: Place = ""
    check_trace: PathId | None = None


class GivenMaterial(_Body):
    """Shared (A) with its trace, photographed (C) with its PDF, or committed to (D). B is a window's word alone.

    With no trust it is to be brought to a window: the case is received, and waits.
    """

    id: Id
    trust: Literal["A", "C", "D"] | None
    share_trace: PathId | None = None
    pdf_base64: Base64 = ""
    pages: Annotated[int, Field(ge=0, le=200)] = 0
    sm3: Sm3 = ""


class Submit(_Body):
    """A case as handed in."""

    matter: Matter
    version: Annotated[int, Field(ge=0, le=1_000_000)]
    place: Place
    parties: Parties
    values: Values
    check_trace: PathId | None = None
    tables: Annotated[
        dict[Id, Annotated[list[Row], Field(max_length=200)]], Field(max_length=10, json_schema_extra=_CLOSED)
    ] = {}
    rows: Annotated[list[PathId], Field(max_length=200)] = []
    materials: Annotated[list[GivenMaterial], Field(max_length=MOST_MATERIALS)] = []
    commitments: Annotated[list[Id], Field(max_length=MOST_MATERIALS)] = []
    consents: Annotated[dict[Id, ShortText], Field(max_length=20, json_schema_extra=_CLOSED)] = {}
    signature: Sm3 | None = None
    disputed: Annotated[list[Id], Field(max_length=120)] = []


class Supplement(_Body):
    """What was missing, all of it at once; of what a window waits for, as much as there is."""

    materials: Annotated[list[GivenMaterial], Field(max_length=MOST_MATERIALS)]
    values: Values = {}
    check_trace: PathId | None = None


class Traced(_Body):
    """With the trace of the owner's passed check, or without."""

    check_trace: PathId | None = None


class Mine(_Body):
    """Whose cases."""

    parties: Parties
    check_trace: PathId


class HandOver(_Body):
    """A draft for a phone: only what was typed or chosen and is not sensitive."""

    matter: Matter
    place: Place
    answers: Values


class TakeOver(_Body):
    """A one-time code."""

    code: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{8,64}$")]


class Record(_Answer):
    """One record; `why` is an id of why it cannot be chosen."""

    id: str
    title: str
    line: str
    amount: Money | None
    selectable: bool
    why: str | None
    values: dict[str, str]


class Found(_Answer):
    """What a department shares; with no records it is *not found*."""

    state: Literal["found", "not_found"]
    records: list[Record]
    source: str
    as_of: Instant
    trace: str
    demo: bool


class Leg(_Answer):
    """One office of a case of several."""

    id: str
    office: str
    state: Literal["waiting", "working", "done", "declined"]
    since: Instant | None


class Missing(_Answer):
    """One item of the one-time list; `to_bring`: a window waits for it."""

    id: str
    what: str
    standard: str
    to_bring: bool


class Event(_Answer):
    """One step of a case's history."""

    at: Instant
    state: CaseState
    office: str


class Message(_Answer):
    """A word to the applicant."""

    at: Instant
    office: str
    text: str


class Standing(_Answer):
    """Where a case stands. Without the owner's trace everything after `demo` is empty."""

    case_number: str
    matter: str
    state: CaseState
    holder: str
    place: str
    opened_at: Instant
    demo: bool
    accepted_at: Instant | None
    due_on: Day | None
    document_number: str | None
    payable: Money | None
    paid: bool
    reason: str | None
    reason_text: str
    missing: list[Missing]
    supplement_by: Day | None
    legs: list[Leg]
    history: list[Event]
    messages: list[Message]
    papers: list[Paper]
    contacts: dict[str, str]
    received_at_place: Place


class Filed(_Answer):
    """A case exists; `again`: it was open already, and nothing was doubled."""

    standing: Standing
    again: bool


class Cases(_Answer):
    """The cases of one person, newest first."""

    cases: list[Standing]


class PaymentCode(_Answer):
    """What is shown as a QR code."""

    payload: str
    amount: Money
    expires_at: Instant


class PaymentState(_Answer):
    """*Not known* stays not known: it must not be paid again before it is cleared."""

    state: Literal["paid", "not_paid", "not_known"]


class HandedOver(_Answer):
    """A one-time code and until when it works."""

    code: str
    expires_at: Instant


class TakenOver(_Answer):
    """A draft, to be checked again."""

    matter: str
    place: str
    answers: dict[str, str]
