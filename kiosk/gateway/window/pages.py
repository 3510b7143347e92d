"""The window page over HTTP: server-rendered, no script at all; every form carries its session's token."""

from __future__ import annotations

import logging
import urllib.parse
from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse
from fastapi.routing import APIRoute
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from msgspec import Struct
from sqlalchemy.exc import SQLAlchemyError

from kiosk.core.matters import Material, Matter
from kiosk.core.regions import division
from kiosk.core.window_text import pieces
from kiosk.core.words import Words
from kiosk.gateway.case_life import CaseLife
from kiosk.gateway.errors import DepartmentUnavailable, GatewayError, NotFound, RequestRefused
from kiosk.gateway.filing import Offices
from kiosk.gateway.filings import Filing, FilingBook
from kiosk.gateway.window.given import given_tables, given_values
from kiosk.gateway.window.staff import SESSION_HOLDS, Seat, Staffroom, same_token
from kiosk.gateway.window.words import (
    AUDIENCES,
    REFUSALS,
    STATES,
    TROUBLES,
    TRUST,
)

_log = logging.getLogger("kiosk.gateway")

COOKIE = "window"
LONGEST_MESSAGE = 500
FOLDER = Path(__file__).parent
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
}
PAGES = Environment(loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
PAGES.globals.update(STATES=STATES, TRUST=TRUST, AUDIENCES=AUDIENCES)


class Window(Struct, frozen=True):
    """Everything the pages need."""

    staffroom: Staffroom
    book: FilingBook
    life: CaseLife
    offices: Offices
    words: Words


class _PageRoute(APIRoute):
    """A route whose errors are pages too: nobody at a window reads JSON."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The framework's handler, its errors turned into pages."""
        answer = super().get_route_handler()

        async def paged(request: Request) -> Response:
            try:
                return await answer(request)
            except _ComeIn:
                raise
            except HTTPException as error:
                return _trouble(error.status_code)
            except RequestRefused:
                return _trouble(409)
            except (GatewayError, SQLAlchemyError) as error:
                _log.error("window_failed", extra={"fields": {"error": type(error).__name__}})
                return _trouble(503)

        return paged


class _ComeIn(HTTPException):
    """Nobody came in: to the door."""

    def __init__(self) -> None:
        super().__init__(303, headers={"Location": "/window/login"})


def _window(request: Request) -> Window:
    window: Window = request.app.state.window
    return window


def _seat(request: Request) -> Seat:
    seat = _window(request).staffroom.seat(request.cookies.get(COOKIE, ""))
    if seat is None:
        raise _ComeIn
    return seat


async def _form(request: Request) -> Mapping[str, str]:
    """The fields of a posted form; a form of another site's page is refused."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise HTTPException(403)
    text = (await request.body()).decode("utf-8", "replace")
    return dict(urllib.parse.parse_qsl(text, keep_blank_values=True, max_num_fields=20))


_Window = Annotated[Window, Depends(_window)]
_Seat = Annotated[Seat, Depends(_seat)]
_Form = Annotated[Mapping[str, str], Depends(_form)]


def _own_form(form: _Form, seat: _Seat) -> Mapping[str, str]:
    if not same_token(form.get("csrf", ""), seat.csrf):
        raise HTTPException(403)
    return form


_OwnForm = Annotated[Mapping[str, str], Depends(_own_form)]


def window_routes() -> APIRouter:
    """The pages under /window; no part of the terminals' contract."""
    routes = APIRouter(prefix="/window", include_in_schema=False, route_class=_PageRoute)
    routes.get("/style.css")(_style)
    routes.get("/login")(_door)
    routes.post("/login")(_come_in)
    routes.post("/logout")(_go)
    routes.get("")(_cases)
    routes.get("/cases/{number}")(_case)
    routes.get("/cases/{number}/materials/{material}.pdf")(_pdf)
    routes.post("/cases/{number}/materials/{material}/confirm")(_confirm)
    routes.post("/cases/{number}/messages")(_say)
    routes.post("/cases/{number}/take")(_take)
    routes.get("/{rest:path}")(_nowhere)
    return routes


def _nowhere() -> Response:
    raise HTTPException(404)


def _style() -> Response:
    return FileResponse(FOLDER / "style.css", media_type="text/css", headers={"X-Content-Type-Options": "nosniff"})


def _door() -> HTMLResponse:
    return _page("login.html", wrong=False, seat=None)


def _come_in(request: Request, form: _Form, window: _Window) -> Response:
    token = window.staffroom.come_in(form.get("staff", ""), form.get("pin", ""))
    if token is None:
        return _page("login.html", 403, wrong=True, seat=None)
    answer = RedirectResponse("/window", 303, HEADERS)
    answer.set_cookie(
        COOKIE,
        token,
        max_age=int(SESSION_HOLDS.total_seconds()),
        path="/window",
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",  # on the machine itself there may be none
    )
    return answer


def _go(request: Request, _form: _OwnForm, window: _Window) -> Response:
    window.staffroom.go(request.cookies.get(COOKIE, ""))
    answer = RedirectResponse("/window/login", 303, HEADERS)
    answer.delete_cookie(COOKIE, path="/window")
    return answer


def _cases(seat: _Seat, window: _Window) -> HTMLResponse:
    several = [(filing, _matter_name(window, filing)) for filing in window.book.at_window(seat.staff.place)]
    return _page("cases.html", seat=seat, cases=several)


def _case(number: str, seat: _Seat, window: _Window) -> HTMLResponse:
    filing = _of_place(window, seat, number)
    _note("window_case_opened", seat, filing)
    return _show(window, seat, filing)


def _pdf(number: str, material: str, seat: _Seat, window: _Window) -> Response:
    filing = _of_place(window, seat, number)
    for each in window.book.materials(filing):
        if each.id == material and each.pdf is not None:
            _note("window_paper_opened", seat, filing, material=each.id)
            return Response(each.pdf, media_type="application/pdf", headers=HEADERS)
    raise HTTPException(404)


def _confirm(number: str, material: str, _form: _OwnForm, seat: _Seat, window: _Window) -> Response:
    filing = _of_place(window, seat, number)
    if not _receives(seat, filing):  # the original lies where the case was received
        return _show(window, seat, filing, REFUSALS["not_received_here"])
    try:
        window.life.confirm(filing, material, seat.staff.id)
    except RequestRefused as refused:
        return _show(window, seat, filing, REFUSALS.get(refused.reason, REFUSALS["refused"]))
    except DepartmentUnavailable:
        return _show(window, seat, filing, REFUSALS["unavailable"])
    _note("window_paper_confirmed", seat, filing, material=material)
    return _back(number)


def _say(number: str, form: _OwnForm, seat: _Seat, window: _Window) -> Response:
    filing, text = _of_place(window, seat, number), form.get("text", "").strip()
    audience = form.get("audience", "office")
    if not 0 < len(text) <= LONGEST_MESSAGE or audience not in AUDIENCES:
        return _show(window, seat, filing, REFUSALS["message"])
    window.book.say(filing, seat.staff.office, audience, text, seat.staff.id)
    _note("window_said", seat, filing, audience=audience)
    return _back(number)


def _take(number: str, _form: _OwnForm, seat: _Seat, window: _Window) -> Response:
    filing = _of_place(window, seat, number)
    if not window.book.take(filing, seat.staff.id):
        return _show(window, seat, filing, REFUSALS["case_closed"])
    _note("window_case_taken", seat, filing)
    return _back(number)


def _note(event: str, seat: Seat, filing: Filing, **more: str) -> None:
    """Who of the staff did what to which case: the log's own line, with nobody's name."""
    _log.info(event, extra={"fields": {"staff": seat.staff.id, "case_number": filing.number, **more}})


def _of_place(window: Window, seat: Seat, number: str) -> Filing:
    """A case received or decided at the place of who asks; any other is not there for them."""
    try:
        filing = window.book.by_number(number)
    except NotFound as error:
        raise HTTPException(404) from error
    if seat.staff.place not in (filing.received_at_place, filing.place):
        raise HTTPException(404)
    return filing


def _receives(seat: Seat, filing: Filing) -> bool:
    return seat.staff.place == filing.received_at_place


def _show(window: Window, seat: Seat, filing: Filing, trouble: str = "") -> HTMLResponse:
    stale = False
    try:
        filing = window.life.refreshed(filing)
    except (DepartmentUnavailable, RequestRefused):
        stale = True
    awaited = _awaited(window, filing)
    return _page(
        "case.html",
        409 if trouble else 200,
        seat=seat,
        case=filing,
        receives=_receives(seat, filing),
        name=_matter_name(window, filing),
        values=given_values(window.words, filing),
        tables=given_tables(window.words, window.offices.matters.get(filing.matter), filing),
        materials=[
            (each, _material_name(window, filing, each.id)) for each in window.book.materials(filing) if each.trust
        ],
        awaited=awaited,
        holder=_holder(window, filing, waits=bool(awaited)),
        history=window.book.history(filing),
        messages=window.book.messages(filing, *AUDIENCES),
        received=_place(window, filing.received_at_place),
        decided=_place(window, filing.place),
        trouble=trouble,
        stale=stale,
    )


def _holder(window: Window, filing: Filing, *, waits: bool) -> str:
    """Who has the case now; while papers are still to be brought nobody but the receiving window does."""
    here = waits and filing.standing.state == "received"
    return f"{_place(window, filing.received_at_place)}窗口" if here else filing.standing.holder


def _place(window: Window, code: str) -> str:
    """The place, or where nobody named it the city or province that it lies in; the code tells which."""
    codes = (code, f"{code[:4]}00", f"{code[:2]}0000")
    known = next(filter(None, (division(window.offices.regions, each) for each in codes)), None)
    return f"{known.zh}（{code}）" if known is not None else code or "全国"


def _matter_name(window: Window, filing: Filing) -> str:
    matter = window.offices.matters.get(filing.matter)
    return filing.matter if matter is None else matter.name


def _material_name(window: Window, filing: Filing, id_: str) -> str:
    matter: Matter | None = window.offices.matters.get(filing.matter)
    names = {} if matter is None else {each.id: each.name for each in matter.materials}
    return names.get(id_, id_)


def _awaited(window: Window, filing: Filing) -> list[tuple[Material, str]]:
    """What the applicant is to bring or to add, with how many pieces of it."""
    return [(each, pieces(window.words, each)) for each in window.life.awaited(filing)]


def _back(number: str) -> RedirectResponse:
    return RedirectResponse(f"/window/cases/{urllib.parse.quote(number, safe='')}", 303, HEADERS)


def _trouble(status: int) -> HTMLResponse:
    said = TROUBLES.get(status, TROUBLES[503])
    return _page("trouble.html", status, seat=None, said=said)


def _page(template: str, status: int = 200, **shown: Any) -> HTMLResponse:  # noqa: ANN401 - templates show anything
    return HTMLResponse(PAGES.get_template(template).render(**shown), status, HEADERS)
