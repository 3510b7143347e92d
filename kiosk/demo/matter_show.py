"""Matters' stories one after the other on a virtual display: a contact sheet each, and a table of touches."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from kiosk.core.matters import Catalogue
from kiosk.demo.display import Display
from kiosk.demo.matter_stage import MatterStage, Told, contact_sheet
from kiosk.demo.story import Glass
from kiosk.demo.world import DemoError, World, empty
from kiosk.matter_stories.story import MatterStory
from kiosk.matter_stories.visitor import Stuck

Say = Callable[[str], None]


def play_on_glass(stories: Sequence[MatterStory], catalogue: Catalogue, directory: Path, out: Path, say: Say) -> int:
    """Play all; how many did not go as told. A story that goes wrong gets a new world after it."""
    empty(out)
    wrong, rest = 0, list(stories)
    while rest:
        played = _in_one_world(rest, catalogue, directory, out, say)
        wrong += played < len(rest)
        rest = rest[played + 1 :]
    say(f"{len(stories)} 个故事，{wrong} 个没有走通。 {len(stories)} stories, {wrong} went wrong.")
    return wrong


def _in_one_world(stories: Sequence[MatterStory], catalogue: Catalogue, directory: Path, out: Path, say: Say) -> int:
    pixels = directory.with_name(directory.name + "-display")
    with World(directory, out / "papers") as world, Display(pixels) as display:
        world.start(env={"DISPLAY": display.name})
        display.wait_for_light()
        glass = Glass(world.mirror)
        try:
            glass.wait_for("welcome", "start")
            stage = MatterStage(world, display, glass, catalogue)
            for number, story in enumerate(stories):
                if not _played(stage, story, out, say):
                    return number
        finally:
            glass.close()
    return len(stories)


def _played(stage: MatterStage, story: MatterStory, out: Path, say: Say) -> bool:
    began, folder = time.monotonic(), out / story.name
    try:
        told = stage.play(story, folder)
    except (DemoError, Stuck) as error:
        say(f"{story.name}: {error}")
        return False
    finally:
        if pictures := sorted(folder.glob("*.png")):
            contact_sheet(pictures, out / f"{story.name}.png")
    if not any(page.endswith(story.page) for page in told.pages):
        say(f"{story.name}: {story.page} 没有出现。 {story.page} did not come: {told.pages}")
        return False
    _keep(out, story, told)
    seconds = time.monotonic() - began
    say(f"{story.name:28} {told.touches:3} 次点按 touches, {told.keys:3} 键 keys, {seconds:5.1f} s")
    return True


def _keep(out: Path, story: MatterStory, told: Told) -> None:
    line = {"story": story.name, "touches": told.touches, "keys": told.keys, "typed": told.typed, "pages": told.pages}
    with (out / "touches.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
