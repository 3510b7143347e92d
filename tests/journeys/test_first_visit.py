"""The main job once, end to end, on real sockets."""

from __future__ import annotations

import asyncio
from pathlib import Path

from devices.receipt_printer.notebook import Notebook
from tests.journeys.street import open_street


async def visit(folder: Path) -> None:
    async with open_street(folder) as street:
        glass, gateway = street.glass, street.gateway
        await street.to_review()
        await glass.touch("primary", "KSTB-14/result")
        await glass.touch("primary", "finish")
        assert street.terminal.session.visit is None
        await glass.wait_until(lambda: glass.face.waiting != "", "the card is still there")
        street.card.pull_card()
        await glass.wait_until(lambda: glass.face.primary is not None, "the card is gone")
        await glass.touch("primary", "rating")
        await glass.touch("grade:1", "welcome")
        assert len(street.certificates()) == 1
        assert len(street.receipts()) == 1
        found = Notebook(street.settings.data).known(street.settings.devices.receipt_place)
        assert found is not None
        assert found.rung == "gs_h"
        for _ in range(100):
            if gateway.count("SELECT count(*) FROM ratings") == 1:
                break
            await asyncio.sleep(0.1)
        assert gateway.count("SELECT count(*) FROM outcomes WHERE outcome = 'PRINTED'") == 2
        assert gateway.count("SELECT count(*) FROM cases WHERE state = 'collected'") == 1


def test_the_main_job(tmp_path: Path):
    asyncio.run(visit(tmp_path))
