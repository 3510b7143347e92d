"""Every fault story that a street can play, each on a terminal of its own that others used before."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from kiosk.fault_stories.player import Player
from kiosk.fault_stories.story import read_shelf
from tests.fault_stories.street_stage import StreetStage
from tests.journeys.street import open_street

SHELF = read_shelf(Path(__file__).parents[2] / "assets" / "fault_stories")
HERE = [name for name, story in SHELF.stories.items() if story.stage != "processes"]


async def play(folder: Path, names: list[str]) -> None:
    async with open_street(folder) as street:
        stage = StreetStage(street)
        for name in names:
            await stage.move("department", "renew", {})
            await Player(stage, SHELF.ways).play(SHELF.stories[name])


@pytest.mark.parametrize("name", HERE)
@pytest.mark.timeout(120)
def test_story(tmp_path_factory: pytest.TempPathFactory, name: str):
    asyncio.run(play(tmp_path_factory.mktemp("s"), [name]))
