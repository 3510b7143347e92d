"""Every fault story that a street can play, one after the other on terminals that others used before."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from kiosk.fault_stories.player import Player
from kiosk.fault_stories.story import FaultStory, read_shelf
from tests.fault_stories.street_stage import StreetStage
from tests.journeys.street import open_street

SHELF = read_shelf(Path(__file__).parents[2] / "assets" / "fault_stories")
HERE = [name for name, story in SHELF.stories.items() if story.stage != "processes"]


class Theatre:
    """A street for each model of printer, opened when first needed, and anew after a story that went wrong there."""

    def __init__(self, factory: pytest.TempPathFactory) -> None:
        self._factory = factory
        self._runner = asyncio.Runner()
        self._open: dict[str, tuple[StreetStage, AsyncExitStack]] = {}

    def play(self, story: FaultStory) -> None:
        """Play one story; a street on which it failed is pulled down."""
        try:
            self._runner.run(self._play(story))
        except BaseException:
            self._runner.run(self._shut(story.receipt_profile))
            raise

    def close(self) -> None:
        """Pull everything down."""
        for model in tuple(self._open):
            self._runner.run(self._shut(model))
        self._runner.close()

    async def _play(self, story: FaultStory) -> None:
        stage = await self._stage(story.receipt_profile)
        await stage.move("department", "renew", {})
        await Player(stage, SHELF.ways).play(story)

    async def _stage(self, model: str) -> StreetStage:
        if model not in self._open:
            stack = AsyncExitStack()
            street = await stack.enter_async_context(open_street(self._factory.mktemp("s"), receipt_profile=model))
            self._open[model] = (StreetStage(street), stack)
        return self._open[model][0]

    async def _shut(self, model: str) -> None:
        if model in self._open:
            await self._open.pop(model)[1].aclose()


@pytest.fixture(scope="module")
def theatre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Theatre]:
    theatre = Theatre(tmp_path_factory)
    yield theatre
    theatre.close()


@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", HERE)
def test_story(theatre: Theatre, name: str):
    theatre.play(SHELF.stories[name])
