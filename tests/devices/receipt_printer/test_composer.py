"""A whole receipt on both paths: read back by a decoder of its own, drawn by the emulated printer, or refused."""

import math
import re
import shutil
from unicodedata import east_asian_width

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from devices.receipt_printer.command_stream import CommandReader
from devices.receipt_printer.composer import (
    RASTER_BYTES_A_MM,
    Composed,
    Composer,
    Unprintable,
    choose_path,
)
from devices.receipt_printer.escpos_bytes import CUT, initialise
from devices.receipt_printer.feeding import Feeding
from devices.receipt_printer.paper import papers
from devices.receipt_printer.profiles import Profile
from devices.receipt_printer.text_path import ROM_FORMS
from devices.typeface import missing_glyphs, typeface
from kiosk.core.receipts import Code, Pair, Receipt, Rule, Text, Title
from tests.devices.receipt_printer.independent_decoder import decode, lines

PATHS = ("raster", "text")
WIDE, NARROW = Profile(han="gbk"), Profile(width=384, han="gbk")
RARE = ("王䶮", "李㐂", "陈𠮷", "买买提·阿依古丽", "䶮㐂𠮷〇")


def printed(composed, profile):
    """The one paper the emulated printer makes of it."""
    data = initialise(profile.dpi) + b"".join(composed.commands) + CUT
    (paper,) = papers(data, profile.width, typeface(bold=False), profile.han or "gbk")
    return paper


def said(composed):
    """The lines of text of a text receipt, as one string each."""
    return [each["text"].strip() for each in lines(b"".join(composed.commands)) if "text" in each]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("profile", [WIDE, NARROW], ids=["80 mm", "58 mm"])
def test_the_paper_is_as_high_as_was_said_and_nothing_leaves_it(composer, receipt, path, profile):
    composed = composer.compose(receipt, profile, path)
    paper = printed(composed, profile)
    assert composed.path == path
    assert len(paper) / 203 * 25.4 == pytest.approx(composed.height_mm)
    assert paper.any(axis=1)[:24].sum() == paper.any(axis=1)[-24:].sum() == 0


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("profile", [WIDE, NARROW, Profile(han="gbk", han_size="fs!", native_qr=True)])
def test_the_printer_knows_how_far_the_paper_moves(composer, receipt, path, profile):
    commands = composer.compose(receipt, profile, path).commands
    reader, feeding = CommandReader(), Feeding()
    reader.feed(initialise(profile.dpi) + b"".join(commands))
    moved = sum(feeding.rows(command) for command, _ in reader.commands())
    assert moved == len(printed(composer.compose(receipt, profile, path), profile))


def test_a_raster_receipt_is_read_back_dot_by_dot(composer, receipt):
    composed = composer.compose(receipt, WIDE, "raster")
    assert np.array_equal(np.array(decode(b"".join(composed.commands), 576), dtype=bool), printed(composed, WIDE))


def test_a_text_receipt_is_read_back_line_by_line(composer, receipt):
    shown = lines(b"".join(composer.compose(receipt, WIDE, "text").commands))
    texts = [each for each in shown if "text" in each and "─" not in each["text"]]
    assert [(each["text"], each["wide"], each["high"], each["bold"], each["centred"]) for each in texts] == [
        ("演示小票　不作凭证", 2, 2, True, True),
        ("提交回执", 3, 3, True, True),
        ("办件编号", 2, 2, False, False),
        ("2025-0128-0007", 3, 3, True, False),
        ("事项  租房提取住房公积金", 2, 2, True, False),
        ("办理地", 2, 2, False, False),
        ("示例市住房公积金管理中心", 2, 2, True, False),
        ("请收好这张纸（查询", 2, 2, False, False),
        ("要用）。", 2, 2, False, False),
        ("扫一扫", 2, 2, False, True),
        ("演示小票　不作凭证", 2, 2, True, True),
    ]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("profile", [WIDE, NARROW, Profile(han="gb18030", native_qr=True)])
def test_a_phone_reads_the_code_off_the_paper(composer, receipt, path, profile):
    paper = printed(composer.compose(receipt, profile, path), profile)
    grey = np.where(paper, 0, 255).astype(np.uint8)
    assert cv2.QRCodeDetector().detectAndDecode(grey)[0] == "https://example.org/cases/2025-0128-0007"


def test_a_printer_that_draws_codes_gets_the_words_of_it_only(composer, receipt):
    composed = composer.compose(receipt, Profile(han="gbk", native_qr=True), "text")
    (code,) = (each for each in lines(b"".join(composed.commands)) if "qr" in each)
    assert code == {"qr": "https://example.org/cases/2025-0128-0007", "dots": 8, "level": 49, "centred": True}
    assert len(b"".join(composed.commands)) < 700


