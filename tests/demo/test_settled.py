"""A picture of a page is taken when the page is there, not when it was promised."""

from collections.abc import Callable

from PIL import Image

from kiosk.demo.story import STILL_LOOKS, settled

OLD, HALF, NEW = (Image.new("RGB", (4, 4), colour) for colour in ("black", "gray", "white"))


def test_the_page_before_and_a_half_drawn_one_are_not_pictured() -> None:
    assert settled(_looks(OLD, OLD, OLD, OLD, HALF, HALF, NEW), before=OLD) == NEW


def test_a_page_that_was_not_drawn_anew_needs_no_change() -> None:
    assert settled(_looks(OLD), before=None) == OLD


def _looks(*seen: Image.Image) -> Callable[[], Image.Image]:
    left = [*seen, *[seen[-1]] * STILL_LOOKS]
    return lambda: left.pop(0)
