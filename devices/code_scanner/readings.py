"""What comes of looking for codes in one picture, and the limits that hold for every picture.

Imported on both sides of the process boundary, so it pulls in no image library.
"""

from __future__ import annotations

from typing import Literal, get_args

from msgspec import Struct

from devices.contract import ScannedCode

# zxing-cpp's names in lower case; ``qr`` for its QRCode. UPC is left out: as EAN-13 with a leading 0 it is read anyway.
FORMATS = frozenset(
    (
        *("qr", "microqr", "rmqr", "datamatrix", "aztec", "pdf417"),
        *("code128", "code39", "code93", "codabar", "itf", "ean13", "ean8"),
    ),
)
SELF_CORRECTING = frozenset(("qr", "microqr", "rmqr", "datamatrix", "aztec", "pdf417"))
"""Two-dimensional codes carry error correction; of one-dimensional ones many have a weak check digit or none."""

MAX_PIXELS = 40_000_000  # above every camera and phone picture we expect; 40 MB as gray
MAX_SIDE_PX = 32_000  # zxing-cpp takes 65535, and what is small is enlarged
MAX_CODES = 8  # so that one picture's answer fits into one packet, see decoder_line

Effort = Literal["glance", "sharpen", "everything"]
"""How hard one picture is searched: for a frame of many, for one in three of them, for a picture on its own."""


def harder(one: Effort, other: Effort) -> Effort:
    """The more patient of two."""
    return max(one, other, key=get_args(Effort).index)


Why = Literal[
    "missing",  # no such file
    "cannot_be_opened",
    "file_too_large",
    "not_a_picture",  # no picture format, or a damaged one
    "empty",  # no pixels
    "too_large",  # more than MAX_PIXELS, or a side longer than MAX_SIDE_PX
    "decoder_died",
    "decoder_hung",
    "decoder_garbled",  # it answered something else than was asked
    "decoder_not_starting",
]


class Unread(Struct, frozen=True):
    """Nothing is known about codes in this picture, and why."""

    why: Why


class Read(Struct, frozen=True):
    """The picture was searched: its codes (none is an answer too), and how long the decoder took."""

    codes: tuple[ScannedCode, ...]
    ms: float


def refused(height: int, width: int) -> Unread | None:
    """Why a picture of this size is not searched, or None."""
    if not height or not width:
        return Unread("empty")
    return Unread("too_large") if height * width > MAX_PIXELS or max(height, width) > MAX_SIDE_PX else None
