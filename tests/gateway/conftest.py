"""A gateway over a fresh database with simulated departments, a hand-moved clock and a terminal to ask it."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine

from kiosk.documents.fonts import Fonts
from kiosk.documents.office import IssuingOffice
from kiosk.documents.press import Press
from kiosk.documents.signing import Signer
from kiosk.gateway.app import create_app
from kiosk.gateway.db import open_database
from kiosk.gateway.departments.simulated import Simulation, simulate_departments
from kiosk.gateway.identity import Identity
from kiosk.gateway.person_checks import pin_hash
from kiosk.gateway.sources import Sources
from kiosk.gateway.times import BEIJING

TODAY = datetime(2026, 6, 15, 9, 30, tzinfo=BEIJING)
PIN = "135790"
ZHANG = {"name": "张建国", "number": "110105195203189911"}
LI = {"name": "李秀兰", "number": "110105195809109824"}
WANG = {"name": "王磊", "number": "110105198511029710"}
ZHAO = {"name": "赵长期", "number": "110105194910019933"}
SUN = {"name": "孙过期", "number": "110105199504129910"}
GULINA = {"name": "古丽娜·示例", "number": "650102199212259867"}
YAN = {"name": "严䶮𠮷", "number": "330106197802289945"}


class MovedClock:
    def __init__(self, now: datetime = TODAY) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        self.now += timedelta(**by)


class InProcess(httpx.BaseTransport):
    """Requests straight into the application, without a port."""

    def __init__(self, app) -> None:
        self._transport = httpx.ASGITransport(app)
        self._runner = asyncio.Runner()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._runner.run(self._answer(request))

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        answer = await self._transport.handle_async_request(request)
        return httpx.Response(answer.status_code, headers=answer.headers, content=await answer.aread())

    def close(self) -> None:
        self._runner.close()


class Terminal:
    """What a terminal does, in its own words."""

    def __init__(self, client: httpx.Client, outbox: Path) -> None:
        self.http, self.outbox = client, outbox
        self._keys = (f"key-{number:08d}" for number in itertools.count())

    def new_key(self) -> str:
        return next(self._keys)

    def texts(self) -> list[dict[str, str]]:
        return [json.loads(line) for line in self.outbox.read_text().splitlines()]

    def code(self) -> str:
        return self.texts()[-1]["text"].split("验证码 ")[1][:6]

    def begin(self, person: dict[str, str], method: str = "phone_code", matter: str = "KSTB-14"):
        return self.http.post("/v1/person-checks", json={"matter": matter, "method": method, "person": person})

    def answer(self, check: str, answer: str):
        return self.http.post(f"/v1/person-checks/{check}/answer", json={"answer": answer})

    def checked(self, person: dict[str, str], method: str = "keeper", matter: str = "KSTB-14") -> str:
        begun = self.begin(person, method, matter)
        assert begun.status_code == 201, begun.text
        answer = PIN if method == "keeper" else self.code()
        return self.answer(begun.json()["check"], answer).json()["trace"]

    def payments(self, person: dict[str, str], trace: str | None, **params: str):
        asked = {"period_from": "2025-07", "period_to": "2026-06"} | params
        body = {"matter": "KSTB-14", "query": "tax_payments", "params": asked, "person": person, "check_trace": trace}
        return self.http.post("/v1/queries", json=body)

    def rows(self, person: dict[str, str], trace: str, **params: str) -> list[dict[str, Any]]:
        return self.payments(person, trace, **params).json()["rows"]

    def selectable(self, person: dict[str, str], trace: str, **params: str) -> list[str]:
        return [row["id"] for row in self.rows(person, trace, **params) if row["selectable"]]

    def issue(self, person, trace, rows, key: str | None = None, **more: Any):
        body = {"matter": "KSTB-14", "person": person, "check_trace": trace, "params": {}, "rows": rows} | more
        return self.http.post("/v1/issues", json=body, headers={"Idempotency-Key": key or self.new_key()})

    def verify(self, verification: str, payload: bytes | None = None, **params: str):
        hexed = None if payload is None else payload.hex()
        body = {"matter": "VER-TAX", "verification": verification, "params": params, "payload_hex": hexed}
        return self.http.post("/v1/verifications", json=body)

    def outcome(self, case: str, outcome: str, paper: str = "document", key: str | None = None, reason: str = ""):
        body = {
            "case_number": case,
            "job": "0001",
            "paper": paper,
            "outcome": outcome,
            "reason": reason,
            "at": "2026-06-15T09:31:00+08:00",
        }
        return self.http.post("/v1/outcomes", json=body, headers={"Idempotency-Key": key or self.new_key()})

    def case(self, number: str) -> dict[str, Any]:
        return self.http.get(f"/v1/cases/{number}").json()

    def work(self, department: str, verb: str, **more: Any) -> None:
        assert self.http.post(f"/simulation/{department}", json={"verb": verb, **more}).status_code == 204


@pytest.fixture(scope="session")
def office(tmp_path_factory) -> IssuingOffice:
    fonts = os.environ.get("KIOSK_FONTS") or Path.home() / ".cache" / "kiosk" / "fonts"
    return IssuingOffice(Press(Fonts(Path(fonts))), Signer(tmp_path_factory.mktemp("signer") / "made", TODAY))


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture
def engine(tmp_path: Path):
    opened = open_database(f"sqlite:///{tmp_path}/gateway.sqlite")
    yield opened
    opened.dispose()


@pytest.fixture
def simulation(engine: Engine, office: IssuingOffice, clock: MovedClock, tmp_path: Path) -> Simulation:
    return simulate_departments(engine, office, clock, seed=7, phone_outbox=tmp_path / "phone.jsonl")


@pytest.fixture(scope="session")
def keeper_pin() -> str:
    return pin_hash(PIN)


@pytest.fixture
def app(engine: Engine, simulation: Simulation, clock: MovedClock, keeper_pin: str):
    for name in ("first", "second"):
        Identity(engine).register(name, f"token-of-{name}", clock())
    sources = Sources(clock=clock)
    return create_app(engine, simulation.departments, sources, keeper_pin=keeper_pin, lines=simulation.lines)


@pytest.fixture
def client(app):
    with httpx.Client(transport=InProcess(app), base_url="http://gateway") as opened:
        yield opened


@pytest.fixture
def terminal(client: httpx.Client, tmp_path: Path) -> Terminal:
    client.headers["Authorization"] = "Bearer token-of-first"
    return Terminal(client, tmp_path / "phone.jsonl")


@pytest.fixture
def second_terminal(app, tmp_path: Path):
    headers = {"Authorization": "Bearer token-of-second"}
    with httpx.Client(transport=InProcess(app), base_url="http://gateway", headers=headers) as opened:
        yield Terminal(opened, tmp_path / "phone.jsonl")


@pytest.fixture
def persons() -> dict[str, dict[str, str]]:
    return {"zhang": ZHANG, "li": LI, "wang": WANG, "zhao": ZHAO, "sun": SUN, "gulina": GULINA, "yan": YAN}
