"""Questions and reports as HTTP requests: pure, forms as in docs/gateway-contract.md."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal
from urllib.parse import quote

import msgspec
from msgspec import Struct

from kiosk.core.questions import AnswerCheck, CheckPerson, Issue, PrintReport, Query, Question, Report, Verify

JSON = "application/json"
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
    """The request that asks `question`; an `Issue` goes out under idempotency key `key`."""
    match question:
        case CheckPerson(matter=matter, method=method):
            return _post("/v1/person-checks", matter=matter, method=method, person=_person(question))
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
            raise TypeError(f"no request for {type(question).__name__}")


def issue_by_key(key: str) -> Request:
    """The request that asks what became of the issue under `key`."""
    return Request("GET", f"/v1/issues/{quote(key, safe='')}", {})


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


def _post(path: str, **body: object) -> Request:
    return Request("POST", path, {"Content-Type": JSON}, msgspec.json.encode(body))


def _keyed(path: str, key: str, body: bytes) -> Request:
    return Request("POST", path, {"Content-Type": JSON, "Idempotency-Key": key}, body)
