"""The receipt as dots: sizes, sides, headings, codes, and the refusal to print with holes."""

import shutil

import cv2
import numpy as np
import pytest

from devices.receipt_printer.layout import MARGIN, WIDTH, Typesetter, Unprintable
from devices.typeface import missing_glyphs, typeface
from kiosk.core.receipts import Code, Pair, Receipt, Rule, Text, Title


def inked_rows(raster):
    return np.flatnonzero(raster.any(axis=1))


def blocks(raster, gap=8):
    """Heights of the runs of inked rows that are more than `gap` blank rows apart."""
    rows = inked_rows(raster)
    cuts = np.flatnonzero(np.diff(rows) > gap)
    return [int(run[-1] - run[0] + 1) for run in np.split(rows, cuts + 1)]


def left_and_right(raster):
    columns = np.flatnonzero(raster.any(axis=0))
    return int(columns[0]), int(columns[-1])


def plain(*lines):
    return Receipt(lines, demo=False)


def test_a_paper_is_as_wide_as_the_head_and_has_margins(typesetter):
    raster = typesetter.set(plain(Text("国")))
    assert raster.shape[1] == WIDTH
    assert inked_rows(raster)[0] >= MARGIN
    assert inked_rows(raster)[-1] < len(raster) - MARGIN


def test_another_head_width_is_a_parameter():
    narrow = Typesetter(typeface(bold=False), typeface(bold=True), width=384)
    assert narrow.set(plain(Text("国" * 20))).shape[1] == 384


@pytest.mark.parametrize(
    ("line", "least"),
    [
        (Text("国"), 30),  # 36 px of em box; ink is a little less
        (Text("国", key=True), 40),
        (Pair("号", "国", key=True), 50),
        (Title("国"), 58),
    ],
    ids=["body", "key text", "key value", "title"],
)
def test_type_sizes(typesetter, line, least):
    assert blocks(typesetter.set(plain(line)))[-1] >= least


def test_a_key_value_shrinks_to_one_line_but_never_below_six_millimetres(typesetter):
    one, two = (blocks(typesetter.set(plain(Pair("号", "国" * n, key=True)))) for n in (12, 13))
    assert len(one) == 2
    assert len(two) == 3
    assert two[-1] >= 40


def test_a_value_stands_at_the_right_when_there_is_room(typesetter):
    raster = typesetter.set(plain(Pair("事项", "国田")))
    assert len(blocks(raster)) == 1
    assert left_and_right(raster)[0] < 6
    assert left_and_right(raster)[1] > WIDTH - 6


@pytest.mark.parametrize("value", ["国" * 14, "国\n田"], ids=["long", "two paragraphs"])
def test_a_value_without_room_stands_on_lines_of_its_own(typesetter, value):
    raster = typesetter.set(plain(Pair("事项", value)))
    assert len(blocks(raster)) == (2 if len(value) > 3 else 3)


@pytest.mark.parametrize("line", [Title("田"), Text("田", centred=True)])
def test_centred_lines_stand_in_the_middle(typesetter, line):
    left, right = left_and_right(typesetter.set(plain(line)))
    assert abs(left - (WIDTH - 1 - right)) <= 2


def test_a_rule_crosses_the_paper(typesetter):
    raster = typesetter.set(plain(Rule()))
    assert raster.all(axis=1).sum() == 3


def test_a_demonstration_says_so_at_both_ends(typesetter):
    lines = (Text("国"),)
    with_, without = typesetter.set(Receipt(lines)), typesetter.set(plain(*lines))
    assert len(blocks(with_)) == len(blocks(without)) + 2
    assert blocks(with_)[0] == blocks(with_)[-1]


def test_a_reprint_says_its_number_in_a_frame_on_top(typesetter):
    first, second = (typesetter.set(Receipt((Text("国"),), reprint=n, demo=False)) for n in (1, 2))
    frame = inked_rows(first)[0]
    assert first[frame : frame + 4].all()
    assert (first != second).any()


@pytest.mark.parametrize("payload", ["https://example.org/cases/2025-0128-0007", "x" * 300, "短"])
def test_a_phone_reads_the_code(typesetter, payload):
    raster = typesetter.set(plain(Code(payload, "扫一扫")))
    grey = np.where(raster, 0, 255).astype(np.uint8)
    assert cv2.QRCodeDetector().detectAndDecode(grey)[0] == payload


def test_the_modules_of_a_code_are_six_dots_or_more_in_a_quiet_zone(typesetter):
    code = typesetter.set(plain(Code("x" * 300)))
    dark = code[code.any(axis=1)][0]  # the top edge of the first finder pattern: seven modules
    runs = np.flatnonzero(np.diff(np.pad(dark, 1).astype(int)))
    module = (runs[1] - runs[0]) / 7
    assert module >= 6
    assert runs[0] >= 4 * module


@pytest.mark.parametrize("length", [1000, 3000], ids=["too small modules", "no such code"])
def test_a_code_too_large_for_the_paper_is_refused(typesetter, length):
    assert typesetter.set(plain(Code("x" * length))) == Unprintable("code_too_large")


@pytest.mark.parametrize(
    "line",
    [Title("\ue000"), Text("王\ue000"), Pair("\ue000", "王"), Pair("王", "\ue000"), Code("x", "\ue000")],
)
def test_a_missing_glyph_is_told_by_its_code_point_before_anything_is_drawn(typesetter, line):
    assert typesetter.set(plain(Text("国"), line)) == Unprintable("glyph_missing", ("U+E000",))


def test_rare_names_have_their_glyphs(typesetter):
    assert not isinstance(typesetter.set(plain(Text("䶮㐂𠮷〇"))), Unprintable)


def test_setting_is_repeatable(typesetter, receipt):
    assert (typesetter.set(receipt) == typesetter.set(receipt)).all()


@pytest.mark.parametrize("known", [False, True])
def test_a_face_that_went_away_prints_nothing(tmp_path, known):
    face = tmp_path / "face.otf"
    if known:  # its characters were looked up for an earlier paper
        shutil.copyfile(typeface(bold=False), face)
        assert missing_glyphs("国", face) == ""
        face.unlink()
    assert Typesetter(face, face).set(plain(Text("国"))) == Unprintable("typeface_missing")
