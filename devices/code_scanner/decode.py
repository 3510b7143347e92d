"""Codes in one gray picture: zxing-cpp first, on a miss libzbar, then zxing-cpp on a sharpened copy; bytes before text.

Native decoders may crash or spin on a hostile picture: call `decode` through `worker.DecodingWorker`.
Works on any two-dimensional buffer of bytes, so that the decoding process need not load NumPy.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import zxingcpp
from PIL import Image, ImageFilter

from devices.code_scanner.readings import MAX_CODES, MAX_PIXELS, Unread
from devices.code_scanner.zbar import read_qr
from devices.contract import ScannedCode

# one-dimensional codes have a check digit at best: no second try after changing the picture
SELF_CORRECTING = frozenset({"qr", "microqr", "rmqr", "datamatrix", "aztec", "pdf417"})

Reader = Callable[[memoryview, frozenset[str]], tuple[ScannedCode, ...]]


def read_with_zxing(gray: memoryview, formats: frozenset[str]) -> tuple[ScannedCode, ...]:
    """Every code of `formats` that zxing-cpp finds; restricting it is 7 to 10 times cheaper than all formats."""
    return _zxing(gray, formats)


def read_with_zbar(gray: memoryview, formats: frozenset[str]) -> tuple[ScannedCode, ...]:
    """QR codes that libzbar finds.

    Its one-dimensional decoders are left out: they are no better than zxing-cpp's and report codes that are not there.
    """
    if "qr" not in formats:
        return ()
    return tuple(ScannedCode("qr", payload, text_of(payload)) for payload in read_qr(gray))


def read_sharpened(gray: memoryview, formats: frozenset[str]) -> tuple[ScannedCode, ...]:
    """What zxing-cpp finds after an unsharp mask: small or unfocused codes, of kinds that correct their own errors."""
    strong = formats & SELF_CORRECTING
    if not strong:
        return ()
    image = Image.frombytes("L", (gray.nbytes // len(gray), len(gray)), gray.tobytes())
    return _zxing(image.filter(ImageFilter.UnsharpMask(radius=2, percent=250, threshold=0)), strong)


READERS: tuple[Reader, ...] = (read_with_zxing, read_with_zbar, read_sharpened)


def decode(
    gray: memoryview,
    formats: frozenset[str],
    readers: Sequence[Reader] = READERS,
) -> tuple[ScannedCode, ...] | Unread:
    """The codes of `formats` in a gray picture (height x width bytes; a NumPy array serves too), empty when none.

    The readers are asked in turn until one finds something. A picture without pixels or above MAX_PIXELS is refused.
    """
    view = memoryview(gray)
    if view.nbytes == 0:
        return Unread("empty")
    if view.nbytes > MAX_PIXELS:
        return Unread("too_large")
    for reader in readers:
        if codes := reader(view, formats):
            return codes[:MAX_CODES]
    return ()


def _zxing(gray: memoryview | Image.Image, formats: frozenset[str]) -> tuple[ScannedCode, ...]:
    wanted = zxingcpp.barcode_formats_from_str(",".join(zxing_name(name) for name in sorted(formats)))
    found = zxingcpp.read_barcodes(gray, formats=wanted)
    # not `.text`: without an ECI designator it takes GBK for Latin-1 or Shift JIS
    return tuple(ScannedCode(_format_of(code), code.bytes, text_of(code.bytes)) for code in found)


def zxing_name(name: str) -> str:
    """zxing-cpp's own spelling of one of our format names: ``qrcode`` for ``qr``, the rest alike."""
    return name.replace("qr", "qrcode")


def _format_of(code: zxingcpp.Barcode) -> str:
    name: str = code.format.name.lower()
    return name.replace("qrcode", "qr")


# --- text ---------------------------------------------------------------------------------------------------------


def text_of(payload: bytes) -> str | None:
    """The payload as text: strict UTF-8, else strict GB 18030, else None.

    QR codes made in China carry UTF-8 or GBK and mostly no ECI designator that says which. A few short byte runs are
    valid in both (``D0 A3`` is У and 校), so what decides anything is taken from the bytes.
    """
    for encoding in ("utf-8", "gb18030"):
        try:
            return payload.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
