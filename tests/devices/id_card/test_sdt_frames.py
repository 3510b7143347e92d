"""Frames as bytes: tables fed whole, byte by byte, with noise around and damage inside."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.id_card.sdt_commands import (
    FIND,
    MODULE_ID,
    READ,
    READ_ADDRESSES,
    READ_MANAGEMENT,
    READ_WITH_FINGERPRINT,
    RESET,
    SELECT,
    STATUS,
    STATUSES,
    Reaction,
)
from devices.id_card.sdt_frames import (
    HEADER,
    LENGTH_MAX,
    PREAMBLE,
    BadFrame,
    Reply,
    Request,
    checksum,
    encode_reply,
    encode_request,
    mended,
    reply_reader,
    request_reader,
)

# As published: every frame by hand, none made by the encoder under test.
REQUESTS = [
    (RESET, "AAAAAA9669 0003 10FF EC"),
    (STATUS, "AAAAAA9669 0003 11FF ED"),
    (MODULE_ID, "AAAAAA9669 0003 12FF EE"),
    (FIND, "AAAAAA9669 0003 2001 22"),
    (SELECT, "AAAAAA9669 0003 2002 21"),
    (READ, "AAAAAA9669 0003 3001 32"),
    (READ_WITH_FINGERPRINT, "AAAAAA9669 0003 3010 23"),
    (READ_ADDRESSES, "AAAAAA9669 0003 3003 30"),
    (READ_MANAGEMENT, "AAAAAA9669 0003 3005 36"),
]
SUCCESS = bytes.fromhex("AAAAAA9669 0004 000090 94")
FOUND = bytes.fromhex("AAAAAA9669 0008 00009F 00000000 97")
SELECTED = bytes.fromhex("AAAAAA9669 000C 000090 0000000000000000 9C")
APDU = bytes.fromhex("AAAAAA9669 0004 698241 AE")
A, B, C = Reply(0, 0, 0x90), Reply(0, 0, 0x9F, bytes(4)), Reply(0x69, 0x82, 0x41)
WRONG = SUCCESS[:-1] + b"\x95"
TOO_SHORT = PREAMBLE + bytes.fromhex("0003 000090 93")
TOO_LONG = PREAMBLE + bytes.fromhex("FF04 000090 94")

STREAMS = {
    "nothing": (b"", []),
    "one": (SUCCESS, [A]),
    "with data": (FOUND, [B]),
    "select": (SELECTED, [Reply(0, 0, 0x90, bytes(8))]),
    "card status": (APDU, [C]),
    "three in a row": (SUCCESS + FOUND + APDU, [A, B, C]),
    "stray byte before": (b"\x00" + SUCCESS, [A]),
    "stray preamble byte before": (b"\xaa" + SUCCESS, [A]),
    "half a preamble before": (PREAMBLE[:4] + SUCCESS, [A]),
    "stray byte after": (SUCCESS + b"\x00" + FOUND, [A, B]),
    "noise only": (b"\x96\x69" * 50, []),
    "cut at the end": (SUCCESS + FOUND[:-1], [A]),
    "wrong checksum, then a good frame": (WRONG + FOUND, [BadFrame("checksum"), B]),
    "length too short": (TOO_SHORT + SUCCESS, [BadFrame("length"), A]),
    "length too long": (TOO_LONG + SUCCESS, [BadFrame("length"), A]),
    "a good frame inside a damaged one": (PREAMBLE + b"\x00\x12" + SUCCESS + bytes(10), [BadFrame("checksum"), A]),
}


@pytest.mark.parametrize(("command", "wire"), REQUESTS, ids=lambda each: getattr(each, "name", ""))
def test_requests_are_the_published_bytes(command, wire):
    assert command.encode() == bytes.fromhex(wire)


def test_request_with_data_is_the_published_set_rf_byte():
    assert encode_request(Request(0x61, 0xFF, b"\x50")) == PREAMBLE + bytes.fromhex("0004 61FF50 CA")


@pytest.mark.parametrize("portion", [1, 2, 7, 64, 4096])
@pytest.mark.parametrize(("stream", "expected"), STREAMS.values(), ids=STREAMS)
def test_any_portions_give_the_same_frames(stream, expected, portion):
    reader, frames = reply_reader(), []
    for at in range(0, len(stream), portion):
        frames += reader.feed(stream[at : at + portion])
    assert frames == expected


def test_partial_says_when_a_header_waits_for_its_frame():
    reader = reply_reader()
    told = [(reader.feed(SUCCESS[at : at + 1]), reader.partial)[1] for at in range(len(SUCCESS))]
    assert told == [False] * (HEADER - 1) + [True] * (len(SUCCESS) - HEADER) + [False]


def test_requests_have_a_shorter_least_length():
    assert request_reader().feed(STATUS.encode()) == [Request(0x11, 0xFF)]
    assert reply_reader().feed(STATUS.encode()) == [BadFrame("length")]


def test_the_largest_and_smallest_length_are_taken():
    largest = Reply(0, 0, 0x90, bytes(LENGTH_MAX - 4))
    assert reply_reader().feed(encode_reply(largest)) == [largest]
    assert reply_reader().feed(encode_reply(Reply(0, 0, 0x90, bytes(LENGTH_MAX - 3)))) == [BadFrame("length")]


@given(st.binary(max_size=300))
def test_the_checksum_is_the_xor_of_all_bytes(data):
    plain = 0
    for byte in data:
        plain ^= byte
    assert checksum(data) == plain


@given(st.binary(max_size=300), st.tuples(*[st.integers(0, 255)] * 3), st.lists(st.integers(1, 40), min_size=1))
def test_round_trip_in_any_portions(data, status, portions):
    reply, reader, frames = Reply(*status, data), reply_reader(), []
    wire = encode_reply(reply)
    assert checksum(wire[len(PREAMBLE) :]) == 0
    while wire:
        for portion in portions:
            frames += reader.feed(wire[:portion])
            wire = wire[portion:]
    assert frames == [reply]


@given(
    st.lists(
        st.one_of(st.binary(max_size=60), st.sampled_from([SUCCESS, FOUND, PREAMBLE, WRONG, TOO_LONG])), max_size=12
    )
)
def test_damage_is_a_value_and_memory_is_bounded(pieces):
    reader = reply_reader()
    for piece in pieces:
        assert all(isinstance(frame, Reply | BadFrame) for frame in reader.feed(piece))
        assert len(reader._bytes) <= HEADER + LENGTH_MAX


@given(st.integers(0, len(FOUND) - 1), st.integers(1, 255))
def test_a_damaged_byte_never_passes_for_the_same_frame(at, flip):
    damaged = FOUND[:at] + bytes([FOUND[at] ^ flip]) + FOUND[at + 1 :]
    frames = reply_reader().feed(damaged)
    assert B not in frames


@given(st.binary(max_size=200).filter(lambda noise: PREAMBLE not in noise + PREAMBLE[:4]))
def test_noise_before_a_frame_does_not_hide_it(noise):
    assert reply_reader().feed(noise + SUCCESS) == [A]


def test_every_status_has_a_name_and_a_reaction():
    codes = "90 9F 91 10 11 21 23 24 31 32 33 40 41 47 60 66 80 81"
    assert set(STATUSES) == set(bytes.fromhex(codes))
    assert all(status.code == code and status.name for code, status in STATUSES.items())
    assert {status.reaction for status in STATUSES.values()} == set(Reaction)


@pytest.mark.parametrize(
    ("command", "reply", "fits"),
    [
        (FIND, Reply(0, 0, 0x9F, bytes(4)), True),
        (FIND, Reply(0, 0, 0x80), True),
        (FIND, Reply(0, 0, 0x90, bytes(8)), False),  # a late answer to select
        (SELECT, Reply(0, 0, 0x90, bytes(8)), True),
        (SELECT, Reply(0, 0, 0x81), True),
        (SELECT, Reply(0, 0, 0x9F, bytes(4)), False),
        (SELECT, Reply(0, 0, 0x90, bytes(1284)), False),  # a late answer to read: another person's card
        (READ, Reply(0, 0, 0x90, bytes(8)), False),
        (READ, Reply(0, 0, 0x90, bytes(1284)), True),
        (READ, Reply(0x69, 0x82, 0x41), True),
        (READ, Reply(0, 0, 0x80), False),
        (STATUS, Reply(0, 0, 0x60), True),
        (STATUS, Reply(0, 0, 0x55), False),
        (STATUS, Reply(0, 0, 0x90, bytes(8)), False),  # a late answer to select
        (STATUS, Reply(0, 0, 0x41), False),  # a read's failure is not the reader's
        (SELECT, Reply(0, 0, 0x90), False),  # a late answer to status
        (MODULE_ID, Reply(0, 0, 0x90, bytes(16)), True),
        (READ_ADDRESSES, Reply(0, 0, 0x91), True),
        (READ_ADDRESSES, Reply(0, 0, 0x90, bytes(70)), True),
        (READ_ADDRESSES, Reply(0, 0, 0x90, bytes(280)), True),
        (READ_ADDRESSES, Reply(0, 0, 0x90, bytes(71)), False),
        (READ_ADDRESSES, Reply(0, 0, 0x90, bytes(350)), False),
        (READ_MANAGEMENT, Reply(0, 0, 0x90, bytes(28)), True),
    ],
)
def test_a_late_answer_is_not_taken_for_another(command, reply, fits):
    assert command.fits(reply) is fits


def test_a_reply_never_shows_its_data():
    assert repr(Reply(0, 0, 0x90, "张".encode("utf-16-le"))) == "Reply(00 00 90, 2 bytes)"


def with_high(wire, high):
    return wire[:5] + bytes((high,)) + wire[6:]


@pytest.mark.parametrize("counted", ["the right byte", "the wrong byte"])
@pytest.mark.parametrize(("data", "high"), [(b"", 5), (bytes(8), 1), (bytes(1284), 0), (bytes(1284), 9)])
def test_a_stale_high_byte_of_the_length_is_mended(data, high, counted):
    reply = Reply(0, 0, 0x90, data)
    wire = with_high(encode_reply(reply), high)
    if counted == "the wrong byte":
        wire = wire[:-1] + bytes((checksum(wire[5:-1]),))
    assert mended(b"\xaa\0" + wire + b"\0", lambda found: found == reply) == reply


@pytest.mark.parametrize(
    "received",
    [
        b"",
        PREAMBLE,
        PREAMBLE + b"\0\4\0\0",
        SUCCESS[:-1],
        WRONG,
        with_high(WRONG, 5),
        SUCCESS[:6] + b"\x05" + SUCCESS[7:],  # the low byte
    ],
)
def test_nothing_else_is_mended(received):
    assert mended(received, lambda _: True) is None


@given(st.binary(max_size=400))
def test_what_does_not_fit_is_not_mended(noise):
    assert mended(PREAMBLE + noise, lambda _: False) is None
