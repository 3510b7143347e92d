"""Where lines break: a table at ten columns (hanzi 2, others 1), and rules that hold for any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.receipt_printer.wrapping import NEVER_FIRST, NEVER_LAST, wrap


def columns(text):
    return sum(2 if ord(each) > 0x2000 else 1 for each in text)


TABLE = [
    ("", [""]),
    ("住房公积", ["住房公积"]),
    ("住房公积金缴存", ["住房公积金", "缴存"]),
    ("住房公积金，缴存", ["住房公积", "金，缴存"]),
    ("住房公积金。", ["住房公积", "金。"]),
    ("住房公积；：", ["住房公", "积；："]),
    ("住房公积（单位）", ["住房公积", "（单位）"]),
    ("住房公积“单位”", ["住房公积", "“单位”"]),
    ("住房公￥120.00", ["住房公", "￥120.00"]),
    ("查询 120120 次", ["查询", "120120 次"]),
    ("编号2025-0128", ["编号", "2025-0128"]),
    ("2025-0128-0007", ["2025-0128-", "0007"]),
    ("12345678901234", ["1234567890", "1234"]),
    ("号12345678901234", ["号", "1234567890", "1234"]),
    ("Room Fourteen 室", ["Room", "Fourteen", "室"]),
    ("一\n二\n", ["一", "二", ""]),
    ("   一", ["   一"]),
    ("买买提·阿依古丽", ["买买提·阿", "依古丽"]),
    ("住房公积金·缴", ["住房公积", "金·缴"]),
    ("，，，，，，，", ["，，，，，", "，，"]),
    ("（", ["（"]),
]


@pytest.mark.parametrize(("text", "lines"), TABLE, ids=[row[0] or "empty" for row in TABLE])
def test_breaks(text, lines):
    assert wrap(text, 10, columns) == lines


texts = st.text(alphabet="住房公积金缴存ab1 2-/.，。（）“”￥·\n", max_size=60)


@given(texts)
def test_nothing_is_lost_and_every_line_fits(text):
    lines = wrap(text, 10, columns)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(columns(line) <= 10 for line in lines)


@given(
    st.lists(st.sampled_from(["住", "房，", "公。", "（积）", "“金”", "120.5", "ab ", "￥8", "存：“缴”"]), max_size=25)
)
def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(parts):
    for line in wrap("".join(parts), 12, columns):
        assert line[:1] not in [*NEVER_FIRST.replace("\\", "")]
        assert line[-1:] not in [*NEVER_LAST]
