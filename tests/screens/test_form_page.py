"""Two dates stand side by side while their numbers can be read, else one above the other."""

from __future__ import annotations

import msgspec
import pytest

from kiosk.core.face_bodies import Dates, Form
from screens.page import Page, Stage
from screens.widgets.dates import DateColumns
from tests.screens.sample_faces import restyled
from tests.screens.sample_frame import WORDS_EN, face, first

pytestmark = pytest.mark.screen

BOTH = (
    Dates("a", "From", "ym", "2026-10", "2006-10", "2026-10"),
    Dates("b", "To", "ym", "2026-10", "2006-10", "2026-10"),
)


@pytest.mark.parametrize(("size", "panels"), [("standard", 1), ("xlarge", 2)])
def test_dates_that_would_be_too_narrow_stand_one_above_the_other(tokens, glass, studio, size, panels):
    shown = face("form", "Which months?", "Check the months.", Form("", BOTH), step=(1, 3))
    shown = msgspec.structs.replace(shown, language="en", words=WORDS_EN, primary=first("Next"))
    stage = Stage(tokens, studio, glass, lambda: 0, lambda _field, _text: None, lambda _face: ("Mon 23/11", "9:26"))
    page = Page(stage, restyled(shown, size))
    assert sum(isinstance(each, DateColumns) for each in page.blocks()) == panels
    assert {"up:a:year", "down:b:month"} <= {each.target for each in page.blocks() if hasattr(each, "target")}
