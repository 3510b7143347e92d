"""A whole terminal as real processes on a display of its own, a finger made of X events, and ways to hurt each process.

Everything lies below one new directory, the display's number is free: several towns may stand side by side.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PIL import Image

from devices.id_card.cards import PERSONS
from kiosk.demo.display import Display
from kiosk.demo.story import Glass, Teller
from kiosk.demo.world import World
from tests.processes.patience import until

GRAIN = 16  # grey levels: a camera's picture on the glass is never twice the same, and nothing else differs so little
TOP_BAR_PX = 150  # emblem, place, and a clock whose minute passes in the middle of any test
SHORTEST_MARK = 6  # bytes; a shorter one may stand in any file by chance
MARKED = ("name", "number", "address", "phone", "pass_number", "name_en")
# What others hold for the citizen: the department's register, the telephones. And their ends of the lines.
OTHERS_FILES = ("gateway.sqlite", "phone.jsonl")


class Onlooker(Glass):
    """The mirror's listener, that can also tell when a page it knows is drawn once more."""

    def quiet(self, seconds: float = 0.2) -> None:
        """Read on until nothing has been told for so long."""
        before = None
        while before != (self.rev, self.targets):
            before = (self.rev, self.targets)
            self.hear(seconds)

    def drawn_anew(self) -> None:
        """Read on until a screen reports a face as drawn, also the one that was drawn before."""
        self.rev = -1
        self.wait_beyond(-1)


class Town:
    """The world, its display, and the finger."""

    def __init__(self, world: World, display: Display) -> None:
        self.world = world
        self.display = display
        self.finger = Teller(world, display, None)
        self.look()

    @property
    def glass(self) -> Onlooker:
        glass = self.finger.glass
        assert isinstance(glass, Onlooker)
        return glass

    def look(self) -> None:
        """Listen to the mirror, once more after the terminal was gone."""
        self.finger.glass.close()
        self.finger.glass = Onlooker(self.world.mirror)

    def measured(self, what: str, seconds: float) -> None:
        """Tell one figure to whoever runs the tests with -rP."""
        print(f"{what}: {seconds * 1000:.0f} ms")  # noqa: T201 - no test asserts a time, a reader wants to see it

    def slowest_touch(self) -> None:
        """Tell how long the slowest touch so far waited for the page that answered it."""
        ms, what, page = max((each.ms, each.what, each.page) for each in self.finger.steps if each.what[0] == "点")
        self.measured(f"slowest of {len(self.finger.steps)} touches, {what} -> {page}", ms / 1000)

    def heard(self) -> str:
        """The page that is drawn, without its matter."""
        self.glass.quiet(0.05)
        return self.glass.page.rpartition("/")[2]

    def tap(self, target: str) -> str:
        """Touch where any answer will do; the page that answers."""
        self.glass.wait_for(self.glass.page, target)
        rev = self.glass.rev
        self.finger.press(target)
        self.glass.wait_beyond(rev)
        return self.glass.page

    # --- processes -----------------------------------------------------------------------------------------------

    def pid(self, name: str) -> int:
        """The process `kiosk NAME` that the desk's supervisor keeps now; 0 while there is none."""
        desk = self.world.programs["desk"].process.pid
        children = Path(f"/proc/{desk}/task/{desk}/children").read_text().split()
        return next((int(each) for each in children if name in _argv(int(each))), 0)

    def kill(self, name: str) -> None:
        """End the terminal or the screen without a word, as the kernel does when memory runs out."""
        pid = self.pid(name)
        os.kill(pid, signal.SIGKILL)
        until(lambda: self.pid(name) != pid, f"the end of the {name}", every_s=0.002)

    def screen_back(self) -> None:
        """Wait until another screen has drawn the face, and its window is there to be touched."""
        self.glass.drawn_anew()
        self.display.wait_for_light()

    def freeze(self, name: str) -> int:
        """Let the terminal or the screen hang; its process id, to be thawed by SIGCONT."""
        pid = self.pid(name)
        os.kill(pid, signal.SIGSTOP)
        return pid

    def strays(self) -> list[str]:
        """Processes that were started for this town's terminal and are still there; for the time after it ended."""
        mark = str(self.world.directory / "tmp").encode()
        found = []
        for each in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):  # it ended while we looked
                if mark in (each / "environ").read_bytes():
                    found.append(" ".join(_argv(int(each.name))))
        return found

    # --- what is on the glass ------------------------------------------------------------------------------------

    def picture(self) -> np.ndarray:
        """The pixels now, but for the bar with the clock."""
        return np.asarray(self.display.picture())[TOP_BAR_PX:]

    def settled_picture(self) -> np.ndarray:
        """The pixels once everything that was told is drawn and nothing moves any more."""
        self.glass.quiet()
        return _steady(self.display)[TOP_BAR_PX:]

    def until_picture(self, wanted: np.ndarray) -> None:
        """Wait until these pixels are on the glass: from the bottom upwards, as many rows as there are."""
        now = self.display.picture()

        def is_there() -> bool:
            nonlocal now
            now = self.display.picture()
            return alike(np.asarray(now)[-len(wanted) :], wanted)

        try:
            until(is_there, "the picture", every_s=0.005)
        except AssertionError:
            now.save(self.world.out / "is.png")
            Image.fromarray(wanted).save(self.world.out / "wanted.png")
            raise

    # --- what is written -----------------------------------------------------------------------------------------

    def count(self, statement: str) -> int:
        """One number out of the gateway's database."""
        return int(str(self.value(statement)))

    def value(self, statement: str) -> object:
        """One value out of the gateway's database; None where there is no row."""
        with contextlib.closing(sqlite3.connect(f"file:{self.world.database}?mode=ro", uri=True)) as connection:
            row = connection.execute(statement).fetchone()
        return row[0] if row else None

    def noted(self, event: str) -> list[dict[str, str]]:
        """The fields of each such entry in the terminal's audit log; read from a copy, its owner locks it."""
        data, copy = self.world.directory / "data", self.world.out / "copy"
        copy.mkdir(parents=True, exist_ok=True)
        for path in data.glob("kiosk.db*"):
            shutil.copy(path, copy)
        with contextlib.closing(sqlite3.connect(copy / "kiosk.db")) as connection:
            rows = connection.execute("SELECT entry FROM audit ORDER BY number").fetchall()
        entries = [json.loads(entry) for (entry,) in rows]
        return [each["fields"] for each in entries if each["event"] == event]

    def tracebacks(self) -> list[str]:
        """The logs in which a mistake of ours shows."""
        logs = self.world.directory.glob("*.log")
        return [path.name for path in logs if any(word in path.read_text() for word in ("Traceback", "crashed"))]

    def traces(self) -> list[str]:
        """Files of the terminal that hold a mark of a synthetic person, and papers left behind."""
        marks, here = person_marks(), self.world.directory
        files = [path for path in here.rglob("*") if path.is_file() and not path.name.startswith(OTHERS_FILES)]
        marked = [path for path in files if any(mark in path.read_bytes() for mark in marks)]
        left = [path for path in files if path.suffix in (".pdf", ".printing", ".part")]
        return [str(path.relative_to(here)) for path in marked + left]


