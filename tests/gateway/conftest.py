"""A gateway over a fresh database with simulated departments, a hand-moved clock and a terminal to ask it."""

from __future__ import annotations

import asyncio
import base64
import itertools
import json
import os
import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from msgspec.structs import replace
from sqlalchemy import Engine, create_engine, text

from kiosk.core.matters import parse_matter
from kiosk.core.regions import Opened, Regions
from kiosk.core.words import Words, flattened
from kiosk.documents.fonts import Fonts
from kiosk.documents.office import IssuingOffice
from kiosk.documents.press import Press
from kiosk.documents.signing import Signer
from kiosk.gateway.app import Files, create_app
from kiosk.gateway.db import open_database
from kiosk.gateway.departments.simulated import Simulation, simulate_departments
from kiosk.gateway.identity import Identity
from kiosk.gateway.person_checks import pin_hash
from kiosk.gateway.sources import Sources
from kiosk.gateway.times import BEIJING
from kiosk.gateway.window.staff import Staff
from tests.gateway.small_office import MATTER, PDF, PDF_SM3, SmallOffice, small_matter

# Given, every test gets a fresh database of this PostgreSQL server instead of an SQLite file (test_postgresql.py).
SERVER = os.environ.get("KIOSK_TEST_POSTGRESQL")
ROOT = Path(__file__).parents[2]
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

    def begin(self, person: dict[str, str], method: str = "phone_code", matter: str = "KSTB-14", **more: Any):
        body = {"matter": matter, "method": method, "person": person}
        return self.http.post("/v1/person-checks", json=body | more)

    def answer(self, check: str, answer: str):
        return self.http.post(f"/v1/person-checks/{check}/answer", json={"answer": answer})

    def checked(self, person: dict[str, str], method: str = "keeper", matter: str = "KSTB-14", **more: Any) -> str:
        begun = self.begin(person, method, matter, **more)
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

    # --- cases -----------------------------------------------------------------------------------------------------

    def look_up(self, person, trace, look_up: str = "household", **more: Any):
        asked = {"matter": "TEST-01", "look_up": look_up, "parties": {"applicant": person}, "check_trace": trace}
        return self.http.post("/v1/look-ups", json=asked | more)

    def application(self, person, **more: Any) -> dict[str, Any]:
        """A whole case of the small matter, with a fresh check and a fresh share."""
        trace = more.pop("trace", None) or self.checked(person, matter="TEST-01")
        shared = self.look_up(person, trace).json().get("trace")
        body = {
            "matter": "TEST-01",
            "version": 3,
            "place": "330100",
            "parties": {"applicant": person},
            "values": {"month": "2026-05", "kind": "one", "amount": "10.00"},
            "check_trace": trace,
            "materials": [
                {"id": "book", "trust": "A", "share_trace": shared},
                {"id": "promise", "trust": "D"},
            ],
            "commitments": ["promise"],
            "consents": {"general": "1", "account": "1"},
            "signature": "0" * 64,
        }
        return body | more

    def submit(self, body: dict[str, Any], key: str | None = None):
        return self.http.post("/v1/applications", json=body, headers={"Idempotency-Key": key or self.new_key()})

    def filed(self, person, **more: Any) -> str:
        """The number of a case that was handed in."""
        answer = self.submit(self.application(person, **more))
        assert answer.status_code == 201, answer.text
        return answer.json()["standing"]["case_number"]

    def standing(self, number: str, trace: str | None = None):
        return self.http.post(f"/v1/cases/{number}/standing", json={"check_trace": trace})

    def pay(self, number: str, trace: str | None):
        return self.http.post(f"/v1/cases/{number}/payment", json={"check_trace": trace})

    def paid(self, number: str, trace: str | None):
        headers = {} if trace is None else {"Check-Trace": trace}
        return self.http.get(f"/v1/cases/{number}/payment", headers=headers)

    def supplement(self, number: str, trace: str | None, *materials, key: str | None = None, **values: str):
        body = {"materials": list(materials), "values": values, "check_trace": trace}
        headers = {"Idempotency-Key": key or self.new_key()}
        return self.http.post(f"/v1/cases/{number}/supplements", json=body, headers=headers)

    @staticmethod
    def photographed(id_: str = "extra", pdf: bytes = PDF, sm3: str = PDF_SM3, pages: int = 1) -> dict[str, Any]:
        return {
            "id": id_,
            "trust": "C",
            "pdf_base64": base64.b64encode(pdf).decode(),
            "pages": pages,
            "sm3": sm3,
        }

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
def database(tmp_path: Path):
    if SERVER is None:
        yield f"sqlite:///{tmp_path}/gateway.sqlite"
        return
    name = f"kiosk_{uuid.uuid4().hex}"
    server = create_engine(SERVER.format(database="postgres"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield SERVER.format(database=name)
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture
def engine(database: str):
    opened = open_database(database)
    yield opened
    opened.dispose()


@pytest.fixture
def office_of_cases() -> SmallOffice:
    return SmallOffice()


@pytest.fixture(scope="session")
def staff() -> tuple[Staff, ...]:
    hashed = pin_hash(PIN)
    return (
        Staff("W001", "示例 收件", "收件地窗口（演示）", "110101", hashed),
        Staff("W002", "示例 办理", "办理地窗口（演示）", "330100", hashed),
        Staff("W003", "示例 别处", "别处窗口（演示）", "440100", hashed),
    )


@pytest.fixture(scope="session")
def few_assets(tmp_path_factory) -> Path:
    """The synthetic persons and papers, and no departments as data: those have tests of their own."""
    folder = tmp_path_factory.mktemp("assets")
    (folder / "synthetic").mkdir()
    (folder / "regions").symlink_to(ROOT / "assets" / "regions")
    for path in (ROOT / "assets" / "synthetic").glob("*.toml"):
        (folder / "synthetic" / path.name).symlink_to(path)
    return folder


@pytest.fixture
def simulation(engine: Engine, office: IssuingOffice, clock: MovedClock, tmp_path: Path, few_assets) -> Simulation:
    phones = tmp_path / "phone.jsonl"
    return simulate_departments(engine, office, clock, seed=7, phone_outbox=phones, assets=few_assets)


@pytest.fixture(scope="session")
def keeper_pin() -> str:
    return pin_hash(PIN)


@pytest.fixture
def app(engine: Engine, simulation: Simulation, clock: MovedClock, keeper_pin: str, office_of_cases, staff):
    for name in ("first", "second"):
        Identity(engine).register(name, f"token-of-{name}", clock())
    sources = Sources(clock=clock)
    return create_app(
        engine,
        replace(simulation.departments, cases={"office": office_of_cases}),
        sources,
        keeper_pin=keeper_pin,
        lines=simulation.lines,
        files=Files(
            matters=(small_matter(),),
            regions=Regions(opened={"TEST-01": Opened("TEST-01", ("3301", "11"))}),
            words=Words(flattened(parse_matter(MATTER)[1]["zh"], "matter.TEST-01.")),
            staff=staff,
        ),
    )


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
