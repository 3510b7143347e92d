"""What stands where: sizes, sides, headings, marks and codes, on a paper measured in plain numbers."""

import pytest
from msgspec.structs import replace

from devices.receipt_printer.layout import (
    GAP,
    MODULE,
    MODULE_BESIDE,
    QUIET,
    Blank,
    CodeTooLargeError,
    Em,
    Layout,
    Scale,
    Sides,
    Squares,
    Stroke,
    Voice,
    Words,
)
from kiosk.core.receipts import Code, Pair, Receipt, Rule, Text, Title

WIDTH = 576
BODY, SMALL, DETAIL, KEY, LARGE, TITLE = (Em(size, size) for size in (36, 24, 30, 48, 64, 72))
SCALE = Scale(
    title=Voice((TITLE, KEY), (SMALL,)),
    key=Voice((LARGE, KEY), (BODY, SMALL)),
    body=Voice((BODY,), (SMALL,)),
    small=Voice((DETAIL,), (SMALL,)),
)
MIXED = replace(SCALE, mixed=True)


def measure(text, em, _bold):
    """Hanzi are as wide as the em, everything else half of it."""
    return sum(em.across if each > "\u2000" else em.across / 2 for each in text)


def strips(*lines, width=WIDTH, scale=SCALE, **receipt):
    receipt = {"demo": False} | receipt
    return [
        each for each in Layout(width, scale, measure).strips(Receipt(lines, **receipt)) if not isinstance(each, Blank)
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (Title("回执"), [Words("回执", TITLE, bold=True, centred=True)]),
        (Title("国" * 12), [Words("国" * 12, KEY, bold=True, centred=True)]),
        (Text("国"), [Words("国", BODY)]),
        (Text("国", key=True), [Words("国", KEY, bold=True)]),
        (Text("国", centred=True), [Words("国", BODY, centred=True)]),
        (Text("国", small=True), [Words("国", DETAIL)]),
        (Text("国", key=True, small=True), [Words("国", DETAIL, bold=True)]),
        (Pair("事项", "国田", small=True), [Sides("事项", "国田", DETAIL)]),
        (Text("国" * 17), [Words("国" * 15, BODY), Words("国" * 2, BODY)]),
        (Rule(), [Stroke()]),
        (Pair("事项", "国田"), [Sides("事项", "国田", BODY)]),
        (Pair("事项", "国" * 13), [Sides("事项", "国" * 13, BODY)]),
        (Pair("号", "国" * 9, key=True), [Words("号", BODY), Words("国" * 9, LARGE, bold=True)]),
        (Pair("号", "国" * 12, key=True), [Words("号", BODY), Words("国" * 12, KEY, bold=True)]),
    ],
)
def test_each_line_in_its_size_and_place(line, expected):
    assert strips(line) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1234", [Sides("号", "1234", BODY, LARGE)]),
        ("国" * 10, [Sides("号", "国" * 10, BODY, KEY)]),
        ("国" * 11, [Words("号", BODY), Words("国" * 11, KEY, bold=True)]),
        ("国\n田", [Words("号", BODY), Words("国", KEY, bold=True), Words("田", KEY, bold=True)]),
    ],
)
def test_a_key_value_stands_beside_its_label_where_it_has_room(value, expected):
    assert strips(Pair("号", value, key=True), scale=MIXED) == expected


def test_what_stands_beside_a_code_is_as_wide_as_the_room_it_leaves():
    (both,) = strips(Code("KIOSK:CASE:1", beside=(Text("国", key=True), Text("国" * 20, small=True))), scale=MIXED)
    at = MODULE_BESIDE * (len(both.code.modules) + 2 * QUIET)
    assert both.code.dots == MODULE_BESIDE
    assert both.lines[0] == Words("国", KEY, bold=True, indent=at)
    assert {each.em for each in both.lines[1:]} == {DETAIL}
    assert all(at + measure(each.text, each.em, False) <= WIDTH for each in both.lines)
    assert both.rows == at


@pytest.mark.parametrize(("scale", "length"), [(SCALE, 1), (MIXED, 100)], ids=["one size a line", "no room"])
def test_where_nothing_can_stand_beside_a_code_it_stands_above(scale, length):
    said, code = strips(Code("x" * length, beside=(Text("国"),)), scale=scale)
    assert said == Words("国", BODY)
    assert isinstance(code, Squares)


@pytest.mark.parametrize("value", ["国" * 14, "国\n田"], ids=["long", "two paragraphs"])
def test_a_value_without_room_stands_below_its_label_indented(value):
    label, *values = strips(Pair("事项", value))
    assert label == Words("事项", BODY)
    assert all(each.indent == 36 and each.bold for each in values)


@pytest.mark.parametrize("key", [False, True])
def test_a_number_that_would_break_becomes_smaller_instead(key):
    (_, value) = strips(Pair("号码", "YS20261123000001T", key=key), width=320)
    assert value.text == "YS20261123000001T"
    assert value.em == (BODY if key else SMALL)  # 17 x 18 dots with the full width, not beside an indent


def test_one_that_is_too_long_in_any_size_is_broken_and_nothing_is_lost():
    values = strips(Pair("标识", "1.2.156.3005.2.11100000000013338W011.11430000006122244L"), width=320)[1:]
    assert "".join(each.text for each in values) == "1.2.156.3005.2.11100000000013338W011.11430000006122244L"
    assert values[0].text.endswith(".")


@pytest.mark.parametrize(("language", "word"), [("zh", "不作凭证"), ("en", "not valid")])
def test_a_demonstration_says_so_at_both_ends(language, word):
    first, _, last = strips(Text("国"), demo=True, language=language)
    assert first == last
    assert first.text.startswith("演示")
    assert word in first.text


@pytest.mark.parametrize(("language", "word"), [("zh", "第3次"), ("en", "no. 3")])
def test_a_reprint_says_so_and_which_printing_it_is(language, word):
    above, mark, below, _ = strips(Text("国"), reprint=2, language=language)
    assert (above, below) == (Stroke(), Stroke())
    assert mark.text.startswith("补打")
    assert word in mark.text


def test_the_first_printing_says_nothing_of_it():
    assert strips(Text("国"), reprint=0) == [Words("国", BODY)]


@pytest.mark.parametrize("payload", ["https://example.org/cases/2025-0128-0007", "x" * 300, "短"])
def test_the_modules_of_a_code_are_large_and_its_quiet_zone_is_free(payload):
    whole = list(Layout(WIDTH, SCALE, measure).strips(Receipt((Code(payload, "扫一扫"),), demo=False)))
    (at,) = (at for at, each in enumerate(whole) if isinstance(each, Squares))
    code = whole[at]
    quiet = QUIET * code.dots
    assert code.dots in MODULE
    assert whole[at - 1] == whole[at + 1] == Blank(quiet)
    assert code.dots * len(code.modules) + 2 * quiet <= WIDTH
    assert whole[at + 2 :] == [Words("扫一扫", BODY, centred=True), Blank(GAP), Blank(24)]


@pytest.mark.parametrize("length", [1000, 3000], ids=["too small modules", "no such code"])
def test_a_code_too_large_for_the_paper_is_refused(length):
    with pytest.raises(CodeTooLargeError):
        strips(Code("x" * length))
