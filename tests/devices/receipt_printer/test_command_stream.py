"""The printer's side: commands whole and one byte at a time, and the paper they draw."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.receipt_printer.command_stream import (
    Align,
    AskDone,
    AskPaper,
    AutoStatusMask,
    Characters,
    CommandReader,
    Cut,
    Feed,
    FeedLines,
    Ignored,
    Initialise,
    Row,
    Size,
)
from devices.receipt_printer.paper import LINE_ROWS, papers, picture
from devices.typeface import typeface

STREAMS = [
    ("1b40", [Initialise()]),
    ("1b4a10", [Feed(16, 203)]),
    ("1d50b4b4 1b4a10", [Ignored(), Feed(16, 180)]),
    ("1d50b400 1b4a10", [Ignored(), Feed(16, 203)]),
    ("1d50b4b4 1b40 1b4a10", [Ignored(), Initialise(), Feed(16, 203)]),
    ("1b6403 0a", [FeedLines(3), FeedLines(1)]),
    ("1b6101 1d2111", [Align(1), Size(2, 2)]),
    ("1d61ff 1d7201", [AutoStatusMask(0xFF), AskPaper()]),
    ("1d5600 1d5642001d5631", [Cut(), Cut(), Cut()]),
    ("1d2848 0600 3030 41303031", [AskDone(b"A001")]),
    ("1d2848 0300 313001 1d286b 0200 0102", [Ignored(), Ignored()]),
    ("1d763000 0100 0200 8001 1b40", [Ignored(), Row(b"\x80"), Row(b"\x01"), Initialise()]),
    ("1d763003 0100 0100 80", [Ignored(), Row(b"\x80", 2, 2)]),
    ("1d763000 0000 0500 1b40", [Ignored(), Initialise()]),
    ("1d763000 0200 0100 1b40 1b40", [Ignored(), Row(b"\x1b\x40"), Initialise()]),
    ("100401 1014080103140106 0208 1014010001 00 0d", [Ignored()] * 5),
    ("1c26 cbb0 0a", [Ignored(), Characters(b"\xcb\xb0"), FeedLines(1)]),
    ("1b2100 1b700019fa 1b2400 01", [Ignored()] * 3),
]


@pytest.mark.parametrize(("data", "commands"), STREAMS, ids=[row[0] for row in STREAMS])
def test_commands_and_the_bytes_they_were_made_of(data, commands):
    reader = CommandReader()
    reader.feed(bytes.fromhex(data))
    made = list(reader.commands())
    assert [command for command, _ in made] == commands
    assert b"".join(taken for _, taken in made) == bytes.fromhex(data)
    assert reader.waiting == 0


@pytest.mark.parametrize(("data", "commands"), [row for row in STREAMS if "cbb0" not in row[0]])
def test_one_byte_at_a_time_gives_the_same(data, commands):
    reader, got = CommandReader(), []
    for byte in bytes.fromhex(data):
        reader.feed(bytes([byte]))
        got += [command for command, _ in reader.commands()]
    assert got == commands


@given(st.binary(max_size=200))
def test_no_byte_is_lost_whatever_comes(data):
    reader = CommandReader()
    reader.feed(data)
    assert len(b"".join(taken for _, taken in reader.commands())) + reader.waiting == len(data)


def drawn(data, width=16):
    return papers(data, width, typeface(bold=False))


def test_an_image_a_feed_and_a_cut_make_one_paper():
    (only,) = drawn(b"\x1dv0\x00\x01\x00\x01\x00\x81\x1bJ\x02\x1dV\x00")
    assert only.astype(int).tolist() == [[1, 0, 0, 0, 0, 0, 0, 1] + [0] * 8, [0] * 16, [0] * 16]


def test_each_cut_ends_a_paper_and_an_uncut_rest_is_one():
    assert [len(each) for each in drawn(b"\x1bJ\x05\x1dV\x00\x1bJ\x07")] == [5, 7]
    assert [len(each) for each in drawn(b"\x1bJ\x05\x1dV\x00\x1b@")] == [5]


def test_motion_units_are_followed():
    assert len(drawn(b"\x1dP\xb4\xb4\x1bJ\xb4")[0]) == 203


def test_what_lies_beyond_the_head_is_lost():
    assert drawn(b"\x1dv0\x00\x04\x00\x01\x00\xff\xff\xff\xff")[0].astype(int).tolist() == [[1] * 16]


def test_a_cut_off_image_shows_the_rows_that_are_there():
    assert len(drawn(b"\x1dv0\x00\x01\x00\x05\x00\x81\x81")[0]) == 2


@pytest.mark.parametrize(("size", "rows"), [(b"", LINE_ROWS), (b"\x1d!\x11", 2 * LINE_ROWS)])
def test_chinese_text_is_drawn_when_its_line_is_fed(size, rows):
    text = b"\x1c&" + size + "税".encode("gb18030")
    assert drawn(text, 576) == []
    (line,) = drawn(text + b"\n", 576)
    assert len(line) == rows
    assert line.any()


@pytest.mark.parametrize(("where", "left"), [(0, 0), (1, 276), (2, 552)])
def test_text_is_aligned(where, left):
    (line,) = drawn(b"\x1ba" + bytes([where]) + "国".encode("gb18030") + b"\n", 576)
    first = int(np.flatnonzero(line.any(axis=0))[0])
    assert left <= first < left + 6


def test_the_picture_is_black_on_white_and_never_empty():
    assert picture(np.array([[True, False]])).tobytes() == b"\x40"
    assert picture(np.zeros((0, 8), dtype=np.bool_)).size == (8, 1)
