"""`kiosk demo`: a whole terminal with emulated devices; with a display to play with, without one as a story."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import sys
import time
from functools import partial
from pathlib import Path

import msgspec

from kiosk.__main__ import MISSING_INPUT
from kiosk.catalogue import CatalogueError, read_catalogue
from kiosk.demo.display import Display
from kiosk.demo.fault_stage import DemoStage
from kiosk.demo.finger import Spelling
from kiosk.demo.matter_show import Show, play_on_glass
from kiosk.demo.proof import missing
from kiosk.demo.story import Teller, Told
from kiosk.demo.tax_story import tell
from kiosk.demo.world import GATEWAY, DemoError, World, empty
from kiosk.dock import DockError, demo_directory
from kiosk.fault_stories.player import PlayedWrong, Player
from kiosk.fault_stories.story import FaultStory, Moment, Shelf, StoryError, read_shelf
from kiosk.matter_stories.story import StoryError as MatterStoryError
from kiosk.matter_stories.story import read_matter_stories
from kiosk.settings import Settings
from screens.date_steps import turns
from screens.fonts import fonts_directory, shapes_of
from screens.pinyin import open_pinyin
from screens.spelling import keys_to_write

REPORT_S = 10.0  # outcomes and ratings travel through the outbox: they arrive soon after the paper


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where pictures and papers go; whether to play the story even with a display."""
    parser.add_argument("--out", type=Path, default=Path("out/demo"), metavar="DIR", help="pictures and papers")
    parser.add_argument("--dir", type=Path, default=demo_directory(), metavar="DIR", help="sockets and stores")
    parser.add_argument("--story", action="store_true", help="play the story on an own virtual display")
    parser.add_argument("--fault-story", metavar="NAME", help="play one fault story on an own virtual display")
    parser.add_argument("--matter-story", metavar="NAME", help="KSTB-03-approved, a matter's all (KSTB-03), or all")
    parser.add_argument(
        "--resume", action="store_true", help="only the matter stories that have not gone well in --out"
    )
    parser.add_argument("--list-fault-stories", action="store_true", help="name them all")


def run(arguments: argparse.Namespace) -> int:
    """Exit 0 only when everything expected was really there."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if arguments.list_fault_stories or arguments.fault_story:
        return _fault_stories(arguments)
    if arguments.matter_story:
        return _matter_stories(arguments)
    with_display = bool(os.environ.get("DISPLAY")) and not arguments.story
    try:
        return _by_hand(arguments) if with_display else _story(arguments)
    except (DemoError, DockError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _by_hand(arguments: argparse.Namespace) -> int:
    with World(arguments.dir, arguments.out) as world:
        world.start()
        world.open_dock()
        print("演示已经开始，另一个窗口是操作台。 The demonstration runs; the other window is the dock.")
        print("也可以在另一个终端里 / or in another shell:")
        print("  .venv/bin/kiosk dock insert-card zhang-jianguo | pull-card | phone | show-code FILE | --help")
        print(f"窗口网页 / the page for window staff: {(world.directory / GATEWAY).read_text('utf-8')}/window")
        print("按 Ctrl-C 结束。 Ctrl-C ends it.", flush=True)
        world.watch()
    return 0


def _fault_stories(arguments: argparse.Namespace) -> int:
    try:
        shelf = read_shelf(Settings().assets / "fault_stories")
        if arguments.list_fault_stories:
            return _listed(shelf)
        story = shelf.stories.get(arguments.fault_story)
        if story is None or story.stage == "street":
            why = "没有这个剧本" if story is None else "这个剧本要拨钟，只能在测试里演"
            print(f"{why}，请看 --list-fault-stories。 Not played here: see --list-fault-stories.", file=sys.stderr)
            return MISSING_INPUT
        return _fault_story(arguments, shelf, story)
    except (StoryError, DemoError, DockError, PlayedWrong) as error:
        print(error, file=sys.stderr)
        return 1


def _listed(shelf: Shelf) -> int:
    for name, story in shelf.stories.items():
        if story.stage != "street":
            print(f"{name:34} {story.title_zh}。 {story.title_en}.")
    return 0


def _fault_story(arguments: argparse.Namespace, shelf: Shelf, story: FaultStory) -> int:
    out: Path = arguments.out / arguments.fault_story
    empty(out)
    pixels = arguments.dir.with_name(arguments.dir.name + "-display")
    with World(arguments.dir, out) as world, Display(pixels) as display:
        world.start(env={"DISPLAY": display.name}, receipt_profile=story.receipt_profile)
        display.wait_for_light()
        teller = Teller(world, display, None)
        try:
            teller.glass.wait_for("welcome", "start")
            print(f"{story.title_zh}。 {story.title_en}.", flush=True)
            asyncio.run(Player(DemoStage(world, teller), shelf.ways, _tell).play(story))
            display.picture().save(out / "end.png")
        finally:
            teller.glass.close()
    print("都对上了：纸、办件、打印记录，没有留下个人信息。 Papers, cases and journal agree; nothing personal is left.")
    return 0


def _matter_stories(arguments: argparse.Namespace) -> int:
    assets, name = Settings().assets, arguments.matter_story
    try:
        stories = {each.name: each for each in read_matter_stories(assets)}
        chosen = [each for each in stories.values() if name in ("all", each.matter, each.name)]
        if not chosen:
            print("没有这个事项故事。 There is no such story of a matter.", file=sys.stderr)
            return MISSING_INPUT
        catalogue = read_catalogue(assets, Settings().centre())
        show = Show(stories, catalogue, _spelling(), arguments.dir, arguments.out, partial(print, flush=True))
        return min(1, play_on_glass(show, chosen, resume=arguments.resume))
    except (MatterStoryError, CatalogueError, DemoError, DockError) as error:
        print(error, file=sys.stderr)
        return 1


def _spelling() -> Spelling:
    """How this glass is written on: the same decoder, typeface and date keys."""
    shapes = shapes_of(fonts_directory())
    pinyin = open_pinyin(lambda text: all(ord(each) in shapes for each in text))
    return Spelling(written=lambda text: keys_to_write(text, pinyin), turned=turns)


def _tell(moment: Moment) -> None:
    print(f"  {moment.zh or moment.when}。 {moment.en or moment.when}.", flush=True)


def _story(arguments: argparse.Namespace) -> int:
    out: Path = arguments.out
    empty(out)
    began = time.monotonic()
    pixels = arguments.dir.with_name(arguments.dir.name + "-display")
    with World(arguments.dir, out) as world, Display(pixels) as display:
        world.start(env={"DISPLAY": display.name})
        display.wait_for_light()
        teller = Teller(world, display, out)
        try:
            tell(teller, world)
        finally:
            teller.glass.close()
            _write(out, teller.steps)
        absent = _absent(world, teller.steps, out)
    print(f"{time.monotonic() - began:.1f} s, {out}")
    for each in absent:
        print(f"缺少 / missing: {each}", file=sys.stderr)
    return 1 if absent else 0


def _absent(world: World, steps: list[Told], out: Path) -> list[str]:
    deadline = time.monotonic() + REPORT_S
    while (absent := list(missing(world, steps, out))) and time.monotonic() < deadline:
        time.sleep(0.2)
    return absent


def _write(out: Path, steps: list[Told]) -> None:
    story = [msgspec.to_builtins(each) for each in steps]
    (out / "story.json").write_text(json.dumps(story, ensure_ascii=False, indent=1) + "\n", "utf-8")
    for each in steps:
        print(f"{each.number:3}  {each.ms:6} ms  {each.page:28} {each.what}")
