"""How many cases a second the gateway takes, on SQLite and on PostgreSQL, against a bare insert.

Real HTTP with the terminal's own client, its token and one person check: one agent hands in the registration of
matter 3 for as many synthetic applicants as it takes, each looked up before. The gateway is a process of its own over
the real files of the department; only the applicants and their households are added. The peer commits rows of the
same size, one a transaction, to the same database with the same durability, from as many connections at once.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
from msgspec import Struct
from sqlalchemy import Column, Engine, Integer, LargeBinary, MetaData, Table, insert

from kiosk.commands.gateway import DEMO_KEEPER_PIN
from kiosk.core.parties import Agent, Parties, Party
from kiosk.core.questions import AnswerCheck, CheckPerson, GivenMaterial, LookUp, Submit
from kiosk.core.replies import CheckOutcome, CheckSent, Filed, Found
from kiosk.core.validators import citizen_check_digit
from kiosk.demo.world import DemoError
from kiosk.gateway.db import open_database
from kiosk.platform.client import Client
from kiosk.settings import Settings
from script.benches.table import Row, count
from tests.gateway.postgres import new_database, private_postgres

MATTER, PLACE = "KSTB-03", "110000"
AGENT = Party("王磊", "110105198511029710")  # of assets/synthetic/persons.toml
AT_ONCE = (1, 8)
ROUNDS = 5
READY_S, CASE_S = 60.0, 60.0
BORN = ("198001", "198002", "198003", "198004", "198005", "198006")
DAYS, ORDERS = range(1, 29), range(971, 1000)  # order numbers that are not given out, as in persons.toml


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How many."""
    parser.add_argument(
        "--cases", type=count, default=100, metavar="N", help="a database and concurrency (%(default)s)"
    )


def run(arguments: argparse.Namespace) -> list[Row]:
    """Both databases, one case at a time and several at once."""
    each = -(-arguments.cases // ROUNDS) * ROUNDS
    rows = list[Row]()
    with tempfile.TemporaryDirectory(prefix="kiosk-cases-") as home, private_postgres(fsync=True) as server:
        people = applicants(each * len(AT_ONCE))
        assets = with_applicants(Path(home) / "assets", people)
        for name, url in {
            "SQLite": f"sqlite:///{home}/gateway.sqlite",
            "PostgreSQL": new_database(server, "gateway"),
        }.items():
            with gateway(Path(home), url, assets) as terminal:
                rows += asyncio.run(_measured(name, url, terminal, people, each))
    return rows


# --- whom the cases are for --------------------------------------------------------------------------------------


def applicants(many: int) -> list[Party]:
    """Synthetic grown-ups whom no register knows yet; DemoError when there are not so many numbers."""
    firsts = (f"110105{born}{day:02}{order}" for born in BORN for day in DAYS for order in ORDERS)
    found = [
        Party("示例申请人", first + citizen_check_digit(first)) for first, _ in zip(firsts, range(many), strict=False)
    ]
    if len(found) < many:
        raise DemoError(f"最多 {len(found)} 件。 There are applicants for {len(found)} cases only.")
    return found


def with_applicants(assets: Path, people: Sequence[Party]) -> Path:
    """A copy of our assets in which the applicants live somewhere."""
    shutil.copytree(Settings().assets, assets)
    with (assets / "synthetic" / "persons.toml").open("a", encoding="utf-8") as file:
        file.writelines(
            _PERSON.format(id=f"bench-{n}", name=each.name, number=each.number) for n, each in enumerate(people)
        )
    with (assets / "synthetic" / "registers" / "hukou.toml").open("a", encoding="utf-8") as file:
        file.writelines(_HOUSEHOLD.format(id=f"bench-{n}") for n, _ in enumerate(people))
    return assets


_PERSON = """
[[person]]
id = "{id}"
name = "{name}"
number = "{number}"
"""
_HOUSEHOLD = """
[[row]]
key = "hk-{id}"
owner = "{id}"
values = {{ region = "110105", region_name = "北京市朝阳区", address = "北京市朝阳区示例乡样本村五组1号" }}
"""


# --- the gateway and its terminal --------------------------------------------------------------------------------


class Terminal(Struct, frozen=True):
    """How a terminal reaches the gateway."""

    address: str
    token: str


@contextmanager
def gateway(home: Path, url: str, assets: Path) -> Iterator[Terminal]:
    """A gateway process over a database, with one registered terminal."""
    token, log = home / "token", home / "gateway.log"
    words = ("--listen", "127.0.0.1:0", "--database", url, "--token-file", token, "--assets", assets)
    command = (sys.executable, "-m", "kiosk", "gateway", "--simulation", *words, "--signer-dir", home / "signer")
    with (
        log.open("wb") as errors,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True) as process,
    ):
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            if not line.startswith("ready "):
                raise DemoError(f"网关没有起来。 The gateway did not start: {log.read_text('utf-8')[-500:]}")
            yield Terminal(line.split()[1], token.read_text("ascii").strip())
        finally:
            process.terminate()


