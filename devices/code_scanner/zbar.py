"""libzbar's QR reader with the payload's own bytes.

pyzbar's wrapper loads the library and declares its functions; its `decode` is not used, because libzbar then guesses
Big5 or Shift JIS before UTF-8 and hands out the guess re-encoded, without a sign that it did.
"""

from __future__ import annotations

import contextlib
import ctypes
from collections.abc import Iterator

from pyzbar import wrapper

QR_CODE = int(wrapper.ZBarSymbol.QRCODE)
ALL_SYMBOLOGIES = 0
ENABLE = int(wrapper.ZBarConfig.CFG_ENABLE)
BINARY = 4  # ZBAR_CFG_BINARY of zbar.h since 0.23.1, where pyzbar's older table says CFG_NUM
FOURCC_Y800 = int.from_bytes(b"Y800", "little")


class ZbarError(Exception):
    """libzbar could not be set up or refused a picture's format: a fault of the installation, not of a picture."""


def read_qr(gray: memoryview) -> tuple[bytes, ...]:
    """The payloads of all QR codes in a gray picture of height x width bytes.

    Bytes come as they stand in the code, except that libzbar turns segments with an ECI designator of Latin-1 or
    Shift JIS into UTF-8.
    """
    pixels, height = gray.tobytes(), len(gray)
    with _scanner() as scanner, _image() as image:
        wrapper.zbar_image_set_format(image, FOURCC_Y800)
        wrapper.zbar_image_set_size(image, len(pixels) // height, height)
        wrapper.zbar_image_set_data(image, pixels, len(pixels), None)
        if wrapper.zbar_scan_image(scanner, image) < 0:
            raise ZbarError("zbar_scan_image refused the picture")
        return tuple(_payloads(image))


@contextlib.contextmanager
def _scanner() -> Iterator[ctypes._Pointer[wrapper.zbar_image_scanner]]:
    # one per picture: a reused scanner's recycle list grows with each QR code (zbar issue 258)
    scanner = wrapper.zbar_image_scanner_create()
    if not scanner:
        raise ZbarError("zbar_image_scanner_create failed")
    try:
        for symbology, setting, value in ((ALL_SYMBOLOGIES, ENABLE, 0), (QR_CODE, ENABLE, 1), (QR_CODE, BINARY, 1)):
            if wrapper.zbar_image_scanner_set_config(scanner, symbology, setting, value):
                raise ZbarError("this libzbar cannot hand out raw bytes; 0.23.1 or later is needed")
        yield scanner
    finally:
        wrapper.zbar_image_scanner_destroy(scanner)


@contextlib.contextmanager
def _image() -> Iterator[ctypes._Pointer[wrapper.zbar_image]]:
    image = wrapper.zbar_image_create()
    if not image:
        raise ZbarError("zbar_image_create failed")
    try:
        yield image
    finally:
        wrapper.zbar_image_destroy(image)


def _payloads(image: ctypes._Pointer[wrapper.zbar_image]) -> Iterator[bytes]:
    symbol = wrapper.zbar_image_first_symbol(image)
    while symbol:
        data = wrapper.zbar_symbol_get_data(symbol)
        yield ctypes.string_at(data, wrapper.zbar_symbol_get_data_length(symbol))
        symbol = wrapper.zbar_symbol_next(symbol)
