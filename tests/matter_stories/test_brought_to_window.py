"""A paper that was left at home: handed in without it, brought to the window, and the case goes on."""

from __future__ import annotations

import asyncio
from pathlib import Path

from msgspec.structs import replace

from kiosk.core.case_bodies import Case
from kiosk.matter_stories.story import MatterStory, read_matter_stories
from kiosk.settings import Settings
from tests.matter_stories.fixed_gateway import FixedGateway
from tests.matter_stories.stage import Played, open_stage

STORIES = {each.name: each for each in read_matter_stories(Settings().assets)}
BROUGHT = STORIES["KSTB-22-brought"]
SCANNED = replace(STORIES["CASE-receipt_scanned"], before="", ends="accepted")


def took(gateway: FixedGateway, material: str) -> str:
    """What the window's page says once a member of staff has taken a paper; the newest case is the first."""
    with gateway.window() as staff:
        number = staff.get("/window").text.split('href="/window/cases/')[1].split('"', maxsplit=1)[0]
        page = staff.get(f"/window/cases/{number}").text
        assert "等申请人带来的材料" in page
        csrf = page.split('name="csrf" value="')[1].split('"', maxsplit=1)[0]
        return staff.post(f"/window/cases/{number}/materials/{material}/confirm", data={"csrf": csrf}).text


async def played(folder: Path, gateway: FixedGateway) -> tuple[Played, Played, str, Played]:
    """Handed in; looked at long after, when nothing has moved; the paper taken; looked at again."""
    waiting: MatterStory = replace(SCANNED, ends="received", later_s=86_400.0)
    async with open_stage(folder, gateway) as stage:
        filed, still = await stage.play(BROUGHT), await stage.play(waiting)
        page = await asyncio.to_thread(took, gateway, "referral")
        return filed, still, page, await stage.play(SCANNED)


def test_a_window_takes_the_paper_and_the_case_goes_on(tmp_path: Path, gateway: FixedGateway):
    filed, still, page, after = asyncio.run(played(tmp_path, gateway))
    (shown,) = {each.body.missing for each in filed.faces if isinstance(each.body, Case)}
    assert [(each.label, "原件 1 份" in each.value) for each in shown] == [("转诊证明", True)]
    assert (filed.state, still.state, after.state) == ("received", "received", "accepted")
    assert "窗口已核原件（W001）" in page
    assert "等申请人带来的材料" not in page
