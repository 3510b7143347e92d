"""HTTP responses as replies: pure, and the one door where what the gateway says is parsed, strictly and once.

The forms are those of docs/gateway-contract.md. What it does not allow becomes `NotKnown('malformed')`, and
never an exception.
"""

from __future__ import annotations

import re
from typing import Any, Literal, TypeVar

import msgspec
from msgspec import Struct, ValidationError

from kiosk.core.questions import (
    KEYED,
    AnswerCheck,
    AskPayment,
    CaseOf,
    CasesOf,
    CheckPerson,
    HandOver,
    Issue,
    LookUp,
    PaperOf,
    PaymentOf,
    Query,
    Question,
    Submit,
    Supplement,
    TakeOver,
    Verify,
    Withdraw,
)
from kiosk.core.replies import (
    CasesFound,
    CheckOutcome,
    CheckSent,
    Filed,
    Found,
    HandedOver,
    Issued,
    NothingFound,
    NotKnown,
    PaymentCode,
    PaymentState,
    Refused,
    Reply,
    RowsFound,
    TakenOver,
    Verified,
)
from kiosk.platform.bounds import bounded, check_sum
from kiosk.platform.forms import IssuedForm, PendingForm, ProblemForm, RowsForm, SharedForm, VerifiedForm
from kiosk.platform.wire import JSON, Response

LARGEST_BODY = 16 * 1024 * 1024
PROBLEM = "application/problem+json"  # RFC 9457

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
    if response.status not in (_ISSUE_GOOD if isinstance(question, KEYED) else _GOOD):
        answer = _problem(response)
        if isinstance(question, AnswerCheck) and answer == Rejected("not_found"):
            return CheckOutcome("expired")  # the gateway keeps checks for minutes: one it does not hold has run out
        return answer
    if _media_type(response) != JSON:
        raise ValidationError("not JSON")
    match question:
        case CheckPerson():
            return bounded(_decode(response, CheckSent))
        case AnswerCheck():
            return _check_outcome(bounded(_decode(response, CheckOutcome)))
        case Query():
            return _rows(bounded(_decode(response, RowsForm)))
        case Verify():
            return Verified(**msgspec.structs.asdict(bounded(_decode(response, VerifiedForm))))
        case Issue():
            return _issued(response)
        case _:
            return _reply_about_case(question, response)


def _reply_about_case(question: Question, response: Response) -> Reply | Pending:
    match question:
        case LookUp():
            return _shared(bounded(_decode(response, SharedForm)))
        case Submit() | Supplement() if response.status == 202:
            return Pending(_decode(response, PendingForm).case_number)
        case Submit():
            return bounded(_decode(response, Filed))
        case Supplement(case_number=number) | Withdraw(case_number=number) | CaseOf(case_number=number):
            return _filed(number, bounded(_decode(response, Filed)))
        case PaperOf(case_number=number):
            return _paper(number, _issued(response))
        case CasesOf():
            return bounded(_decode(response, CasesFound))
        case AskPayment():
            code = bounded(_decode(response, PaymentCode))
            check_sum((code.amount,))
            return code
        case PaymentOf():
            return _decode(response, PaymentState)
        case HandOver():
            return bounded(_decode(response, HandedOver))
        case TakeOver():
            return bounded(_decode(response, TakenOver))
        case _:
            raise TypeError(f"no answer for {type(question).__name__}")


def _shared(answer: SharedForm) -> Found | NothingFound:
    if answer.state == "not_found":
        return NothingFound(answer.as_of, answer.source, answer.trace)
    return Found(answer.records, answer.source, answer.as_of, answer.trace)


def _filed(number: str, filed: Filed) -> Filed:
    _require_case(number, filed.standing.case_number)
    return filed


def _paper(number: str, paper: Issued | Pending) -> Issued | Pending:
    _require_case(number, paper.case_number)
    return paper


def _require_case(asked: str, told: str) -> None:
    if asked != told:
        raise ValidationError("the answer is about another case")


def _check_outcome(outcome: CheckOutcome) -> CheckOutcome:
    if (outcome.outcome == "passed") != bool(outcome.trace):
        raise ValidationError("a trace stands for a passed check and nothing else")
    return outcome


def _rows(answer: RowsForm) -> RowsFound | NothingFound:
    if answer.state == "not_found":
        return NothingFound(answer.as_of, answer.service, answer.trace, answer.uncollected)
    return RowsFound(answer.rows, answer.uncollected, answer.as_of, answer.service, answer.trace, answer.certificates)


def _issued(response: Response) -> Issued | Pending:
    if response.status == 202:
        return Pending(_decode(response, PendingForm).case_number)
    fields: dict[str, Any] = msgspec.structs.asdict(bounded(_decode(response, IssuedForm)))
    del fields["state"]
    return Issued(row_count=fields.pop("rows"), pdf=fields.pop("pdf_base64"), **fields)


def _problem(response: Response) -> Refused | NotKnown | Rejected:
    if _media_type(response) != PROBLEM:  # something in between answered, not the gateway
        return _stray(response.status)
    problem = _decode(response, ProblemForm)
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
