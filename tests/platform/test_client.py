"""The client against httpx's own test transport, and over real TCP through a proxy that plays the network's tricks."""

from __future__ import annotations

import asyncio
import json
import logging

import httpx
import msgspec
import pytest

from kiosk.core.questions import Issue, Query
from kiosk.core.replies import Issued, NothingFound, NotKnown
from kiosk.demo.faulty_proxy import DROPPED, MALFORMED, NONE, NOT_HTTP, SERVER_ERROR, Fault, FaultyProxy
from kiosk.platform.answers import LARGEST_BODY, Delivered, Dropped, Keep
from kiosk.platform.backoff import Pace
from kiosk.platform.client import Client, Timeouts
from kiosk.platform.terminal_token import PlatformError
from tests.platform.small_gateway import SmallGateway

QUERY = Query("tax", "payments", {"from": "2026-01"}, "演示张三", "110105199001010000", "TRACE")
ISSUE = Issue("tax", {}, ("r1", "r2"), "演示张三", "110105199001010000", "TRACE")
SECRETS = ("演示张三", "110105199001010000", "TRACE", "secret-token")
NOW = "2026-11-22T10:00:00+08:00"
NOTHING = {"state": "not_found", "rows": [], "uncollected": [], "as_of": NOW, "service": "演示", "trace": "t"}
HASTY = Timeouts(connect_s=1.0, read_s=0.3, whole_s=0.6)


class HandClock:
    """A clock that only sleeping moves."""

    def __init__(self):
        self.now = 0.0
        self.pauses = []

    async def sleep(self, seconds):
        self.pauses.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)

    def pace(self):
        return Pace(clock=lambda: self.now, sleep=self.sleep, chance=lambda: 0.5)


def with_answers(handler, clock=None):
    pace = (clock or HandClock()).pace()
    return Client("https://gateway.test", "secret-token", pace=pace, transport=httpx.MockTransport(handler))


def over_tcp(port, *faults):
    """A client over loopback; it is hasty only where a fault makes it wait."""
    timeouts = HASTY if any(fault.delay_s or fault.drip_s for fault in faults) else None
    return Client(f"http://127.0.0.1:{port}", "secret-token", pace=HandClock().pace(), timeouts=timeouts)


def story_id(value):
    """What differs from a plain connection, shortly."""
    if isinstance(value, list):
        return "+".join(map(story_id, value)) or "no fault"
    if not isinstance(value, Fault):
        return str(value)
    plain = msgspec.structs.asdict(NONE)
    return ",".join(name for name, held in msgspec.structs.asdict(value).items() if held != plain[name]) or "none"


def run(coroutine):
    return asyncio.run(coroutine)


def test_a_question_carries_the_token_and_gets_its_reply():
    seen = []

    def handler(request):
        seen.append(request)
        return httpx.Response(200, json=NOTHING)

    assert run(with_answers(handler).ask(QUERY)) == NothingFound(NOW, "演示", "t")
    [request] = seen
    assert (request.method, str(request.url)) == ("POST", "https://gateway.test/v1/queries")
    assert request.headers["authorization"] == "Bearer secret-token"
    assert request.headers["connection"] == "close"
    assert json.loads(request.content)["person"]["number"] == "110105199001010000"


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (httpx.ConnectError("x"), "offline"),
        (httpx.ConnectTimeout("x"), "offline"),
        (httpx.ReadTimeout("x"), "no_answer"),
        (httpx.WriteError("x"), "no_answer"),
        (httpx.RemoteProtocolError("x"), "no_answer"),
    ],
)
def test_network_trouble_is_a_value(error, why):
    def handler(request):
        raise error

    client = with_answers(handler)
    assert run(client.ask(QUERY)) == NotKnown(why)
    assert run(client.deliver("rating", "k", b"{}")) == Keep(why)
    assert run(client.health()) is False


def test_an_answer_about_the_request_itself_is_not_known_to_the_asker():
    client = with_answers(
        lambda _: httpx.Response(404, json={"code": "not_found"}, headers={"content-type": "application/problem+json"})
    )
    assert run(client.ask(QUERY)) == NotKnown("malformed")
    assert run(client.deliver("outcome", "k", b"{}")) == Dropped("not_found")


def test_an_endless_answer_is_left_at_the_limit():
    sent = []

    async def endless():
        while True:
            sent.append(1)
            yield b" " * 1024 * 1024

    client = with_answers(
        lambda _: httpx.Response(200, headers={"content-type": "application/json"}, content=endless())
    )
    assert run(client.ask(QUERY)) == NotKnown("malformed")
    assert len(sent) <= LARGEST_BODY // (1024 * 1024) + 2


def test_a_packed_answer_is_refused():
    def handler(request):
        assert request.headers["accept-encoding"] == "identity"
        return httpx.Response(
            200, headers={"content-type": "application/json", "content-encoding": "gzip"}, content=b"\x1f\x8b"
        )

    assert run(with_answers(handler).ask(QUERY)) == NotKnown("malformed")


def test_a_redirect_is_not_followed():
    client = with_answers(lambda _: httpx.Response(307, headers={"location": "https://elsewhere.test/"}))
    assert run(client.ask(QUERY)) == NotKnown("malformed")


