"""The paper, drawn from the bytes the printer was sent and from nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import qrcode
from PIL import Image

from devices.receipt_printer.command_stream import (
    Align,
    Bold,
    Characters,
    CodePage,
    Command,
    CommandReader,
    Cut,
    Feed,
    FeedLines,
    HanMode,
    Initialise,
    QrCode,
    Row,
    Size,
    Spacing,
)
from devices.receipt_printer.rom_font import characters, emphasised, glyph

Raster = npt.NDArray[np.bool_]

DPI = 203
LINE_ROWS = 30  # 1/6 inch after ESC @, 34 dots, less on most Chinese-mode printers: 24-dot glyphs and 6 of space
_LEVELS = {
    48: qrcode.constants.ERROR_CORRECT_L,
    49: qrcode.constants.ERROR_CORRECT_M,
    50: qrcode.constants.ERROR_CORRECT_Q,
    51: qrcode.constants.ERROR_CORRECT_H,
}


def papers(data: bytes, width: int, face: Path, rom: str = "gbk") -> list[Raster]:
    """Each paper `data` makes, `width` dots wide: one a cut, and the rest after the last cut when it holds rows.

    Text is drawn with `face` in place of the printer's own glyphs, of which it has those of `rom`.
    """
    reader, drawing, done = CommandReader(), Drawing(width, face, rom), []
    reader.feed(data)
    for command, _ in reader.commands():
        if isinstance(command, Cut):
            done.append(drawing.finished())
        else:
            drawing.take(command)
    rest = drawing.finished()
    return [*done, rest] if len(rest) else done


def picture(raster: Raster) -> Image.Image:
    """Black dots on white, one bit a pixel; a paper without rows is one white row."""
    dots = raster if len(raster) else np.zeros((1, raster.shape[1]), dtype=np.bool_)
    return Image.fromarray(~dots)


class Drawing:
    """One paper after the other while it is being drawn; the settings outlive a cut, as on the printer."""

    def __init__(self, width: int, face: Path, rom: str = "gbk") -> None:
        self._width = width
        self._face = face
        self._rom = rom
        self._strips: list[Raster] = []
        self._reset()

    def _reset(self) -> None:
        self._bytes, self._glyphs = b"", list[Raster]()
        self._sizes = {True: Size(1, 1), False: Size(1, 1)}  # of Chinese and of single-byte characters
        self._bold = self._han = False
        self._page = self._align = 0
        self._spacing = LINE_ROWS
        self._code: dict[int, bytes] = {}

    def finished(self) -> Raster:
        """Everything drawn since the last time; a line that was not fed is not printed."""
        strips, self._strips = self._strips, []
        return np.vstack([self._blank(0), *strips])

    def take(self, command: Command) -> None:
        """Draw one command; those that leave no trace on paper are passed over."""
        if isinstance(command, Characters):
            self._bytes += command.data
            return
        self._set()
        match command:
            case Row():
                self._strips.append(self._row(command))
            case Feed():
                self._end_line(round(command.units * DPI / command.per_inch))
            case FeedLines():
                self._end_line(command.count * self._spacing)
            case QrCode(function=81):
                self._strips.append(self._placed(qr_dots(self._code)))
            case QrCode():
                self._code[command.function] = command.data
            case Initialise():
                self._reset()
            case _:
                self._style(command)

    def _style(self, command: Command) -> None:
        match command:
            case Size():
                self._sizes |= {han: command for han in (True, False) if command.of in ("all", ("ascii", "han")[han])}
                self._bold = self._bold if command.bold is None else command.bold
            case Bold():
                self._bold = command.on
            case HanMode():
                self._han = command.on
            case CodePage():
                self._page = command.number
            case Align():
                self._align = command.where
            case Spacing():
                units, per_inch = command.units, command.per_inch
                self._spacing = LINE_ROWS if units is None else round(units * DPI / per_inch)

    def _blank(self, rows: int) -> Raster:
        return np.zeros((rows, self._width), dtype=np.bool_)

    def _placed(self, dots: Raster) -> Raster:
        """As wide as the paper; what lies beyond the head is lost, as on the printer."""
        room = max(0, self._width - dots.shape[1])
        left = (0, room // 2, room, 0)[self._align]
        return np.pad(dots[:, : self._width], ((0, 0), (left, room - left)))

    def _row(self, row: Row) -> Raster:
        dots = np.unpackbits(np.frombuffer(row.bits, dtype=np.uint8)).astype(np.bool_)
        return np.repeat(self._placed(np.repeat(dots, row.across)[np.newaxis]), row.down, axis=0)

    def _set(self) -> None:
        """The bytes so far become characters of the line in the style that held until now."""
        data, self._bytes = self._bytes, b""
        for each in characters(data, han=self._han, page=self._page, rom=self._rom):
            size = self._sizes[self._han and each >= "\x80"]
            dots = glyph(each, self._face, self._han)
            dots = emphasised(dots) if self._bold else dots
            large = np.kron(dots, np.ones((size.down, size.across), dtype=np.bool_))
            if sum(one.shape[1] for one in self._glyphs) + large.shape[1] > self._width:
                self._end_line(self._spacing)  # a full line prints itself
            self._glyphs.append(large)

    def _end_line(self, rows: int) -> None:
        """Print what stands in the line and feed `rows`, at least as many as the line is high."""
        glyphs, self._glyphs = self._glyphs, []
        high = max(map(len, glyphs), default=0)
        strip = self._blank(max(rows, high))
        if glyphs:
            strip[:high] = self._placed(np.hstack([np.pad(each, ((high - len(each), 0), (0, 0))) for each in glyphs]))
        self._strips.append(strip)


def qr_dots(functions: Mapping[int, bytes]) -> Raster:
    """The code of GS ( k functions 167 (module size), 169 (error correction) and 180 (the content), by their letter."""
    content = functions.get(80, b"0")[1:]
    if not content:
        return np.zeros((0, 0), dtype=np.bool_)
    level, dots = functions.get(69, b"0")[0], functions.get(67, b"\x03")[0]
    code = qrcode.QRCode(error_correction=_LEVELS[level], border=0, box_size=1)
    code.add_data(content)
    return np.kron(np.array(code.get_matrix(), dtype=np.bool_), np.ones((dots, dots), dtype=np.bool_))
