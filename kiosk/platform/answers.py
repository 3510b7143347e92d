"""HTTP responses as replies: pure, and the one door where what the gateway says is parsed, strictly and once.

The forms are those of docs/gateway-contract.md. What it does not allow becomes `NotKnown('malformed')`, and
never an exception.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, Literal, TypeVar

import msgspec
from msgspec import Struct, ValidationError

from kiosk.core.questions import AnswerCheck, CheckPerson, Issue, Query, Question, Verify
from kiosk.core.replies import (
    CertificateFacts,
    CheckOutcome,
    CheckSent,
    ComparedField,
    Comparison,
    Count,
    Id,
    Instant,
    Issued,
    Money,
    Name,
    NothingFound,
    NotKnown,
    PaymentRow,
    Refused,
    Reply,
    RowsFound,
    Uncollected,
    Verified,
)
from kiosk.platform.wire import JSON, Response

LARGEST_BODY = 16 * 1024 * 1024
PROBLEM = "application/problem+json"  # RFC 9457
PDF_BEGINS = b"%PDF-"  # ISO 32000-1, 7.5.2

# However much a gateway says, a page of it fits one frame of the screen link and can be drawn.
LONGEST_TEXT = 128
MOST_ROWS = 500
MOST_FIELDS = 20
SUM_BELOW = Decimal(10) ** 12  # 元: beyond that there is no agreed way to write a sum in words

_GOOD = (200, 201)
_ISSUE_GOOD = (200, 201, 202)

# Reasons and codes are ids that may stand in a log, so free text cannot pass as one, nor a person's number.
_WORD = re.compile(r"(?!.*[0-9]{8})[a-z][a-z0-9_]{0,31}", re.ASCII)
UNNAMED_REASON = "refused_by_department"
_T = TypeVar("_T")

# What decoding may raise for hostile bytes; RecursionError comes from deep nesting in fields we do not know.
_NOT_THE_FORM = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


class Pending(Struct, frozen=True):
    """The case exists and the department still works on it."""

    case_number: str


class Rejected(Struct, frozen=True):
    """The gateway understood, and finds the request itself wrong: repeating it cannot help."""

    code: Literal["malformed", "not_found", "key_reused"]


class Delivered(Struct, frozen=True):
    """The report arrived; it may be forgotten."""


class Keep(Struct, frozen=True):
    """The report did not surely arrive; `why` as in `NotKnown`. Try again later."""

    why: str


class Dropped(Struct, frozen=True):
    """The gateway will never take this report; `reason` is the code of its answer."""

    reason: str


class _Rows(Struct, frozen=True):
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


class _Verified(Struct, frozen=True):
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


class _Pending(Struct, frozen=True):
    state: Literal["pending"]
    case_number: Id


class _Issued(Struct, frozen=True):
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


class _Problem(Struct, frozen=True):
    code: str
    reason: str | None = None


def reply_of(question: Question, response: Response) -> Reply | Pending | Rejected:
    """What `response` says to `question`; never raises for what came back."""
    try:
        return _reply(question, response)
    except _NOT_THE_FORM:
        return NotKnown("malformed")


def report_answer(response: Response) -> Delivered | Keep | Dropped:
    """What `response` says to a report: only the contract's own lasting *no* lets one be dropped."""
    if response.status == 204:
        return Delivered()
    try:
        answer = _problem(response)
    except _NOT_THE_FORM:
        return Keep("malformed")
    match answer:
        case Rejected(code=code):
            return Dropped(code)
        case Refused(reason=reason):
            return Dropped(reason)
        case NotKnown(why=why):
            return Keep(why)


def is_healthy(response: Response) -> bool:
    """Whether the gateway says of itself that it is there."""
    return response.status == 200 and _media_type(response) == JSON


