"""The scan page shows what the camera sees while there is something to see, and the drawing otherwise."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime

import msgspec
import pytest

from kiosk.preview import HEIGHT_PX, KEPT_S, WIDTH_PX, PreviewReader, PreviewWriter
from screens.clock_text import clock_text
from screens.page import Page, Stage
from screens.widgets.viewfinder import Viewfinder
from tests.screens import sample_faces as samples

pytestmark = pytest.mark.screen

LIGHT, DARK = b"\x80" * (WIDTH_PX * HEIGHT_PX), b"\x10" * (WIDTH_PX * HEIGHT_PX)
LEFT_HALF_BRIGHT = (b"\xf0" * (WIDTH_PX // 2) + b"\x20" * (WIDTH_PX // 2)) * HEIGHT_PX


class Clock:
    """Milliseconds moved by hand."""

    ms = 50_000

    def __call__(self) -> int:
        return self.ms


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def writer(tmp_path, clock):
    with closing(PreviewWriter(tmp_path / "preview", clock)) as made:
        yield made


@pytest.fixture(params=("standard", "large", "xlarge"))
def page(request, tokens, studio, glass, tmp_path, clock):
    now = datetime(2026, 11, 23, 9, 26)  # noqa: DTZ001 - a wall clock
    stage = Stage(
        tokens,
        studio,
        glass,
        lambda: 0,
        lambda _field, _text: None,
        lambda face: clock_text(face, now),
        tmp_path / "preview",
    )
    made = Page(stage, samples.restyled(samples.show_code(), request.param))
    finder = finder_of(made)
    finder._reader = PreviewReader(tmp_path / "preview", clock)
    yield made
    made.stop()


def finder_of(page: Page) -> Viewfinder:
    return next(each for each in page.blocks() if isinstance(each, Viewfinder))


def words(block) -> list[str]:
    return [ink.text for each in block.walk(restrict=True) for ink in each.inks]


def test_without_a_picture_it_is_the_drawing(page):
    finder = finder_of(page)
    assert finder.tick()
    assert not finder.live
    assert finder._still.parent is finder
    assert words(finder) == ["对着这里"]


def test_a_picture_takes_the_drawing_s_place_and_moves_nothing_else(page, writer):
    finder, before = finder_of(page), page.targets()
    writer.write(LIGHT, WIDTH_PX, HEIGHT_PX)
    assert finder.tick()
    assert finder.live
    assert finder._still.parent is None
    assert words(finder) == ["对着这里"]
    assert page.targets() == before


def test_its_words_and_the_picture_lie_within_it(page, writer):
    finder = finder_of(page)
    for luma in (LIGHT, DARK):
        writer.write(luma, WIDTH_PX, HEIGHT_PX)
        finder.tick()
        for ink in finder.inks:
            assert finder.box.x <= ink.box.x
            assert ink.box.right <= finder.box.right
            assert ink.box.bottom <= finder.box.bottom


def test_a_dark_picture_says_so_until_it_is_light_again(page, writer):
    finder = finder_of(page)
    for luma, said in ((DARK, "太暗了，请移到亮处"), (LIGHT, "对着这里")):
        writer.write(luma, WIDTH_PX, HEIGHT_PX)
        finder.tick()
        assert words(finder) == [said]


def test_pictures_that_stop_give_way_to_the_drawing(page, writer, clock):
    finder = finder_of(page)
    writer.write(LIGHT, WIDTH_PX, HEIGHT_PX)
    finder.tick()
    clock.ms += int(KEPT_S * 1000) - 1
    finder.tick()
    assert finder.live
    clock.ms += 2
    finder.tick()
    assert not finder.live
    assert words(finder) == ["对着这里"]


def test_nothing_of_it_stays_when_the_page_goes(page, writer):
    finder = finder_of(page)
    writer.write(LIGHT, WIDTH_PX, HEIGHT_PX)
    finder.tick()
    page.stop()
    assert not finder.live
    assert finder._texture is None


def test_a_page_of_a_terminal_without_a_camera_works(tokens, studio, glass):
    stage = Stage(tokens, studio, glass, lambda: 0, lambda _field, _text: None, lambda _face: ("", ""))
    page = Page(stage, msgspec.structs.replace(samples.show_code(), rev=9))
    assert finder_of(page).tick()
    assert not finder_of(page).live
    page.stop()


def test_it_is_a_mirror(page, writer):
    from kivy.base import EventLoop  # noqa: PLC0415 - after conftest has prepared the window
    from kivy.core.window import Window  # noqa: PLC0415

    finder = finder_of(page)
    writer.write(LEFT_HALF_BRIGHT, WIDTH_PX, HEIGHT_PX)
    finder.tick()
    Window.add_widget(page)
    EventLoop.idle()
    x, y, wide, tall = page.stage.glass.box_px(finder.box)
    at_left, at_right = (_gray_at(x + wide * share, Window.height - (y + tall * 0.42)) for share in (0.4, 0.85))
    Window.remove_widget(page)
    assert at_left < 0x60
    assert at_right > 0xC0


def _gray_at(x: float, y: float) -> int:
    from kivy.graphics.opengl import GL_RGBA, GL_UNSIGNED_BYTE, glReadPixels  # noqa: PLC0415

    return glReadPixels(int(x), int(y), 1, 1, GL_RGBA, GL_UNSIGNED_BYTE)[0]
