"""A receipt as the dots of a paper: sizes an elder can read, our own line breaks, a QR code a phone can read.

A raster is a numpy array of booleans, rows by columns, True where the head burns; 8 dots are 1 mm (203 dpi).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import qrcode
from msgspec import Struct
from PIL import Image, ImageDraw, ImageFont
from qrcode.exceptions import DataOverflowError

from devices.receipt_printer.wrapping import wrap
from devices.typeface import TypefaceMissing, missing, missing_glyphs, typeface
from kiosk.core.receipts import Code, Line, Pair, Receipt, Rule, Text, Title

Raster = npt.NDArray[np.bool_]

WIDTH = 576  # 72 mm, the printable part of an 80 mm roll
BODY = 36  # 4.5 mm
KEY = (64, 56, 48)  # the largest that keeps the value on one line; 6 mm at the least
TITLE = (72, 64, 56)
LEADING = 1.42  # line pitch over type size
ASCENT = 0.88  # of the em box, where hanzi stand on the baseline
INK = 110  # coverage of a dot, out of 255, from which it burns: a little below half keeps thin strokes
GAP = 16  # rows between two lines of the receipt
MARGIN = 24  # rows above the first and below the last line
MODULE = (8, 7, 6)  # dots; under 6 (0.75 mm) old phones fail on thermal paper
QUIET = 4  # modules, ISO/IEC 18004 clause 9.1

DEMO = "· 演示小票　不作凭证 ·"
REPRINT = "补打 第{}次"


class Unprintable(Struct, frozen=True):
    """Why nothing was drawn: `reason` is a fault id, `code_points` the characters without a glyph (``U+9FA6``)."""

    reason: str
    code_points: tuple[str, ...] = ()


class _CodeTooLargeError(ValueError):
    """A QR code that the paper cannot carry at a size a phone reads."""


class Typesetter:
    """Draws receipts `width` dots wide with one regular and one bold face."""

    def __init__(self, regular: Path, bold: Path, width: int = WIDTH) -> None:
        self.width = width
        self._paths = {False: regular, True: bold}
        self._fonts: dict[tuple[int, bool], ImageFont.FreeTypeFont] = {}

    def set(self, receipt: Receipt) -> Raster | Unprintable:
        """The whole paper, or why not; glyphs are checked first, so that nothing is ever printed with holes."""
        try:
            if holes := self._missing(receipt):
                return Unprintable("glyph_missing", tuple(f"U+{ord(each):04X}" for each in holes))
            return np.vstack(list(self._strips(receipt)))
        except TypefaceMissing:
            return Unprintable("typeface_missing")
        except _CodeTooLargeError:
            return Unprintable("code_too_large")

    def _missing(self, receipt: Receipt) -> dict[str, None]:
        text = "".join(_words(line) for line in receipt.lines)
        return dict.fromkeys("".join(missing_glyphs(text, path) for path in self._paths.values()))

    def _strips(self, receipt: Receipt) -> Iterator[Raster]:
        yield self._blank(MARGIN)
        if receipt.demo:
            yield from self._demo()
            yield self._blank(GAP)
        if receipt.reprint > 0:
            yield self._framed(REPRINT.format(receipt.reprint))
            yield self._blank(GAP)
        for line in receipt.lines:
            yield from self._line(line)
            yield self._blank(GAP)
        if receipt.demo:
            yield from self._demo()
        yield self._blank(MARGIN)

    def _line(self, line: Line) -> Iterator[Raster]:
        match line:
            case Title():
                yield from self._largest(line.text, TITLE, centred=True)
            case Text(key=True):
                yield from self._paragraph(line.text, KEY[-1], bold=True, centred=line.centred)
            case Text():
                yield from self._paragraph(line.text, BODY, centred=line.centred)
            case Pair():
                yield from self._pair(line)
            case Rule():
                yield self._rule()
            case Code():
                yield from self._code(line)

    def _pair(self, pair: Pair) -> Iterator[Raster]:
        if pair.key:
            yield from self._paragraph(pair.label, BODY)
            yield from self._largest(pair.value, KEY)
            return
        label, value = self._font(BODY, False), self._font(BODY, True)
        if "\n" in pair.value or label.getlength(pair.label) + BODY + value.getlength(pair.value) > self.width:
            yield from self._paragraph(pair.label, BODY)
            yield from self._paragraph(pair.value, BODY, bold=True, indent=BODY)
            return
        left = self._text(pair.label, BODY, x=0)
        right = self._text(pair.value, BODY, bold=True, x=self.width - value.getlength(pair.value))
        yield left | right

    def _largest(self, text: str, sizes: Sequence[int], *, centred: bool = False) -> Iterator[Raster]:
        """`text` bold on one line at the first size that allows it, else wrapped at the last."""
        fitting = (size for size in sizes if self._font(size, True).getlength(text) <= self.width)
        return self._paragraph(text, next(fitting, sizes[-1]), bold=True, centred=centred)

    def _paragraph(
        self, text: str, size: int, *, bold: bool = False, centred: bool = False, indent: int = 0
    ) -> Iterator[Raster]:
        font = self._font(size, bold)
        for line in wrap(text, self.width - indent, font.getlength):
            x = (self.width - font.getlength(line)) / 2 if centred else indent
            yield self._text(line, size, bold=bold, x=x)

    def _text(self, text: str, size: int, *, bold: bool = False, x: float = 0) -> Raster:
        height = round(size * LEADING)
        strip = Image.new("L", (self.width, height), 0)
        baseline = (height - size) / 2 + size * ASCENT
        ImageDraw.Draw(strip).text((round(x), round(baseline)), text, 255, self._font(size, bold), anchor="ls")
        return np.asarray(strip) >= INK

    def _framed(self, text: str) -> Raster:
        (strip,) = self._paragraph(text, KEY[-1], bold=True, centred=True)
        framed = np.pad(strip, ((12, 12), (0, 0)))
        for edge in (framed[:4], framed[-4:], framed[:, :4], framed[:, -4:]):
            edge[...] = True
        return framed

    def _demo(self) -> Iterator[Raster]:
        return self._paragraph(DEMO, BODY, bold=True, centred=True)

    def _rule(self) -> Raster:
        rule = self._blank(3)
        rule[:] = True
        return rule

    def _blank(self, rows: int) -> Raster:
        return np.zeros((rows, self.width), dtype=np.bool_)

    def _code(self, code: Code) -> Iterator[Raster]:
        modules = _modules(code.payload)
        size = next((size for size in MODULE if size * len(modules) <= self.width), 0)
        if not size:
            raise _CodeTooLargeError
        dots = np.kron(modules, np.ones((size, size), dtype=np.bool_))
        left = (self.width - len(dots)) // 2
        yield np.pad(dots, ((0, 0), (left, self.width - len(dots) - left)))
        yield from self._paragraph(code.caption, BODY, centred=True) if code.caption else ()

    def _font(self, size: int, bold: bool) -> ImageFont.FreeTypeFont:
        if (size, bold) not in self._fonts:
            self._fonts[size, bold] = _opened(self._paths[bold], size)
        return self._fonts[size, bold]


def _opened(path: Path, size: int) -> ImageFont.FreeTypeFont:
    try:
        # the basic engine gives the same dots with and without libraqm installed
        return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
    except OSError as error:
        raise missing(path) from error


def installed_typesetter() -> Typesetter:
    """With the faces that script/bootstrap installed; raises TypefaceMissing."""
    return Typesetter(typeface(bold=False), typeface(bold=True))


def _modules(payload: str) -> Raster:
    """The code's modules with its quiet zone, True for dark; error correction M (ISO/IEC 18004)."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=QUIET)
    code.add_data(payload)
    try:
        return np.array(code.get_matrix(), dtype=np.bool_)
    except (DataOverflowError, ValueError) as error:  # qrcode 8 raises ValueError for a version above 40
        raise _CodeTooLargeError from error


def _words(line: Line) -> str:
    match line:
        case Title() | Text():
            return line.text
        case Pair():
            return line.label + line.value
        case Code():
            return line.caption
        case Rule():
            return ""
