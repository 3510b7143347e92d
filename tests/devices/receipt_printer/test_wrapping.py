"""Where lines break: a table at ten columns (hanzi 2, others 1), and rules that hold for any text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.receipt_printer.wrapping import NEVER_FIRST, NEVER_LAST, widest, wrap


def columns(text):
    return sum(2 if ord(each) > 0x2000 else 1 for each in text)


TABLE = [
    ("", [""]),
    ("住房公积", ["住房公积"]),
    ("住房公积金缴存", ["住房公积金", "缴存"]),
    ("住房公积金，缴存", ["住房公积", "金，缴存"]),
    ("住房公积金。", ["住房公", "积金。"]),
    ("住房公积；：", ["住房", "公积；："]),
    ("住房公积（单位）", ["住房公积", "（单位）"]),
    ("住房公积“单位”", ["住房公积", "“单位”"]),
    ("住房公积金《法》", ["住房公积金", "《法》"]),
    ("住房公￥120.00", ["住房公", "￥120.00"]),
    ("查询 120120 次", ["查询", "120120 次"]),
    ("编号2025-0128", ["编号", "2025-0128"]),
    ("于2026-11-23到", ["于", "2026-11-23", "到"]),
    ("在2026年7月交", ["在", "2026年7月", "交"]),
    ("共12月23日止", ["共12月23日", "止"]),
    ("请拨0000-0000", ["请拨", "0000-0000"]),
    ("100 % 按", ["100 % 按"]),
    ("住房公积 (a)", ["住房公积", "(a)"]),
    ("住房公a(积)", ["住房公", "a(积)"]),
    ("住房公积——金", ["住房公积", "——金"]),
    ("住房公积金……", ["住房公", "积金……"]),
    ("2025-0128-0007", ["2025-0128-", "0007"]),
    ("1.2.156.3005.2", ["1.2.156.", "3005.2"]),
    ("12345678901234", ["1234567890", "1234"]),
    ("号12345678901234", ["号", "1234567890", "1234"]),
    ("Room Fourteen 室", ["Room", "Fourteen", "室"]),
    ("一\n二\n", ["一", "二", ""]),
    ("   一", ["   一"]),
    ("号1234567890存", ["号", "1234567890", "存"]),
    ("买买提·阿依古丽", ["买买提·阿", "依古丽"]),
    ("住房公积金·缴", ["住房公积", "金·缴"]),
    ("，，，，，，，", ["，，，，，", "，，"]),
    ("（", ["（"]),
]


@pytest.mark.parametrize(("text", "lines"), TABLE, ids=[row[0] or "empty" for row in TABLE])
def test_breaks(text, lines):
    assert wrap(text, 10, columns) == lines


texts = st.text(alphabet="住房公积金缴存ab1 2-/.，。（）“”￥·\n", max_size=60)
# Pieces as receipts have them; none is wider than the line, so that nothing excuses a break inside.
WHOLE = [
    "110105********9911",
    "2026-11-23",
    "2026年11月23日",
    "0000-0000",
    "¥18,910.00",
    "YS20261123000001T",
    "DEMO-2026",
]
pieces = st.lists(
    st.one_of(
        st.sampled_from(WHOLE),
        st.sampled_from(["住", "房，", "公。", "（积）", "“金”", "ab ", "存：“缴”", "、", "《法》", "——", " "]),
    ),
    max_size=25,
)


@given(texts, st.integers(2, 30))
def test_nothing_is_lost_and_every_line_fits(text, width):
    lines = wrap(text, width, columns)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(columns(line) <= width for line in lines)


@given(pieces)
def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(parts):
    text = "".join(parts)
    width = max(20, widest(text, columns))
    for line in wrap(text, width, columns):
        assert line[:1] not in NEVER_FIRST or text.startswith(line)
        assert line[-1:] not in NEVER_LAST


@given(pieces)
def test_no_number_id_date_or_telephone_is_broken(parts):
    text = "房".join(parts)
    lines = wrap(text, max(20, widest(text, columns)), columns)
    for whole in WHOLE:
        assert sum(line.count(whole) for line in lines) == text.count(whole)


@given(texts)
def test_the_widest_part_is_what_a_line_must_be_to_break_nothing_it_should_not(text):
    needed = int(widest(text, columns))
    runs = [max(map(columns, re.findall(r"[ab12\-/.]+", text)), default=0)]
    assert needed >= max(runs)
    assert all(columns(line) <= max(needed, 1) for line in wrap(text, max(needed, 1), columns))