def test_an_issue_without_a_key_is_our_own_mistake():
    with pytest.raises(TypeError, match="key"):
        run(with_answers(lambda _: httpx.Response(500)).ask(ISSUE))


def test_a_report_of_an_unknown_kind_is_kept_and_not_sent():
    assert run(with_answers(lambda _: httpx.Response(204)).deliver("hologram", "k", b"{}")) == Keep("no_such_kind")


@pytest.mark.parametrize("url", ["http://gateway.test", "ftp://127.0.0.1", "http://10.0.0.1", "gateway", "http://[::"])
def test_persons_never_travel_in_the_clear(url):
    with pytest.raises(PlatformError, match="网关地址"):
        Client(url, "t")


@pytest.mark.parametrize(
    "url", ["https://gateway.test", "http://127.0.0.1:8000", "http://localhost", "http://[::1]:80"]
)
def test_https_or_this_machine(url):
    run(Client(url, "t").close())


def test_issue_gives_up_at_the_deadline_with_growing_pauses():
    clock, calls = HandClock(), []

    def handler(request):
        calls.append(request.method)
        return httpx.Response(
            503, json={"code": "department_unavailable"}, headers={"content-type": "application/problem+json"}
        )

    reply = run(with_answers(handler, clock).issue(ISSUE, "k1", until=20.0))
    assert reply == NotKnown("unavailable")
    assert clock.now == 20.0
    assert clock.pauses[:-1] == sorted(clock.pauses[:-1])
    assert 5 < len(calls) < 30
    assert set(calls) == {"GET", "POST"}


def test_nothing_of_a_person_or_the_token_is_logged(caplog):
    async def story():
        async with SmallGateway() as gateway:
            client = over_tcp(gateway.port)
            await client.ask(QUERY)
            await client.issue(ISSUE, "k1", until=10.0)
            await client.close()

    with caplog.at_level(logging.DEBUG):
        run(story())
    assert not any(secret in repr(record.__dict__) for record in caplog.records for secret in SECRETS)
    assert not [record for record in caplog.records if record.name.startswith(("httpx", "httpcore"))]


@pytest.mark.parametrize(
    ("faults", "busy"),
    [
        ([], 0),
        ([], 3),
        ([DROPPED], 0),
        ([DROPPED, DROPPED, DROPPED], 1),
        ([Fault(refuse=True), DROPPED], 0),
        ([Fault(cut_after=40)], 0),
        ([Fault(cut_after=300)], 0),
        ([SERVER_ERROR, NONE], 0),
        ([MALFORMED], 0),
        ([NOT_HTTP], 0),
        ([Fault(double=True)], 2),
        ([Fault(delay_s=0.5)], 0),
        ([Fault(delay_s=0.5), DROPPED, SERVER_ERROR, MALFORMED, Fault(cut_after=10)], 2),
    ],
    ids=story_id,
)
def test_one_key_is_one_case_whatever_the_network_does(faults, busy):
    async def story():
        async with SmallGateway(busy) as gateway, FaultyProxy(gateway.port) as proxy:
            proxy.plan(*faults)
            client = over_tcp(proxy.port, *faults)
            reply = await client.issue(ISSUE, "k1", until=60.0)
            await client.close()
            return reply, gateway

    reply, gateway = run(story())
    assert isinstance(reply, Issued), reply
    assert reply.pdf == b"%PDF-1.7 demo"
    assert (gateway.cases, reply.case_number) == ({"k1": "C1"}, "C1")
    assert all(headers["connection"] == "close" for headers in gateway.headers)


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        (Fault(refuse=True), "no_answer"),
        (DROPPED, "no_answer"),
        (Fault(cut_after=60), "no_answer"),
        (Fault(delay_s=1.0), "no_answer"),
        (Fault(drip_s=0.05), "no_answer"),
        (NOT_HTTP, "no_answer"),
        (MALFORMED, "malformed"),
        (SERVER_ERROR, "server_error"),
    ],
    ids=story_id,
)
def test_a_question_through_a_bad_network(fault, why):
    async def story():
        async with SmallGateway() as gateway, FaultyProxy(gateway.port) as proxy:
            proxy.plan(fault)
            client, later = over_tcp(proxy.port, fault), over_tcp(proxy.port)
            reply, healthy = await client.ask(QUERY), await later.health()
            await client.close()
            await later.close()
            return reply, healthy

    assert run(story()) == (NotKnown(why), True)


def test_nobody_listens():
    async def story():
        async with SmallGateway() as gateway:
            port = gateway.port
        client = over_tcp(port)
        reply = await client.ask(QUERY), await client.issue(ISSUE, "k", until=3.0)
        await client.close()
        return reply

    assert run(story()) == (NotKnown("offline"), NotKnown("offline"))


def test_a_report_whose_confirmation_is_lost_is_stored_once():
    async def story():
        async with SmallGateway() as gateway, FaultyProxy(gateway.port) as proxy:
            proxy.plan(DROPPED)
            client = over_tcp(proxy.port)
            answers = [await client.deliver("outcome", "k1", b'{"a":1}') for _ in range(2)]
            await client.close()
            return answers, gateway.reports

    assert run(story()) == ([Keep("no_answer"), Delivered()], {"k1": b'{"a":1}'})
