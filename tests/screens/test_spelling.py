"""The keys that are told write the text, tried on a writer with the real decoder; script/bootstrap installs it."""

from __future__ import annotations

import pytest

from kiosk.matter_stories.story import read_matter_stories
from kiosk.settings import Settings
from screens.pinyin import Pinyin, open_pinyin
from screens.spelling import keys_to_write
from screens.writer import DOT, Writer

STORIES = tuple(read_matter_stories(Settings().assets))
CLAIMED = {each.claim.name for each in STORIES}
NAMES = CLAIMED | {row["name"] for each in STORIES for row in each.tables.get("persons", ())}
ADDRESSES = {each.answers["rent_address"] for each in STORIES if "rent_address" in each.answers}


@pytest.fixture(scope="module")
def pinyin() -> Pinyin:
    opened = open_pinyin(lambda _: True)
    if opened is None:
        pytest.skip("libgooglepinyin0 is not installed: run script/bootstrap")
    return opened


def pressed(keys: list[str], pinyin: Pinyin) -> str:
    """What stands in the field after the keys; a candidate that is not offered is an IndexError."""
    writer = Writer("", 200, (), pinyin, lambda _: None)
    signs = False
    for kind, key in (each.split(":") for each in keys):
        match kind, key:
            case "candidate", number:
                writer.choose(writer.offers[int(number)])
            case _, "signs" | "pinyin":
                signs = key == "signs"
            case _, "dot":
                writer.add(DOT)
            case _, character:
                (writer.add if signs else writer.press)(character)
    assert not writer.letters
    return writer.value


@pytest.mark.parametrize("text", sorted((NAMES | ADDRESSES | {"买买提·吐尔逊", "吕行"}) - {""}))
def test_the_keys_write_the_text(text: str, pinyin: Pinyin):
    assert pressed(list(keys_to_write(text, pinyin)), pinyin) == text


def test_nothing_needs_no_key(pinyin: Pinyin):
    assert list(keys_to_write("", pinyin)) == []


@pytest.mark.parametrize("text", ["𠮷", "王㐂"])
def test_what_the_glass_cannot_write_is_said(text: str, pinyin: Pinyin):
    with pytest.raises(ValueError, match=r"no such character|how these characters"):
        list(keys_to_write(text, pinyin))
