"""Strips as the printer's own characters: FS & and GB 18030, enlarged; only lines it has no characters for are drawn.

Sources: Epson ESC/POS Application Programming Guide (GS !, ESC !, FS !, ESC E, ESC a, ESC 3, FS &, GS ( k);
GB 18030. The ROM characters are 24 dots high, hanzi 24 and ASCII 12 dots wide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from escpos.constants import ESC, GS
from msgspec import Struct
from msgspec.structs import replace

from devices.receipt_printer.drawing import Pen
from devices.receipt_printer.layout import (
    Beside,
    Blank,
    Em,
    Scale,
    Sides,
    Squares,
    Strip,
    Stroke,
    Voice,
    Words,
    texts_of,
)
from devices.receipt_printer.profiles import Profile
from devices.receipt_printer.raster_path import feeds, raster_commands, square_commands

ROM_DOTS = 24
CELL = 12
HAN_ON = b"\x1c&"
BETWEEN = (Em(36, 36), Em(30, 30))  # sizes that no ROM has
COMMONEST_ROM = "gbk"
LARGEST = {"gs!": 3, "fs!": 2}  # times 24 dots: 9 mm is what a title needs; FS ! knows twice only
# The same sign in the double-byte rows every ROM has; U+00A5 alone would have its line drawn.
ROM_FORMS = str.maketrans({"¥": "￥", "\u00a0": " "})
EXTENSION_A = range(0x3400, 0x4DB6)  # what the mandatory part of GB 18030 adds to GBK


def rom_lacks(text: str, rom: str) -> bool:
    """Whether the printer's font has no glyph for one of the characters; nothing below a space counts as one."""
    return not all(_in_rom(each, rom) for each in text.translate(ROM_FORMS))


def _in_rom(character: str, rom: str) -> bool:
    if character < "\x80":
        return " " <= character <= "~"
    if rom == "gb18030" and ord(character) in EXTENSION_A:
        return True
    try:
        return len(character.encode("gbk")) == 2
    except UnicodeEncodeError:
        return False


def columns(text: str) -> int:
    """The width of `text` in half-width cells: a hanzi, and every mark of the double-byte rows, takes two."""
    return sum(1 if each < "\x80" else 2 for each in text.translate(ROM_FORMS))


def scale_of(profile: Profile) -> Scale:
    """Double size for what is read, larger for what is looked for, drawn between the sizes for what would break.

    The ROM's own way to make room is half the width at the full height, which elders cannot read.
    """
    large = tuple(Em(ROM_DOTS * n, ROM_DOTS * n) for n in range(LARGEST[profile.han_size], 1, -1))
    smaller = (*BETWEEN, Em(ROM_DOTS, ROM_DOTS))
    title, body = Voice(large, smaller), Voice(large[-1:], smaller)
    return Scale(title=title, key=title, body=body, small=body)


class _Style(Struct, frozen=True):
    em: Em = Em(ROM_DOTS, ROM_DOTS)
    bold: bool = False
    centred: bool = False
    spacing: int = 0


