"""Errors as problem+json (RFC 9457): the one table from our exceptions to statuses, codes and sentences."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError, ResponseValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk.gateway import errors
from kiosk.gateway.wire import Problem

MEDIA_TYPE = "application/problem+json"
TITLES = {
    "malformed": "请求不合规定。 The request is not of the contract's form.",
    "terminal_unknown": "终端没有登记。 This terminal is not registered.",
    "person_check_missing": "本次没有通过本人核验。 No passed person check of this visit.",
    "not_found": "没有这个编号。 Nothing is known by this key or number.",
    "key_reused": "同一个键带来了不同的内容。 The same key came with another body.",
    "refused": "不予办理。 Refused.",
    "department_unavailable": "部门系统没有答复，结果不明。 The department did not answer: not known.",
    "gateway_unavailable": "网关出了故障，结果不明。 The gateway failed: not known.",
}
_OF_ERROR: dict[type[errors.GatewayError], tuple[int, str]] = {
    errors.RequestMalformed: (422, "malformed"),
    errors.TerminalUnknown: (401, "terminal_unknown"),
    errors.PersonCheckMissing: (403, "person_check_missing"),
    errors.NotFound: (404, "not_found"),
    errors.KeyReused: (409, "key_reused"),
    errors.RequestRefused: (422, "refused"),
    errors.DepartmentUnavailable: (503, "department_unavailable"),
}
IsKnown = Callable[[Request], bool]
_log = logging.getLogger("kiosk.gateway")


def install(app: FastAPI) -> None:
    """Let `app` answer every error in this form."""
    app.add_exception_handler(errors.GatewayError, _of_error)
    app.add_exception_handler(RequestValidationError, _of_validation)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(SQLAlchemyError, _of_failure)
    app.add_exception_handler(ResponseValidationError, _of_failure)


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route that may answer these statuses, for OpenAPI."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        status: {"description": _DESCRIPTIONS[status], "content": {MEDIA_TYPE: {"schema": schema}}}
        for status in statuses
    }


class BodyLimit:
    """ASGI middleware: a body of more than `largest` bytes is 413; the rest of it is never read.

    On a path that `with_papers` matches, a case's photographed papers come along, and `largest_papers` holds for
    whoever `is_known`: a stranger fills no memory.
    Bodies are read whole before the application runs, so that this answer has the form of all others.
    """

    def __init__(
        self, app: ASGIApp, largest: int, largest_papers: int, with_papers: re.Pattern[str], is_known: IsKnown
    ) -> None:
        self._app, self._largest, self._is_known = app, largest, is_known
        self._largest_papers, self._with_papers = largest_papers, with_papers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its whole body, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            largest = await self._allowed(scope)
        except SQLAlchemyError as error:
            await (await _of_failure(Request(scope), error))(scope, receive, send)
            return
        body, more = bytearray(), True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > largest:
                await _problem(413, "malformed")(scope, receive, send)
                return
        whole: list[Message] = [{"type": "http.request", "body": bytes(body)}]

        async def replayed() -> Message:
            return whole.pop() if whole else await receive()

        await self._app(scope, replayed, send)

    async def _allowed(self, scope: Scope) -> int:
        if not self._with_papers.fullmatch(scope["path"]):
            return self._largest
        known = await run_in_threadpool(self._is_known, Request(scope))
        return self._largest_papers if known else self._largest


_DESCRIPTIONS = {
    400: "malformed: the body cannot be parsed",
    401: "terminal_unknown",
    403: "person_check_missing",
    404: "not_found",
    409: "key_reused",
    413: "malformed: the body is too large",
    422: "malformed, or refused with its reason",
    503: "department_unavailable or gateway_unavailable: not known",
}


def _problem(status: int, code: str, reason: str | None = None, headers: dict[str, str] | None = None) -> JSONResponse:
    body = Problem.model_validate({"status": status, "title": TITLES[code], "code": code, "reason": reason})
    return JSONResponse(body.model_dump(exclude_none=True), status, headers=headers, media_type=MEDIA_TYPE)


async def _of_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, errors.GatewayError)
    status, code = _OF_ERROR[type(error)]
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
    return _problem(status, code, getattr(error, "reason", None), headers)


async def _of_validation(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    unparsable = any(each["type"] == "json_invalid" for each in error.errors())
    return _problem(400 if unparsable else 422, "malformed")


async def _of_http(_request: Request, error: Exception) -> JSONResponse:
    # An unknown address is our own mistake: `not_found` would say that a key was never accepted.
    assert isinstance(error, HTTPException)
    return _problem(error.status_code, "malformed", headers=dict(error.headers or {}))


async def _of_failure(_request: Request, error: Exception) -> JSONResponse:
    _log.error("gateway_failed", extra={"fields": {"error": type(error).__name__}})
    return _problem(503, "gateway_unavailable")
