"""Matters' stories one after the other on a virtual display: a contact sheet each, and a table of touches."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from kiosk.core.matters import Catalogue
from kiosk.demo.case_book import booked, disagreement, unwritten
from kiosk.demo.display import Display
from kiosk.demo.finger import Spelling
from kiosk.demo.matter_stage import MatterStage
from kiosk.demo.papers_out import Papers, contact_sheet, papers_in, pictures
from kiosk.demo.story import Glass
from kiosk.demo.tally import Told
from kiosk.demo.world import DemoError, World, empty
from kiosk.dock import DockError
from kiosk.matter_stories.story import MatterStory
from kiosk.matter_stories.visitor import Stuck

Say = Callable[[str], None]
TOUCHES = "touches.jsonl"
COME_OUT_S = 5.0  # a paper of which the terminal has heard lies in its tray a moment later


class Show(Struct, frozen=True):
    """What every story needs: all of them by name, the catalogue, how the glass is written on, where all of it goes."""

    stories: Mapping[str, MatterStory]
    catalogue: Catalogue
    spelling: Spelling
    directory: Path
    out: Path
    say: Say


class NotAsTold(Exception):
    """A story came to an end, and it was another one."""


def play_on_glass(show: Show, chosen: Sequence[MatterStory], *, resume: bool = False) -> int:
    """Play the chosen ones; how many did not go as told. One that goes wrong gets a new world after it.

    `resume` goes on in a folder of an earlier run, with the stories that have not yet gone as told there.
    """
    done = _done(show.out) if resume else frozenset()
    if not resume or not show.out.exists():
        empty(show.out)
    rest = [each for each in chosen if each.name not in done]
    earlier, wrong, began = len(chosen) - len(rest), 0, time.monotonic()
    while rest:
        played = _in_one_world(show, rest)
        wrong += played < len(rest)
        rest = rest[played + 1 :]
    went, minutes = len(chosen) - wrong, (time.monotonic() - began) / 60
    show.say(f"{len(chosen)} 个故事，{went} 个走通，其中 {earlier} 个是上次走通的。")
    show.say(f"{went} of {len(chosen)} stories went as told, {earlier} of them in an earlier run; {minutes:.1f} min.")
    return wrong


def _done(out: Path) -> frozenset[str]:
    """The stories that went as told in an earlier run."""
    try:
        lines = (out / TOUCHES).read_text("utf-8").splitlines()
    except FileNotFoundError:
        return frozenset()
    return frozenset(json.loads(each)["story"] for each in lines)


def _in_one_world(show: Show, stories: Sequence[MatterStory]) -> int:
    """How many went as told before one that did not."""
    pixels = show.directory.with_name(show.directory.name + "-display")
    with World(show.directory, show.out / "papers") as world, Display(pixels) as display:
        world.start(env={"DISPLAY": display.name})
        display.wait_for_light()
        glass = Glass(world.mirror)
        try:
            stage = MatterStage(world, display, glass, show.catalogue, show.spelling)
            for number, story in enumerate(stories):
                if number:
                    world.forget_cases()
                glass.wait_for("welcome", "start")
                if not _went(show, world, stage, story):
                    return number
        finally:
            glass.close()
    return len(stories)


def _went(show: Show, world: World, stage: MatterStage, story: MatterStory) -> bool:
    began, folder = time.monotonic(), show.out / story.name
    shutil.rmtree(folder, ignore_errors=True)
    before = papers_in(world.out)
    try:
        if story.before:
            stage.play(show.stories[story.before], None)
            time.sleep(story.later_s)
        told = stage.play(story, folder)
        _compare(story, told, world, before)
    except (DemoError, DockError, Stuck, NotAsTold, ValueError) as error:
        show.say(f"{story.name:32} ✗ {error}")
        stage.show_where_it_stopped(folder)
        _keep_logs(world, folder)
        return False
    finally:
        if pages := sorted(folder.glob("[0-9]*.png")):
            contact_sheet([*pages, *pictures(papers_in(world.out).since(before), folder)], folder.with_suffix(".png"))
    _keep(show.out, story, told)
    seconds = time.monotonic() - began
    show.say(f"{story.name:32} {told.touches:3} 次点按 touches, {told.keys:3} 键 keys, {seconds:5.1f} s")
    return True


def _compare(story: MatterStory, told: Told, world: World, before: Papers) -> None:
    """NotAsTold unless the page, the papers and the gateway's book are those of the story."""
    if not any(page.endswith(story.page) for page in told.pages):
        raise NotAsTold(f"{story.page} 没有出现。 {story.page} did not come: {told.pages}")
    if (out := _papers(world, before, len(story.papers))) != sorted(story.papers):
        raise NotAsTold(f"出来的纸不对。 Other papers came out: {out}")
    held = booked(world.database)
    if text := unwritten(told.wrote, held):
        raise NotAsTold(f"写的不是“{text}”。 Something else than {text} was written.")
    if differs := disagreement(story, held):
        raise NotAsTold(f"部门的记录不一样。 The gateway holds something else: {differs}")


def _keep_logs(world: World, folder: Path) -> None:
    """What every program said, beside the pictures: the next world begins with empty logs."""
    for log in world.directory.glob("*.log"):
        shutil.copy(log, folder)


def _papers(world: World, before: Papers, expected: int) -> list[str]:
    deadline = time.monotonic() + COME_OUT_S
    while len(out := papers_in(world.out).since(before).kinds) < expected and time.monotonic() < deadline:
        time.sleep(0.2)
    return out


def _keep(out: Path, story: MatterStory, told: Told) -> None:
    line = {"story": story.name, "touches": told.touches, "keys": told.keys, "typed": told.typed, "pages": told.pages}
    with (out / TOUCHES).open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
