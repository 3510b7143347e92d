"""Every matter's stories, played through the real gateway over HTTP on real device lines, down to the paper."""

from __future__ import annotations

import asyncio
import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from kiosk.catalogue import read_catalogue
from kiosk.core.case_bodies import Materials
from kiosk.gateway.materials import sm3_of
from kiosk.matter_stories.story import MatterStory, read_matter_stories
from kiosk.settings import Settings
from tests.matter_stories.fixed_gateway import FixedGateway
from tests.matter_stories.papers import compare, pictures
from tests.matter_stories.stage import Played, open_stage

SETTINGS = Settings()
STORIES = tuple(read_matter_stories(SETTINGS.assets))
NAMES = frozenset(each.name for each in STORIES)
GOOD = frozenset(("issued", "verified", "approved", "accepted", "received", "in_progress", "delivered"))


async def visit(folder: Path, gateway: FixedGateway, story: MatterStory) -> tuple[Played, list[Path], list[Path]]:
    async with open_stage(folder, gateway) as stage:
        for earlier in (each for each in STORIES if each.name == story.before):
            await stage.play(earlier)
        told = await stage.play(story)
        return told, stage.street.receipts(), stage.street.certificates()


def check_supplement(told: Played, gateway: FixedGateway) -> None:
    """Exactly what the case lacked arrived, as it was photographed."""
    lists = [face.body.rows for face in told.faces if isinstance(face.body, Materials)]
    listed = {each.target.partition(":")[2] for rows in lists for each in rows}
    came = gateway.rows("SELECT material, trust, pages, sm3, pdf FROM materials WHERE supplemented")
    assert listed
    assert [each[0] for each in came] == sorted(listed)
    assert {each[1] for each in came} == {"C"}
    for _, _, pages, digest, pdf in came:
        assert isinstance(pdf, bytes)
        assert (len(PdfReader(io.BytesIO(pdf)).pages), sm3_of(pdf)) == (pages, digest)
    earlier = gateway.rows("SELECT sm3 FROM materials WHERE NOT supplemented AND pdf IS NOT NULL")
    assert {each[3] for each in came}.isdisjoint(digest for (digest,) in earlier), "photographed anew, not sent again"


def test_what_came_before_is_a_story():
    assert {each.before for each in STORIES if each.before} <= NAMES


@pytest.mark.parametrize("story", STORIES, ids=lambda story: f"{story.matter}-{story.id}")
def test_a_story_goes_as_told(tmp_path: Path, gateway: FixedGateway, story: MatterStory):
    told, receipts, documents = asyncio.run(visit(tmp_path, gateway, story))
    assert any(page.endswith(story.page) for page in told.pages), f"{told.reasons} {told.state} {told.pages}"
    assert not story.reason or story.reason in told.reasons, told.reasons
    assert not story.ends or told.state in (story.ends, ""), told.state
    if "supplement" in story.wants:
        check_supplement(told, gateway)
    kinds = ["receipt"] * len(receipts) + ["document"] * len(documents)
    assert sorted(kinds) == sorted(story.papers)
    if story.papers:
        compare(f"{story.matter}-{story.id}", pictures(receipts, documents, tmp_path), tmp_path)


def test_every_matter_has_a_story_that_ends_well_and_one_that_is_refused():
    matters = read_catalogue(SETTINGS.assets, SETTINGS.centre()).matters.values()
    ends = {each.id: {story.ends for story in STORIES if story.matter == each.id} for each in matters if each.annex}
    assert [name for name, seen in ends.items() if not seen & GOOD] == []
    assert [name for name, seen in ends.items() if not seen - GOOD] == []
