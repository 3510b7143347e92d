"""The audit finds nothing on the sample pages, and each of the mistakes that are made on purpose."""

from __future__ import annotations

from datetime import datetime

import msgspec
import pytest

from kiosk.core.face_bodies import Choose, Info, Question, Review
from kiosk.core.face_parts import Button, Choice, Notice, Row
from kiosk.core.faces import Face, Steps
from screens.audit import apart, findings
from screens.clock_text import clock_text
from screens.finding import Finding
from screens.page import Page, Stage
from screens.pinyin import open_pinyin
from screens.theme import Box
from screens.widgets.frame import ShelfBand
from screens.widgets.words import Words
from tests.screens import sample_cases, sample_faces
from tests.screens.sample_frame import SHELF, face, first

pytestmark = pytest.mark.screen

FACES = [*sample_faces.all_faces(), *sample_cases.case_faces()]
NO_SHAPE = "\ue000"


@pytest.fixture(scope="module")
def stage(tokens, studio, glass):
    now = datetime(2026, 11, 23, 9, 26)  # noqa: DTZ001 - a wall clock
    return Stage(
        tokens,
        studio,
        glass,
        lambda: 0,
        lambda _field, _text: None,
        lambda shown: clock_text(shown, now),
        pinyin=open_pinyin(studio.type.covers),
    )


def found(page) -> list[str]:
    return [each.what for each in findings(page, page.stage.studio.type.covers)]


@pytest.mark.parametrize("size", ["standard", "large", "xlarge"])
@pytest.mark.parametrize("number", range(len(FACES)), ids=[f"{n}-{each.name}" for n, each in enumerate(FACES)])
def test_the_sample_pages_are_clean(stage, number, size):
    page = Page(stage, sample_faces.restyled(FACES[number], size))
    assert findings(page, stage.studio.type.covers) == []


def test_a_page_of_a_machine_without_pinyin_is_clean_too(stage):
    page = Page(msgspec.structs.replace(stage, pinyin=None), sample_cases.writing())
    assert found(page) == []


# --- mistakes made on purpose ------------------------------------------------------------------------------------


def rows(*labels: str) -> Face:
    choices = tuple(Choice(f"row:{n}", each) for n, each in enumerate(labels))
    return face("seeded", "选一样", "点一下。", Choose("", choices), step=(1, 3))


def keys(page: Page, start: str):
    return [each for each in page.pressable() if each.target.startswith(start)]


def small_target(stage):
    page = Page(stage, rows("一样", "另一样"))
    key = keys(page, "row:0")[0]
    key.lay(key.box._replace(h=15.0))
    return page


def close_targets(stage):
    page = Page(stage, rows("一样", "另一样"))
    one, other = keys(page, "row:")
    other.lay(other.box._replace(y=one.box.bottom + 1.5))
    return page


def doubled_target(stage):
    page = Page(stage, rows("一样", "另一样"))
    keys(page, "row:1")[0].target = "row:0"
    return page


def cut_text(stage):
    page = Page(stage, rows("这一行的字太多了", "另一样"))
    key = keys(page, "row:0")[0]
    key.box = key.box._replace(w=40.0)
    return page


def overlapping_text(stage):
    page = Page(stage, face("seeded", "看一看", "读完点下一步。", Question("", ("头一句", "第二句"))))
    one, other = [each for each in page.blocks() if isinstance(each, Words)]
    other.lay(one.box)
    return page


def small_characters(stage):
    page = Page(stage, face("seeded", "看一看", "读完点下一步。", Info((Row("一", "很多的字"),))))
    block = next(each for each in page.blocks() if any(ink.text == "很多的字" for ink in each.inks))
    block.look = msgspec.structs.replace(block.look, scale=0.5)
    block.style = msgspec.structs.replace(block.style, look=block.look)
    block.redraw()
    return page


def small_digits(stage):
    page = Page(stage, face("seeded", "看一看", "读完点下一步。", Info((Row("一", "办件 12 号"),))))
    block = next(each for each in page.blocks() if any("12" in ink.text for ink in each.inks))
    block.look = msgspec.structs.replace(block.look, scale=0.9)
    block.style = msgspec.structs.replace(block.style, look=block.look)
    block.redraw()
    return page


def lonely_end(stage):
    return Page(stage, rows("这里是两行字，\n第二行只有一个\n字"))


def no_shape(stage):
    return Page(stage, rows(f"{NO_SHAPE}某某", "另一样"))


