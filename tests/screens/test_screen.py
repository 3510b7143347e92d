"""Touches, drafts, checks and what is left when the terminal has gone; with real touches on the real tree."""

from __future__ import annotations

import time
from datetime import datetime

import msgspec
import pytest
from kivy.base import EventLoop
from kivy.core.window import Window
from kivy.tests.common import UnitTestTouch

from kiosk.core.face_parts import Notice
from kiosk.core.faces import Checks
from kiosk.screen_link import Drafted, Drawn, ShowChecks, ShowFace, Touched
from screens.page import Page
from screens.please_wait import PleaseWait
from screens.screen import Screen
from screens.widgets.frame import Waiting
from screens.widgets.passing import Bar, Ring
from tests.screens import sample_faces as samples
from tests.screens.sample_frame import NEXT

pytestmark = pytest.mark.screen


class Glass:
    """A screen in the window, and fingers."""

    def __init__(self, screen, sent):
        self.screen = screen
        self.sent = sent

    def show(self, face, now_ms=0):
        self.screen.show_face(ShowFace(face, now_ms))
        EventLoop.idle()

    def targets(self):
        return next(each for each in reversed(self.sent) if isinstance(each, Drawn)).targets

    def finger(self, target, dx=0.5, dy=0.5):
        x, y, w, h = self.targets()[target]
        return UnitTestTouch(x + w * dx, Window.height - (y + h * dy))

    def tap(self, target):
        finger = self.finger(target)
        finger.touch_down()
        finger.touch_up()

    def told(self, kind):
        found = [each for each in self.sent if isinstance(each, kind)]
        self.sent[:] = [each for each in self.sent if not isinstance(each, kind)]
        return found

    def key(self, target):
        return next(each for each in self.screen.page.pressable() if each.target == target)

    def texts(self):
        return [ink.text for block in self.screen.page.walk() for ink in getattr(block, "inks", ())]


@pytest.fixture
def glass(tokens, studio):
    sent = []
    now = datetime(2026, 11, 23, 9, 26)  # noqa: DTZ001 - a wall clock
    screen = Screen(tokens, studio, sent.append, lambda: None, lambda: now)
    Window.add_widget(screen)
    screen.size = Window.size
    yield Glass(screen, sent)
    screen.drop()
    Window.remove_widget(screen)


def test_every_enabled_target_is_told_with_its_box(glass):
    glass.show(samples.printing())
    drawn = glass.told(Drawn)[-1]
    assert drawn.rev == 7
    assert set(drawn.targets) == {"size", "language", "help"}  # 返回 and 首页 are off, waiting is flat
    x, y, w, h = drawn.targets["help"]
    assert (x + w, y, h) == (1032, 1780, 112)
    assert w > 300


def test_a_touch_counts_when_it_begins_and_ends_inside(glass):
    glass.show(samples.results())
    glass.tap("row:3")
    assert glass.told(Touched) == [Touched(7, "row:3")]


def test_a_finger_that_slides_off_presses_nothing(glass):
    glass.show(samples.results())
    finger = glass.finger("row:3")
    key = glass.key("row:3")
    finger.touch_down()
    assert key.pressed
    finger.touch_move(finger.x, finger.y - 250)
    assert not key.pressed
    finger.touch_up()
    assert glass.told(Touched) == []
    outside = UnitTestTouch(540, 480)
    outside.touch_down()
    x, y, w, h = glass.targets()["row:1"]
    outside.touch_move(x + w / 2, Window.height - (y + h / 2))
    outside.touch_up()
    assert glass.told(Touched) == []


def test_a_second_finger_is_nothing(glass):
    glass.show(samples.results())
    one, other = glass.finger("row:1"), glass.finger("row:2")
    one.touch_down()
    other.touch_down()
    other.touch_up()
    one.touch_up()
    assert glass.told(Touched) == [Touched(7, "row:1")]


def test_disabled_targets_are_dead(glass):
    glass.show(samples.results())
    boxes = glass.targets()
    assert "row:4" not in boxes
    assert "page:previous" not in boxes
    x, y, w, h = boxes["row:3"]
    below = UnitTestTouch(x + w / 2, Window.height - (y + h * 1.6))
    below.touch_down()
    below.touch_up()
    assert glass.told(Touched) == []


def test_a_double_tap_is_one_touch_until_the_next_face(glass):
    glass.show(samples.results())
    glass.tap("row:3")
    glass.tap("row:3")
    glass.tap("home")
    assert glass.told(Touched) == [Touched(7, "row:3")]
    glass.show(msgspec.structs.replace(samples.results(), rev=8))
    glass.tap("row:3")
    assert glass.told(Touched) == [Touched(8, "row:3")]


def test_a_page_without_an_answer_wakes_up_again(glass):
    glass.show(samples.results())
    key = glass.key("row:3")
    glass.tap("row:3")
    assert key.pressed
    until = time.monotonic() + 20
    while key.pressed and time.monotonic() < until:
        EventLoop.idle()
        time.sleep(0.01)
    assert not key.pressed
    glass.tap("row:3")
    assert len(glass.told(Touched)) == 2


def test_the_whole_welcome_page_only_starts(glass):
    glass.show(samples.welcome())
    assert glass.targets() == {"start": (0, 0, 1080, 1920)}
    anywhere = UnitTestTouch(100, 1800)
    anywhere.touch_down()
    anywhere.touch_up()
    assert glass.told(Touched) == [Touched(7, "start")]


