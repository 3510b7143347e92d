"""The courier: everything put into the outbox arrives exactly once, whatever the line and the terminal do."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from kiosk.delivery import Courier
from kiosk.demo.faulty_proxy import DROPPED, NOT_HTTP, SERVER_ERROR, Fault, FaultyProxy
from kiosk.platform.answers import Delivered, Dropped, Keep
from kiosk.platform.client import Client
from kiosk.store.errors import DiskFull
from kiosk.store.outbox import LONGEST_PAUSE_S, Outbox
from kiosk.store.store import open_store
from tests.platform.small_gateway import SmallGateway

PROBLEM = {"content-type": "application/problem+json"}


class WallClock:
    def __init__(self):
        self.now = 1_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path / "store", tmp_path / "key")
    yield opened.store
    opened.store.close()


@pytest.fixture
def outbox(store):
    return Outbox(store)


def answering(handler):
    return Client("https://gateway.test", "t", transport=httpx.MockTransport(handler))


def courier(outbox, client, clock=None):
    return Courier(outbox, client, clock or WallClock(), chance=lambda: 1.0)


def test_every_report_arrives_once_through_a_bad_line(outbox):
    bodies = {f"key-{number}": f'{{"number": {number}}}'.encode() for number in range(6)}
    for key, body in bodies.items():
        outbox.put("outcome", key, body, 1_000.0)
    faults = [DROPPED, SERVER_ERROR, Fault(refuse=True), Fault(cut_after=20), NOT_HTTP, Fault(double=True), DROPPED]

    async def story():
        clock = WallClock()
        async with SmallGateway() as gateway, FaultyProxy(gateway.port) as proxy:
            proxy.plan(*faults)
            client = Client(f"http://127.0.0.1:{proxy.port}", "t")
            carries = courier(outbox, client, clock)
            delivered = []
            for _ in range(20):
                delivered += [carried.key for carried in await carries.deliver_due() if carried.answer == Delivered()]
                clock.now += LONGEST_PAUSE_S
            await client.close()
            return delivered, gateway

    delivered, gateway = asyncio.run(story())
    assert sorted(delivered) == sorted(bodies)
    assert gateway.reports == bodies
    assert len(gateway.seen) > len(bodies)
    assert outbox.status(0.0).waiting == 0


def test_a_dropped_report_is_told_and_erased(outbox):
    outbox.put("outcome", "k", b"{}", 1.0)
    client = answering(lambda _: httpx.Response(409, json={"code": "key_reused"}, headers=PROBLEM))
    [carried] = asyncio.run(courier(outbox, client).deliver_due())
    assert (carried.kind, carried.key, carried.answer) == ("outcome", "k", Dropped("key_reused"))
    assert outbox.status(0.0).waiting == 0


def test_a_report_whose_seal_broke_is_told_and_erased(store, outbox):
    outbox.put("outcome", "k", b"{}", 1.0)
    store.write(lambda: store.change("UPDATE outbox SET sealed = zeroblob(50)"))
    calls = []
    [carried] = asyncio.run(courier(outbox, answering(calls.append)).deliver_due())
    assert carried.answer == Dropped("seal_broken")
    assert (calls, outbox.status(0.0).waiting) == ([], 0)


def test_a_line_that_is_down_is_tried_once_a_round(outbox):
    for key in ("a", "b", "c"):
        outbox.put("outcome", key, b"{}", 1.0)
    calls = []

    def nobody(request):
        calls.append(request)
        raise httpx.ConnectError("x")

    [carried] = asyncio.run(courier(outbox, answering(nobody)).deliver_due())
    assert (carried.answer, len(calls)) == (Keep("offline"), 1)
    assert outbox.status(0.0).waiting == 3


def test_a_department_that_is_down_does_not_hold_the_others(outbox):
    for key in ("a", "b"):
        outbox.put("outcome", key, b"{}", 1.0)

    def half(request):
        if request.headers["idempotency-key"] == "a":
            return httpx.Response(503, json={"code": "department_unavailable"}, headers=PROBLEM)
        return httpx.Response(204)

    answers = [carried.answer for carried in asyncio.run(courier(outbox, answering(half)).deliver_due())]
    assert answers == [Keep("unavailable"), Delivered()]


def test_pauses_grow_up_to_the_longest(outbox):
    outbox.put("outcome", "k", b"{}", 1_000.0)
    clock, pauses = WallClock(), []
    carries = courier(outbox, answering(lambda _: httpx.Response(500)), clock)
    for _ in range(10):
        [_] = asyncio.run(carries.deliver_due())
        pauses.append(0.0)
        while not outbox.due(clock.now):
            clock.now += 5.0
            pauses[-1] += 5.0
    assert pauses == [5.0, 10.0, 20.0, 40.0, 80.0, 160.0, 320.0, 640.0, 900.0, 900.0]


def test_the_courier_runs_until_cancelled_and_wakes_when_told(outbox):
    async def story():
        told = []
        arrived = asyncio.Event()

        def tell(carried):
            told.append(carried.key)
            arrived.set()

        carries = courier(outbox, answering(lambda _: httpx.Response(204)))
        running = asyncio.create_task(carries.run(tell))
        await asyncio.sleep(0)
        for key in ("a", "b"):
            outbox.put("rating", key, b"{}", 1.0)
            carries.wake()
            await asyncio.wait_for(arrived.wait(), 3.0)
            arrived.clear()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        return told, running.cancelled()

    assert asyncio.run(story()) == (["a", "b"], True)


class FullOutbox(Outbox):
    """An outbox on a disk that is full: what waits can be read, nothing can be written down."""

    full = True

    def delivered(self, row_id):
        self._refuse()
        super().delivered(row_id)

    def failed(self, row_id, next_attempt_s):
        self._refuse()
        super().failed(row_id, next_attempt_s)

    def _refuse(self):
        if self.full:
            raise DiskFull("磁盘已满。 The disk is full.")


@pytest.mark.parametrize("status", [204, 409, 503])
def test_on_a_full_disk_a_report_is_kept_and_comes_again_under_its_key(store, status):
    outbox, keys = FullOutbox(store), []
    for key in ("k1", "k2"):
        outbox.put("outcome", key, b"{}", 1.0)

    def answer(request):
        keys.append(request.headers["Idempotency-Key"])
        return httpx.Response(status, json={"code": "key_reused"} if status > 400 else None, headers=PROBLEM)

    carries = courier(outbox, answering(answer))
    [carried] = asyncio.run(carries.deliver_due())
    assert carried.answer == Keep("disk_full")
    outbox.full = False
    asyncio.run(carries.deliver_due())
    assert keys[:2] == ["k1", "k1"]
    assert outbox.status(0.0).waiting == (2 if status == 503 else 0)
