"""The paper an emulated printer draws from its bytes: images, feeds, its own characters in every style, codes."""

import cv2
import numpy as np
import pytest

from devices.receipt_printer.paper import LINE_ROWS, papers, picture
from devices.receipt_printer.rom_font import characters, glyph
from devices.typeface import typeface

HAN = b"\x1c&"


def drawn(data, width=16, rom="gbk"):
    return papers(data, width, typeface(bold=False), rom)


def only(data, width=576, rom="gbk"):
    (paper,) = drawn(data, width, rom)
    return paper


def box(paper):
    """Left, right, top and bottom of the ink."""
    rows, columns = np.flatnonzero(paper.any(axis=1)), np.flatnonzero(paper.any(axis=0))
    return int(columns[0]), int(columns[-1]), int(rows[0]), int(rows[-1])


def test_an_image_a_feed_and_a_cut_make_one_paper():
    paper = only(b"\x1dv0\x00\x01\x00\x01\x00\x81\x1bJ\x02\x1dV\x00", 16)
    assert paper.astype(int).tolist() == [[1, 0, 0, 0, 0, 0, 0, 1] + [0] * 8, [0] * 16, [0] * 16]


def test_each_cut_ends_a_paper_and_an_uncut_rest_is_one():
    assert [len(each) for each in drawn(b"\x1bJ\x05\x1dV\x00\x1bJ\x07")] == [5, 7]
    assert [len(each) for each in drawn(b"\x1bJ\x05\x1dV\x00\x1b@")] == [5]


def test_motion_units_are_followed():
    assert len(only(b"\x1dP\xb4\xb4\x1bJ\xb4")) == 203


def test_what_lies_beyond_the_head_is_lost():
    assert drawn(b"\x1dv0\x00\x04\x00\x01\x00\xff\xff\xff\xff")[0].astype(int).tolist() == [[1] * 16]


def test_an_image_is_magnified_and_aligned():
    assert box(only(b"\x1dv0\x03\x01\x00\x01\x00\xff", 64)) == (0, 15, 0, 1)
    assert box(only(b"\x1ba\x01\x1dv0\x00\x02\x00\x01\x00\xff\xff", 64)) == (24, 39, 0, 0)
    assert box(only(b"\x1ba\x02\x1dv0\x00\x02\x00\x01\x00\xff\xff", 64)) == (48, 63, 0, 0)


def test_a_cut_off_image_shows_the_rows_that_are_there():
    assert len(only(b"\x1dv0\x00\x01\x00\x05\x00\x81\x81")) == 2


SIZES = [
    (b"", 24, 24),
    (b"\x1d!\x11", 48, 48),
    (b"\x1d!\x01", 24, 48),
    (b"\x1d!\x22", 72, 72),
    (b"\x1c!\x0c", 48, 48),
    (b"\x1c!\x04", 48, 24),
    (b"\x1cW\x01", 48, 48),
    (b"\x1b!\x30", 24, 24),  # of single-byte characters only
]


@pytest.mark.parametrize(("size", "wide", "high"), SIZES)
def test_chinese_text_is_drawn_in_its_size_when_its_line_is_fed(size, wide, high):
    text = HAN + size + "税税".encode("gbk")
    assert drawn(text, 576) == []
    line = only(text + b"\n")
    left, right, top, bottom = box(line)
    assert len(line) == max(LINE_ROWS, high)
    assert 2 * wide * 0.85 < right - left + 1 <= 2 * wide
    assert high * 0.7 < bottom - top + 1 <= high


@pytest.mark.parametrize(("size", "wide"), [(b"\x1d!\x11", 24), (b"\x1b!\x20", 24), (b"\x1c!\x0c", 12), (b"", 12)])
def test_single_byte_characters_take_a_cell(size, wide):
    left, right, _, _ = box(only(HAN + size + b"MM\n"))
    assert 2 * wide * 0.85 < right - left + 1 <= 2 * wide


def test_bytes_are_hanzi_in_chinese_mode_only():
    text = "税".encode("gbk") + b"\n"
    assert (only(HAN + text) != only(text)).any()
    assert (only(HAN + b"\x1c." + text) == only(text)).all()
    assert (only(HAN + b"\x1b@" + text) == only(text)).all()


@pytest.mark.parametrize(("page", "shown"), [(0, "╦░"), (16, "Ë°"), (17, "╦░"), (99, "\ufffd\ufffd")])
def test_code_pages_outside_chinese_mode(page, shown):
    assert characters("税".encode("gbk"), han=False, page=page, rom="gbk") == shown


def test_characters_the_font_lacks_are_hollow_boxes():
    face = typeface(bold=False)
    assert characters("𠮷".encode("gb18030"), han=True, page=0, rom="gbk") != "𠮷"
    assert characters("𠮷".encode("gb18030"), han=True, page=0, rom="gb18030") == "𠮷"
    assert (glyph("\ufffd", face, True) == glyph("\ue000", face, True)).all()
    assert (glyph("税", face, True) != glyph("\ufffd", face, True)).any()


@pytest.mark.parametrize("emphasis", [b"\x1bE\x01", b"\x1b!\x08"])
def test_emphasised_text_is_heavier(emphasis):
    text = HAN + b"%s" + "税".encode("gbk") + b"\n"
    assert only(text % emphasis).sum() > only(text % b"").sum() * 1.2


@pytest.mark.parametrize(("where", "left"), [(0, 0), (1, 276), (2, 552)])
def test_text_is_aligned(where, left):
    line = only(HAN + b"\x1ba" + bytes([where]) + "国".encode("gbk") + b"\n")
    assert left <= box(line)[0] < left + 6


@pytest.mark.parametrize(
    ("spacing", "rows"),
    [(b"\x1b3\x40", 64), (b"\x1dP\xb4\xb4\x1b3\x40", 72), (b"\x1b3\x40\x1b2", 30), (b"\x1b3\x01", 24)],
)
def test_the_line_spacing_is_followed_and_no_line_runs_into_the_next(spacing, rows):
    assert len(only(HAN + spacing + "国\n".encode("gbk"))) == rows


def test_a_line_in_two_sizes_stands_on_one_foot():
    line = only(HAN + b"\x1d!\x11" + "国".encode("gbk") + b"\x1d!\x00" + "国".encode("gbk") + b"\n")
    small = box(line[:, 48:])
    assert len(line) == 48
    assert small[3] > 40


def test_a_line_that_is_too_long_goes_on_below():
    assert len(only(HAN + ("国" * 25).encode("gbk") + b"\n")) == 2 * LINE_ROWS


def test_a_line_that_is_never_fed_is_not_printed():
    assert drawn(HAN + "国".encode("gbk")) == []


def test_the_printer_s_own_code_is_read_by_a_phone():
    store = b"1P0" + "编号A1".encode()
    functions = (b"1A2\x00", b"1C\x06", b"1E1", store, b"1Q0")
    paper = only(b"\x1ba\x01" + b"".join(b"\x1d(k" + len(each).to_bytes(2, "little") + each for each in functions))
    left, right, _, _ = box(paper)
    assert (right - left + 1) == len(paper) == 21 * 6
    grey = np.where(np.pad(paper, 24), 0, 255).astype(np.uint8)
    assert cv2.QRCodeDetector().detectAndDecode(grey)[0] == "编号A1"


def test_a_code_that_was_never_stored_is_not_printed():
    assert drawn(b"\x1d(k\x03\x001Q0") == []


def test_the_picture_is_black_on_white_and_never_empty():
    assert picture(np.array([[True, False]])).tobytes() == b"\x40"
    assert picture(np.zeros((0, 8), dtype=np.bool_)).size == (8, 1)