def test_typing_echoes_at_once_and_never_waits(glass):
    glass.show(samples.number(value=""))
    for digit in "3110":
        glass.tap(f"key:{digit}")
    assert "3110" in glass.texts()
    glass.tap("key:5")
    assert "3110  5" in glass.texts()
    glass.tap("key:clear_one")
    glass.tap("key:layer")
    glass.tap("key:A")
    glass.tap("key:（")
    glass.tap("key:layer")
    glass.tap("key:clear_all")
    texts = [each.text for each in glass.told(Drafted)]
    assert texts == ["3", "31", "311", "3110", "31105", "3110", "3110A", "3110A（", ""]


def test_no_more_than_the_longest_is_typed(glass):
    glass.show(samples.number(value="311011261100210045"))
    glass.tap("key:1")
    assert glass.told(Drafted) == []


def test_a_number_with_parts_of_its_own_is_read_by_them(glass):
    glass.show(samples.number(value="DEMO-DOC-0001"))
    assert "DEMO-DOC-0001" in glass.texts()


def test_a_pin_is_shown_as_dots(glass):
    glass.show(samples.pin())
    assert "●●●●●" in glass.texts()
    assert not any("12345" in each for each in glass.texts())
    assert "12345" not in repr(glass.screen.page)


def test_checks_change_the_answer_and_keep_the_page(glass):
    glass.show(samples.number(value="31101126110021004"))
    page = glass.screen.page
    assert any(isinstance(each, Waiting) for each in page.blocks())
    assert "primary" not in glass.targets()
    glass.tap("key:5")
    checks = Checks({"number": Notice("已输 18 位")}, NEXT)
    glass.screen.show_checks(ShowChecks(6, checks))
    assert "primary" not in glass.targets()  # they belong to another face
    glass.screen.show_checks(ShowChecks(7, checks))
    assert glass.screen.page is page
    assert "已输 18 位" in glass.texts()
    assert not any(isinstance(each, Waiting) for each in page.blocks())
    glass.tap("primary")
    assert glass.told(Touched) == [Touched(7, "primary")]


def test_long_checks_make_room_and_keep_what_was_typed(glass):
    glass.show(samples.number(value="311"))
    glass.tap("key:9")
    long = Notice("代码有一位不对，照着营业执照再看一遍。看不清的话，请值守员帮您看一看。", "bad", "error")
    glass.screen.show_checks(ShowChecks(7, Checks({"number": long}, None, "再看一遍")))
    assert "3119" in glass.texts()
    assert "".join(glass.texts()).count("值守员") == 1
    glass.tap("key:2")
    assert glass.told(Drafted)[-1].text == "31192"


def test_dates_step_within_their_range(glass):
    glass.show(samples.form())
    assert "up:period_to:year" not in glass.targets()
    glass.tap("down:period_to:month")
    assert glass.told(Drafted) == [Drafted(7, "period_to", "2026-10")]
    assert "up:period_to:month" in glass.targets()
    glass.tap("down:period_from:year")
    assert glass.told(Drafted) == [Drafted(7, "period_from", "2025-01")]
    assert "2025" in glass.texts()


def test_the_ring_counts_by_the_terminals_clock(glass):
    glass.show(samples.idle(), now_ms=0)
    ring = next(each for each in glass.screen.page.blocks() if isinstance(each, Ring))
    assert ring.left_s in (30, 31)
    glass.show(samples.idle(), now_ms=30_500)
    ring = next(each for each in glass.screen.page.blocks() if isinstance(each, Ring))
    assert ring.left_s in (0, 1)


def test_the_bar_never_reaches_the_end_by_itself(glass):
    glass.show(samples.printing(), now_ms=6_000)
    bar = next(each for each in glass.screen.page.blocks() if isinstance(each, Bar))
    assert 0.45 < bar.part < 0.7
    glass.show(samples.printing(), now_ms=600_000)
    bar = next(each for each in glass.screen.page.blocks() if isinstance(each, Bar))
    assert bar.part == 0.95
    assert bar.tick() is False


def test_nothing_of_the_citizen_stays_without_a_terminal(glass):
    glass.show(samples.review())
    assert any("张某某" in each for each in glass.texts())
    glass.screen.drop()
    assert isinstance(glass.screen.page, PleaseWait)
    assert glass.texts() == ["请稍候", "Please wait"]
    glass.sent.clear()
    touch = UnitTestTouch(540, 300)
    touch.touch_down()
    touch.touch_up()
    assert glass.sent == []


def test_a_page_at_rest_draws_no_frames(glass):
    glass.show(samples.review())
    EventLoop.idle()
    frames = []
    Window.bind(on_flip=frames.append)
    for _ in range(5):
        EventLoop.idle()
    Window.unbind(on_flip=frames.append)
    assert frames == []


def test_another_window_shape_keeps_the_page_whole(glass, tokens):
    from screens.theme import Glass as Fit  # noqa: PLC0415 - the name is taken here

    small = Fit.fit(tokens, 1000, 900)
    assert small.px_per_mm == 900 / 480
    assert small.left_px == (1000 - 270 * small.px_per_mm) / 2
    glass.show(samples.home())
    assert isinstance(glass.screen.page, Page)
