"""Writing Chinese as values: what is offered, what is taken, what is told."""

from __future__ import annotations

import pytest

from screens.pinyin import Candidate
from screens.writer import Writer


class FewWords:
    """A decoder with a very small dictionary."""

    def candidates(self, letters):
        known = {"zhangwei": [Candidate("张伟", 8), Candidate("章", 5)], "wei": [Candidate("伟", 3)]}
        return known.get(letters, [])

    def rare(self, letters):
        return [Candidate("䶮", len(letters))] if letters == "yan" else []


@pytest.fixture
def told():
    return []


@pytest.fixture
def writer(told):
    return Writer("", 12, ("和安市示例县",), FewWords(), told.append)


def write(writer, letters):
    for each in letters:
        writer.press(each)


def offers(writer):
    return [each.text for each in writer.offers]


def test_phrases_come_first_until_there_are_letters(writer):
    assert offers(writer) == ["和安市示例县"]
    write(writer, "zhangwei")
    assert offers(writer) == ["张伟", "章", "ZHANGWEI"]


def test_the_whole_text_is_told_after_each_choice(writer, told):
    writer.choose(writer.offers[0])
    write(writer, "zhangwei")
    assert told == ["和安市示例县"]
    writer.choose(writer.offers[0])
    assert told == ["和安市示例县", "和安市示例县张伟"]
    assert writer.letters == ""


def test_a_part_leaves_the_other_letters_waiting(writer, told):
    write(writer, "zhangwei")
    writer.choose(writer.offers[1])
    assert (writer.value, writer.letters, offers(writer)[0]) == ("章", "wei", "伟")


def test_delete_takes_letters_before_characters(writer, told):
    writer.add("张")
    writer.press("w")
    writer.delete()
    assert (writer.value, writer.letters) == ("张", "")
    writer.delete()
    assert writer.value == ""
    assert told == ["张", ""]


def test_rare_characters_are_asked_for_and_only_once(writer):
    write(writer, "yan")
    writer.turn()
    assert offers(writer) == ["䶮", "YAN"]
    writer.choose(writer.offers[0])
    assert not writer.rare


def test_nothing_is_longer_than_it_may_be(writer, told):
    for _ in range(3):
        writer.choose(Candidate("和安市示例县", 0))
    assert writer.value == "和安市示例县" * 2
    assert len(told) == 2


def test_clear_begins_anew(writer, told):
    writer.add("张")
    write(writer, "wei")
    writer.clear()
    assert (writer.value, writer.letters, told[-1]) == ("", "", "")


def test_without_a_decoder_phrases_and_letters_as_they_are_remain(told):
    writer = Writer("", 12, ("样本村一组",), None, told.append)
    assert offers(writer) == ["样本村一组"]
    write(writer, "abc")
    assert offers(writer) == ["ABC"]


def test_who_watches_hears_of_every_change(writer):
    heard = []
    writer.watchers.append(lambda: heard.append(writer.letters))
    write(writer, "we")
    writer.delete()
    assert heard == ["w", "we", "w"]
