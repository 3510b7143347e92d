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
LEADING = 1.34  # line pitch over type size
GAP = 10  # between two lines of the receipt
SMALL_GAP = 4  # after one of its details
MARGIN = 24  # above the first and below the last line
STROKE = 3
INDENT = 16  # of the width, before a value that stands below its label
MODULE = (8, 7, 6)  # a QR code's; under 6 (0.75 mm) old phones fail on thermal paper
MODULE_BESIDE = 7  # of one that leaves room for words
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
    """The sizes of one path; `mixed` where one line may hold two of them, and words stand beside a code."""

    title: Voice
    key: Voice
    body: Voice
    small: Voice
    mixed: bool = False


class Words(Struct, frozen=True):
    """One line of text."""

    text: str
    em: Em
    bold: bool = False
    centred: bool = False
    indent: int = 0


class Sides(Struct, frozen=True):
    """A label at the left and its value, bold, at the right of one line; the value may be larger."""

    label: str
    value: str
    em: Em
    value_em: Em | None = None

    @property
    def larger(self) -> Em:
        """The size of the value, which the line's height is made for."""
        return self.value_em or self.em


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


class Beside(Struct, frozen=True):
    """A code with its quiet zone at the left, and lines in the middle of its height at the right."""

    code: Squares
    lines: tuple[Words, ...]

    @property
    def quiet(self) -> int:
        """The width of the blank around the code."""
        return QUIET * self.code.dots

    @property
    def rows(self) -> int:
        """How high it is."""
        code = len(self.code.modules) * self.code.dots + 2 * self.quiet
        return max(code, sum(each.em.pitch for each in self.lines))


Strip = Words | Sides | Stroke | Blank | Squares | Beside
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
            yield Blank(SMALL_GAP if getattr(line, "small", False) else GAP)
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
                yield from self._text(line.text, self._voice(line), bold=line.key, centred=line.centred)
            case Pair():
                yield from self._pair(line)
            case Rule():
                yield Stroke()
            case Code():
                yield from self._code(line)

    def _voice(self, text: Text) -> Voice:
        scale = self._scale
        if text.small:
            return scale.small
        return Voice(scale.key.sizes[-1:], scale.key.smaller) if text.key else scale.body

    def _pair(self, pair: Pair) -> Iterator[Strip]:
        voice = self._scale.small if pair.small else self._scale.body
        sides = self._key_sides(pair, voice.sizes[0]) if pair.key else self._sides(pair, voice.sizes[0])
        if sides is not None:
            yield sides
        elif pair.key:
            yield from self._text(pair.label, voice)
            yield from self._text(pair.value, self._scale.key, bold=True)
        else:
            yield from self._text(pair.label, voice)
            yield from self._text(pair.value, voice, bold=True, indent=self._width // INDENT)

    def _sides(self, pair: Pair, em: Em) -> Sides | None:
        """Measured as one bold text: where one side has to be drawn, both are."""
        fits = self._measure(pair.label + pair.value, em, True) + em.across <= self._width
        return Sides(pair.label, pair.value, em) if fits and "\n" not in pair.value else None

    def _key_sides(self, pair: Pair, em: Em) -> Sides | None:
        """In the largest size of a key value that leaves its label room."""
        room = self._width - self._measure(pair.label, em, False) - em.across
        for each in self._scale.key.sizes if self._scale.mixed and "\n" not in pair.value else ():
            if self._measure(pair.value, each, True) <= room:
                return Sides(pair.label, pair.value, em, each)
        return None

    def _text(
        self, text: str, voice: Voice, *, bold: bool = False, centred: bool = False, indent: int = 0
    ) -> Iterator[Words]:
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
        across = len(modules) + 2 * QUIET
        if code.beside and self._scale.mixed and MODULE_BESIDE * across <= self._width // 2:
            lines = self._beside(code.beside, MODULE_BESIDE * across)
            yield Beside(Squares(payload, MODULE_BESIDE, modules), tuple(lines))
        else:
            yield from self._below(code, Squares(payload, self._dots(across), modules))

    def _dots(self, across: int) -> int:
        dots = next((dots for dots in MODULE if dots * across <= self._width), 0)
        if not dots:
            raise CodeTooLargeError
        return dots

    def _below(self, code: Code, squares: Squares) -> Iterator[Strip]:
        for each in code.beside:
            yield from self._line(each)
        dots = squares.dots
        yield Blank(QUIET * dots)
        yield squares
        yield Blank(QUIET * dots)
        if code.caption:
            yield from self._text(code.caption, self._scale.body, centred=True)

    def _beside(self, texts: tuple[Text, ...], at: int) -> Iterator[Words]:
        for each in texts:
            yield from self._text(each.text, self._voice(each), bold=each.key, indent=at)


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
        case Beside():
            return "".join(each.text for each in strip.lines)
        case _:
            return ""
