"""Writing, signing and codes on the glass, with real touches on the real tree."""

from __future__ import annotations

from datetime import datetime

import msgspec
import numpy as np
import pytest
import zxingcpp
from kivy.base import EventLoop
from kivy.core.window import Window
from kivy.tests.common import UnitTestTouch

from kiosk.core.face_parts import Notice
from kiosk.core.faces import Checks
from kiosk.screen_link import Drafted, Drawn, ShowChecks, ShowFace, Signed
from screens.pinyin import open_pinyin
from screens.screen import Screen
from screens.widgets.sign_pad import SignPad
from tests.screens import sample_cases as samples
from tests.screens.sample_frame import NEXT

pytestmark = pytest.mark.screen


class Glass:
    """A screen in the window, and fingers."""

    def __init__(self, screen, sent):
        self.screen = screen
        self.sent = sent

    def show(self, face):
        self.screen.show_face(ShowFace(face, 0))
        EventLoop.idle()

    def box(self, target):
        return next(each for each in reversed(self.sent) if isinstance(each, Drawn)).targets[target]

    def at(self, target, dx=0.5, dy=0.5):
        x, y, w, h = self.box(target)
        return x + w * dx, Window.height - (y + h * dy)

    def tap(self, *targets):
        for each in targets:
            finger = UnitTestTouch(*self.at(each))
            finger.touch_down()
            finger.touch_up()

    def told(self, kind):
        return [each for each in self.sent if isinstance(each, kind)]

    def texts(self):
        return [ink.text for block in self.screen.page.walk() for ink in getattr(block, "inks", ())]


@pytest.fixture(scope="module")
def pinyin(studio):
    opened = open_pinyin(studio.type.covers)
    if opened is None:
        pytest.skip("libgooglepinyin0 is not installed: run script/bootstrap")
    return opened


@pytest.fixture
def make_glass(tokens, studio):
    shown = []

    def make(pinyin=None):
        sent = []
        now = datetime(2026, 11, 23, 9, 26)  # noqa: DTZ001 - a wall clock
        screen = Screen(tokens, studio, sent.append, lambda: None, lambda: now, pinyin)
        Window.add_widget(screen)
        screen.size = Window.size
        shown.append(screen)
        return Glass(screen, sent)

    yield make
    for each in shown:
        each.drop()
        Window.remove_widget(each)


# --- writing -----------------------------------------------------------------------------------------------------


def test_a_name_is_written_with_letters_and_one_choice(make_glass, pinyin):
    glass = make_glass(pinyin)
    glass.show(samples.writing(phrases=False))
    glass.tap(*(f"key:{each}" for each in "zhangwei"))
    assert "zhangwei" in glass.texts()
    assert glass.told(Drafted) == []
    glass.tap("candidate:0")
    assert glass.told(Drafted) == [Drafted(7, "address", "张伟")]
    glass.tap("key:dot", "key:delete")
    assert [each.text for each in glass.told(Drafted)] == ["张伟", "张伟·", "张伟"]


def test_candidates_have_pages(make_glass, pinyin):
    glass = make_glass(pinyin)
    glass.show(samples.writing(phrases=False))
    glass.tap("key:y", "key:i")
    first = glass.texts()
    glass.tap("candidates:down")
    assert glass.texts() != first
    glass.tap("candidates:up")
    assert glass.texts() == first


def test_a_phrase_is_one_touch(make_glass, pinyin):
    glass = make_glass(pinyin)
    glass.show(samples.writing())
    glass.tap("phrase:1")
    assert glass.told(Drafted) == [Drafted(7, "address", "样本村一组")]


def test_a_rare_character_is_reached(make_glass, pinyin):
    glass = make_glass(pinyin)
    glass.show(samples.writing(phrases=False))
    glass.tap("key:y", "key:a", "key:n", "key:rare")
    while "䶮" not in glass.texts():
        glass.tap("candidates:down")
    glass.tap(f"candidate:{next(n for n, each in enumerate(pinyin.rare('yan')) if each.text == '䶮')}")
    assert glass.told(Drafted)[-1].text == "䶮"


def test_figures_and_signs_are_a_layer_away(make_glass, pinyin):
    glass = make_glass(pinyin)
    glass.show(samples.writing("样本村"))
    glass.tap("key:signs", "key:1", "key:2", "key:号", "key:pinyin")
    assert glass.told(Drafted)[-1].text == "样本村12号"
    assert "q" in glass.texts()


def test_without_a_decoder_the_page_says_so_and_phrases_work(make_glass):
    glass = make_glass(None)
    glass.show(samples.writing())
    assert any("值守员" in each for each in glass.texts())
    assert "q" not in glass.texts()
    glass.tap("phrase:0", "key:1")
    assert glass.told(Drafted)[-1].text == "和安市示例县样本镇1"


def test_letters_that_wait_outlive_a_face_of_the_same_page_and_no_other(make_glass, pinyin):
    glass = make_glass(pinyin)
    face = samples.writing(phrases=False)
    glass.show(face)
    glass.tap(*(f"key:{each}" for each in "zhang"))
    glass.show(msgspec.structs.replace(face, rev=face.rev + 1))
    assert "zhang" in glass.texts()
    glass.tap(*(f"key:{each}" for each in "wei"), "candidate:0")
    assert glass.told(Drafted)[-1].text == "张伟"
    glass.tap("key:l", "key:i")
    glass.show(msgspec.structs.replace(face, rev=face.rev + 2, name="another"))
    assert "li" not in glass.texts()


