"""A gateway of a hundred lines for the client's tests: real HTTP on loopback, cases kept by their idempotency key."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
from typing import Self

ISSUED = {
    "state": "issued",
    "certificate_number": "DEMO-0001",
    "title": "税收完税证明",
    "issuer": "演示税务局",
    "issued_at": "2026-11-22T10:00:00+08:00",
    "rows": 2,
    "total": "120.50",
    "total_words": "壹佰贰拾元伍角整",
    "pages": 1,
    "pdf_base64": base64.b64encode(b"%PDF-1.7 demo").decode(),
    "print_count": 0,
    "demo": True,
}


class SmallGateway:
    """Issues one case a key, after answering *pending* `busy` times; takes reports, each key once."""

    def __init__(self, busy: int = 0) -> None:
        self.cases: dict[str, str] = {}
        self.reports: dict[str, bytes] = {}
        self.seen: list[tuple[str, str]] = []
        self.headers: list[dict[str, str]] = []
        self._busy = busy

    @property
    def port(self) -> int:
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):  # an asker that gave up
            await self._exchange(reader, writer)
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        method, path, _ = head[0].split(" ")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        self.seen.append((method, path))
        self.headers.append(headers)
        status, answer = self._answer(method, path, headers, body)
        content = b"" if answer is None else json.dumps(answer).encode()
        kind = "application/json" if status < 400 else "application/problem+json"
        writer.write(f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {len(content)}\r\n\r\n".encode())
        writer.write(content)
        await writer.drain()

    def _answer(self, method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[int, object]:
        match method, path.split("/")[2:]:
            case "GET", ["health"]:
                return 200, {"status": "ok", "departments": {}}
            case "POST", ["issues"]:
                self.cases.setdefault(headers["idempotency-key"], f"C{len(self.cases) + 1}")
                return self._issue(headers["idempotency-key"])
            case "GET", ["issues", key] if key in self.cases:
                return self._issue(key)
            case "POST", ["outcomes" | "ratings"]:
                self.reports.setdefault(headers["idempotency-key"], body)
                return 204, None
        return 404, {"status": 404, "code": "not_found"}

    def _issue(self, key: str) -> tuple[int, object]:
        case = {"case_number": self.cases[key]}
        if self._busy:
            self._busy -= 1
            return 202, case | {"state": "pending"}
        return 200, ISSUED | case
