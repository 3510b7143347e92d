"""The finger presses what leads to the value, on a glass that tells of its targets and no text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PIL import Image

from kiosk.demo.finger import PARTS, Finger, Spelling
from screens.date_steps import stepped, turns

LEAST, MOST = "2019-03-15", "2026-11-23"


class PaperGlass:
    """Stands for the mirror and for the display: keys in a row, what is pressed is done at once."""

    def __init__(self, act: Callable[[str], None], *, filled: bool = False) -> None:
        self.page, self.filled = "KSTB-01/form-1-1", filled
        self.targets: dict[str, list[int]] = {}
        self._act, self._presses = act, 0

    def offer(self, *targets: str) -> None:
        self.targets = {each: [10 * number, 0, 10, 10] for number, each in enumerate(targets)}

    def hear(self, _within_s: float) -> None: ...

    def click(self, x: int, _y: int) -> None:
        self._presses += 1
        self._act(list(self.targets)[x // 10])

    def picture(self) -> Image.Image:
        return Image.new("L", (1, 1), self._presses % 256)


class Calendar:
    """The date keys of the glass; where a step leads nowhere there is no key."""

    def __init__(self, value: str) -> None:
        self.value = value
        self.glass = PaperGlass(self._turn)
        self._offer()

    def _turn(self, target: str) -> None:
        way, _, part = target.split(":")
        self.value = stepped(self.value, PARTS.index(part), 1 if way == "up" else -1, LEAST, MOST)
        self._offer()

    def _offer(self) -> None:
        ways = (("up", 1), ("down", -1))
        steps = [(way, by, number) for way, by in ways for number in range(3)]
        can = [(way, n) for way, by, n in steps if stepped(self.value, n, by, LEAST, MOST) != self.value]
        self.glass.offer(*(f"{way}:day:{PARTS[number]}" for way, number in can))


def finger(glass: PaperGlass, keys: tuple[str, ...] = ()) -> Finger:
    return Finger(glass, glass, Spelling(written=lambda _: keys, turned=turns))


@pytest.mark.parametrize("wanted", ["2024-06-12", "2019-03-15", "2026-11-23", "2020-02-29"])
@pytest.mark.parametrize("shown", ["2026-11-23", "2021-05-31"])
def test_a_date_is_turned_to_whatever_stood_there(shown: str, wanted: str):
    calendar = Calendar(shown)
    finger(calendar.glass).turn("day", wanted, LEAST, MOST)
    assert calendar.value == wanted


@pytest.mark.parametrize(("filled", "pressed"), [(False, ["1", "2"]), (True, ["clear_all", "1", "2"])])
def test_what_stands_there_is_cleared_first(*, filled: bool, pressed: list[str]):
    done: list[str] = []
    glass = PaperGlass(done.append, filled=filled)
    glass.offer("key:1", "key:2", "key:clear_all")
    hand = finger(glass)
    hand.type("12")
    assert done == [f"key:{each}" for each in pressed]
    assert hand.keys == len(pressed)


def test_a_candidate_on_a_later_page_is_turned_to():
    done: list[str] = []
    pages = iter([("candidate:0", "candidates:down"), ("candidate:7", "candidates:up"), ("key:n", "key:i")])

    def act(target: str) -> None:
        done.append(target)
        if target != "key:n":
            glass.offer(*next(pages))

    glass = PaperGlass(act)
    glass.offer("key:n", "key:i")
    finger(glass, ("key:n", "key:i", "candidate:7")).write("你")
    assert done == ["key:n", "key:i", "candidates:down", "candidate:7"]
