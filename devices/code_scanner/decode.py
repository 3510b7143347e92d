"""Codes in one gray picture: a chain of searches, from the cheapest to the most patient; bytes before text.

Native decoders may crash or spin on a hostile picture: call `decode` through `worker.DecodingWorker`. Which searches
there are and in what order was measured: `script/bench scan`, docs/decisions/013-scanning-chain.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

import cv2
import numpy as np
import zxingcpp

from devices.code_scanner.camera_frames import Gray
from devices.code_scanner.payload_text import text_of
from devices.code_scanner.readings import MAX_CODES, SELF_CORRECTING, Effort, Unread, refused
from devices.code_scanner.zbar import read_qr
from devices.contract import ScannedCode

# their finder patterns are found in any direction
TURNS_FREELY = frozenset({"qr", "microqr", "rmqr", "aztec"})

ENLARGED = 1.5
ENLARGED_PIXELS = 4_000_000  # a larger picture is sharpened as it is
HALO_PX = 9  # as wide as a blurred module of an enlarged picture that is just too small to be read
SHARPEN = 2.0
WITNESSES = 2  # searches that must agree on a one-dimensional code of one picture

Search = Callable[[Gray, frozenset[str]], tuple[ScannedCode, ...]]


def read_half(gray: Gray, formats: frozenset[str]) -> tuple[ScannedCode, ...]:
    """Codes in the picture at half its size: a quarter of the cost, and the noise of four pixels is averaged."""
    height, width = (side // 2 * 2 for side in gray.shape)
    if not height or not width:
        return ()
    half = cv2.resize(gray[:height, :width], (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    return _zxing(np.asarray(half, np.uint8), formats, inverted=False)


def read_full(gray: Gray, formats: frozenset[str]) -> tuple[ScannedCode, ...]:
    """Codes in the picture as it is, light on dark as well."""
    return _zxing(gray, formats)


def read_sharpened(gray: Gray, formats: frozenset[str]) -> tuple[ScannedCode, ...]:
    """Codes in the picture enlarged and sharpened: those of two or three pixels a module, or out of focus."""
    factor = ENLARGED if gray.size <= ENLARGED_PIXELS else 1.0
    large = cv2.resize(gray, None, fx=factor, fy=factor, interpolation=cv2.INTER_LINEAR)
    soft = cv2.blur(large, (HALO_PX, HALO_PX))
    sharp = cv2.addWeighted(large, 1 + SHARPEN, soft, -SHARPEN, 0, dst=soft)
    return _zxing(np.asarray(sharp, np.uint8), formats)


def read_downscaled(gray: Gray, formats: frozenset[str]) -> tuple[ScannedCode, ...]:
    """Codes that fill a large picture, in zxing-cpp's own series of smaller copies.

    Self-correcting ones only: it starts with the whole picture again, so that it would be no second witness.
    """
    strong = formats & SELF_CORRECTING
    return _found(zxingcpp.read_barcodes(gray, formats=_wanted(strong))) if strong else ()


def read_with_zbar(gray: Gray, formats: frozenset[str]) -> tuple[ScannedCode, ...]:
    """QR codes that libzbar finds: another program's opinion, at fifteen times the price.

    Its one-dimensional decoders are left out: they are no better than zxing-cpp's and report codes that are not there.
    """
    if "qr" not in formats:
        return ()
    return tuple(ScannedCode("qr", payload, text_of(payload)) for payload in read_qr(gray.data))


GLANCE: tuple[Search, ...] = (read_half, read_full)
SHARPER: tuple[Search, ...] = (*GLANCE, read_sharpened)
SEARCHES: Mapping[Effort, tuple[Search, ...]] = MappingProxyType(
    {
        "glance": GLANCE,
        "sharpen": SHARPER,
        "everything": (*SHARPER, read_downscaled, read_with_zbar),
    }
)
"""For a frame of many, for one in three of them, and for a picture that no other one follows."""


def decode(
    gray: Gray,
    formats: frozenset[str],
    effort: Effort = "everything",
    searches: Mapping[Effort, Sequence[Search]] = SEARCHES,
) -> tuple[ScannedCode, ...] | Unread:
    """The codes of `formats` in a picture of height x width luma bytes, empty when none.

    One search after the other until one finds something. With ``everything`` a one-dimensional code counts when two
    searches read the same: its check digit is weak. A picture beyond the limits is `refused`.
    """
    if unread := refused(*gray.shape):
        return unread
    seen = Counter[ScannedCode]()
    for search in searches[effort]:
        seen.update(dict.fromkeys(search(gray, formats), 1))
        if seen and all(_counts(code, times, effort) for code, times in seen.items()):
            break
    return tuple(code for code, times in seen.items() if _counts(code, times, effort))[:MAX_CODES]


def _counts(code: ScannedCode, times: int, effort: Effort) -> bool:
    return effort != "everything" or code.format in SELF_CORRECTING or times >= WITNESSES


def _zxing(gray: Gray, formats: frozenset[str], *, inverted: bool = True) -> tuple[ScannedCode, ...]:
    turned = not formats <= TURNS_FREELY
    found = zxingcpp.read_barcodes(
        gray, formats=_wanted(formats), try_rotate=turned, try_invert=inverted, try_downscale=False
    )
    return _found(found)


def _found(codes: Sequence[zxingcpp.Barcode]) -> tuple[ScannedCode, ...]:
    # not `.text`: without an ECI designator it takes GBK for Latin-1 or Shift JIS
    return tuple(ScannedCode(_format_of(code), code.bytes, text_of(code.bytes)) for code in codes)


@lru_cache
def _wanted(formats: frozenset[str]) -> zxingcpp.BarcodeFormats:
    """For zxing-cpp; to search for what is wanted alone is seven to ten times cheaper than for all it knows."""
    return zxingcpp.barcode_formats_from_str(",".join(zxing_name(name) for name in sorted(formats)))


def zxing_name(name: str) -> str:
    """zxing-cpp's own spelling of one of our format names: ``qrcode`` for ``qr``, the rest alike."""
    return name.replace("qr", "qrcode")


def _format_of(code: zxingcpp.Barcode) -> str:
    name: str = code.format.name.lower()
    return name.replace("qrcode", "qr")
