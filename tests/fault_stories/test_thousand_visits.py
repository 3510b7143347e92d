"""A thousand visits with random fault stories on real sockets: what the nightly run counts for the record."""

from __future__ import annotations

import asyncio
import random
import threading
from collections import Counter
from pathlib import Path

import pytest

from kiosk.fault_stories.player import Player
from tests.fault_stories.street_stage import StreetStage
from tests.fault_stories.test_stories import HERE, SHELF
from tests.journeys.street import open_street

VISITS = 1000
STREETS = 8  # each of them one terminal that serves all its visits without a restart
SEED = 34


async def play(folder: Path, names: list[str]) -> Counter[str]:
    """Play them one after the other on one terminal; how often each was played to its end."""
    played: Counter[str] = Counter()
    async with open_street(folder) as street:
        stage = StreetStage(street)
        player = Player(stage, SHELF.ways)
        for name in names:
            await stage.move("department", "renew", {})
            try:
                await player.play(SHELF.stories[name])
            except AssertionError as error:
                raise AssertionError(f"visit {played.total() + 1}, {name}, after {dict(played)}: {error}") from error
            assert street.terminal.session.visit is None, "somebody is still held"
            played[name] += 1
    return played


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def tell(line: str) -> None:
    print(line)  # noqa: T201 - the counts are what the run is for


@pytest.mark.nightly
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("number", range(STREETS))
def test_visits(tmp_path_factory: pytest.TempPathFactory, number: int, capsys: pytest.CaptureFixture[str]):
    choose = random.Random(SEED + number)
    usual = [name for name in HERE if not SHELF.stories[name].receipt_profile]
    names = [choose.choice(usual) for _ in range(VISITS // STREETS)]
    threads, files = threading.active_count(), descriptors()
    played = asyncio.run(play(tmp_path_factory.mktemp("t"), names))
    with capsys.disabled():
        tell(f"\nstreet {number}: {played.total()} visits; threads {threads} -> {threading.active_count()}")
        tell(f"descriptors {files} -> {descriptors()}")
        for name, count in sorted(played.items()):
            tell(f"  {count:3} {name}")
    assert played.total() == VISITS // STREETS
    assert threading.active_count() <= threads
