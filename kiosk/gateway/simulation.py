"""Working the simulated departments over HTTP, for demonstrations and tests; only there with `--simulation`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, ConfigDict, Field

from kiosk.gateway.departments.line import Line, Verb, WorkedState
from kiosk.gateway.errors import NotFound
from kiosk.gateway.wire import Word


class Fault(BaseModel):
    """What to do to a line: `seconds` for ``slow``, `reason` for a ``..._next``; `case`, `leg` and `state` for a case.

    ``pay`` makes a payment `state` paid, not_paid or not_known; ``advance`` moves a case on, or its `leg` to done or
    declined. Without a `case` it is the newest one that can be.
    """

    model_config = ConfigDict(extra="forbid")

    verb: Verb
    seconds: Annotated[float, Field(ge=0, le=600)] = 3.0
    reason: Word = "refused_by_department"
    case: Annotated[str, Field(max_length=64)] = ""
    leg: Annotated[str, Field(max_length=40)] = ""
    state: WorkedState = ""


def simulation_routes(lines: Mapping[str, Line], identified: Callable[..., str]) -> APIRouter:
    """`POST /simulation/{department}` with a `Fault`; only registered terminals may."""
    routes = APIRouter(prefix="/simulation", include_in_schema=False, dependencies=[Depends(identified)])

    @routes.post("/{department}", status_code=204)
    def work(department: str, fault: Fault) -> Response:
        if department not in lines:
            raise NotFound("no such department")
        line = lines[department]
        line.work(fault.verb, fault.seconds, fault.reason, fault.case, fault.leg, fault.state)
        return Response(status_code=204)

    return routes
