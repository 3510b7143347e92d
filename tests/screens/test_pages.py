"""Every sample page in every text size: what the audit (test_audit.py) does not measure."""

from __future__ import annotations

from datetime import datetime

import msgspec
import pytest
from fontTools.ttLib import TTFont

from screens.audit import findings
from screens.breaks import NOT_FIRST, NOT_LAST
from screens.clock_text import clock_text
from screens.fonts import font_files, fonts_directory
from screens.page import Page, Stage
from tests.screens import sample_faces as samples
from tests.screens.sample_cases import case_faces

pytestmark = pytest.mark.screen

FACES = [*samples.all_faces(), *case_faces()]
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


def test_lines_begin_and_end_well(page):
    for block in page.blocks():
        for ink in block.inks:
            if len(ink.text) > 1:
                assert ink.text[0] not in NOT_FIRST, ink.text
                assert ink.text[-1] not in NOT_LAST, ink.text


def test_no_text_becomes_smaller_than_standard(page, size):
    assert page.look.scale == 1.0
    if size == "standard":
        assert page.look.text_size == "standard"


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
    assert not {"text is cut", "texts overlap"} & {each.what for each in findings(page, stage.studio.type.covers)}
