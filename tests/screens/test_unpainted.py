"""A page that is only measured stands where a painted one stands."""

from __future__ import annotations

import msgspec
import pytest

from screens.brush import Studio
from screens.fonts import fonts_directory
from screens.page import Page, Stage
from screens.unpainted import Rulers, Unpainted
from tests.screens import sample_cases, sample_faces

pytestmark = pytest.mark.screen

FACES = [*sample_faces.all_faces(), *sample_cases.case_faces()]


def stage(tokens, glass, studio: Studio) -> Stage:
    return Stage(tokens, studio, glass, lambda: 0, lambda _field, _text: None, lambda _face: ("11月23日", "9:26"))


@pytest.mark.parametrize("number", range(len(FACES)), ids=[f"{n}-{each.name}" for n, each in enumerate(FACES)])
def test_every_line_and_key_is_where_it_would_be_painted(tokens, glass, studio, number):
    painted = Page(stage(tokens, glass, studio), FACES[number])
    measured = Page(stage(tokens, glass, Studio(Rulers(fonts_directory()), Unpainted())), FACES[number])
    assert measured.targets() == painted.targets()
    for one, other in zip(measured.blocks(), painted.blocks(), strict=True):
        assert (one.box, [msgspec.to_builtins(each) for each in one.inks]) == (
            other.box,
            [msgspec.to_builtins(each) for each in other.inks],
        )
