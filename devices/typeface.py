"""Where the printed typeface lies, and whether it has every character of a text.

script/bootstrap cuts the Simplified Chinese face out of Debian's fonts-noto-cjk once, because the whole collection
opens ten times slower and its other regions draw some hanzi in a different form.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont, TTLibError

from devices.contract import DeviceError

REGULAR = "NotoSansSC-Regular.otf"
BOLD = "NotoSansSC-Bold.otf"


class TypefaceMissing(DeviceError):
    """The face was never cut on this machine, or is damaged; its text is a sentence for the technician."""


def folder() -> Path:
    """``$KIOSK_FONTS``, or ``kiosk/fonts`` in the user's cache (XDG Base Directory Specification)."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(os.environ.get("KIOSK_FONTS") or Path(cache) / "kiosk" / "fonts")


def typeface(bold: bool) -> Path:
    """The regular or bold face file; TypefaceMissing when script/bootstrap has not put it there."""
    path = folder() / (BOLD if bold else REGULAR)
    if not path.is_file():
        raise missing(path)
    return path


def missing_glyphs(text: str, path: Path) -> str:
    """The characters of `text` that the face at `path` cannot draw, each once, in order; line breaks need no glyph.

    Raises TypefaceMissing when the face is gone or is none.
    """
    have = _code_points(path)
    return "".join(dict.fromkeys(each for each in text if each != "\n" and ord(each) not in have))


@lru_cache(maxsize=8)
def _code_points(path: Path) -> frozenset[int]:
    try:
        with path.open("rb") as file, TTFont(file, lazy=True) as font:
            return frozenset(font.getBestCmap())
    except (OSError, TTLibError) as error:
        raise missing(path) from error


def missing(path: Path) -> TypefaceMissing:
    """The exception for a face that is gone or is none."""
    return TypefaceMissing(
        f"缺少字体 {path}，请运行 script/bootstrap。 This typeface is missing; run script/bootstrap."
    )
