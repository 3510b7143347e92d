"""The gateway's log: one JSON object a line, ids of events with fields, never a body, a header or a query."""

from __future__ import annotations

import json
import logging
import time
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk.gateway.times import beijing_now, instant

_log = logging.getLogger("kiosk.gateway")


class JsonLines(logging.Formatter):
    """`{"at", "level", "event", ...fields}`; a traceback is reduced to the exception's type."""

    def format(self, record: logging.LogRecord) -> str:
        """One record as one line."""
        line: dict[str, Any] = {"at": instant(beijing_now()), "level": record.levelname.lower()}
        ours = record.name.startswith("kiosk.")
        line["event"] = record.getMessage() if ours else f"library:{record.name}"
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
        return json.dumps(line | getattr(record, "fields", {}), ensure_ascii=False)


class RequestLog:
    """ASGI middleware: method, route (not the path, which holds ids), status, milliseconds, terminal."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve, then log."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.monotonic(), 0

        async def noting(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            fields = {
                "method": scope["method"],
                "route": getattr(scope.get("route"), "path", None),
                "status": status,
                "ms": round((time.monotonic() - began) * 1000),
                "terminal": scope.get("state", {}).get("terminal"),
            }
            _log.info("request", extra={"fields": fields})