def test_a_printer_that_enlarges_hanzi_by_a_command_of_their_own_prints_the_same(composer):
    made = Receipt((Text("房1"), Text("号A", key=True), Pair("姓名", "王"), Text("x")))
    papers_ = [
        printed(composer.compose(made, Profile(han="gbk", han_size=size), "text"), WIDE) for size in ("gs!", "fs!")
    ]
    assert np.array_equal(*papers_)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("name", RARE)
@pytest.mark.parametrize("line", ["pair", "key", "text", "title"])
def test_rare_names_are_printed(composer, path, name, line):
    made = {"pair": Pair("姓名", name), "key": Pair("姓名", name, key=True), "text": Text(name), "title": Title(name)}
    composed = composer.compose(Receipt((made[line],), demo=False), WIDE, path)
    assert isinstance(composed, Composed)
    assert printed(composed, WIDE).any()
    if path == "text":  # whole in the printer's characters, or not at all
        drawn = any("rows" in each for each in lines(b"".join(composed.commands)))
        assert drawn != any(name in text for text in said(composed))


def test_a_drawn_line_stands_where_its_text_would(composer):
    """A name with one rare character, beside the same with a common one: label left, value at the right edge."""
    papers_ = [
        printed(composer.compose(Receipt((Pair("姓名", name),), demo=False), WIDE, "text"), WIDE)
        for name in ("王国", "王䶮")
    ]
    edges = [np.flatnonzero(each.any(axis=0))[[0, -1]] for each in papers_]
    assert np.abs(edges[0] - edges[1]).max() <= 6
    assert papers_[0].shape == papers_[1].shape


@pytest.mark.parametrize(("rom", "drawn"), [("gbk", "䶮㐂𠮷ñ"), ("gb18030", "𠮷ñ")])
def test_only_a_line_that_the_font_lacks_is_drawn(composer, rom, drawn):
    for each in "国·—¥￥①〇々é䶮㐂𠮷ñ":
        composed = composer.compose(Receipt((Text(each),), demo=False), Profile(han=rom), "text")
        shown = lines(b"".join(composed.commands), four_bytes=rom == "gb18030")
        assert any("rows" in one for one in shown) == (each in drawn), each


def test_the_sign_of_the_yuan_is_printed_in_its_full_width(composer):
    composed = composer.compose(Receipt((Pair("合计", "¥19,810.00", key=True),), demo=False), WIDE, "text")
    assert said(composed) == ["合计", "￥19,810.00"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "line",
    [Title("\ue000"), Text("王\ue000"), Pair("\ue000", "王"), Pair("王", "\ue000", key=True), Code("x", "\ue000")],
)
def test_a_character_that_no_font_has_prints_nothing_and_is_not_told(composer, path, line):
    assert composer.compose(Receipt((Text("国"), line)), WIDE, path) == Unprintable("glyph_missing")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("control", ["\x1b@", "\x1dV0", "\x10\x14\x01", "\x00", "\t", "\r", "\x7f"])
def test_a_name_cannot_command_the_printer(composer, path, control):
    assert composer.compose(Receipt((Text("王" + control),)), WIDE, path) == Unprintable("glyph_missing")


@pytest.mark.parametrize("path", PATHS)
def test_a_code_too_large_for_the_paper_prints_nothing(composer, path):
    assert composer.compose(Receipt((Code("x" * 1000),)), WIDE, path) == Unprintable("code_too_large")


@pytest.mark.parametrize("path", PATHS)
def test_composing_is_repeatable(composer, receipt, path):
    assert composer.compose(receipt, WIDE, path) == composer.compose(receipt, WIDE, path)


@pytest.mark.parametrize("known", [False, True])
def test_a_face_that_went_away_prints_nothing_that_needs_it(tmp_path, known):
    face = tmp_path / "face.otf"
    if known:  # its characters were looked up for an earlier paper
        shutil.copyfile(typeface(bold=False), face)
        assert missing_glyphs("国", face) == ""
        face.unlink()
    composer, plain = Composer(face, face), Receipt((Text("国"),))
    assert composer.compose(plain, WIDE, "raster") == Unprintable("typeface_missing")
    assert composer.compose(Receipt((Text("䶮"),)), WIDE, "text") == Unprintable("typeface_missing")
    assert isinstance(composer.compose(plain, WIDE, "text"), Composed)


def test_both_paths_say_the_same_and_break_numbers_nowhere(composer, receipts):
    """In the order of the layout; on the text path numbers are found whole on one line."""
    for receipt in receipts:
        whole = "".join(said(composer.compose(receipt, WIDE, "text")))
        for line in receipt.lines:
            for text in (getattr(line, name, "") for name in ("text", "label", "value", "caption")):
                assert "".join(text.translate(ROM_FORMS).split()) in "".join(whole.split())
        texts = said(composer.compose(receipt, WIDE, "text"))
        for number in re.findall(r"[\d*A-Z][\w*.,:-]{5,}", " ".join(values(receipt))):
            assert any(number in text for text in texts), number