class TextPath:
    """Composes for one model; what its font lacks is drawn with `pen`."""

    def __init__(self, profile: Profile, pen: Pen) -> None:
        self._profile = profile
        self._pen = pen
        self._style = _Style()
        self._rom = profile.han or COMMONEST_ROM
        self.width = profile.width // CELL * CELL

    def measure(self, text: str, em: Em, bold: bool) -> float:
        """The width in ROM cells; what the font lacks must fit the line drawn as well."""
        if em in BETWEEN:
            return self._pen.measure(text, em, bold)
        cells = columns(text) * em.across / 2
        return max(cells, self._pen.measure(text, em, bold)) if rom_lacks(text, self._rom) else cells

    def commands(self, strips: Iterable[Strip]) -> Iterator[bytes]:
        """From the state after ESC @ on; GS P must have made the vertical unit one dot."""
        self._style = _Style()
        yield HAN_ON
        for strip in strips:
            yield from self._strip(strip)

    def height(self, strip: Strip) -> int:
        """Dot rows the paper moves."""
        match strip:
            case Words() | Sides():
                return strip.em.pitch
            case Beside():
                return strip.rows
            case Stroke():
                return ROM_DOTS
            case Blank():
                return strip.rows
            case Squares():
                return strip.dots * len(strip.modules)

    def drawn_text(self, strips: Iterable[Strip]) -> str:
        """The characters of the lines that the printer's font cannot print whole: the typeface must have them."""
        return "".join(texts_of(strip) for strip in strips if self._drawn(strip))

    def _drawn(self, strip: Strip) -> bool:
        between = isinstance(strip, Words | Sides) and strip.em in BETWEEN
        return between or rom_lacks(texts_of(strip), self._rom)

    def _strip(self, strip: Strip) -> Iterator[bytes]:
        match strip:
            case Blank():
                yield from feeds(strip.rows)
            case Squares():
                yield self._styled(replace(self._style, centred=True))
                native = self._profile.native_qr
                squares = square_commands(strip.modules, strip.dots)
                yield from qr_commands(strip.payload, strip.dots) if native else squares
            case _ if self._drawn(strip):
                yield from self._raster(strip)
            case Words():
                yield self._words(strip)
            case Sides():
                yield self._sides(strip)
            case Stroke():
                stroke = Words("─" * (self.width // ROM_DOTS), Em(ROM_DOTS, ROM_DOTS))
                yield self._line(stroke, ROM_DOTS)

    def _raster(self, strip: Strip) -> Iterator[bytes]:
        if self._style.centred:  # ESC a moves images too
            yield self._styled(replace(self._style, centred=False))
        yield from raster_commands(self._pen.draw(strip, self.width))

    def _words(self, words: Words) -> bytes:
        return self._line(words, words.em.pitch)

    def _line(self, words: Words, spacing: int) -> bytes:
        indent = b" " * (words.indent * 2 // words.em.across)
        style = _Style(words.em, words.bold, words.centred, spacing)
        return self._styled(style) + indent + _encoded(words.text) + b"\n"

    def _sides(self, sides: Sides) -> bytes:
        room = self.width * 2 // sides.em.across - columns(sides.label) - columns(sides.value)
        label = self._styled(_Style(sides.em, False, False, sides.em.pitch)) + _encoded(sides.label)
        value = self._styled(_Style(sides.em, True, False, sides.em.pitch)) + _encoded(sides.value)
        return label + b" " * room + value + b"\n"

    def _styled(self, style: _Style) -> bytes:
        """What changes from the style before; alignment only counts at the beginning of a line."""
        before, self._style = self._style, style
        changed = b""
        if style.em != before.em or (self._profile.han_size == "fs!" and style.bold != before.bold):
            changed += _size(style, self._profile)
        if style.bold != before.bold:
            changed += ESC + b"E" + bytes([style.bold])
        if style.centred != before.centred:
            changed += ESC + b"a" + bytes([style.centred])
        if style.spacing != before.spacing:
            changed += ESC + b"3" + bytes([style.spacing])
        return changed


def _encoded(text: str) -> bytes:
    return text.translate(ROM_FORMS).encode("gb18030")


def _size(style: _Style, profile: Profile) -> bytes:
    across, down = style.em.across // ROM_DOTS, style.em.down // ROM_DOTS
    if profile.han_size == "gs!":
        return bytes(GS + b"!" + bytes([(across - 1) << 4 | (down - 1)]))
    wide, high = across > 1, down > 1
    ascii_size = 0x20 * wide | 0x10 * high | 0x08 * style.bold  # ESC ! carries emphasis as well
    return bytes(ESC + b"!" + bytes([ascii_size]) + b"\x1c!" + bytes([0x04 * wide | 0x08 * high]))


def qr_commands(payload: bytes, dots: int) -> Iterator[bytes]:
    """GS ( k of a QR code, model 2, error correction M: functions 165, 167, 169, 180 and 181."""
    functions = (b"1A2\x00", b"1C" + bytes([dots]), b"1E1", b"1P0" + payload, b"1Q0")
    for data in functions:
        yield bytes(GS + b"(k" + len(data).to_bytes(2, "little") + data)
