"""Every sample page in every text size, measured on the real widget tree."""

from __future__ import annotations

from datetime import datetime
from itertools import combinations

import msgspec
import pytest
from fontTools.ttLib import TTFont

from screens.breaks import NOT_FIRST, NOT_LAST
from screens.clock_text import clock_text
from screens.page import Page, Stage
from screens.theme import Box
from screens.typeset import font_files, fonts_directory
from screens.widgets.frame import PrimaryPlace, ShelfBand, TopBar
from tests.screens import sample_faces as samples

pytestmark = pytest.mark.screen

FACES = list(samples.all_faces())
SMALL_PRINT = {"secondary", "date_time"}
NOT_FOR_DIGITS = {*SMALL_PRINT, "bar", "tag"}  # second lines: nothing in them is needed to go on
SLACK = 0.6  # mm; lines are laid on whole pixels
SIZES = ("standard", "large", "xlarge")


@pytest.fixture
def stage(tokens, studio, glass):
    now = datetime(2026, 11, 23, 9, 26)  # noqa: DTZ001 - a wall clock
    return Stage(tokens, studio, glass, lambda: 0, lambda _field, _text: None, lambda face: clock_text(face, now))


@pytest.fixture(params=SIZES)
def size(request):
    return request.param


@pytest.fixture(params=range(len(FACES)), ids=[f"{n}-{each.name}" for n, each in enumerate(FACES)])
def page(request, stage, size):
    return Page(stage, samples.restyled(FACES[request.param], size))


def overlap(a: Box, b: Box) -> float:
    """How deep two boxes reach into each other; negative is their distance."""
    across = min(a.right, b.right) - max(a.x, b.x)
    down = min(a.bottom, b.bottom) - max(a.y, b.y)
    return min(across, down)


def seen(ink) -> Box:
    """What of a line's em box is ink."""
    return Box(ink.box.x, ink.box.y + ink.em * 0.06, ink.box.w, ink.em * 0.88)


def test_targets_are_large_and_apart(page, tokens):
    keys = {key.target: key.box for key in page.pressable()}
    if "start" in keys:
        assert {key.box for key in page.pressable() if key.parent is page} == {Box(0, 0, 270, 480)}
        return
    assert keys
    assert len(keys) == len(page.pressable())
    for target, box in keys.items():
        assert min(box.w, box.h) >= tokens.limits["target"] - 0.01, target
    for (one, a), (other, b) in combinations(keys.items(), 2):
        assert -overlap(a, b) >= tokens.limits["gap"] - 0.01, (one, other)


def test_text_stays_in_its_block_and_apart(page):
    inks = [(block, ink) for block in page.blocks() for ink in block.inks]
    assert inks
    for block, ink in inks:
        room, text = block.box.inset(-SLACK), seen(ink)
        assert room.x <= text.x, ink.text
        assert text.right <= room.right, ink.text
        assert room.y <= text.y, ink.text
        assert text.bottom <= room.bottom, ink.text
    for (_, one), (_, other) in combinations(inks, 2):
        assert overlap(seen(one), seen(other)) <= SLACK, (one.text, other.text)


def test_text_is_as_large_as_it_must_be(page, tokens):
    limits, font = tokens.limits, tokens.font
    for block in page.blocks():
        for ink in block.inks:
            least = limits["secondary_glyph" if ink.step in SMALL_PRINT else "must_read_glyph"]
            assert ink.em * font["han_ink"] >= least, ink.text
            if any(each.isdigit() for each in ink.text) and ink.step not in NOT_FOR_DIGITS:
                assert ink.em * font["digit_ink"] >= limits["must_read_digit"], ink.text


def test_lines_begin_and_end_well(page):
    for block in page.blocks():
        for ink in block.inks:
            if len(ink.text) > 1:
                assert ink.text[0] not in NOT_FIRST, ink.text
                assert ink.text[-1] not in NOT_LAST, ink.text


def test_blocks_do_not_overlap(page):
    blocks = [each for each in page.children if hasattr(each, "box") and each.box.h > 0]
    if page.face.shelf is None:
        return
    for a, b in combinations(blocks, 2):
        assert overlap(a.box, b.box) <= 0.01, (a, b)
    frame = (TopBar, PrimaryPlace, ShelfBand)
    content = [each for each in blocks if not isinstance(each, frame)]
    assert max(each.box.bottom for each in content) <= page.look.place("shelf")


def test_no_text_becomes_smaller_than_standard(page, size):
    assert page.look.scale == 1.0
    if size == "standard":
        assert page.look.text_size == "standard"


def test_every_character_is_in_both_weights():
    wanted = {each for page in FACES for each in _texts(page)} - {"\n"}
    for path in font_files(fonts_directory()).values():
        with TTFont(path, lazy=True) as font:
            assert wanted <= {chr(each) for each in font.getBestCmap()}


def _texts(face) -> str:
    return msgspec.json.encode(face).decode()


def test_simplified_forms_are_drawn():
    """Face 0 of the collection would be Japanese; the cut file says which one it is."""
    for path in font_files(fonts_directory()).values():
        with TTFont(path, lazy=True) as font:
            assert font["name"].getDebugName(1) == "Noto Sans CJK SC"


@pytest.mark.parametrize("theme", ["dark-high", "light-high"])
def test_high_contrast_pages_are_laid_out_alike(stage, theme):
    for each in FACES:
        light, other = Page(stage, each), Page(stage, samples.restyled(each, "standard", theme))
        assert light.targets() == other.targets()


def test_a_far_too_long_english_page_is_smaller_but_whole(stage):
    long = samples.english()
    body = msgspec.structs.replace(long.body, rows=long.body.rows * 3)
    page = Page(stage, msgspec.structs.replace(long, body=body))
    assert page.look.scale < 1.0
    test_text_stays_in_its_block_and_apart(page)
