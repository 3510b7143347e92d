"""Visits over real sockets with one fault each: nothing lost, nothing twice, no trace of a person."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from pathlib import Path

import pytest

from tests.journeys.faults import FAULTS, Expect
from tests.journeys.street import Street, open_street

# What only the synthetic persons' cards carry: names, numbers, addresses, phones.
MARKERS = ("张建国", "李秀兰", "110105195203189911", "110105195809109824", "13900000001", "样本村")
REPORT_S = 10.0


class Sums:
    """What the world must hold after all visits so far."""

    def __init__(self, street: Street) -> None:
        self._street = street
        self._due = Expect()

    def add(self, done: Expect) -> None:
        self._due.papers += done.papers
        self._due.receipts += done.receipts
        self._due.cases += done.cases

    def wrong(self) -> list[str]:
        """Where gateway and paper do not agree with the visits."""
        street, due, count = self._street, self._due, self._street.gateway.count
        held = {
            "certificates on paper": (len(street.certificates()), due.papers),
            "cases": (count("SELECT count(*) FROM cases"), due.cases),
            "collected": (count("SELECT count(*) FROM cases WHERE state = 'collected'"), due.papers),
            "printed twice": (count("SELECT count(*) FROM certificates WHERE print_count > 1"), 0),
        }
        return [f"{what}: {is_} instead of {due}" for what, (is_, due) in held.items() if is_ != due]

    async def settle(self) -> list[str]:
        """Reports travel through the outbox: give them time."""
        for _ in range(int(REPORT_S / 0.1)):
            if not (wrong := self.wrong()):
                return []
            await asyncio.sleep(0.1)
        return wrong


async def play(folder: Path, names: list[str]) -> dict[str, str]:
    """Play visits one after the other on one terminal; what went wrong by visit."""
    troubles: dict[str, str] = {}
    async with open_street(folder) as street:
        sums = Sums(street)
        for number, name in enumerate(names):
            try:
                sums.add(await FAULTS[name](street))
                await street.leave()
                assert await sums.settle() == []
            except AssertionError as error:
                troubles[f"{number}-{name}"] = str(error)
                break
            assert street.terminal.session.visit is None
    return troubles


def traces(folder: Path) -> list[str]:
    """Files of the terminal in which a person's mark stands."""
    marks = [mark.encode(coding) for mark in MARKERS for coding in ("utf-8", "utf-16-le", "gb18030")]
    files = [path for path in (folder / "data").rglob("*") if path.is_file()]
    files += [path for path in folder.glob("*.log") if path.is_file()] + list((folder / "spool").glob("*"))
    return [f"{path.name}" for path in files if any(mark in path.read_bytes() for mark in marks)]


def check(folder: Path, names: list[str], caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        troubles = asyncio.run(play(folder, names))
    assert troubles == {}
    assert not [record for record in caplog.records if record.exc_info], "a traceback was logged"
    assert not [mark for mark in MARKERS if mark in caplog.text]
    assert traces(folder) == []


@pytest.mark.timeout(300)
@pytest.mark.parametrize("half", [0, 1])
def test_each_fault_once(tmp_path: Path, caplog: pytest.LogCaptureFixture, half: int):
    check(tmp_path, list(FAULTS)[half::2], caplog)


@pytest.mark.nightly
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("quarter", [0, 1, 2, 3])
def test_fifty_visits(tmp_path: Path, caplog: pytest.LogCaptureFixture, quarter: int):
    drawn = (list(FAULTS) * 2)[:50][quarter::4]
    check(tmp_path, drawn, caplog)
    print(f"{len(drawn)} visits: {dict(Counter(drawn))}")  # noqa: T201 - the figures of the closing run
