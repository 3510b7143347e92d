"""A receipt's strips drawn with the installed typeface: dots for the raster path, and for single lines of the other.

A raster is a numpy array of booleans, rows by columns, True where the head burns.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from devices.receipt_printer.layout import STROKE, Beside, Blank, Em, Sides, Squares, Strip, Stroke, Words
from devices.typeface import missing, missing_glyphs

Raster = npt.NDArray[np.bool_]

ASCENT = 0.88  # of the em box, where hanzi stand on the baseline
INK = 110  # coverage of a dot, out of 255, from which it burns: a little below half keeps thin strokes


class Pen:
    """Measures and draws with one regular and one bold face; raises TypefaceMissing when one is gone."""

    def __init__(self, regular: Path, bold: Path) -> None:
        self._paths = {False: regular, True: bold}
        self._fonts: dict[tuple[int, bool], ImageFont.FreeTypeFont] = {}

    def lacks(self, text: str) -> str:
        """The characters of `text` that one of the faces cannot draw, each once."""
        return "".join(dict.fromkeys("".join(missing_glyphs(text, path) for path in self._paths.values())))

    def measure(self, text: str, em: Em, bold: bool) -> float:
        """How wide `text` is."""
        return self._font(em.down, bold).getlength(text) * em.across / em.down

    def draw(self, strip: Strip, width: int) -> Raster:
        """One strip, `width` dots wide."""
        match strip:
            case Words():
                return self._words(strip, width)
            case Sides():
                larger = strip.larger
                value_at = width - self.measure(strip.value, larger, True)
                label = self._line(strip.label, strip.em, False, 0, width, larger)
                return label | self._line(strip.value, larger, True, value_at, width)
            case Stroke():
                return np.ones((STROKE, width), dtype=np.bool_)
            case Blank():
                return np.zeros((strip.rows, width), dtype=np.bool_)
            case Squares():
                dots = _enlarged(strip)
                before = (width - len(dots)) // 2
                return np.pad(dots, ((0, 0), (before, width - len(dots) - before)))
            case Beside():
                return self._beside(strip, width)

    def _beside(self, strip: Beside, width: int) -> Raster:
        drawn = np.zeros((strip.rows, width), dtype=np.bool_)
        dots, lines = _enlarged(strip.code), [self._words(each, width) for each in strip.lines]
        top = (strip.rows - len(dots)) // 2
        drawn[top : top + len(dots), strip.quiet : strip.quiet + len(dots)] = dots
        top = (strip.rows - sum(map(len, lines))) // 2
        for line in lines:
            drawn[top : top + len(line)] |= line
            top += len(line)
        return drawn

    def _words(self, words: Words, width: int) -> Raster:
        room = width - self.measure(words.text, words.em, words.bold)
        return self._line(words.text, words.em, words.bold, room / 2 if words.centred else words.indent, width)

    def _line(self, text: str, em: Em, bold: bool, x: float, width: int, beside: Em | None = None) -> Raster:
        """Drawn in square type, then squeezed to the em; on the baseline of the larger text `beside` it."""
        squeeze, row = em.across / em.down, beside or em
        strip = Image.new("L", (round(width / squeeze), row.pitch), 0)
        baseline = (row.pitch - row.down) / 2 + row.down * ASCENT
        pen, font = ImageDraw.Draw(strip), self._font(em.down, bold)
        pen.text((round(x / squeeze), round(baseline)), text, 255, font, anchor="ls")
        return np.asarray(strip if squeeze == 1 else strip.resize((width, row.pitch))) >= INK

    def _font(self, size: int, bold: bool) -> ImageFont.FreeTypeFont:
        if (size, bold) not in self._fonts:
            self._fonts[size, bold] = _opened(self._paths[bold], size)
        return self._fonts[size, bold]


def _enlarged(code: Squares) -> Raster:
    return np.kron(code.modules, np.ones((code.dots, code.dots), dtype=np.bool_))


def _opened(path: Path, size: int) -> ImageFont.FreeTypeFont:
    try:
        # the basic engine gives the same dots with and without libraqm installed
        return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
    except OSError as error:
        raise missing(path) from error
