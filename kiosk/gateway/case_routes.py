"""The calls about cases of docs/gateway-contract.md: each parses, asks one room, and answers."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Any, TypeVar

import msgspec
from fastapi import APIRouter, Depends, Header, Request
from fastapi.responses import JSONResponse
from msgspec import Struct
from pydantic import BaseModel

from kiosk.core import questions
from kiosk.core.matters import Matter
from kiosk.core.parties import Parties
from kiosk.gateway import answers, case_wire, wire
from kiosk.gateway.admission import check_place
from kiosk.gateway.case_life import CaseLife
from kiosk.gateway.departments.case_contract import LookUpAsked
from kiosk.gateway.departments.contract import Person
from kiosk.gateway.errors import PersonCheckMissing, RequestMalformed
from kiosk.gateway.filing import Filer, Offices, Pending, Taken
from kiosk.gateway.hand_overs import HandOvers
from kiosk.gateway.identity import Identity
from kiosk.gateway.look_ups import LookUps, Shared
from kiosk.gateway.person_checks import PersonChecks
from kiosk.gateway.problems import documented
from kiosk.gateway.reports import Reports
from kiosk.gateway.routes import DOCUMENTED_BEARER, KEY_HEADER, Key, Terminal, posted_of
from kiosk.gateway.sources import Sources
from kiosk.gateway.times import instant
from kiosk.gateway.who import as_confirmed, check_acting, confirmed_by, needs_nobody

_T = TypeVar("_T")
_A = TypeVar("_A", bound=BaseModel)


class CaseRooms(Struct, frozen=True):
    """Everything these calls need."""

    identity: Identity
    checks: PersonChecks
    offices: Offices
    look_ups: LookUps
    filer: Filer
    life: CaseLife
    hand_overs: HandOvers
    reports: Reports
    sources: Sources


def _rooms(request: Request) -> CaseRooms:
    rooms: CaseRooms = request.app.state.case_rooms
    return rooms


_Rooms = Annotated[CaseRooms, Depends(_rooms)]
_CheckTrace = Annotated[
    wire.PathId | None, Header(alias="Check-Trace", description="The trace of a passed check; in no address or log")
]
_PENDING: dict[int | str, dict[str, Any]] = {
    202: {"model": wire.Pending, "description": "The case is kept; the department is not done with taking it."}
}

router = APIRouter(prefix="/v1", dependencies=[DOCUMENTED_BEARER], responses=documented(401, 422, 503))


@router.post("/look-ups", responses=documented(400, 403, 413))
def look_up(body: case_wire.LookUp, terminal: Terminal, rooms: _Rooms) -> case_wire.Found:
    """Ask a department for shared data or records; own data needs a passed check."""
    matter = rooms.offices.matter(body.matter)
    asked = core_of(body, questions.LookUp)
    today = instant(rooms.sources.clock())[:10]
    check_place_given(rooms, body.matter, body.place)
    parties = _who_may_ask(rooms, terminal, matter, asked, today)
    question = LookUpAsked(matter.id, matter.service or "", asked.look_up, asked.params, parties, asked.place, today)
    shared = rooms.look_ups.ask(terminal, rooms.offices.system(matter.department), question)
    state = "found" if shared.records else "not_found"
    rooms.reports.asked(shared.trace, terminal, matter.id, "look_up", state)
    return _found(shared, state)


@router.post(
    "/applications",
    status_code=201,
    response_model=case_wire.Filed,
    responses={**_PENDING, **documented(400, 403, 409, 413)},
)
def submit(body: case_wire.Submit, key: Key, terminal: Terminal, rooms: _Rooms) -> JSONResponse:
    """Hand a case in. One key is one case, and one open case for the same applicant, matter, period and place."""
    standing = rooms.identity.standing(terminal)
    taken = rooms.filer.submit(posted_of(key, body, terminal), standing, core_of(body, questions.Submit))
    return _filed_or_pending(rooms, taken, key, 201)


@router.get("/applications/{key}", response_model=case_wire.Filed, responses={**_PENDING, **documented(404)})
def submitted(key: wire.Key, terminal: Terminal, rooms: _Rooms) -> JSONResponse:
    """What became of a case handed in; 404 when nothing with this key was ever accepted."""
    return _filed_or_pending(rooms, rooms.filer.by_key(key, terminal), key, 200)


@router.post("/cases/mine", responses=documented(400, 403, 413))
def my_cases(body: case_wire.Mine, terminal: Terminal, rooms: _Rooms) -> case_wire.Cases:
    """The cases for or by who stands at the terminal."""
    parties = core_of(body, _Mine).parties
    told = rooms.life.mine(terminal, parties, body.check_trace)
    return case_wire.Cases.model_validate({"cases": msgspec.to_builtins(told)})


@router.post("/cases/{number}/standing", responses=documented(400, 403, 404, 413))
def standing(number: wire.PathId, body: case_wire.Traced, terminal: Terminal, rooms: _Rooms) -> case_wire.Filed:
    """Where a case stands: number and state to anybody, the rest with the trace of whose it is."""
    return _filed(rooms.life.standing(number, terminal, body.check_trace))


@router.post(
    "/cases/{number}/supplements",
    status_code=201,
    response_model=case_wire.Filed,
    responses=documented(400, 403, 404, 409, 413),
)
def supplement(
    number: wire.PathId, body: case_wire.Supplement, key: Key, terminal: Terminal, rooms: _Rooms
) -> JSONResponse:
    """Hand in all that was missing, once."""
    asked = core_of(body, questions.Supplement, case_number=number)
    told = rooms.life.supplement(posted_of(key, body, terminal, number), asked)
    return JSONResponse(_filed(told).model_dump(), 201, {KEY_HEADER: key})


@router.post("/cases/{number}/withdrawal", responses=documented(400, 403, 404, 413))
def withdraw(number: wire.PathId, body: case_wire.Traced, terminal: Terminal, rooms: _Rooms) -> case_wire.Filed:
    """Take a case back (撤回)."""
    return _filed(rooms.life.withdraw(number, terminal, body.check_trace))


@router.post("/cases/{number}/payment", status_code=201, responses=documented(400, 403, 404, 413))
def ask_payment(
    number: wire.PathId, body: case_wire.Traced, terminal: Terminal, rooms: _Rooms
) -> case_wire.PaymentCode:
    """The code to pay with, for whose case it is or for the visit that handed it in."""
    return _answer(case_wire.PaymentCode, rooms.life.pay_with(number, terminal, body.check_trace))


@router.get("/cases/{number}/payment", responses=documented(403, 404))
def payment(
    number: wire.PathId, terminal: Terminal, rooms: _Rooms, trace: _CheckTrace = None
) -> case_wire.PaymentState:
    """Whether a case is paid, to whoever may pay it; what is not known is said to be so."""
    return _answer(case_wire.PaymentState, rooms.life.payment(number, terminal, trace))


@router.post("/cases/{number}/papers/{paper}", responses=documented(400, 403, 404, 413))
def paper(
    number: wire.PathId, paper: case_wire.Paper, body: case_wire.Traced, terminal: Terminal, rooms: _Rooms
) -> wire.Issued:
    """A paper of the authority on a case."""
    return answers.issued_answer(rooms.life.paper(number, paper, terminal, body.check_trace))


@router.post("/hand-overs", status_code=201, responses=documented(400, 413))
def hand_over(body: case_wire.HandOver, _caller: Terminal, rooms: _Rooms) -> case_wire.HandedOver:
    """Keep a draft for a phone under a one-time code."""
    check_place_given(rooms, body.matter, body.place)
    kept = rooms.hand_overs.keep(rooms.offices.matter(body.matter), body.place, body.answers)
    return _answer(case_wire.HandedOver, kept)


@router.post("/hand-overs/taken", responses=documented(400, 413))
def take_over(body: case_wire.TakeOver, _caller: Terminal, rooms: _Rooms) -> case_wire.TakenOver:
    """The draft under a code; a code works once."""
    return _answer(case_wire.TakenOver, rooms.hand_overs.take(body.code))


class _Mine(Struct, frozen=True):
    parties: Parties
    check_trace: str


def check_place_given(rooms: CaseRooms, matter: str, place: str) -> None:
    """RequestRefused when a place is given that is not open."""
    if place:
        today = instant(rooms.sources.clock())[:10]
        check_place(rooms.offices.matter(matter), rooms.offices.regions, place, today)


def _who_may_ask(rooms: CaseRooms, terminal: str, matter: Matter, asked: questions.LookUp, today: str) -> Parties:
    """Own data is for who was checked, may act for these parties, and whose mandate or guardianship is confirmed."""
    if needs_nobody(matter):
        return asked.parties
    who = asked.parties.standing
    if who is None:
        raise PersonCheckMissing("nobody was checked")
    rooms.checks.require(
        terminal, matter.id, Person(who.name, who.number), asked.check_trace, or_claimed="IDX" in matter.identity
    )
    check_acting(matter, asked.parties, today)
    confirming = confirmed_by(matter, asked.parties, today)
    if confirming is None or confirming == asked.look_up:
        return as_confirmed(asked.parties, {})
    system = rooms.offices.system(matter.department)
    return rooms.look_ups.confirmed(terminal, system, matter, asked.parties, asked.place, confirming)


def core_of(body: BaseModel, kind: type[_T], **more: str) -> _T:
    """`body` as the core's own value; photographed papers as bytes."""
    plain = body.model_dump() | more
    for material in plain.get("materials", ()):
        material["pdf"] = _bytes(material.pop("pdf_base64"))
    return msgspec.convert(plain, kind, strict=True)


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise RequestMalformed("not base64") from error


def _answer(kind: type[_A], value: Struct) -> _A:
    return kind.model_validate(_untagged(value))


def _untagged(value: Struct) -> dict[str, Any]:
    return {name: msgspec.to_builtins(getattr(value, name)) for name in value.__struct_fields__}


def _filed(told: Struct, *, again: bool = False) -> case_wire.Filed:
    return case_wire.Filed.model_validate({"standing": _untagged(told), "again": again})


def _found(shared: Shared, state: str) -> case_wire.Found:
    return case_wire.Found.model_validate(_untagged(shared) | {"state": state, "demo": True})


def _filed_or_pending(rooms: CaseRooms, taken: Taken | Pending, key: str, status: int) -> JSONResponse:
    headers = {KEY_HEADER: key}
    if isinstance(taken, Pending):
        pending = wire.Pending(state="pending", case_number=taken.case_number)
        return JSONResponse(pending.model_dump(), 202, headers)
    filed = _filed(rooms.life.told(taken.filing), again=taken.again)
    return JSONResponse(filed.model_dump(), status, headers)