def person_marks() -> list[bytes]:
    """What only the synthetic persons' cards and telephones carry, in every coding in which it may be written."""
    persons = tomllib.loads(PERSONS.read_text("utf-8"))["person"]
    texts = {each[key] for each in persons for key in MARKED if each.get(key)}
    marks = {text.encode(coding) for text in texts for coding in ("utf-8", "utf-16-le", "gb18030")}
    return [mark for mark in marks if len(mark) >= SHORTEST_MARK]


def _argv(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/cmdline").read_text().split("\0")


@contextmanager
def open_town(directory: Path, before: Callable[[Display], None] = lambda _: None) -> Iterator[Town]:
    """Everything started, the welcome page on the glass; at the end nobody may be left and no mistake be logged.

    `before` sees the display while nothing is on it yet.
    """
    with Display(directory / "display") as display, World(directory / "world", directory / "out") as world:
        before(display)
        (world.directory / "tmp").mkdir()
        world.start(env={"DISPLAY": display.name, "TMPDIR": str(world.directory / "tmp")})
        town = Town(world, display)
        town.glass.wait_for("welcome", "start")
        display.wait_for_light()
        try:
            yield town
        finally:
            town.glass.close()
    until(lambda: not town.strays(), "the end of every process")
    assert town.tracebacks() == []


def please_wait(display: Display, directory: Path) -> np.ndarray:
    """What a screen shows that has never heard of any terminal."""
    argv = (sys.executable, "-P", "-m", "kiosk", "screen", "--socket", str(directory / "nobody"))
    own = {"DISPLAY": display.name, "KIVY_HOME": str(directory / "kivy-alone"), "TMPDIR": str(directory)}
    alone = subprocess.Popen(argv, env={**os.environ, **own})
    try:
        display.wait_for_light()
        return _steady(display)
    finally:
        alone.kill()
        alone.wait()


def alike(one: np.ndarray, other: np.ndarray) -> bool:
    """The same picture, but for the grain of a camera's."""
    return bool((np.maximum(one, other) - np.minimum(one, other)).max() <= GRAIN)


def _steady(display: Display) -> np.ndarray:
    seen = [np.asarray(display.picture())]

    def is_steady() -> bool:
        now = np.asarray(display.picture())
        seen[:] = [*seen, now] if alike(now, seen[0]) else [now]
        return len(seen) == 3

    until(is_steady, "a picture that stays", every_s=0.15)
    return seen[0]
