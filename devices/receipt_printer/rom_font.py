"""The printer's own characters, 24 dots high: hanzi 24 dots wide, single-byte ones 12, drawn with an installed face.

A real ROM holds bitmaps of GB 2312 or GBK. Bytes that stand for none of its characters print as a hollow box here.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from devices.typeface import missing_glyphs

Raster = npt.NDArray[np.bool_]

ROM_DOTS = 24
CELL_DOTS = 12
INK = 110
HAN_EM, HAN_FOOT = 23, 21  # type size and baseline of hanzi; single-byte letters also reach below theirs
ASCII_EM, ASCII_FOOT = 22, 19
BOX = "\ufffd"
# ESC t n of Epson's table; a page that is not here prints boxes.
_CODE_PAGES = {0: "cp437", 2: "cp850", 3: "cp860", 4: "cp863", 5: "cp865", 16: "cp1252", 17: "cp866", 18: "cp852"}


def characters(data: bytes, *, han: bool, page: int, rom: str) -> str:
    """What bytes of a line stand for: `rom` (``gbk``, ``gb18030``) in Chinese mode, else a code page."""
    return data.decode(rom if han else _CODE_PAGES.get(page, "ascii"), errors="replace")


@lru_cache(maxsize=2048)
def glyph(character: str, face: Path, han: bool) -> Raster:
    """One character in its cell."""
    cell = CELL_DOTS if character < "\x80" or not han else ROM_DOTS
    return _box(cell) if character == BOX or missing_glyphs(character, face) else _drawn(character, face, cell)


def _box(cell: int) -> Raster:
    box = np.zeros((ROM_DOTS, cell), dtype=np.bool_)
    box[2:-2, 1:-1] = True
    box[4:-4, 3:-3] = False
    return box


def _drawn(character: str, face: Path, cell: int) -> Raster:
    em, foot = (ASCII_EM, ASCII_FOOT) if cell == CELL_DOTS else (HAN_EM, HAN_FOOT)
    font = ImageFont.truetype(face, em, layout_engine=ImageFont.Layout.BASIC)
    width = max(cell, round(font.getlength(character)))  # a wide letter is squeezed into its cell
    strip = Image.new("L", (width, ROM_DOTS), 0)
    ImageDraw.Draw(strip).text((width / 2, foot), character, 255, font, anchor="ms")
    return np.asarray(strip.resize((cell, ROM_DOTS))) >= INK


def emphasised(dots: Raster) -> Raster:
    """ESC E: struck twice, one dot apart."""
    again = np.zeros_like(dots)
    again[:, 1:] = dots[:, :-1]
    return dots | again
