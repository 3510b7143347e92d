"""The printer's side: commands whole and one byte at a time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.receipt_printer.command_stream import (
    Align,
    AskDone,
    AskPaper,
    AutoStatusMask,
    Bold,
    Characters,
    CodePage,
    CommandReader,
    Cut,
    Feed,
    FeedLines,
    HanMode,
    Ignored,
    Initialise,
    QrCode,
    Row,
    Size,
    Spacing,
)

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
    ("1c26 cbb0 0a 1c2e", [HanMode(on=True), Characters(b"\xcb\xb0"), FeedLines(1), HanMode(on=False)]),
    ("1b700019fa 1b2400 01", [Ignored()] * 2),
    ("1b2138 1b2100", [Size(2, 2, "ascii", bold=True), Size(1, 1, "ascii", bold=False)]),
    ("1c210c 1c2104 1c5701", [Size(2, 2, "han"), Size(2, 1, "han"), Size(2, 2, "han")]),
    ("1d2177", [Size(8, 8)]),
    ("1b4501 1b4500 1b7410", [Bold(on=True), Bold(on=False), CodePage(16)]),
    ("1b3340 1b32 1d50b4b4 1b3340", [Spacing(64, 203), Spacing(None, 203), Ignored(), Spacing(64, 180)]),
    ("1d286b 0400 31413200 1d286b 0300 314308", [QrCode(65, b"2\0"), QrCode(67, b"\x08")]),
    ("1d286b 0500 3150304131 1d286b 0300 315130", [QrCode(80, b"0A1"), QrCode(81, b"0")]),
    ("1d286b 0300 304308", [Ignored()]),
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