async def _measured(name: str, url: str, terminal: Terminal, people: Sequence[Party], each: int) -> list[Row]:
    client = Client(terminal.address, terminal.token)
    try:
        trace = await _check(client)
        cases = [await _case(client, person, trace) for person in people]
        rows = list[Row]()
        for number, at_once in enumerate(AT_ONCE):
            mine = cases[number * each : (number + 1) * each]
            ours = [await _hand_in(client, part, at_once) for part in _rounds(mine)]
            size = len(msgspec.json.encode(mine[0]))
            peer = await asyncio.to_thread(inserts, url, size, each, at_once)
            what = f"{name}, {at_once} at once"
            print(f"{what}: {_a_second(ours)} cases, {_a_second(peer)} inserts of {size} bytes a second")
            rows.append(Row(f"cases: {what}", tuple(ours), peer, "a bare insert of its size"))
        return rows
    finally:
        await client.close()


def _a_second(each_ms: Sequence[float]) -> str:
    return f"{1000 * len(each_ms) / sum(each_ms):.0f}"


def _rounds(cases: Sequence[Submit]) -> Iterator[Sequence[Submit]]:
    size = len(cases) // ROUNDS
    yield from (cases[first : first + size] for first in range(0, len(cases), size))


async def _check(client: Client) -> str:
    """The agent is who he says, as the keeper of the centre has seen."""
    sent = await client.ask(CheckPerson(MATTER, "keeper", AGENT.name, AGENT.number))
    if isinstance(sent, CheckSent):
        told = await client.ask(AnswerCheck(sent.check, DEMO_KEEPER_PIN))
        if isinstance(told, CheckOutcome) and told.trace is not None:
            return told.trace
    raise DemoError("本人核验没有通过。 The person check was not passed.")


async def _case(client: Client, person: Party, trace: str) -> Submit:
    """A whole case of one applicant, after the look-up that stands for the household book."""
    parties = Parties(applicant=person, agent=Agent(AGENT, "other", MATTER, "2099-12-31"))
    found = await client.ask(LookUp(MATTER, "hukou", {}, parties, PLACE, trace))
    if not isinstance(found, Found):
        raise DemoError("户口查询没有结果。 The household was not looked up.")
    household = found.records[0].values
    return Submit(
        matter=MATTER,
        version=1,
        place=PLACE,
        parties=parties,
        values={
            "hukou_region": household["region_name"],
            "hukou_address": household["address"],
            "lives_there": "yes",
            "grade": "g500",
        },
        check_trace=trace,
        materials=(
            GivenMaterial("household_book", "A", share_trace=found.trace, pages=1),
            GivenMaterial("not_student_promise", "D"),
        ),
        commitments=("not_student_promise",),
        consents={"general": "1", "account": "1"},
        signature="0" * 64,
    )


async def _hand_in(client: Client, cases: Sequence[Submit], at_once: int) -> float:
    """Milliseconds a case."""
    waiting = list(cases)
    began = time.perf_counter()
    await asyncio.gather(*(_worker(client, waiting) for _ in range(at_once)))
    return (time.perf_counter() - began) * 1000 / len(cases)


async def _worker(client: Client, waiting: list[Submit]) -> None:
    while waiting:
        reply = await client.issue(waiting.pop(), uuid.uuid4().hex, time.monotonic() + CASE_S)
        if not isinstance(reply, Filed) or reply.standing.state == "declined":
            raise DemoError(f"办件没有收下：{reply}。 A case was not taken: {reply}.")


# --- the peer ----------------------------------------------------------------------------------------------------

_METADATA = MetaData()
_ROWS = Table("bench_rows", _METADATA, Column("id", Integer, primary_key=True), Column("body", LargeBinary))


def inserts(url: str, size: int, many: int, at_once: int) -> tuple[float, ...]:
    """Milliseconds a row, each committed on its own over a kept connection, `ROUNDS` times."""
    engine = open_database(url)
    _METADATA.create_all(engine)
    try:
        return tuple(_insert_round(engine, bytes(size), many // ROUNDS, at_once) for _ in range(ROUNDS))
    finally:
        _ROWS.drop(engine)
        engine.dispose()


def _insert_round(engine: Engine, body: bytes, many: int, at_once: int) -> float:
    share = -(-many // at_once)
    threads = [threading.Thread(target=_insert, args=(engine, body, share)) for _ in range(at_once)]
    began = time.perf_counter()
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return (time.perf_counter() - began) * 1000 / (share * at_once)


def _insert(engine: Engine, body: bytes, many: int) -> None:
    with engine.connect() as connection:
        for _ in range(many):
            with connection.begin():
                connection.execute(insert(_ROWS).values(body=body))
