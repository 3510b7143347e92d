"""Counts touches of the stories that end well, a JSON line each: ``python -m tests.matter_stories.touch_counter``."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from kiosk.documents.signing import Signer
from kiosk.matter_stories.story import MatterStory, read_matter_stories
from kiosk.settings import Settings
from script.touches import ENDED_WELL
from tests.matter_stories.fixed_gateway import FixedGateway
from tests.matter_stories.stage import Played, open_stage


async def _play(folder: Path, gateway: FixedGateway, story: MatterStory) -> Played:
    async with open_stage(folder, gateway) as stage:
        return await stage.play(story)


def counted(story: MatterStory, signer: Path, fonts: Path) -> str:
    """One line for `script.touches`."""
    with tempfile.TemporaryDirectory() as folder:
        gateway = FixedGateway(Path(folder), signer, fonts)
        gateway.start()
        try:
            told = asyncio.run(_play(Path(folder), gateway, story))
        finally:
            gateway.stop()
    line = {"story": story.name, "touches": told.touches, "keys": told.keys, "typed": told.typed, "pages": told.pages}
    return json.dumps(line, ensure_ascii=False)


def main() -> int:
    """Every story that ends well and follows no earlier visit."""
    fonts = Path(os.environ.get("KIOSK_FONTS") or Path.home() / ".cache" / "kiosk" / "fonts")
    with tempfile.TemporaryDirectory() as folder:
        signer = Path(folder) / "made"
        Signer(signer, datetime.now(UTC))
        for story in read_matter_stories(Settings().assets):
            if story.ends in ENDED_WELL and not story.before:
                sys.stdout.write(counted(story, signer, fonts) + "\n")
                sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
