"""Ways to read codes that others would build: one library called plainly, and the chains that measured best.

Each takes a picture of height x width luma bytes and gives the payloads of the QR codes in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray
from pyzbar import pyzbar

Gray = NDArray[np.uint8]
Reader = Callable[[Gray], list[bytes]]

QR = zxingcpp.BarcodeFormat.QRCode
AMOUNT, RADIUS_PX = 2.5, 2.0


def pyzbar_all(gray: Gray) -> list[bytes]:
    """All that pyzbar knows, as its own page calls it."""
    return [code.data for code in pyzbar.decode(gray)]


def pyzbar_qr(gray: Gray) -> list[bytes]:
    """pyzbar, told to look for QR codes only."""
    return [code.data for code in pyzbar.decode(gray, [pyzbar.ZBarSymbol.QRCODE])]


def zxing_all(gray: Gray) -> list[bytes]:
    """zxing-cpp as its page shows it."""
    return [code.bytes for code in zxingcpp.read_barcodes(gray)]


def zxing_qr(gray: Gray) -> list[bytes]:
    """zxing-cpp, told to look for QR codes only."""
    return [code.bytes for code in zxingcpp.read_barcodes(gray, formats=QR)]


def zxing_fast(gray: Gray) -> list[bytes]:
    """The same without turning, inverting and shrinking the picture."""
    found = zxingcpp.read_barcodes(gray, formats=QR, try_rotate=False, try_invert=False, try_downscale=False)
    return [code.bytes for code in found]


def half_zbar(gray: Gray) -> list[bytes]:
    """By pyzbar: at half the size, then at the full one."""
    return pyzbar_qr(half(gray)) or pyzbar_qr(gray)


def chain_b(gray: Gray) -> list[bytes]:
    """Half fast, then full fast."""
    return zxing_fast(half(gray)) or zxing_fast(gray)


def chain_c(gray: Gray) -> list[bytes]:
    """Half fast, then full with everything."""
    return zxing_fast(half(gray)) or zxing_qr(gray)


def chain_f(gray: Gray) -> list[bytes]:
    """Full, then sharpened."""
    return zxing_qr(gray) or zxing_qr(unsharp(gray))


def chain_g(gray: Gray) -> list[bytes]:
    """Full, then the part with most edges sharpened, then that part twice as large and sharpened."""
    return zxing_qr(gray) or _part_sharpened(busiest_part(gray))


def chain_h(gray: Gray) -> list[bytes]:
    """The same, then pyzbar on that part."""
    return chain_g(gray) or pyzbar_qr(busiest_part(gray))


def chain_i(gray: Gray) -> list[bytes]:
    """Half fast, full with everything, sharpened."""
    return chain_c(gray) or zxing_qr(unsharp(gray))


def _part_sharpened(part: Gray) -> list[bytes]:
    twice = cv2.resize(part, None, fx=2, fy=2, interpolation=cv2.INTER_LINEAR)
    return zxing_qr(unsharp(part)) or zxing_qr(unsharp(np.asarray(twice, np.uint8)))


PEERS: Mapping[str, Reader] = {
    "pyzbar, all symbologies": pyzbar_all,
    "pyzbar, QR only": pyzbar_qr,
    "zxing-cpp, all formats": zxing_all,
    "zxing-cpp, QR only": zxing_qr,
    "zxing-cpp, QR only, fast": zxing_fast,
    "pyzbar half, full": half_zbar,
    "B half fast, full fast": chain_b,
    "C half fast, full": chain_c,
    "F full, unsharp": chain_f,
    "G full, part unsharp, 2x": chain_g,
    "H as G, pyzbar on part": chain_h,
    "I half fast, full, unsharp": chain_i,
}


def half(gray: Gray) -> Gray:
    """The picture at half its width and height."""
    smaller = cv2.resize(gray, (gray.shape[1] // 2, gray.shape[0] // 2), interpolation=cv2.INTER_AREA)
    return np.asarray(smaller, np.uint8)


def unsharp(gray: Gray) -> Gray:
    """The picture with the Gaussian unsharp mask."""
    soft = cv2.GaussianBlur(gray, (0, 0), RADIUS_PX)
    return np.asarray(cv2.addWeighted(gray, 1 + AMOUNT, soft, -AMOUNT, 0), np.uint8)


def busiest_part(gray: Gray) -> Gray:
    """The box around the largest patch that is dense with edges, with a margin."""
    step, margin = 8, 3
    quarter = np.asarray(half(half(gray)), np.int16)
    edges = np.abs(np.diff(quarter, axis=1))[:-1] + np.abs(np.diff(quarter, axis=0))[:, :-1]
    density = cv2.blur(half(edges.clip(0, 255).astype(np.uint8)), (7, 7))
    _, _, boxes, _ = cv2.connectedComponentsWithStats((density > density.max() * 0.5).astype(np.uint8))
    if len(boxes) < 2:  # the first is the background
        return gray
    left, top, width, height, _ = boxes[1 + int(boxes[1:, cv2.CC_STAT_AREA].argmax())]
    rows = slice(max(0, top - margin) * step, (top + height + margin) * step)
    columns = slice(max(0, left - margin) * step, (left + width + margin) * step)
    return np.ascontiguousarray(gray[rows, columns])
