"""The luma plane of one raw buffer as a camera delivers it. Pure, but for the JPEG decoder that is passed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, get_args

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from devices.code_scanner.camera_frames import Gray

PixelFormat = Literal["YUYV", "GREY", "NV12", "MJPG"]
"""V4L2's fourcc codes (linux/videodev2.h), the cheapest first: only the last must be decoded."""
PIXEL_FORMATS: tuple[PixelFormat, ...] = get_args(PixelFormat)
JpegDecoder = Callable[[NDArray[np.uint8]], Gray | None]


class Raw(Struct, frozen=True):
    """One buffer: `data` in whatever shape it came, for a picture of `width` x `height`."""

    pixel_format: PixelFormat
    width: int
    height: int
    data: NDArray[np.uint8]


def luma_of(raw: Raw, jpeg_decoder: JpegDecoder) -> Gray | None:
    """Height x width luma bytes, a view into the buffer where there is a plane; None for a buffer of a wrong length.

    A USB camera whose cable is poor delivers cut buffers now and then; a torn picture is none.
    """
    flat = raw.data.reshape(-1)
    pixels = raw.width * raw.height
    match raw.pixel_format:
        case "MJPG":
            return jpeg_decoder(flat)
        case "YUYV" if flat.size == 2 * pixels:
            return flat.reshape(raw.height, raw.width, 2)[:, :, 0]
        case "NV12" if flat.size == pixels * 3 // 2:
            return flat[:pixels].reshape(raw.height, raw.width)
        case "GREY" if flat.size == pixels:
            return flat.reshape(raw.height, raw.width)
        case _:
            return None
