"""Where lines end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screens.breaks import NOT_FIRST, NOT_LAST, units, wrap


def wide(text: str) -> float:
    """A Han character is one wide, a Latin one half."""
    return sum(0.5 if each.isascii() else 1.0 for each in text)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("放上身份证", 5, ["放上身份证"]),
        ("您好，\n想办什么事？", 9, ["您好，", "想办什么事？"]),
        ("证明给您留着，不会丢，不会重开。", 11, ["证明给您留着，不会丢，", "不会重开。"]),
        ("放好别动，听到“嘀”一声", 8, ["放好别动，", "听到“嘀”一声"]),
        ("用来找您的税款记录吧", 9, ["用来找您的税款记", "录吧"]),
        ("a certificate in English", 8, ["a certificate in", "English"]),
        ("共3110112611002100页", 9, ["共", "3110112611002100页"]),
        ("DEMO-2026-000001", 5, ["DEMO-2026-", "000001"]),
        ("31101126110021003110", 6, ["311011261100", "21003110"]),
    ],
)
def test_lines(text, width, lines):
    assert wrap(text, width, wide) == lines


def test_phrases_are_joined_when_one_does_not_fit():
    assert wrap("我看明白了，\n同意查我的税款，开证明", 8, wide) == ["我看明白了，", "同意查我的税款，", "开证明"]
    assert wrap("one line\nanother line of words", 10, wide) == ["one line another", "line of words"]


def test_marks_stay_with_their_words():
    assert units("（演示）“改”。No. 5") == ["（演", "示）", "“改”。", "No. ", "5"]


@given(st.text("税款证明，。（）“”：abc 12\n", min_size=1, max_size=60), st.integers(3, 20))
def test_nothing_is_lost_cut_or_badly_placed(text, width):
    lines = wrap(text, width, wide)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "").replace("\n", "")
    assert all(wide(each) <= width for each in lines)


@given(st.text("税款证明查验在这里", min_size=1, max_size=40), st.integers(4, 20))
def test_a_last_line_has_two_characters(text, width):
    lines = wrap(text + "，好了。", width, wide)
    assert len(lines) == 1 or len(lines[-1].rstrip("。")) >= 2
    assert not any(each[0] in NOT_FIRST or each[-1] in NOT_LAST for each in lines)
