"""A story: touches on a real glass, cards and codes in the world, and what must then be on the glass."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from msgspec import Struct
from PIL import Image

from kiosk.demo.display import WIDTH, Display
from kiosk.demo.world import DemoError, World

PAGE_S = 20.0
KEY_S = 0.05  # between two keys; a quick finger takes longer
LOOK_EVERY_S = 0.12  # a frame that was reported as drawn reaches the frame buffer with the next swap, or later
STILL_LOOKS = 3  # so many alike, one after the other, are no frame on its way
SETTLE_S = 3.0  # at most: some pages move
NEW_TITLE_S = 2.0  # a frame that was told of reaches the glass of a busy machine later
TITLE_PX = (0, 160, WIDTH, 350)


class Told(Struct, frozen=True):
    """One step of the story as it went."""

    number: int
    what: str
    page: str
    ms: int
    picture: str


class Glass:
    """What the screen says it shows, from the terminal's mirror."""

    def __init__(self, mirror: Path) -> None:
        self._line = socket.socket(socket.AF_UNIX)
        deadline = time.monotonic() + PAGE_S
        while True:
            try:
                self._line.connect(str(mirror))
                break
            except OSError as error:
                if time.monotonic() > deadline:
                    self._line.close()
                    raise DemoError("终端没有启动。 The terminal did not start.") from error
                time.sleep(0.1)
        self._held = b""
        self.page = ""
        self.body = ""
        self.field = ""
        self.filled = False
        self.seen: list[str] = []  # every page that was drawn, in order
        self.targets: dict[str, list[int]] = {}
        self.rev = -1

    def close(self) -> None:
        """Look away."""
        self._line.close()

    def wait_for(self, page: str, target: str = "", within_s: float = PAGE_S) -> None:
        """Read on until page `page` (and `target` on it) is drawn; DemoError says what was there instead."""
        deadline = time.monotonic() + within_s
        while self.page != page or (target and target not in self.targets):
            left_s = deadline - time.monotonic()
            if left_s <= 0:
                raise DemoError(f"等不到页面 {page} {target}，现在是 {self.page}。 Page {page} {target} did not come.")
            self.hear(left_s)

    def wait_beyond(self, rev: int, within_s: float = PAGE_S) -> None:
        """Read on until a newer face than `rev` is drawn; DemoError when none comes: that was a dead touch."""
        deadline = time.monotonic() + within_s
        while self.rev <= rev:
            left_s = deadline - time.monotonic()
            if left_s <= 0:
                raise DemoError(f"{self.page} 没有反应。 Nothing happened on {self.page}.")
            self.hear(left_s)

    def hear(self, within_s: float) -> None:
        """Read what the mirror tells within that time; DemoError when the terminal has ended."""
        self._line.settimeout(max(0.01, within_s))
        try:
            data = self._line.recv(65536)
        except TimeoutError:
            return
        except ConnectionError:
            data = b""
        if not data:
            raise DemoError("终端结束了。 The terminal ended.")
        *lines, self._held = (self._held + data).split(b"\n")
        for line in lines:
            told: dict[str, Any] = json.loads(line)
            self.page, self.rev, self.targets = told["page"], told["rev"], told["targets"]
            self.body, self.field, self.filled = told["body"], told["field"], told["filled"]
            self.seen.append(self.page)


class Teller:
    """Plays a story and keeps the milliseconds of each step, and a picture where `out` is a folder for them."""

    def __init__(self, world: World, display: Display, out: Path | None) -> None:
        self._world = world
        self._display = display
        self._out = out
        self.glass = Glass(world.mirror)
        self.steps: list[Told] = []

    def see(self, page: str, target: str = "") -> None:
        """The page is there: picture it."""
        self._step(f"看到 {page}", lambda: None, page, target)

    def touch(self, target: str, page: str, then: str = "") -> None:
        """Touch a target of the glass; `page` (with `then` on it) must follow."""
        self.glass.wait_for(self.glass.page, target)
        self._step(f"点 {target}", lambda: self._press(target), page, then)

    def type(self, text: str) -> None:
        """Press the keys of a pad one after the other."""
        for character in text:
            self.press(f"key:{character}")

    def press(self, target: str, times: int = 1) -> None:
        """Press a key that keeps the page: of a pad, of a date column."""
        for _ in range(times):
            self.glass.wait_for(self.glass.page, target)
            self._press(target)
            time.sleep(KEY_S)

    def world(self, what: str, page: str, device: str, do: str, **arguments: object) -> None:
        """Move the world; `page` must follow."""
        self._step(what, lambda: self._order(device, do, **arguments), page)

    def quietly(self, device: str, do: str, **arguments: object) -> None:
        """Move the world where no page need follow."""
        self._order(device, do, **arguments)

    def _order(self, device: str, do: str, **arguments: object) -> None:
        self._world.dock.tell(device, do, **arguments)

    def _press(self, target: str) -> None:
        x, y, width, height = self.glass.targets[target]
        self._display.click(x + width // 2, y + height // 2)

    def _step(self, what: str, act: Callable[[], None], page: str, target: str = "") -> None:
        before, rev = self._display.picture() if self._out else None, self.glass.rev
        began = time.monotonic()
        act()
        if what.startswith("点 "):
            self.glass.wait_beyond(rev)
        self.glass.wait_for(page, target)
        ms = int((time.monotonic() - began) * 1000)
        number = len(self.steps) + 1
        name = f"{number:02}-{page.replace('/', '-')}.png" if self._out else ""
        if self._out:
            settled(self._display.picture, None if rev == self.glass.rev else before).save(self._out / name)
        self.steps.append(Told(number, what, page, ms, name))


def settled(look: Callable[[], Image.Image], before: Image.Image | None) -> Image.Image:
    """The glass once it is no longer as `before` and stands still, or as it is after `SETTLE_S`."""
    deadline = time.monotonic() + SETTLE_S
    newest, alike = look(), 1
    while (alike < STILL_LOOKS or newest == before) and time.monotonic() < deadline:
        time.sleep(LOOK_EVERY_S)
        last, newest = newest, look()
        alike = alike + 1 if newest == last else 1
    return newest


def titled_anew(look: Callable[[], Image.Image], before: Image.Image | None) -> Image.Image:
    """The glass once it stands still under another title than `before`, or as it is when the title stays."""
    deadline = time.monotonic() + NEW_TITLE_S
    newest = settled(look, None)
    while before is not None and _title(newest) == _title(before) and time.monotonic() < deadline:
        newest = settled(look, None)
    return newest


def _title(page: Image.Image) -> Image.Image:
    return page.crop(TITLE_PX)