def test_what_was_written_outlives_another_layout(make_glass, pinyin):
    glass = make_glass(pinyin)
    glass.show(samples.writing())
    glass.tap("phrase:1")
    long = Notice("写到门牌号。" * 12, "bad", "error")
    glass.screen.show_checks(ShowChecks(7, Checks({"address": long}, NEXT)))
    assert "样本村一组" in glass.texts()


# --- signing -----------------------------------------------------------------------------------------------------


def write(glass, *points, up=True):
    finger = UnitTestTouch(*glass.at("sign_pad", *points[0]))
    finger.touch_down()
    for each in points[1:]:
        finger.touch_move(*glass.at("sign_pad", *each))
    if up:
        finger.touch_up()
    return finger


def test_each_stroke_is_told_in_hundredths_of_a_millimetre(make_glass):
    glass = make_glass()
    glass.show(samples.sign())
    write(glass, (0.0, 0.0), (0.5, 0.5))
    write(glass, (0.25, 0.5), (0.75, 0.5))
    first, second = glass.told(Signed)
    assert (first.rev, len(first.strokes), len(second.strokes)) == (7, 1, 2)
    pad = glass.screen.page.sign_pad
    x, y, _ = first.strokes[0][-1]
    assert abs(x - pad.box.w * 50) < 30
    assert abs(y - pad.box.h * 50) < 30
    assert second.strokes[1][0][2] >= first.strokes[0][-1][2] >= 0


def test_a_stroke_stays_within_the_field(make_glass):
    glass = make_glass()
    glass.show(samples.sign())
    write(glass, (0.5, 0.5), (0.5, -3.0))
    assert min(point[1] for point in glass.told(Signed)[0].strokes[0]) == 0


def test_the_words_make_room_for_the_name(make_glass):
    glass = make_glass()
    glass.show(samples.sign())
    assert "请在这里用手指写名字" in glass.texts()
    write(glass, (0.2, 0.5), (0.4, 0.5))
    assert "请在这里用手指写名字" not in glass.texts()


def test_a_face_that_comes_while_one_writes_loses_no_stroke(make_glass):
    glass = make_glass()
    glass.show(samples.sign())
    write(glass, (0.2, 0.5), (0.4, 0.5))
    finger = write(glass, (0.6, 0.2), (0.6, 0.4), up=False)
    answer = samples.sign()
    body = msgspec.structs.replace(answer.body, strokes=glass.told(Signed)[0].strokes, empty=False)
    glass.show(msgspec.structs.replace(answer, rev=8, body=body))
    finger.touch_move(*glass.at("sign_pad", 0.6, 0.8))
    finger.touch_up()
    last = glass.told(Signed)[-1]
    assert (last.rev, len(last.strokes), len(last.strokes[1])) == (8, 2, 3)


def test_a_stroke_that_crossed_the_face_on_its_way_is_told_again(make_glass):
    glass = make_glass()
    glass.show(samples.sign())
    write(glass, (0.2, 0.5), (0.4, 0.5))
    write(glass, (0.2, 0.7), (0.4, 0.7))
    answer = samples.sign()
    body = msgspec.structs.replace(answer.body, strokes=glass.told(Signed)[0].strokes, empty=False)
    glass.show(msgspec.structs.replace(answer, rev=8, body=body))
    assert glass.told(Signed)[-1] == Signed(8, glass.told(Signed)[1].strokes)


def test_a_cleared_field_stays_empty(make_glass):
    glass = make_glass()
    glass.show(samples.sign())
    write(glass, (0.2, 0.5), (0.4, 0.5))
    told = len(glass.told(Signed))
    glass.show(msgspec.structs.replace(samples.sign(), rev=8))
    assert len(glass.told(Signed)) == told
    assert glass.screen.page.sign_pad.strokes == ()


def test_a_name_is_not_told(make_glass):
    glass = make_glass()
    glass.show(samples.sign(written=True))
    assert isinstance(glass.screen.page.sign_pad, SignPad)
    assert "4000" not in repr(glass.screen.page.sign_pad)


# --- a code ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["light", "dark-high"])
def test_a_phone_reads_the_code_off_the_glass(make_glass, theme):
    from kivy.graphics.opengl import GL_RGBA, GL_UNSIGNED_BYTE, glReadPixels  # noqa: PLC0415 - the window is open now

    glass = make_glass()
    face = msgspec.structs.replace(samples.pay(), theme=theme)
    glass.show(face)
    EventLoop.idle()
    wide, tall = map(int, Window.size)
    pixels = np.frombuffer(glReadPixels(0, 0, wide, tall, GL_RGBA, GL_UNSIGNED_BYTE), np.uint8)
    read = zxingcpp.read_barcodes(pixels.reshape(tall, wide, 4)[::-1, :, 0])
    assert [each.text for each in read] == [face.body.payload]


# --- the document camera -----------------------------------------------------------------------------------------


def test_a_damaged_small_picture_is_no_trouble(make_glass):
    glass = make_glass()
    face = samples.photograph(taken=True)
    glass.show(msgspec.structs.replace(face, body=msgspec.structs.replace(face.body, small=b"no picture")))
    assert "拍好了 1 页" in glass.texts()