def no_shelf(stage):
    return Page(stage, msgspec.structs.replace(rows("一样"), shelf=None))


def moved_shelf(stage):
    page = Page(stage, rows("一样"))
    band = next(each for each in page.children if isinstance(each, ShelfBand))
    key = band.keys[2]
    key.lay(key.box._replace(y=key.box.y - 4.0))
    return page


def turned_shelf(stage):
    back_to_front = msgspec.structs.replace(SHELF, back=SHELF.help, help=SHELF.back)
    return Page(stage, msgspec.structs.replace(rows("一样"), shelf=back_to_front))


def no_steps(stage):
    return Page(stage, msgspec.structs.replace(rows("一样"), steps=None))


def wrong_steps(stage):
    return Page(stage, msgspec.structs.replace(rows("一样"), steps=Steps(4, 3, "第 4 步，共 3 步")))


def no_strip(stage):
    return Page(stage, msgspec.structs.replace(rows("一样"), strip=""))


def no_title(stage):
    return Page(stage, msgspec.structs.replace(rows("一样"), title=""))


def undrawn_key(stage):
    page = Page(stage, rows("一样", "另一样"))
    keys(page, "row:1")[0].enabled = False
    return page


def unknown_sign(stage):
    body = Choose("", (Choice("row:0", "一样", icon="unicorn"), Choice("row:1", "另一样")))
    return Page(stage, face("seeded", "选一样", "点一下。", body, step=(1, 3)))


SEEDED = {
    small_target: "target too small",
    close_targets: "targets too close",
    doubled_target: "target twice on a page",
    cut_text: "text is cut",
    overlapping_text: "texts overlap",
    small_characters: "characters too small",
    small_digits: "digits too small",
    lonely_end: "stands alone on the last line",
    no_shape: "no shape for a character",
    no_shelf: "返回, 首页, 帮助 are missing",
    moved_shelf: "is not in its place",
    turned_shelf: "stands where back belongs",
    no_steps: "第 n 步，共 m 步 is missing",
    wrong_steps: "第 n 步，共 m 步 is not drawn or counts wrong",
    no_strip: "is empty",
    no_title: "is empty",
    unknown_sign: "no such sign",
    undrawn_key: "has no key",
}


@pytest.mark.parametrize("seed", SEEDED, ids=[each.__name__ for each in SEEDED])
def test_a_mistake_made_on_purpose_is_found(stage, seed):
    assert SEEDED[seed] in found(seed(stage))


def test_a_review_of_several_pages_can_be_turned(stage):
    turned = Review(
        (Row("姓名", "示例名"),),
        page_text="第 1 页，共 2 页",
        previous=Button("page:previous", "没有上一页", enabled=False),
        following=Button("page:following", "看下一页"),
    )
    page = Page(stage, face("seeded", "请核对", "哪一项不对，点后面的“改”。", turned, step=(1, 3)))
    assert found(page) == []
    assert "page:following" in page.targets()


def test_overlapping_blocks_are_found(stage):
    assert "blocks overlap" in found(overlapping_text(stage))


def test_a_row_that_leads_on_is_no_mistake(stage):
    page = Page(stage, rows("一样", "另一样"))
    assert found(page) == []
    answered = msgspec.structs.replace(page.face, primary=first("下一步"), secondary=Button("secondary", "不要"))
    assert found(Page(stage, answered)) == []


def test_the_distance_of_boxes_is_their_gap_or_how_deep_they_overlap():
    box = Box(0, 0, 10, 10)
    assert apart(box, Box(13, 0, 5, 5)) == 3
    assert apart(box, Box(13, 14, 5, 5)) == 4
    assert apart(box, Box(8, 7, 5, 5)) == -2


def test_a_finding_is_one_line():
    finding = Finding("KSTB-14/form-1 [zh large]", "row:1", "target too small", 15.04, 20.0)
    assert str(finding) == "KSTB-14/form-1 [zh large]: row:1: target too small 15.0 mm (20.0 mm)"
    assert str(Finding("home [zh standard]", "strip", "is empty")) == "home [zh standard]: strip: is empty"


def test_a_notice_without_room_would_be_found(stage):
    long = Notice("这一句很长。" * 150, "mark", "warning")
    page = Page(stage, msgspec.structs.replace(rows("一样"), body=Choose("", (Choice("a", "一样"),), notice=long)))
    assert found(page) != []
