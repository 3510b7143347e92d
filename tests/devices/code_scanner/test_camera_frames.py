"""Frames survive the socket in any portions; bytes that are no frame are told at once."""

import numpy as np
import pytest

from devices.code_scanner.camera_frames import FrameReader, frame_bytes, is_black, sample
from devices.contract import WireError

GRAY = np.arange(20, dtype=np.uint8).reshape(4, 5)


def test_a_frame_comes_back_whole():
    assert np.array_equal(FrameReader().feed(frame_bytes(GRAY, 7)), GRAY)


def test_a_frame_comes_back_byte_by_byte():
    reader, data = FrameReader(), frame_bytes(GRAY, 7)
    assert all(reader.feed(data[at : at + 1]) is None for at in range(len(data) - 1))
    assert np.array_equal(reader.feed(data[-1:]), GRAY)


def test_the_next_frame_starts_where_the_last_ended():
    reader, data = FrameReader(), frame_bytes(GRAY, 1) + frame_bytes(GRAY + 1, 2)
    assert np.array_equal(reader.feed(data[:70]), GRAY)
    assert np.array_equal(reader.feed(data[70:]), GRAY + 1)


def header(text: bytes) -> bytes:
    return len(text).to_bytes(4, "big") + text


@pytest.mark.parametrize(
    "data",
    [
        b"\xff" * 64,
        b"\x00\x00\x01\x01",
        header(b""),
        header(b"{}"),
        header(b"not json"),
        header(b'{"width": 0, "height": 5, "seq": 1}'),
        header(b'{"width": -4, "height": -4, "seq": 1}'),
        header(b'{"width": 100000, "height": 100000, "seq": 1}'),
        header(b'{"width": "4", "height": 5, "seq": 1}'),
    ],
)
def test_bytes_that_are_no_frame_are_refused(data):
    with pytest.raises(WireError):
        FrameReader().feed(data)


@pytest.mark.parametrize(
    ("frame", "black"), [(GRAY * 0, True), (GRAY % 16, True), (np.full((4, 5), 17, np.uint8), False), (GRAY, False)]
)
def test_a_black_frame_has_no_light_anywhere(frame, black):
    assert is_black(frame) is black


def test_a_sensor_s_noise_shows_in_the_sample():
    still = np.full((360, 640), 90, np.uint8)
    noise = np.random.default_rng(7).integers(0, 2, still.shape, np.uint8)
    assert sample(still) == sample(still.copy())
    assert sample(still) != sample(still + noise)


def test_a_frame_that_has_begun_is_known():
    reader, data = FrameReader(), frame_bytes(GRAY, 7)
    assert not reader.within
    reader.feed(data[:-1])
    assert reader.within
    reader.feed(data[-1:])
    assert not reader.within


def test_a_header_that_is_no_text_is_a_wire_error():
    header = b'{"width": 1, "\xff": 1}'
    for spoiled in (header, b'{"width": "\xff"}'):
        with pytest.raises(WireError):
            FrameReader().feed(len(spoiled).to_bytes(4, "big") + spoiled)
