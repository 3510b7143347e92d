"""Simulated departments over SQLite and PostgreSQL, and what a terminal would hand in."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from sqlalchemy import Engine

from kiosk.core.parties import Parties, Party
from kiosk.core.regions import Choosable, Division, Regions
from kiosk.gateway.db import open_database
from kiosk.gateway.departments.case_contract import Application, LookUpAsked, Material
from kiosk.gateway.departments.simulated import Simulation, simulate_departments
from tests.gateway.departments.example_department import EXAMPLE, HOUSES
from tests.gateway.postgres import new_database, private_postgres

PERSONS = {
    "zhang": Party("张建国", "110105195203189911"),
    "li": Party("李秀兰", "110105195809109824"),
    "wang": Party("王磊", "110105198511029710"),
    "chen": Party("陈晨晨", "110105201506019846"),
    "zhao": Party("赵长期", "110105194910019933"),
    "sun": Party("孙过期", "110105199504129910"),
    "yan": Party("严䶮𠮷", "330106197802289945"),
    "gulina": Party("古丽娜·示例", "650102199212259867"),
    "qian": Party("钱留白", "110105197305079915"),
}
BEIJING, HANGZHOU, URUMQI = "110000", "330100", "650100"


def grade(place: str, id_: str, amount: str) -> Choosable:
    return Choosable(id_, place, f"{amount}元", f"{amount} yuan", "演示数据", "2026-01-01", values={"amount": amount})


REGIONS = Regions(
    provinces=(Division("110000", "北京市", "Beijing", "bj"), Division("330000", "浙江省", "Zhejiang", "zj")),
    cities={
        "11": (Division("110000", "北京市", "Beijing", "bj"),),
        "33": (Division("330100", "杭州市", "Hangzhou", "hz"),),
    },
    choices={
        "pension_grades": (
            grade("11", "g1000", "1000.00"),
            grade("3301", "g500", "500.00"),
            grade("65", "g300", "300.00"),
        )
    },
)
PENSION = {
    "matter": "KSTB-03",
    "service": "pension_registration",
    "values": {"grade": "g1000", "start_date": "2026-06"},
    "materials": (Material("household_book", "A"),),
}
FEES = {
    "matter": "KSTB-17",
    "service": "resident_fees",
    "values": {"insurance": "medical", "fee_year": "2026"},
    "rows": ("ri-zhang-medical",),
}


class Applicant:
    """Hands applications in and asks for shared data."""

    def __init__(self) -> None:
        self._numbers = (f"ZZ1101052026061500010{number:03d}X" for number in itertools.count())

    def application(self, who: str, place: str = BEIJING, kind=PENSION, **other) -> Application:
        values = kind["values"] | other.pop("values", {})
        fields = {
            "number": next(self._numbers),
            "received_at_place": "110105",
            "submitted_at": "2026-06-15T09:30:00+08:00",
        }
        fields |= {"place": place, "parties": Parties(PERSONS[who])}
        return Application(**fields | kind | {"values": values} | other)

    def asked(self, who: str, look_up: str, place: str = BEIJING, kind=PENSION, **params: str) -> LookUpAsked:
        parties = Parties(PERSONS[who])
        return LookUpAsked(kind["matter"], kind["service"], look_up, params, parties, place, "2026-06-15")


@pytest.fixture
def applicant() -> Applicant:
    return Applicant()


@pytest.fixture(scope="session")
def postgres():
    with private_postgres() as socket:
        yield socket


@pytest.fixture(scope="session")
def new_postgres(postgres: Path):
    names = (f"departments_{number}" for number in itertools.count())
    return lambda: new_database(postgres, next(names))


@pytest.fixture(params=["sqlite", "postgresql"])
def any_engine(request, tmp_path: Path):
    is_sqlite = request.param == "sqlite"
    url = f"sqlite:///{tmp_path}/any.sqlite" if is_sqlite else request.getfixturevalue("new_postgres")()
    opened = open_database(url)
    yield opened
    opened.dispose()


@pytest.fixture
def departments(engine: Engine, office, clock) -> Simulation:
    return simulate_departments(engine, office, clock, seed=7, regions=REGIONS)


@pytest.fixture
def social(departments: Simulation):
    return departments.departments.cases["social_security"]


@pytest.fixture
def tax(departments: Simulation):
    return departments.departments.cases["tax"]


@pytest.fixture
def assets(tmp_path: Path) -> Path:
    here = Path(__file__).parents[3] / "assets"
    made = tmp_path / "assets"
    (made / "departments").mkdir(parents=True)
    (made / "synthetic" / "registers").mkdir(parents=True)
    (made / "regions").symlink_to(here / "regions")
    for file in (here / "synthetic").glob("*.toml"):
        (made / "synthetic" / file.name).symlink_to(file)
    (made / "departments" / "example.toml").write_text(EXAMPLE)
    (made / "synthetic" / "registers" / "houses.toml").write_text(HOUSES)
    return made


@pytest.fixture
def simulate(office, clock, assets):
    return lambda engine, seed=7: simulate_departments(engine, office, clock, seed, regions=REGIONS, assets=assets)


@pytest.fixture
def example(any_engine, simulate):
    return simulate(any_engine)


@pytest.fixture
def system(example):
    return example.departments.cases["example"]
