"""A camera's frames as bytes on a socket, and what two frames say about the camera. Pure.

The driver asks for one frame with one byte, `ASK`; the camera answers with the next one it takes: a big-endian 32-bit
length, a header of that length as JSON ``{"width": 1280, "height": 720, "seq": 17}``, then width x height bytes of
luma (the Y plane), row by row. Asking keeps a frame from waiting in a buffer until the next citizen comes.
"""

from __future__ import annotations

from typing import Literal

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from devices.code_scanner.readings import MAX_PIXELS
from devices.contract import WireError

Gray = NDArray[np.uint8]

SourceFault = Literal[
    "", "camera_unplugged", "camera_busy", "camera_silent", "camera_garbled", "camera_black", "camera_frozen"
]

ASK = b"\n"
LONGEST_HEADER = 256
DARKEST = 16  # video black in the Y plane (ITU-R BT.601)
SAMPLE_STEP = 8  # one pixel in 64 tells two frames apart in 0.02 ms: a sensor's noise spares none of 14,000


class FrameHeader(Struct, frozen=True):
    """What stands before the pixels; `seq` counts the frames taken."""

    width: int
    height: int
    seq: int


def header_bytes(gray: Gray, seq: int) -> bytes:
    """What goes over the socket before the pixels of a frame of height x width bytes."""
    height, width = gray.shape
    header = msgspec.json.encode(FrameHeader(width, height, seq))
    return len(header).to_bytes(4, "big") + header


def frame_bytes(gray: Gray, seq: int) -> bytes:
    """One whole frame as it goes over the socket."""
    return header_bytes(gray, seq) + gray.tobytes()


class FrameReader:
    """Takes bytes in any portions and gives whole frames."""

    def __init__(self) -> None:
        self._data = bytearray()

    def feed(self, data: bytes) -> Gray | None:
        """The frame that `data` completes, or None; WireError when the bytes cannot be a frame."""
        self._data += data
        length = int.from_bytes(self._data[:4], "big")
        if length > LONGEST_HEADER:
            raise WireError("the camera announced a header of an impossible length")
        if len(self._data) < 4 + length or len(self._data) < 4:
            return None
        header, pixels_at = _header_of(bytes(self._data[4 : 4 + length])), 4 + length
        end = pixels_at + header.width * header.height
        if len(self._data) < end:
            return None
        size = (header.height, header.width)
        gray = np.frombuffer(self._data, np.uint8, end - pixels_at, pixels_at).reshape(size).copy()
        del self._data[:end]
        return gray

    @property
    def within(self) -> bool:
        """Whether a frame has begun and not ended."""
        return bool(self._data)


def _header_of(data: bytes) -> FrameHeader:
    try:
        header = msgspec.json.decode(data, type=FrameHeader)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise WireError("the camera's frame header is not the JSON agreed on") from error
    if header.width < 1 or header.height < 1 or header.width * header.height > MAX_PIXELS:
        raise WireError(f"the camera announced a frame of {header.width} x {header.height}")
    return header


def is_black(frame: Gray) -> bool:
    """No light at all: a cap, a loose cable, a dead sensor; a dark room still shows the sensor's noise."""
    return int(frame.max()) <= DARKEST


def sample(frame: Gray) -> bytes:
    """A few pixels: equal ones are the same frame again, for a sensor's noise makes every two frames differ."""
    return frame[::SAMPLE_STEP, ::SAMPLE_STEP].tobytes()
