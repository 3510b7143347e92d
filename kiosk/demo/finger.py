"""The finger of a matter's story: presses targets of the glass, types, writes, turns dates and signs, by X events."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from msgspec import Struct

from kiosk.demo.display import Display
from kiosk.demo.story import KEY_S, PAGE_S, Glass, settled
from kiosk.demo.world import DemoError

LOOK_S = 0.2
FELT_S = 1.0
PARTS = ("year", "month", "day")


class Spelling(Struct, frozen=True):
    """How the glass is written on: `written` gives the targets for a text, `turned` the steps of a date's parts.

    `turned` takes a value, the wanted one, and the range; both raise ValueError where the keys do not lead there.
    """

    written: Callable[[str], Iterable[str]]
    turned: Callable[[str, str, str, str], Iterable[tuple[int, int]]]


class Finger:
    """One finger on one glass; `keys` counts what it pressed to write."""

    def __init__(self, display: Display, glass: Glass, spelling: Spelling) -> None:
        self._display, self._glass, self._spelling = display, glass, spelling
        self.keys = 0

    def press(self, target: str) -> None:
        """Press what can be pressed now."""
        x, y, width, height = self._glass.targets[target]
        self._display.click(x + width // 2, y + height // 2)

    def type(self, text: str) -> None:
        """Characters on a pad, instead of what stands there."""
        if self._glass.filled:
            self._key("key:clear_all")
        for character in text:
            key = f"key:{character}"
            if key not in self._glass.targets and "key:layer" in self._glass.targets:
                self._key("key:layer")
            self._key(key)

    def write(self, text: str) -> None:
        """Chinese on the page for it, instead of what stands there."""
        if self._glass.filled:
            self._key("key:clear_all")
        for target in self._spelling.written(text):
            if target.startswith("candidate:"):
                self._choose(target)
            else:
                self._key(target)

    def turn(self, field: str, wanted: str, least: str, most: str) -> None:
        """A date: first to the nearer end of its range, which can be seen, then step by step."""
        middle = (int(least[:4]) + int(most[:4])) / 2
        end, way = (least, "down") if int(wanted[:4]) < middle else (most, "up")
        for part in PARTS:
            while f"{way}:{field}:{part}" in self._glass.targets:
                self._step(f"{way}:{field}:{part}")
        for number, by in self._spelling.turned(end, wanted, least, most):
            self._step(f"{'up' if by > 0 else 'down'}:{field}:{PARTS[number]}")

    def sign(self) -> None:
        """Two strokes in the field for one's name."""
        x, y, width, height = self._glass.targets["sign_pad"]
        for part in (0.3, 0.6):
            line = [(x + int(width * (part + step / 60)), y + int(height * (0.3 + step / 30))) for step in range(12)]
            self._display.stroke(line)

    def _choose(self, candidate: str) -> None:
        """A candidate, perhaps on a later page; what was typed before must have brought it."""
        self._still()
        while self._either(candidate, "candidates:down") != candidate:
            self._key("candidates:down")
            self._still()
        self._key(candidate)
        self._still()

    def _step(self, target: str) -> None:
        self._key(target)
        self._glass.hear(LOOK_S)

    def _still(self) -> None:
        """Once the glass stands still for a while: a slow word is better than a wrong one."""
        settled(self._display.picture, None)
        self._glass.hear(2 * LOOK_S)
        settled(self._display.picture, None)
        self._glass.hear(LOOK_S)

    def _key(self, target: str) -> None:
        """Press once the key is there, and see that the glass has felt it: a busy one is behind a quick finger."""
        self._either(target)
        before = self._display.picture()
        self.press(target)
        self.keys += 1
        deadline = time.monotonic() + FELT_S
        while self._display.picture() == before and time.monotonic() < deadline:
            time.sleep(KEY_S)

    def _either(self, *targets: str) -> str:
        """The first of the targets that is there; DemoError when none comes."""
        deadline = time.monotonic() + PAGE_S
        while not (there := [each for each in targets if each in self._glass.targets]):
            if time.monotonic() > deadline:
                raise DemoError(f"{self._glass.page} 上没有键 {targets[0]}。 There is no key {targets[0]}.")
            self._glass.hear(LOOK_S)
        return there[0]
