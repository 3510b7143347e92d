"""The luma plane comes out of every buffer a camera delivers; a cut buffer is none."""

import cv2
import numpy as np
import pytest

from devices.code_scanner.captures import decoded_jpeg
from devices.code_scanner.luma import PIXEL_FORMATS, Raw, luma_of

GRAY = np.arange(48 * 64, dtype=np.uint32).astype(np.uint8).reshape(48, 64)


def buffer_of(pixel_format: str) -> np.ndarray:
    """GRAY as a camera would pack it, in the flat or deep shapes that OpenCV hands out."""
    match pixel_format:
        case "YUYV":
            return np.dstack([GRAY, np.full_like(GRAY, 77)])
        case "GREY":
            return GRAY.copy()
        case "NV12":
            return np.concatenate([GRAY.reshape(-1), np.full(GRAY.size // 2, 99, np.uint8)]).reshape(72, 64)
        case _:
            return cv2.imencode(".jpg", np.full_like(GRAY, 130))[1].reshape(1, -1)


def raw(pixel_format: str, data: np.ndarray) -> Raw:
    return Raw(pixel_format, 64, 48, data)


@pytest.mark.parametrize("pixel_format", PIXEL_FORMATS[:3])
def test_a_plane_is_seen_where_it_lies(pixel_format):
    data = buffer_of(pixel_format)
    luma = luma_of(raw(pixel_format, data), decoded_jpeg)
    assert np.array_equal(luma, GRAY)
    assert np.shares_memory(luma, data)


def test_a_jpeg_is_unpacked_to_gray():
    luma = luma_of(raw("MJPG", buffer_of("MJPG")), decoded_jpeg)
    assert luma.shape == (48, 64)
    assert np.abs(luma.astype(int) - 130).max() <= 2


@pytest.mark.parametrize("pixel_format", PIXEL_FORMATS)
def test_a_cut_buffer_is_none(pixel_format):
    data = buffer_of(pixel_format).reshape(-1)
    cut = data[: 20 if pixel_format == "MJPG" else data.size // 2]
    assert luma_of(raw(pixel_format, cut), decoded_jpeg) is None
