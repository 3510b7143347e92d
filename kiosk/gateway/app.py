"""The gateway as an ASGI application."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from sqlalchemy import Engine

from kiosk.gateway import problems, routes
from kiosk.gateway.cases import Cases
from kiosk.gateway.departments.contract import Departments
from kiosk.gateway.departments.line import Line
from kiosk.gateway.identity import Identity
from kiosk.gateway.issuing import Issuing
from kiosk.gateway.logs import RequestLog
from kiosk.gateway.person_checks import PersonChecks
from kiosk.gateway.reports import Reports
from kiosk.gateway.simulation import simulation_routes
from kiosk.gateway.sources import Sources
from kiosk.gateway.wire import Problem

VERSION = "1"
LARGEST_BODY = 64 * 1024


def create_app(
    engine: Engine,
    departments: Departments,
    sources: Sources,
    keeper_pin: str | None = None,
    lines: Mapping[str, Line] | None = None,
) -> FastAPI:
    """The application over an open database; `lines` given, its simulated departments can be worked over HTTP."""
    app = _bare_app()
    checks = PersonChecks(engine, departments.phones, sources, keeper_pin)
    cases = Cases(engine, sources.clock)
    app.state.rooms = routes.Rooms(
        identity=Identity(engine),
        checks=checks,
        cases=cases,
        issuing=Issuing(cases, checks, departments),
        reports=Reports(engine, sources.clock),
        departments=departments,
        sources=sources,
    )
    if lines is not None:
        app.include_router(simulation_routes(lines, routes.identified))
    return app


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
    problems.install(app)
    app.add_middleware(problems.BodyLimit, largest=LARGEST_BODY)
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
