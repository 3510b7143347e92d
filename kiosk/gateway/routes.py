"""The calls of docs/gateway-contract.md: each parses, asks one room, and answers."""

from __future__ import annotations

import hashlib
import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Request, Response, Security
from fastapi.responses import JSONResponse
from fastapi.security import HTTPBearer
from msgspec import Struct
from pydantic import BaseModel

from kiosk.gateway import answers, wire
from kiosk.gateway.cases import Cases, NewCase
from kiosk.gateway.departments.contract import Departments, Person
from kiosk.gateway.errors import RequestMalformed, TerminalUnknown
from kiosk.gateway.identity import Identity
from kiosk.gateway.issuing import DEFAULT_FORM, Issuing, Pending, Ready
from kiosk.gateway.keys import Posted
from kiosk.gateway.person_checks import PersonChecks
from kiosk.gateway.problems import documented
from kiosk.gateway.reports import PrintOutcome, Rating, Reports
from kiosk.gateway.services import QUERIES, VERIFICATIONS
from kiosk.gateway.sources import Sources

KEY_HEADER = "Idempotency-Key"
Key = Annotated[
    wire.Key, Header(alias=KEY_HEADER, description="Made before the first try; the same at each repetition.")
]
# Only for OpenAPI: the token is judged by `Identity`, the one door.
DOCUMENTED_BEARER = Security(HTTPBearer(auto_error=False, description="A registered terminal's token"))


class Rooms(Struct, frozen=True):
    """Everything the calls need."""

    identity: Identity
    checks: PersonChecks
    cases: Cases
    issuing: Issuing
    reports: Reports
    departments: Departments
    sources: Sources


def identified(request: Request) -> str:
    """The calling terminal; also left where the request log finds it."""
    rooms: Rooms = request.app.state.rooms
    terminal = rooms.identity.identify(request)
    request.state.terminal = terminal
    return terminal


def is_known(request: Request) -> bool:
    """Whether a registered terminal is calling."""
    rooms: Rooms = request.app.state.rooms
    try:
        rooms.identity.identify(request)
    except TerminalUnknown:
        return False
    return True


def _rooms(request: Request) -> Rooms:
    rooms: Rooms = request.app.state.rooms
    return rooms


Terminal = Annotated[str, Depends(identified)]
_Rooms = Annotated[Rooms, Depends(_rooms)]

public = APIRouter(prefix="/v1")
# Each call adds the statuses of its own to these.
router = APIRouter(prefix="/v1", dependencies=[DOCUMENTED_BEARER], responses=documented(401, 422, 503))


@public.get("/health")
def health(rooms: _Rooms) -> wire.Health:
    """Whether the gateway is there, and which departments answer."""
    states = {name: "up" if system.is_up() else "down" for name, system in rooms.departments.by_name().items()}
    return wire.Health.model_validate({"status": "ok", "departments": states})


@router.post("/person-checks", status_code=201, responses=documented(400, 413))
def begin_person_check(body: wire.PersonCheck, terminal: Terminal, rooms: _Rooms) -> wire.CheckBegun:
    """Begin to check that the person at the terminal is the card's holder."""
    begun = rooms.checks.begin(terminal, body.matter, body.method, _person(body.person), claimed=body.claimed)
    return wire.CheckBegun.model_validate(begun)


@router.post("/person-checks/{check}/answer", responses=documented(400, 404, 413))
def answer_person_check(
    check: wire.PathId, body: wire.CheckAnswer, terminal: Terminal, rooms: _Rooms
) -> wire.CheckOutcome:
    """Answer a check with the code from the phone or the keeper's PIN."""
    return wire.CheckOutcome.model_validate(rooms.checks.answer(terminal, check, body.answer))


@router.post("/queries", responses=documented(400, 403, 413))
def query(body: wire.Query, terminal: Terminal, rooms: _Rooms) -> wire.QueryAnswer:
    """Ask a register; a person's own data needs a passed check."""
    service, person = QUERIES[body.query], None
    if service.own_data:
        if body.person is None:
            raise RequestMalformed("this query is about a person")
        person = _person(body.person)
        rooms.checks.require(terminal, body.matter, person, body.check_trace)
    found = service.ask(rooms.departments, person, body.params)
    waiting = rooms.cases.uncollected(person, body.matter) if person else ()
    answer = answers.query_answer(found, waiting, rooms.sources.clock(), rooms.sources.ids())
    rooms.reports.asked(answer.trace, terminal, body.matter, body.query, answer.state)
    return answer


