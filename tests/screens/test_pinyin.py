"""Chinese from pinyin, with the real decoder; script/bootstrap installs it."""

from __future__ import annotations

import pytest

from screens.pinyin import Pinyin, open_pinyin, toneless


def anything(_text: str) -> bool:
    return True


@pytest.fixture(scope="module")
def pinyin() -> Pinyin:
    opened = open_pinyin(anything)
    if opened is None:
        pytest.skip("libgooglepinyin0 is not installed: run script/bootstrap")
    return opened


@pytest.mark.parametrize(
    ("letters", "text"),
    [
        ("zhangwei", "张伟"),
        ("gongjijin", "公积金"),
        ("beijingshichaoyangqu", "北京市朝阳区"),
        ("lv", "率"),
        ("xi'an", "西安"),
    ],
)
def test_the_likely_text_comes_first_and_stands_for_all_letters(pinyin, letters, text):
    first = pinyin.candidates(letters)[0]
    assert (first.text, first.letters) == (text, len(letters))


def test_a_part_stands_for_its_own_letters(pinyin):
    parts = {each.text: each.letters for each in pinyin.candidates("zhangwei")}
    assert parts["章"] == len("zhang")


def test_initials_are_enough(pinyin):
    assert any(each.text == "暂住证" for each in pinyin.candidates("zzz"))


def test_letters_that_are_no_pinyin_give_nothing(pinyin):
    assert pinyin.candidates("uv") == []


def test_far_too_many_letters_are_no_trouble(pinyin):
    assert pinyin.candidates("zhongguo" * 30)


def test_rare_characters_of_names_are_reached(pinyin):
    assert "䶮" in {each.text for each in pinyin.rare("yan")}
    assert "𠮷" in {each.text for each in pinyin.rare("ji")}
    usual = {each.text for each in pinyin.candidates("yan")}
    assert not usual & {each.text for each in pinyin.rare("yan")}


def test_a_character_without_a_shape_is_not_offered():
    opened = open_pinyin(lambda text: text != "张伟")
    if opened is None:
        pytest.skip("libgooglepinyin0 is not installed: run script/bootstrap")
    assert opened.candidates("zhangwei")[0].text != "张伟"


@pytest.mark.parametrize(("reading", "typed"), [("lǚ", "lv"), ("nǚ", "nv"), ("zhāng", "zhang"), ("ń", "n")])
def test_readings_are_as_they_are_typed(reading, typed):
    assert toneless(reading) == typed


def test_a_machine_without_the_decoder_says_so(tmp_path):
    assert open_pinyin(anything, directories=(str(tmp_path),)) is None
    assert open_pinyin(anything, library="libnothing.so.0") is None


def test_what_is_written_is_not_told(pinyin):
    assert "张" not in repr(pinyin.candidates("zhangwei")[0])
