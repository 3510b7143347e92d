"""The gateway as an ASGI application."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from msgspec import Struct
from sqlalchemy import Engine

from kiosk.core.matters import Matter
from kiosk.core.regions import Regions
from kiosk.core.words import Words
from kiosk.gateway import case_routes, problems, routes
from kiosk.gateway.case_life import CaseLife
from kiosk.gateway.cases import Cases
from kiosk.gateway.departments.contract import Departments
from kiosk.gateway.departments.line import Line
from kiosk.gateway.filing import Filer, Offices
from kiosk.gateway.filings import FilingBook
from kiosk.gateway.hand_overs import HandOvers
from kiosk.gateway.identity import Identity
from kiosk.gateway.issuing import Issuing
from kiosk.gateway.logs import RequestLog
from kiosk.gateway.look_ups import LookUps
from kiosk.gateway.person_checks import PersonChecks
from kiosk.gateway.reports import Reports
from kiosk.gateway.simulation import simulation_routes
from kiosk.gateway.sources import Sources
from kiosk.gateway.window.pages import Window, window_routes
from kiosk.gateway.window.staff import Staff, Staffroom
from kiosk.gateway.wire import Problem

VERSION = "1"
LARGEST_BODY = 64 * 1024
LARGEST_WITH_PAPERS = 24 * 1024 * 1024
WITH_PAPERS = re.compile(r"/v1/(applications|cases/[^/]+/supplements)")


class Files(Struct, frozen=True):
    """What is read at the start: the terminals' own matters, regional data and Chinese words; who works at windows."""

    matters: tuple[Matter, ...] = ()
    regions: Regions = Regions()
    words: Words = Words({})
    staff: tuple[Staff, ...] = ()


def create_app(
    engine: Engine,
    departments: Departments,
    sources: Sources,
    keeper_pin: str | None = None,
    lines: Mapping[str, Line] | None = None,
    files: Files | None = None,
) -> FastAPI:
    """The application over an open database; `lines` given, its simulated departments can be worked over HTTP."""
    app, files = _bare_app(), files or Files()
    checks = PersonChecks(engine, departments.phones, sources, keeper_pin)
    matters = {each.id: each for each in files.matters}
    rooms = _rooms(engine, checks, departments, sources, matters)
    app.state.rooms = rooms
    offices = Offices(matters, files.regions, departments.cases)
    app.state.case_rooms = _case_rooms(engine, rooms, offices)
    book, life = FilingBook(engine, sources.clock), app.state.case_rooms.life
    app.state.window = Window(Staffroom(engine, sources, files.staff), book, life, offices, files.words)
    app.include_router(window_routes())
    if lines is not None:
        app.include_router(simulation_routes(lines, routes.identified))
    return app


def _rooms(
    engine: Engine, checks: PersonChecks, departments: Departments, sources: Sources, matters: Mapping[str, Matter]
) -> routes.Rooms:
    cases = Cases(engine, sources.clock)
    return routes.Rooms(
        identity=Identity(engine),
        checks=checks,
        cases=cases,
        issuing=Issuing(cases, checks, departments.issuers, matters, sources.clock),
        reports=Reports(engine, sources.clock),
        departments=departments,
        sources=sources,
    )


def _case_rooms(engine: Engine, rooms: routes.Rooms, offices: Offices) -> case_routes.CaseRooms:
    sources, checks = rooms.sources, rooms.checks
    book, look_ups = FilingBook(engine, sources.clock), LookUps(engine, sources)
    filer = Filer(book, checks, look_ups, offices, sources.clock)
    return case_routes.CaseRooms(
        identity=rooms.identity,
        checks=checks,
        offices=offices,
        look_ups=look_ups,
        filer=filer,
        life=CaseLife(engine, book, filer, checks, offices, sources.clock),
        hand_overs=HandOvers(engine, sources.clock, sources.one_time_codes),
        reports=rooms.reports,
        sources=sources,
    )


def openapi() -> dict[str, Any]:
    """The interface as OpenAPI 3.1; needs no database."""
    return _bare_app().openapi()


def _bare_app() -> FastAPI:
    app = _Gateway(
        title="Kiosk gateway",
        version=VERSION,
        description="What a terminal says and hears; its meaning is in docs/gateway-contract.md.",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.include_router(routes.public)
    app.include_router(routes.router)
    app.include_router(case_routes.router)
    problems.install(app)
    app.add_middleware(
        problems.BodyLimit,
        largest=LARGEST_BODY,
        largest_papers=LARGEST_WITH_PAPERS,
        with_papers=WITH_PAPERS,
        is_known=routes.is_known,
    )
    app.add_middleware(RequestLog)  # outermost: it sees every answer
    return app


class _Gateway(FastAPI):
    """FastAPI whose errors are all `Problem`."""

    def openapi(self) -> dict[str, Any]:
        """The schema with `Problem` in place of the framework's own error forms."""
        if self.openapi_schema is None:
            schemas = super().openapi()["components"]["schemas"]
            for name in ("HTTPValidationError", "ValidationError"):
                schemas.pop(name, None)
            schemas["Problem"] = Problem.model_json_schema()
        assert self.openapi_schema is not None
        return self.openapi_schema
