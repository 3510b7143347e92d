"""Where a code ends in a stream of bytes, and a maker's trigger commands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.code_scanner.serial_lines import LONGEST_CODE, LineReader, newland_command, newland_reply

NAME = "和安市"


@pytest.mark.parametrize("suffix", [b"\r", b"\n", b"\r\n"])
@pytest.mark.parametrize("portion", [1, 2, 3, 100])
@pytest.mark.parametrize("mode", ["line", "learned"])
def test_a_suffix_ends_a_code_however_the_bytes_are_cut(suffix, portion, mode):
    reader, codes = LineReader(mode), []
    stream = b"".join(
        text.encode(encoding) + suffix for text, encoding in ((NAME, "utf-8"), (NAME, "gbk"), ("1", "ascii"))
    )
    for at in range(0, len(stream), portion):
        codes += reader.feed(stream[at : at + portion])
    assert codes == [NAME.encode(), NAME.encode("gbk"), b"1"]
    assert not reader.partial


def test_a_pause_ends_a_code_until_a_suffix_was_seen():
    reader = LineReader()
    assert reader.feed(b"AB") == []
    assert reader.idle() == b"AB"
    assert reader.feed(b"CD\rEF") == [b"CD"]
    assert reader.idle() is None
    assert reader.feed(b"GH\r") == [b"EFGH"]


def test_with_a_pause_as_suffix_line_ends_belong_to_the_code():
    reader = LineReader("idle")
    assert reader.feed(b"BEGIN:VCARD\r\nN:X\r\n") == []
    assert reader.idle() == b"BEGIN:VCARD\r\nN:X"
    assert reader.idle() is None


def test_what_was_dropped_does_not_come_back_with_its_rest():
    reader = LineReader("line")
    reader.feed(b"half of an old co")
    reader.drop()
    assert reader.partial
    assert reader.feed(b"de\rnew\r") == [b"new"]


def test_nothing_dropped_when_nothing_had_begun():
    reader = LineReader("line")
    reader.drop()
    assert reader.feed(b"new\r") == [b"new"]


def test_the_longest_code_passes_and_a_longer_one_is_dropped_to_its_end_and_said():
    reader = LineReader("line")
    assert reader.feed(b"7" * LONGEST_CODE + b"\r\n") == [b"7" * LONGEST_CODE]
    assert not reader.overlong
    assert reader.feed(b"8" * (LONGEST_CODE + 3)) == []
    assert reader.overlong
    assert reader.feed(b"8\r") == []
    assert reader.overlong
    assert reader.feed(b"9\r") == [b"9"]
    assert not reader.overlong


@given(st.lists(st.binary(max_size=40), max_size=30), st.sampled_from(["learned", "line", "idle"]))
def test_any_bytes_are_bounded_and_never_more_than_came(portions, mode):
    reader, codes = LineReader(mode, longest=16), []
    for portion in portions:
        codes += reader.feed(portion)
    codes += [last] if (last := reader.idle()) else []
    assert all(0 < len(code) <= 18 for code in codes)
    assert sum(map(len, codes)) <= sum(map(len, portions))


def test_newlands_commands_as_bytes():
    assert newland_command("SCNTRG1").hex(" ") == "7e 01 30 30 30 30 23 53 43 4e 54 52 47 31 3b 03"
    assert newland_command("X", kept=True)[6:7] == b"@"


@pytest.mark.parametrize(
    ("data", "read"),
    [
        (b"", None),
        (b"\x02\x010000#SCNTRG1\x06;", None),
        (b"\x02\x010000#SCNTRG1\x06;\x03", (True, b"")),
        (b"x\x02\x010000#SCNTRG1\x06;\x03CODE\r", (True, b"CODE\r")),
        (b"\x02\x010000#SCNTRG1\x15;\x03", (False, b"")),
        (b"a code\r", None),
    ],
)
def test_newlands_reply(data, read):
    assert newland_reply(data, "SCNTRG1") == read
