"""Every page a citizen can meet, in both languages: whole, in the citizen's words, with its frame."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_args

import pytest
from msgspec import json

from kiosk.core.face_parts import Language
from kiosk.core.faces import Body, Face
from kiosk.core.matters import Catalogue
from kiosk.core.session import Session
from kiosk.every_face import SCENES, dressed, every_session
from kiosk.rehearsal import ZHANG, Story

HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def pages(shelf: Catalogue) -> list[tuple[str, Session]]:
    """The walks through every matter take seconds: once for both languages."""
    return list(every_session(shelf))


@pytest.fixture(scope="module", params=["zh", "en"])
def faces(shelf: Catalogue, pages: list[tuple[str, Session]], request: pytest.FixtureRequest) -> dict[str, Face]:
    language: Language = request.param
    found = (dressed(shelf, name, session, language, "standard") for name, session in pages)
    return {face.name: face for face in found}


def test_each_scene_has_its_page(faces: dict[str, Face]):
    shown = [name.rpartition(":")[2] for name in faces]
    assert [each for each in shown if each in SCENES] == list(SCENES)
    kinds = {type(face.body).__name__ for face in faces.values()}
    assert kinds == {each.__name__ for each in get_args(Body)}, "every kind of body is shown"


def test_every_matter_is_walked(shelf: Catalogue, faces: dict[str, Face]):
    assert {name.partition("/")[0] for name in faces if "/" in name} >= set(shelf.matters)


def test_every_page_but_the_first_has_a_title_a_strip_and_the_shelf(faces: dict[str, Face]):
    for name, face in faces.items():
        if name.startswith("welcome"):
            assert face.shelf is None
            continue
        assert face.title, name
        assert face.strip, name
        assert face.shelf is not None, name
        assert [each.target for each in (face.shelf.back, face.shelf.home, face.shelf.help)] == ["back", "home", "help"]
        assert "size" in [each.target for each in face.tools.buttons], name


def test_the_primary_place_says_one_thing(faces: dict[str, Face]):
    for name, face in faces.items():
        assert not (face.primary and face.waiting), name


def test_steps_count_within_the_way(faces: dict[str, Face]):
    for name, face in faces.items():
        if face.steps is not None:
            assert 1 <= face.steps.number <= face.steps.count, name


def test_a_face_travels_whole(faces: dict[str, Face]):
    for face in faces.values():
        assert json.decode(json.encode(face), type=Face) == face


def test_no_page_shows_a_whole_number_of_a_person(faces: dict[str, Face]):
    for name, face in faces.items():
        assert ZHANG.number not in json.encode(face).decode(), name


def test_english_scenes_are_in_english_but_for_names_and_papers(shelf: Catalogue, pages: list[tuple[str, Session]]):
    allowed = ("person", "guide", "review", "rows", "result", "verdict", "place", "filed-to-bring")
    allowed += ("tax-", "shipping-", "licence-")
    for name, session in pages:
        if name in SCENES and not name.startswith(allowed):
            face = dressed(shelf, name, session, "en", "standard")
            bare = json.encode(face).decode().replace("中文", "").replace("王某某", "")
            assert not HAN.search(bare), (name, HAN.findall(bare)[:10])


def test_no_english_page_says_a_chinese_sentence_of_ours(shelf: Catalogue, pages: list[tuple[str, Session]]):
    """What departments say stays as they say it; what the terminal says is in the citizen's language."""
    ours = set(shelf.words["zh"].table.values()) - set(shelf.words["en"].table.values())
    ours = {each for each in ours if each.endswith("。") and "{" not in each}
    for name, session in pages:
        said = texts(json.decode(json.encode(dressed(shelf, name, session, "en", "standard"))))
        assert not ours & set(said), name


def texts(value: object) -> Iterator[str]:
    """Every text in plain JSON, and each line of one."""
    if isinstance(value, str):
        yield from (value, *value.splitlines())
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts(each)


def test_the_keeper_is_named_on_every_trouble_page(faces: dict[str, Face]):
    troubles = [face.body for name, face in faces.items() if type(face.body).__name__ == "Trouble"]
    assert len(troubles) > 8
    for body in troubles:
        assert any("0000-0000" in line for line in body.helper.lines)
        assert body.keep
        assert len(body.options) <= 2


def test_help_comes_back_to_where_one_was(shelf: Catalogue):
    story = Story(shelf).to_rows()
    page = story.page
    story.touch("help", "back")
    assert story.page == page
