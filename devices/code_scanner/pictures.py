"""Pictures from files as gray arrays, with limits that are checked before the pixels are unpacked."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from devices.code_scanner.readings import MAX_PIXELS, Unread

MAX_FILE_BYTES = 50 << 20
SUFFIXES = frozenset((".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".tif", ".tiff", ".pgm", ".ppm"))
FORMATS = ("PNG", "JPEG", "BMP", "GIF", "WEBP", "TIFF", "PPM")  # Pillow's names; no format that calls other programs


def pictures_in(folder: Path) -> list[Path]:
    """The files directly in `folder` with a picture's suffix, in name order; OSError when it cannot be listed."""
    return sorted(each for each in folder.iterdir() if each.suffix.lower() in SUFFIXES and each.is_file())


def read_picture(path: Path) -> NDArray[np.uint8] | Unread:
    """A picture file as height x width gray bytes; transparent parts count as white paper."""
    try:
        if not path.is_file():  # a pipe or device could hold us for ever
            return Unread("not_a_picture" if path.exists() else "missing")
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError:
        return Unread("cannot_be_opened")
    return Unread("file_too_large") if len(data) > MAX_FILE_BYTES else gray_of(data)


def gray_of(data: bytes) -> NDArray[np.uint8] | Unread:
    """An encoded picture as height x width gray bytes; the first one of an animation."""
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data), formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                return Unread("too_large")
            return _gray(image)
    except Image.DecompressionBombError:  # Pillow's own limit, above ours
        return Unread("too_large")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):  # what Pillow raises for damaged files
        return Unread("not_a_picture")


def _gray(image: Image.Image) -> NDArray[np.uint8]:
    image.draft("L", None)  # a JPEG's gray plane alone is three times quicker
    if image.mode.startswith("I;16"):
        return (np.asarray(image) >> 8).astype(np.uint8)
    if image.has_transparency_data:
        colour = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", colour.size, "white"), colour)
    return np.asarray(image.convert("L"))
