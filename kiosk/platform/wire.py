"""Questions and reports as HTTP requests: pure, forms as in docs/gateway-contract.md."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import quote

import msgspec
from msgspec import Struct

from kiosk.core.questions import (
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
    PrintReport,
    Query,
    Question,
    Report,
    Submit,
    Supplement,
    TakeOver,
    Verify,
    Withdraw,
)

JSON = "application/json"
TRACE_HEADER = "Check-Trace"
REPORT_PATHS = {"outcome": "/v1/outcomes", "rating": "/v1/ratings"}


class Request(Struct, frozen=True):
    """One HTTP request without host and token."""

    method: Literal["GET", "POST"]
    path: str
    headers: dict[str, str]
    body: bytes = b""

    def __repr__(self) -> str:
        """Without path and body: ids and persons stand there."""
        return f"Request(method={self.method!r}, {len(self.body)} bytes)"


class Response(Struct, frozen=True):
    """One HTTP response; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def __repr__(self) -> str:
        """Without the body: a person may stand in it."""
        return f"Response(status={self.status}, {len(self.body)} bytes)"


class Delivery(Struct, frozen=True):
    """A report ready for the outbox: the same bytes go out at each try, so one key never meets two bodies."""

    kind: str
    body: bytes

    def __repr__(self) -> str:
        """Without the body."""
        return f"Delivery(kind={self.kind!r}, {len(self.body)} bytes)"


def request_of(question: Question, key: str = "") -> Request:
    """The request that asks `question`; a keyed one goes out under idempotency key `key`."""
    match question:
        case CheckPerson(matter=matter, method=method, claimed=claimed):
            person = _person(question)
            return _post("/v1/person-checks", matter=matter, method=method, person=person, claimed=claimed)
        case AnswerCheck(check=check, answer=answer):
            return _post(f"/v1/person-checks/{quote(check, safe='')}/answer", answer=answer)
        case Query(matter=matter, query=query, params=params, check_trace=trace):
            person = _person(question)
            return _post("/v1/queries", matter=matter, query=query, params=params, person=person, check_trace=trace)
        case Issue():
            body = msgspec.structs.asdict(question) | {"person": _person(question)}
            del body["name"], body["number"]
            return _keyed("/v1/issues", key, msgspec.json.encode(body))
        case Verify(matter=matter, verification=verification, params=params, payload=payload):
            scanned = None if payload is None else payload.hex()
            return _post(
                "/v1/verifications", matter=matter, verification=verification, params=params, payload_hex=scanned
            )
        case _:
            return _request_about_case(question, key)


def _request_about_case(question: Question, key: str) -> Request:
    match question:
        case LookUp():
            return _post("/v1/look-ups", **_plain(question))
        case Submit():
            return _keyed("/v1/applications", key, msgspec.json.encode(_plain(question)))
        case Supplement(case_number=number):
            body = _plain(question)
            del body["case_number"]
            return _keyed(_of_case(number, "supplements"), key, msgspec.json.encode(body))
        case Withdraw(case_number=number, check_trace=trace):
            return _post(_of_case(number, "withdrawal"), check_trace=trace)
        case CaseOf(case_number=number, check_trace=trace):
            return _post(_of_case(number, "standing"), check_trace=trace)
        case CasesOf():
            return _post("/v1/cases/mine", **_plain(question))
        case AskPayment(case_number=number, check_trace=trace):
            return _post(_of_case(number, "payment"), check_trace=trace)
        case PaymentOf(case_number=number, check_trace=trace):
            headers = {} if trace is None else {TRACE_HEADER: quote(trace, safe="")}
            return Request("GET", _of_case(number, "payment"), headers)
        case PaperOf(case_number=number, paper=paper, check_trace=trace):
            return _post(_of_case(number, f"papers/{paper}"), check_trace=trace)
        case HandOver():
            return _post("/v1/hand-overs", **_plain(question))
        case TakeOver(code=code):
            return _post("/v1/hand-overs/taken", code=code)
        case _:
            raise TypeError(f"no request for {type(question).__name__}")


def request_by_key(question: Question, key: str) -> Request | None:
    """The request that asks what became of `question` under `key`; None when only repeating it tells."""
    match question:
        case Issue():
            return Request("GET", f"/v1/issues/{quote(key, safe='')}", {})
        case Submit():
            return Request("GET", f"/v1/applications/{quote(key, safe='')}", {})
        case _:
            return None


def health_request() -> Request:
    """The request that asks whether the gateway is there."""
    return Request("GET", "/v1/health", {})


def delivery_of(report: Report) -> Delivery:
    """A report as the outbox keeps it."""
    body = msgspec.json.encode(msgspec.structs.asdict(report))
    return Delivery("outcome" if isinstance(report, PrintReport) else "rating", body)


def report_request(kind: str, key: str, body: bytes) -> Request:
    """The request that delivers a report; `kind` is one of `REPORT_PATHS`."""
    return _keyed(REPORT_PATHS[kind], key, body)


def _person(question: CheckPerson | Query | Issue) -> dict[str, str | None] | None:
    if question.name is None and question.number is None:
        return None
    return {"name": question.name, "number": question.number}


def _of_case(number: str, what: str) -> str:
    return f"/v1/cases/{quote(number, safe='')}/{what}"


def _plain(question: Question) -> dict[str, Any]:
    """The question's fields as JSON has them; photographed papers in base64."""
    plain: dict[str, Any] = msgspec.to_builtins(question)
    del plain["type"]
    for material in plain.get("materials", ()):
        material["pdf_base64"] = material.pop("pdf")
    return plain


def _post(path: str, **body: object) -> Request:
    return Request("POST", path, {"Content-Type": JSON}, msgspec.json.encode(body))


def _keyed(path: str, key: str, body: bytes) -> Request:
    return Request("POST", path, {"Content-Type": JSON, "Idempotency-Key": key}, body)