def values(receipt):
    return [line.value for line in receipt.lines if isinstance(line, Pair)]


receipt_lines = st.lists(
    st.one_of(
        st.builds(Title, st.text("办理回执AB", max_size=20)),
        st.builds(Text, st.text("住房公积金，。（）“”￥·䶮a1-2 \n", max_size=60), st.booleans(), st.booleans()),
        st.builds(
            Pair, st.text("姓名号码", max_size=6), st.text("王䶮·1234567890-*，。¥ ", max_size=40), st.booleans()
        ),
        st.just(Rule()),
        st.builds(Code, st.text("abc123", min_size=1, max_size=60), st.text("扫一扫", max_size=6)),
    ),
    max_size=6,
)


@settings(max_examples=40, deadline=None)
@given(receipt_lines, st.sampled_from([WIDE, NARROW, Profile(han="gbk", han_size="fs!")]), st.integers(0, 3))
def test_no_line_of_text_is_wider_than_the_paper(composer, made, profile, reprint):
    composed = composer.compose(Receipt(tuple(made), reprint), profile, "text")
    for each in lines(b"".join(composed.commands)):
        if "text" in each:
            assert each["cells"] * 12 <= profile.width
            assert each["pitch"] >= 24 * each["high"] or "─" in each["text"]
    assert len(printed(composed, profile)) / 203 * 25.4 == pytest.approx(composed.height_mm)


@settings(max_examples=25, deadline=None)
@given(receipt_lines, st.sampled_from([WIDE, NARROW]))
def test_no_drawn_line_reaches_the_edge(composer, made, profile):
    wider = Profile(width=profile.width + 64)
    paper = printed(composer.compose(Receipt(tuple(made)), profile, "raster"), wider)
    assert not paper[:, profile.width :].any()


def test_cells_are_what_unicode_says_of_east_asian_widths(composer):
    """Another opinion on the columns: the width classes of Unicode, ambiguous ones wide as in every Chinese ROM."""
    text = "国a1，“”·—①（AZ）"
    (line,) = (
        each
        for each in lines(b"".join(composer.compose(Receipt((Text(text),), demo=False), WIDE, "text").commands))
        if "text" in each
    )
    assert line["cells"] == 2 * sum(2 if east_asian_width(each) in "WFA" else 1 for each in text)


@pytest.mark.parametrize(
    ("profile", "bytes_s", "path"),
    [
        (WIDE, math.inf, "raster"),
        (WIDE, 46_080, "raster"),
        (WIDE, 11_520, "text"),
        (WIDE, 1_920, "text"),
        (Profile(), 1_920, "raster"),
        (Profile(han="gbk", path="raster"), 1_920, "raster"),
        (Profile(path="text"), math.inf, "text"),
        (Profile(width=384, slowest_mm_s=50.0, han="gbk"), 11_520, "raster"),
        (Profile(width=384, slowest_mm_s=50.0, han="gbk"), 1_920, "text"),
    ],
)
def test_the_path_follows_the_line_where_the_printer_has_hanzi(profile, bytes_s, path):
    assert choose_path(profile, bytes_s) == path


def test_the_bytes_of_a_typical_receipt_are_what_the_choice_counts_with(composer, receipts):
    composed = [composer.compose(each, WIDE, "raster") for each in receipts]
    a_mm = [sum(map(len, each.commands)) / each.height_mm for each in composed]
    assert pytest.approx(sum(a_mm) / len(a_mm), rel=0.15) == RASTER_BYTES_A_MM


@pytest.mark.parametrize("text", ["提交回执", "2025-0128-0007"])
def test_the_same_words_look_alike_on_both_paths(composer, text):
    """What the emulated font shows is about what the typeface draws at the same size."""
    drawn, own = (printed(composer.compose(Receipt((Title(text),), demo=False), WIDE, path), WIDE) for path in PATHS)
    boxes = [np.argwhere(each) for each in (drawn, own)]
    small = [
        np.asarray(
            Image.fromarray(each[box[:, 0].min() : box[:, 0].max(), box[:, 1].min() : box[:, 1].max()]).resize((64, 16))
        )
        for each, box in zip((drawn, own), boxes, strict=True)
    ]
    assert (small[0] == small[1]).mean() > 0.7


@pytest.mark.parametrize("profile", [WIDE, NARROW], ids=["80 mm", "58 mm"])
def test_a_number_that_is_too_long_is_drawn_smaller_and_never_squeezed(composer, receipts, profile):
    for each in receipts:
        shown = lines(b"".join(composer.compose(each, profile, "text").commands))
        assert all(line["wide"] == line["high"] for line in shown if "text" in line)