def _reply(question: Question, response: Response) -> Reply | Pending | Rejected:
    if response.status not in (_ISSUE_GOOD if isinstance(question, Issue) else _GOOD):
        answer = _problem(response)
        if isinstance(question, AnswerCheck) and answer == Rejected("not_found"):
            return CheckOutcome("expired")  # the gateway keeps checks for minutes: one it does not hold has run out
        return answer
    if _media_type(response) != JSON:
        raise ValidationError("not JSON")
    match question:
        case CheckPerson():
            return _bounded(_decode(response, CheckSent))
        case AnswerCheck():
            return _check_outcome(_bounded(_decode(response, CheckOutcome)))
        case Query():
            return _rows(_bounded(_decode(response, _Rows)))
        case Verify():
            return Verified(**msgspec.structs.asdict(_bounded(_decode(response, _Verified))))
        case Issue():
            return _issued(response)
        case _:
            raise TypeError(f"no answer for {type(question).__name__}")


def _check_outcome(outcome: CheckOutcome) -> CheckOutcome:
    if (outcome.outcome == "passed") != bool(outcome.trace):
        raise ValidationError("a trace stands for a passed check and nothing else")
    return outcome


def _rows(answer: _Rows) -> RowsFound | NothingFound:
    if answer.state == "not_found":
        return NothingFound(answer.as_of, answer.service, answer.trace, answer.uncollected)
    return RowsFound(answer.rows, answer.uncollected, answer.as_of, answer.service, answer.trace, answer.certificates)


def _issued(response: Response) -> Issued | Pending:
    if response.status == 202:
        return Pending(_decode(response, _Pending).case_number)
    fields: dict[str, Any] = msgspec.structs.asdict(_bounded(_decode(response, _Issued)))
    del fields["state"]
    return Issued(row_count=fields.pop("rows"), pdf=fields.pop("pdf_base64"), **fields)


def _problem(response: Response) -> Refused | NotKnown | Rejected:
    if _media_type(response) != PROBLEM:  # something in between answered, not the gateway
        return _stray(response.status)
    problem = _decode(response, _Problem)
    match response.status, problem.code:
        case 401, "terminal_unknown":
            return NotKnown("unregistered")
        case 403, "person_check_missing":
            return Refused("person_check_missing")
        case (400 | 413 | 422, "malformed") | (404, "not_found") | (409, "key_reused"):
            return msgspec.convert({"code": problem.code}, Rejected)
        case 422, "refused" if problem.reason is not None:
            return Refused(problem.reason if _WORD.fullmatch(problem.reason) else UNNAMED_REASON)
        case 503, "department_unavailable":
            return NotKnown("unavailable")
        case _:
            return _stray(response.status)


def _stray(status: int) -> NotKnown:
    return NotKnown("server_error" if status >= 500 else "malformed")


def _media_type(response: Response) -> str:
    return response.headers.get("content-type", "").partition(";")[0].strip().lower()


def _decode(response: Response, kind: type[_T]) -> _T:
    if len(response.body) > LARGEST_BODY:
        raise ValidationError("longer than an answer may be")
    return msgspec.json.decode(response.body, type=kind)


# --- bounds ------------------------------------------------------------------------------------------------------


def _bounded(answer: _T) -> _T:
    """`answer`, when none of its texts, lists and sums is larger than what a page can show."""
    for value in _within(answer):
        match value:
            case str() if len(value) > LONGEST_TEXT:
                raise ValidationError("a text is too long")
            case _Rows():
                _check_rows(value)
            case _Issued(total=total):
                _check_sum((total,))
            case _Verified(fields=several) | CertificateFacts(covers=several) if len(several) > MOST_FIELDS:
                raise ValidationError("too many fields")
    return answer


def _within(value: object) -> Iterator[object]:
    """The value itself and every value inside it."""
    yield value
    if isinstance(value, Struct):
        value = tuple(getattr(value, name) for name in value.__struct_fields__)
    if isinstance(value, tuple):
        for each in value:
            yield from _within(each)


def _check_rows(answer: _Rows) -> None:
    if max(map(len, (answer.rows, answer.uncollected, answer.certificates))) > MOST_ROWS:
        raise ValidationError("too many rows")
    _check_sum(each.amount for each in answer.rows)
    for left in answer.uncollected:
        _check_sum((left.total,))
        msgspec.convert(left.case_number, Id)


def _check_sum(amounts: Iterable[str]) -> None:
    if sum(abs(Decimal(each)) for each in amounts) >= SUM_BELOW:
        raise ValidationError("more money than can be written down")
