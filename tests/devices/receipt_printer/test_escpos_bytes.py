"""Bytes: what is asked, and every answer of a printer fed whole, one byte at a time, in any parts, and damaged."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.receipt_printer.escpos_bytes import (
    AUTO_STATUS_ON,
    BLOCK_MOST,
    CLEAR,
    CUT,
    FULL_STATUS_QUESTION,
    PAPER_QUESTION,
    TEAR_OFF,
    URGENCY,
    AutoStatus,
    BuffersCleared,
    Damaged,
    FlowControl,
    FullStatus,
    JobDone,
    OfflineNotice,
    OtherBlock,
    PaperStatus,
    RealTimeStatus,
    Standing,
    StatusReader,
    done_request,
    initialise,
    question,
    standing_of,
)


def test_commands_are_the_published_bytes():
    assert initialise(203) == bytes.fromhex("1b40 1d61ff 1d50cbcb")
    assert [question(n).hex() for n in (1, 2, 3, 4)] == ["100401", "100402", "100403", "100404"]
    assert AUTO_STATUS_ON.hex() == "1d61ff"
    assert PAPER_QUESTION.hex() == "1d7201"
    assert CLEAR.hex() == "10140801031401060208"
    assert CUT.hex() == "1d564200"
    assert TEAR_OFF.hex() == "1b4a78"
    assert FULL_STATUS_QUESTION.hex() == "100414"
    assert done_request("A01z").hex() == "1d2848060030304130317a"


@pytest.mark.parametrize("job", ["", "abc", "abcde", "a\nbc", "\x7fabc", "一二三四"])
def test_a_job_id_is_four_printable_characters(job):
    with pytest.raises(ValueError, match=r"job id|ascii"):
        done_request(job)


ANSWERS = [
    ("12", [RealTimeStatus(0x12)]),
    ("72", [RealTimeStatus(0x72)]),
    ("10 00 00 0f", [AutoStatus((0x10, 0, 0, 0x0F))]),
    ("38 20 0c 4f", [AutoStatus((0x38, 0x20, 0x0C, 0x4F))]),
    ("00", [PaperStatus(0)]),
    ("0f", [PaperStatus(0x0F)]),
    ("37 22 41 30 30 31 00", [JobDone("A001")]),
    ("37 23 31 00", [OfflineNotice()]),
    ("37 25 00", [BuffersCleared()]),
    ("11 13", [FlowControl(go=True), FlowControl(go=False)]),
    ("5f 45 50 00", [OtherBlock(0x5F, b"EP")]),
    ("37 22 41 00", [OtherBlock(0x37, b"\x22A")]),
    ("37 25 41 00", [OtherBlock(0x37, b"\x25A")]),
    ("3b 31 00 12", [OtherBlock(0x3B, b"1"), RealTimeStatus(0x12)]),
    ("10 00 13 00 0f", [FlowControl(go=False), AutoStatus((0x10, 0, 0, 0x0F))]),
    ("37 22 41 11 30 30 31 00", [FlowControl(go=True), JobDone("A001")]),
    ("10 00 00 0f 16 10 08 00 0f", [AutoStatus((0x10, 0, 0, 15)), RealTimeStatus(0x16), AutoStatus((0x10, 8, 0, 15))]),
    # damage: a byte lost, a byte added, a bit turned
    ("10 00 00 12", [Damaged(bytes((0x10, 0, 0))), RealTimeStatus(0x12)]),
    ("10 00 10 00 00 0f", [Damaged(bytes((0x10, 0))), AutoStatus((0x10, 0, 0, 0x0F))]),
    ("37 22 41 37 22 41 30 30 31 00", [OtherBlock(0x37, b'"A7"A001')]),
    ("37 22 c1 12", [Damaged(b"\x37\x22"), Damaged(b"\xc1"), RealTimeStatus(0x12)]),
    ("ff 80 12", [Damaged(b"\xff"), Damaged(b"\x80"), RealTimeStatus(0x12)]),
    ("5f" + "41" * 95 + "00", [Damaged(b"\x5f" + b"A" * 95), PaperStatus(0)]),
    ("", []),
    ("10 00 00", []),
    ("37 22 41", []),
]


@pytest.mark.parametrize(("data", "answers"), ANSWERS, ids=[row[0][:30] or "nothing" for row in ANSWERS])
def test_answers_are_cut_from_the_stream(data, answers):
    assert StatusReader().feed(bytes.fromhex(data)) == answers


@pytest.mark.parametrize(("data", "answers"), ANSWERS, ids=[row[0][:30] or "nothing" for row in ANSWERS])
def test_one_byte_at_a_time_gives_the_same(data, answers):
    reader = StatusReader()
    assert [answer for byte in bytes.fromhex(data) for answer in reader.feed(bytes([byte]))] == answers


# Bytes that begin, end or break answers come far more often than in noise.
streams = st.lists(
    st.one_of(
        st.binary(max_size=12),
        st.sampled_from(
            [b"\x10", b"\x0f", b"\x10\x0f", b"\x37\x22", b"\x37", b"\x5f", b"\x00", b"\x11", b"\x13", b"\x12"]
        ),
    ),
    max_size=60,
).map(b"".join)


@given(streams, st.lists(st.integers(0, 700)), st.booleans())
def test_any_bytes_are_cut_the_same_however_they_arrive(data, cuts, full_status):
    whole, parts = StatusReader(full_status=full_status), StatusReader(full_status=full_status)
    edges = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    pieces = [data[start:end] for start, end in pairwise(edges)]
    assert whole.feed(data) == [answer for piece in pieces for answer in parts.feed(piece)]


@given(streams, st.booleans())
def test_no_byte_is_kept_for_ever_and_none_is_counted_twice(data, full_status):
    reader = StatusReader(full_status=full_status)
    answers = reader.feed(data * 20)
    assert len(answers) <= len(data) * 20
    assert len(reader._begun) <= BLOCK_MOST


FULL = [
    ("10 0f 20 00 00 00", [FullStatus((0x20, 0, 0, 0))]),
    ("10 0f 00 00 40 00 12", [FullStatus((0, 0, 0x40, 0)), RealTimeStatus(0x12)]),
    ("10 00 00 0f", [AutoStatus((0x10, 0, 0, 0x0F))]),
    ("10 0c 00 0f 00", [AutoStatus((0x10, 0x0C, 0, 0x0F)), PaperStatus(0)]),
    ("10 0f 20 13 00 00 00", [FlowControl(go=False), FullStatus((0x20, 0, 0, 0))]),
    ("10 0f 20 12", [Damaged(bytes((0x10, 0x0F, 0x20))), RealTimeStatus(0x12)]),
]


@pytest.mark.parametrize(("data", "answers"), FULL, ids=[row[0] for row in FULL])
def test_the_answer_of_a_printer_with_a_mouth_is_told_from_automatic_status(data, answers):
    assert StatusReader(full_status=True).feed(bytes.fromhex(data)) == answers


def test_a_mouth_is_occupied_or_jammed():
    lying, stuck = FullStatus((0x20, 0, 0, 0)), FullStatus((0x25, 1, 0x41, 1))
    assert (lying.occupied, lying.jammed) == (True, False)
    assert (stuck.occupied, stuck.jammed) == (True, True)
    assert not FullStatus((0x05, 0x0F, 0x0F, 0x4D)).occupied


@given(st.binary(max_size=300))
def test_after_any_noise_and_a_pause_the_reader_finds_its_feet(noise):
    reader = StatusReader()
    reader.feed(noise)
    assert reader.feed(b"\x00" * BLOCK_MOST + b"\x12")[-1] == RealTimeStatus(0x12)


@pytest.mark.parametrize(
    ("answers", "standing"),
    [
        ({1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}, Standing()),
        ({4: 0x1E}, Standing(low=True)),
        ({4: 0x72}, Standing("paper_out")),
        ({4: 0x7E}, Standing("paper_out", low=True)),
        ({1: 0x1A}, Standing("offline")),
        ({1: 0x1A, 2: 0x16}, Standing("cover_open")),
        ({1: 0x1A, 2: 0x32}, Standing("paper_out")),
        ({2: 0x52}, Standing("printer_error")),
        ({2: 0x52, 3: 0x1A}, Standing("cutter_error")),
        ({2: 0x52, 3: 0x32}, Standing("hardware_error")),
        ({3: 0x52}, Standing("overheated")),
        ({3: 0x16}, Standing("printer_error")),
        ({2: 0x16, 4: 0x7E}, Standing("cover_open", low=True)),
        ({}, Standing()),
    ],
)
def test_real_time_bits(answers, standing):
    assert standing_of(answers) == standing


@pytest.mark.parametrize(
    ("bits", "standing"),
    [
        ((0x10, 0x00, 0x00, 0x0F), Standing()),
        ((0x14, 0x00, 0x00, 0x0F), Standing()),
        ((0x10, 0x00, 0x03, 0x0F), Standing(low=True)),
        ((0x18, 0x00, 0x0F, 0x0F), Standing("paper_out", low=True)),
        ((0x38, 0x00, 0x00, 0x0F), Standing("cover_open")),
        ((0x38, 0x08, 0x0C, 0x0F), Standing("cover_open")),
        ((0x18, 0x08, 0x00, 0x0F), Standing("cutter_error")),
        ((0x18, 0x20, 0x00, 0x0F), Standing("hardware_error")),
        ((0x18, 0x40, 0x00, 0x0F), Standing("overheated")),
        ((0x18, 0x04, 0x00, 0x0F), Standing("printer_error")),
        ((0x18, 0x00, 0x00, 0x0F), Standing("offline")),
    ],
)
def test_automatic_status_bits(bits, standing):
    assert AutoStatus(bits).standing == standing


@pytest.mark.parametrize(
    ("bits", "standing"),
    [
        (0x00, Standing()),
        (0x03, Standing(low=True)),
        (0x0C, Standing("paper_out")),
        (0x0F, Standing("paper_out", low=True)),
    ],
)
def test_roll_bits(bits, standing):
    assert PaperStatus(bits).standing == standing


def test_urgency_knows_every_trouble_once():
    assert len(set(URGENCY)) == len(URGENCY) == 7
