"""A gateway over a fresh database with simulated departments, a hand-moved clock and a terminal to ask it."""

from __future__ import annotations

import os
import uuid
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
from msgspec.structs import replace
from sqlalchemy import Engine, create_engine, text

from kiosk.catalogue import read_all_words
from kiosk.core.matters import Matter, parse_matter
from kiosk.core.regions import Division, Opened, Regions
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
from tests.gateway.one_terminal import PIN, InProcess, Terminal
from tests.gateway.small_office import MATTER, SmallOffice, small_matter

# Given, every test gets a fresh database of this PostgreSQL server instead of an SQLite file (test_postgresql.py).
SERVER = os.environ.get("KIOSK_TEST_POSTGRESQL")
ROOT = Path(__file__).parents[2]
TODAY = datetime(2026, 6, 15, 9, 30, tzinfo=BEIJING)
CAPITAL, HANGZHOU = Division("110000", "北京市", "Beijing", "bj"), Division("330100", "杭州市", "Hangzhou", "hz")
REGIONS = Regions(
    provinces=(CAPITAL, Division("330000", "浙江省", "Zhejiang", "zj")),
    cities={"11": (CAPITAL,), "33": (HANGZHOU,)},
    opened={"TEST-01": Opened("TEST-01", ("3301", "11"))},
)
ZHANG = {"name": "张建国", "number": "110105195203189911"}
LI = {"name": "李秀兰", "number": "110105195809109824"}
WANG = {"name": "王磊", "number": "110105198511029710"}
ZHAO = {"name": "赵长期", "number": "110105194910019933"}
SUN = {"name": "孙过期", "number": "110105199504129910"}
GULINA = {"name": "古丽娜·示例", "number": "650102199212259867"}
YAN = {"name": "严䶮𠮷", "number": "330106197802289945"}


def tax_matter() -> Matter:
    """Matter 14, as the terminals have it."""
    return parse_matter((ROOT / "assets" / "matters" / "KSTB-14.toml").read_text("utf-8"))[0]


class MovedClock:
    def __init__(self, now: datetime = TODAY) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        self.now += timedelta(**by)


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
def words() -> Words:
    """Everybody's words and those of the small matter."""
    return Words(
        read_all_words(ROOT / "assets")["zh"].table | flattened(parse_matter(MATTER)[1]["zh"], "matter.TEST-01.")
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
def app(engine: Engine, simulation: Simulation, clock: MovedClock, keeper_pin: str, office_of_cases, staff, words):
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
            matters=(small_matter(), tax_matter(), replace(tax_matter(), id="TEST-02")),
            regions=REGIONS,
            words=words,
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
def body(terminal: Terminal, persons):
    """What 张建国 hands in."""
    return terminal.application(persons["zhang"])


@pytest.fixture
def photographed_case(terminal: Terminal, persons) -> str:
    """The number of a case with a photographed paper."""
    body = terminal.application(persons["zhang"])
    body["materials"].append(terminal.photographed())
    body["values"]["delivery_method"] = "post"
    return terminal.submit(body).json()["standing"]["case_number"]


@pytest.fixture
def second_terminal(app, tmp_path: Path):
    headers = {"Authorization": "Bearer token-of-second"}
    with httpx.Client(transport=InProcess(app), base_url="http://gateway", headers=headers) as opened:
        yield Terminal(opened, tmp_path / "phone.jsonl")


@pytest.fixture
def persons() -> dict[str, dict[str, str]]:
    return {"zhang": ZHANG, "li": LI, "wang": WANG, "zhao": ZHAO, "sun": SUN, "gulina": GULINA, "yan": YAN}
