"""What stands where on a receipt: sizes an elder can read, our own line breaks, a QR code a phone can read. Pure.

Lengths are dots of the head; 8 dots are 1 mm (203 dpi). One layout serves both paths: what differs between a drawn
receipt and the printer's own characters is a `Scale` of sizes and how wide a text is in them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt
import qrcode
from msgspec import Struct
from qrcode.exceptions import DataOverflowError

from devices.receipt_printer.wrapping import widest, wrap
from kiosk.core.receipts import Code, Line, Pair, Receipt, Rule, Text, Title

WIDTH = 576  # 72 mm, the printable part of an 80 mm roll
LEADING = 1.42  # line pitch over type size
GAP = 16  # between two lines of the receipt
MARGIN = 24  # above the first and below the last line
STROKE = 3
INDENT = 16  # of the width, before a value that stands below its label
MODULE = (8, 7, 6)  # a QR code's; under 6 (0.75 mm) old phones fail on thermal paper
QUIET = 4  # modules, ISO/IEC 18004 clause 9.1

DEMO = {"zh": "演示小票　不作凭证", "en": "演示 Demo slip, not valid"}
REPRINT = {"zh": "补打（第{}次打印）", "en": "补打 Reprint (no. {})"}


class Em(Struct, frozen=True):
    """The box of one hanzi."""

    across: int
    down: int

    @property
    def pitch(self) -> int:
        """From one line to the next."""
        return round(self.down * LEADING)


class Voice(Struct, frozen=True):
    """The sizes of one kind of text: the first that keeps it on one line, else it wraps in the last.

    `smaller` are for narrow papers: the first in which no number has to be broken.
    """

    sizes: tuple[Em, ...]
    smaller: tuple[Em, ...] = ()


class Scale(Struct, frozen=True):
    """The sizes of one path."""

    title: Voice
    key: Voice
    body: Voice


class Words(Struct, frozen=True):
    """One line of text."""

    text: str
    em: Em
    bold: bool = False
    centred: bool = False
    indent: int = 0


class Sides(Struct, frozen=True):
    """A label at the left and its value, bold, at the right of one line."""

    label: str
    value: str
    em: Em


class Stroke(Struct, frozen=True):
    """A thin line across the paper."""


class Blank(Struct, frozen=True):
    """Nothing, `rows` high."""

    rows: int


class Squares(Struct, frozen=True):
    """A QR code in the middle, `dots` for each module, without its quiet zone (the layout leaves it blank)."""

    payload: bytes
    dots: int
    modules: npt.NDArray[np.bool_]


Strip = Words | Sides | Stroke | Blank | Squares
Measure = Callable[[str, Em, bool], float]


class CodeTooLargeError(ValueError):
    """A QR code that the paper cannot carry at a size a phone reads."""


class Layout:
    """Lays out receipts on a paper `width` dots wide; `measure` gives the width of a text in an em, bold or not."""

    def __init__(self, width: int, scale: Scale, measure: Measure) -> None:
        self._width = width
        self._scale = scale
        self._measure = measure

    def strips(self, receipt: Receipt) -> Iterator[Strip]:
        """The receipt from top to bottom; raises CodeTooLargeError."""
        yield Blank(MARGIN)
        if receipt.demo:
            yield from self._mark(DEMO[receipt.language])
        if receipt.reprint > 0:
            yield Stroke()
            yield from self._mark(REPRINT[receipt.language].format(receipt.reprint + 1))
            yield Stroke()
            yield Blank(GAP)
        for line in receipt.lines:
            yield from self._line(line)
            yield Blank(GAP)
        if receipt.demo:
            yield from self._mark(DEMO[receipt.language])
        yield Blank(MARGIN)

    def _mark(self, text: str) -> Iterator[Strip]:
        """On one line in whatever size allows it: it is looked at, not read."""
        body = self._scale.body
        yield from self._text(text, Voice((*body.sizes, *body.smaller)), bold=True, centred=True)
        yield Blank(GAP)

    def _line(self, line: Line) -> Iterator[Strip]:
        scale = self._scale
        match line:
            case Title():
                yield from self._text(line.text, scale.title, bold=True, centred=True)
            case Text():
                voice = Voice(scale.key.sizes[-1:], scale.key.smaller) if line.key else scale.body
                yield from self._text(line.text, voice, bold=line.key, centred=line.centred)
            case Pair():
                yield from self._pair(line)
            case Rule():
                yield Stroke()
            case Code():
                yield from self._code(line)

    def _pair(self, pair: Pair) -> Iterator[Strip]:
        body = self._scale.body
        if pair.key:
            yield from self._text(pair.label, body)
            yield from self._text(pair.value, self._scale.key, bold=True)
        elif "\n" not in pair.value and self._side_by_side(pair, body.sizes[0]):
            yield Sides(pair.label, pair.value, body.sizes[0])
        else:
            yield from self._text(pair.label, body)
            yield from self._text(pair.value, body, bold=True, indent=self._width // INDENT)

    def _side_by_side(self, pair: Pair, em: Em) -> bool:
        """Measured as one bold text: where one side has to be drawn, both are."""
        return self._measure(pair.label + pair.value, em, True) + em.across <= self._width

    def _text(
        self, text: str, voice: Voice, *, bold: bool = False, centred: bool = False, indent: int = 0
    ) -> Iterator[Strip]:
        em, lines = self._fitted(text, voice, bold, self._width - indent)
        for line in lines:
            yield Words(line, em, bold, centred, indent)

    def _fitted(self, text: str, voice: Voice, bold: bool, width: int) -> tuple[Em, list[str]]:
        for em in voice.sizes:
            if "\n" not in text and self._measure(text, em, bold) <= width:
                return em, [text]
        for em in (voice.sizes[-1], *voice.smaller):
            if widest(text, lambda part: self._measure(part, em, bold)) <= width:  # noqa: B023 - called at once
                break
        return em, wrap(text, width, lambda part: self._measure(part, em, bold))

    def _code(self, code: Code) -> Iterator[Strip]:
        payload = code.payload.encode()
        modules = modules_of(payload)
        dots = next((dots for dots in MODULE if dots * (len(modules) + 2 * QUIET) <= self._width), 0)
        if not dots:
            raise CodeTooLargeError
        yield Blank(QUIET * dots)
        yield Squares(payload, dots, modules)
        yield Blank(QUIET * dots)
        if code.caption:
            yield from self._text(code.caption, self._scale.body, centred=True)


def modules_of(payload: bytes) -> npt.NDArray[np.bool_]:
    """The code's modules without a quiet zone, True for dark; error correction M (ISO/IEC 18004)."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
    code.add_data(payload)
    try:
        return np.array(code.get_matrix(), dtype=np.bool_)
    except (DataOverflowError, ValueError) as error:  # qrcode 8 raises ValueError for a version above 40
        raise CodeTooLargeError from error


def texts_of(strip: Strip) -> str:
    """The characters a strip needs."""
    match strip:
        case Words():
            return strip.text
        case Sides():
            return strip.label + strip.value
        case _:
            return ""
