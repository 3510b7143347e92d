"""The line to the gateway: carries questions and reports over HTTPS and never raises for what the network does.

One connection serves one request. A doubled or late answer then dies with its connection and cannot be taken for the
answer to the next question (HTTP/1.1 pairs them by order alone, RFC 9112, 9.3). Nothing of either is logged.
"""

from __future__ import annotations

import asyncio
import ipaddress
import logging

import httpx
from msgspec import Struct

from kiosk.core.questions import KEYED, Keyed, Question
from kiosk.core.replies import NotKnown, Reply
from kiosk.platform.answers import (
    LARGEST_BODY,
    Delivered,
    Dropped,
    Keep,
    Pending,
    Rejected,
    is_healthy,
    reply_of,
    report_answer,
)
from kiosk.platform.backoff import Backoff, Pace
from kiosk.platform.issuing import Issuing
from kiosk.platform.terminal_token import PlatformError
from kiosk.platform.wire import REPORT_PATHS, Request, Response, health_request, report_request, request_of

ISSUE_BACKOFF = Backoff(first_s=0.4, most_s=3.0)


class Timeouts(Struct, frozen=True):
    """How long each part may take: to connect, between two bytes, and one request as a whole."""

    connect_s: float = 3.0
    read_s: float = 8.0
    whole_s: float = 20.0


class Client:
    """One terminal's client; `token` as from `read_token`. `transport` replaces httpx's own (private CA, tests)."""

    def __init__(
        self,
        base_url: str,
        token: str,
        *,
        pace: Pace | None = None,
        timeouts: Timeouts | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._pace = pace or Pace()
        self._timeouts = timeouts or Timeouts()
        _quiet_libraries()
        self._http = httpx.AsyncClient(
            base_url=_safe_url(base_url),
            headers={
                "Authorization": f"Bearer {token}",
                "User-Agent": "kiosk",
                "Accept-Encoding": "identity",
                "Connection": "close",
            },
            timeout=httpx.Timeout(self._timeouts.read_s, connect=self._timeouts.connect_s),
            transport=transport,
            trust_env=False,  # no proxy of the environment gets to see a person
        )

    async def ask(self, question: Question) -> Reply:
        """Ask once; whatever keeps an answer from coming is `NotKnown`. Keyed ones go through `issue`."""
        if isinstance(question, KEYED):
            raise TypeError("this question needs a key: call issue()")
        response = await self._exchange(request_of(question), self._timeouts.whole_s)
        if isinstance(response, NotKnown):
            return response
        answer = reply_of(question, response)
        return NotKnown("malformed") if isinstance(answer, Pending | Rejected) else answer

    async def issue(self, question: Keyed, key: str, until: float) -> Reply:
        """Ask under `key` and keep asking until something final is known or the pace's clock reaches `until`."""
        dialogue, tries = Issuing(question, key), 0
        while (left_s := until - self._pace.clock()) > 0:
            response = await self._exchange(dialogue.request(), min(left_s, self._timeouts.whole_s))
            reply = dialogue.hear(response)
            if reply is not None:
                return reply
            tries += 1
            pause_s = ISSUE_BACKOFF.pause_s(tries, self._pace.chance())
            await self._pace.sleep(max(0.0, min(pause_s, until - self._pace.clock())))
        return dialogue.not_known

    async def deliver(self, kind: str, key: str, body: bytes) -> Delivered | Keep | Dropped:
        """Deliver one report of the outbox, once; the same key and body may come again after `Keep`."""
        if kind not in REPORT_PATHS:
            return Keep("no_such_kind")  # a newer version put it there: keep it for that version
        response = await self._exchange(report_request(kind, key, body), self._timeouts.whole_s)
        return Keep(response.why) if isinstance(response, NotKnown) else report_answer(response)

    async def health(self) -> bool:
        """Whether the gateway answers now."""
        response = await self._exchange(health_request(), self._timeouts.whole_s)
        return isinstance(response, Response) and is_healthy(response)

    async def close(self) -> None:
        """Give the connections back."""
        await self._http.aclose()

    async def _exchange(self, request: Request, within_s: float) -> Response | NotKnown:
        try:
            async with asyncio.timeout(within_s):
                return await self._send(request)
        except (httpx.ConnectError, httpx.ConnectTimeout):
            return NotKnown("offline")
        except (httpx.TransportError, TimeoutError):
            return NotKnown("no_answer")

    async def _send(self, request: Request) -> Response:
        body = bytearray()
        sending = self._http.stream(request.method, request.path, headers=request.headers, content=request.body)
        async with sending as answer:
            if "content-encoding" in answer.headers:  # nobody asked for packed bytes, and a few may unpack to many
                return Response(answer.status_code, {}, b"")
            async for part in answer.aiter_bytes():
                body += part
                if len(body) > LARGEST_BODY:
                    break  # the door refuses it by its length
            headers = {name.lower(): value for name, value in answer.headers.items()}
            return Response(answer.status_code, headers, bytes(body))


def _safe_url(base_url: str) -> httpx.URL:
    try:
        url = httpx.URL(base_url)
    except httpx.InvalidURL as error:
        raise PlatformError(f"网关地址 {base_url} 不正确。 The gateway's address is not a URL.") from error
    if url.scheme == "https" or (url.scheme == "http" and _is_this_machine(url.host)):
        return url
    raise PlatformError(
        f"网关地址 {base_url} 须为 https（仅本机可用 http）。 "
        "The gateway's address must be https (http only on this machine)."
    )


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _quiet_libraries() -> None:
    # httpx logs each URL, httpcore each header (the token among them) once a log level lets them.
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