_PENDING: dict[int | str, dict[str, Any]] = {
    202: {"model": wire.Pending, "description": "The department is not done; ask again with the same key."}
}


@router.post(
    "/issues",
    status_code=201,
    response_model=wire.Issued,
    responses={**_PENDING, **documented(400, 403, 404, 409, 413)},
)
def issue(body: wire.Issue, key: Key, terminal: Terminal, rooms: _Rooms) -> JSONResponse:
    """Issue a certificate, or an issued one again. One key is one case however often it arrives."""
    new = NewCase(
        posted=posted_of(key, body, terminal),
        matter=body.matter,
        person=_person(body.person),
        form=body.params.get("cert_form", DEFAULT_FORM),
        rows=tuple(dict.fromkeys(body.rows)),
    )
    return _issue_answer(rooms.issuing.order(new, body.check_trace, body.reprint_of), key, 201)


@router.get("/issues/{key}", response_model=wire.Issued, responses={**_PENDING, **documented(404)})
def issue_by_key(key: wire.Key, terminal: Terminal, rooms: _Rooms) -> JSONResponse:
    """What became of an order; 404 when nothing with this key was ever accepted."""
    return _issue_answer(rooms.issuing.by_key(key, terminal), key, 200)


@router.post("/verifications", responses=documented(400, 413))
def verify(body: wire.Verify, terminal: Terminal, rooms: _Rooms) -> wire.VerificationAnswer:
    """Compare a presented certificate with the register of its authority."""
    payload = None if body.payload_hex is None else bytes.fromhex(body.payload_hex)
    checked = VERIFICATIONS[body.verification](rooms.departments, body.params, payload)
    answer = answers.verification_answer(checked, rooms.sources.clock(), rooms.sources.ids())
    rooms.reports.asked(answer.trace, terminal, body.matter, body.verification, answer.state)
    return answer


@router.post("/outcomes", status_code=204, responses=documented(400, 404, 409, 413))
def report_outcome(body: wire.Outcome, key: Key, terminal: Terminal, rooms: _Rooms) -> Response:
    """How a sheet of a case ended; a printed document makes its case collected."""
    rooms.reports.outcome(posted_of(key, body, terminal), PrintOutcome(**body.model_dump()))
    return Response(status_code=204)


@router.post("/ratings", status_code=204, responses=documented(400, 404, 409, 413))
def report_rating(body: wire.Rating, key: Key, terminal: Terminal, rooms: _Rooms) -> Response:
    """How the citizen rated the visit; nobody is named."""
    rooms.reports.rating(posted_of(key, body, terminal), Rating(**body.model_dump() | {"reasons": tuple(body.reasons)}))
    return Response(status_code=204)


@router.get("/cases/{case_number}", responses=documented(404))
def case_by_number(case_number: wire.PathId, _caller: Terminal, rooms: _Rooms) -> wire.CaseState:
    """The state of a case."""
    return answers.case_state(rooms.cases.by_number(case_number))


def _person(person: wire.Person) -> Person:
    return Person(person.name, person.number)


def posted_of(key: str, body: BaseModel, terminal: str, about: str = "") -> Posted:
    """The arrival of `body` (`about` a case); bodies that mean the same have one hash, whatever their spacing."""
    meaning = about.encode() + json.dumps(body.model_dump(), sort_keys=True).encode()
    return Posted(key, hashlib.sha256(meaning).hexdigest(), terminal)


def _issue_answer(answer: Ready | Pending, key: str, status: int) -> JSONResponse:
    headers = {KEY_HEADER: key}
    if isinstance(answer, Pending):
        pending = wire.Pending(state="pending", case_number=answer.case_number)
        return JSONResponse(pending.model_dump(), 202, headers)
    return JSONResponse(answers.issued_answer(answer).model_dump(), status, headers)
