"""docs/touches.md is what its script makes, and names every matter of the annex."""

from __future__ import annotations

import re
from pathlib import Path

from kiosk.catalogue import read_catalogue
from kiosk.matter_stories.story import read_matter_stories
from kiosk.settings import Settings
from script.touches import ENDED_WELL, HEAD, counted, page

SETTINGS = Settings()
SHELF = read_catalogue(SETTINGS.assets, SETTINGS.centre())
STORIES = tuple(read_matter_stories(SETTINGS.assets))
PAGE = Path(__file__).parents[1] / "docs" / "touches.md"
NOTED = (
    '{"story": "KSTB-14-issued", "touches": 9, "keys": 6, "typed": ["check_answer"], "pages": []}\n'
    '{"story": "KSTB-14-refused", "touches": 8, "keys": 6, "typed": ["check_answer"], "pages": []}\n'
)


def test_a_story_that_ends_well_is_a_line_and_a_no_is_none():
    lines = page(SHELF, STORIES, dict(counted(NOTED))).removeprefix(HEAD).splitlines()[1:]
    assert lines == ["| 14 | 开具税收完税证明 | `KSTB-14-issued` | 9 | 6 | 短信里的6个数字 the texted code |"]


def test_what_was_typed_is_named_as_it_is_read_on_the_glass():
    typed = '["claim_uscc", "persons.base", "persons.base"]'
    noted = f'{{"story": "{_story("KSTB-05")}", "touches": 1, "keys": 2, "typed": {typed}, "pages": []}}'
    told = page(SHELF, STORIES, dict(counted(noted)))
    base = SHELF.words["zh"].of("KSTB-05", "field.persons.column.base")
    assert "单位的代码" in told
    assert re.search(rf"；{base} [^；|]+ ×2 \|", told)


def test_the_page_was_made_by_the_script_and_names_every_matter():
    text = PAGE.read_text("utf-8")
    assert text.startswith(HEAD)
    numbers = {int(each) for each in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)}
    assert numbers == {each.annex for each in SHELF.matters.values() if each.annex is not None}


def test_every_line_is_a_story_that_is_still_told():
    named = re.findall(r"`((?:KSTB|VER)-[\w-]+)`", PAGE.read_text("utf-8"))
    assert set(named) <= {each.name for each in STORIES if each.ends in ENDED_WELL}


def _story(matter: str) -> str:
    return next(each.name for each in STORIES if each.matter == matter and each.ends in ENDED_WELL)
