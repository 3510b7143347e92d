"""The mirror names the page, what can be pressed and whether a field is filled, and never what is in it."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from msgspec.structs import replace

from kiosk.core.faces import Face, Pad
from kiosk.core.matters import Catalogue
from kiosk.mirror import Mirror
from kiosk.rehearsal import Story
from kiosk.screen_link import Drawn


async def told(folder: Path, face: Face) -> bytes:
    """The line that somebody hears who comes after the page was drawn."""
    mirror = Mirror(folder / "mirror.sock")
    await mirror.open()
    try:
        mirror.drawn(Drawn(face.rev, {"key:1": (1, 2, 3, 4)}), face)
        reader, writer = await asyncio.open_unix_connection(str(folder / "mirror.sock"))
        line = await reader.readline()
        writer.close()
        return line
    finally:
        await mirror.close()


def test_a_field_is_filled_or_not_and_its_value_stays_here(shelf: Catalogue, tmp_path: Path):
    for value in ("", "110105198511029710"):
        face = replace(Story(shelf).face, body=Pad("number", value, "digits", 18))
        line = asyncio.run(told(tmp_path, face))
        heard = json.loads(line)
        assert (heard["page"], heard["body"], heard["field"]) == (face.name, "pad", "number")
        assert heard["targets"] == {"key:1": [1, 2, 3, 4]}
        assert heard["filled"] is bool(value)
        assert not value or value.encode() not in line
