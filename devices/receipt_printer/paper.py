"""The paper, drawn from the bytes the printer was sent and from nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from devices.receipt_printer.command_stream import (
    Align,
    Characters,
    CommandReader,
    Cut,
    Feed,
    FeedLines,
    Initialise,
    Row,
    Size,
)

Raster = npt.NDArray[np.bool_]

DPI = 203
LINE_ROWS = 30  # 1/6 inch after ESC @, 34 dots, less on most Chinese-mode printers: 24-dot glyphs and 6 of space
ROM_DOTS = 24


def papers(data: bytes, width: int, face: Path) -> list[Raster]:
    """Each paper `data` makes, `width` dots wide: one a cut, and the rest after the last cut when it holds rows.

    Text is drawn with `face` in place of the printer's own 24-dot glyphs.
    """
    reader, drawing, done = CommandReader(), Drawing(width, face), []
    reader.feed(data)
    for command, _ in reader.commands():
        if isinstance(command, Cut):
            done.append(drawing.finished())
            drawing = Drawing(width, face)
        else:
            drawing.take(command)
    rest = drawing.finished()
    return [*done, rest] if len(rest) else done


def picture(raster: Raster) -> Image.Image:
    """Black dots on white, one bit a pixel; a paper without rows is one white row."""
    dots = raster if len(raster) else np.zeros((1, raster.shape[1]), dtype=np.bool_)
    return Image.fromarray(~dots)


class Drawing:
    """One paper while it is being drawn."""

    def __init__(self, width: int, face: Path) -> None:
        self._width = width
        self._face = face
        self._strips: list[Raster] = [self._blank(0)]
        self._reset()

    def _reset(self) -> None:
        self._text, self._size, self._align = b"", Size(1, 1), 0

    def finished(self) -> Raster:
        """Everything drawn so far."""
        return np.vstack(self._strips)

    def take(self, command: object) -> None:
        """Draw one command; those that leave no trace on paper are passed over."""
        match command:
            case Row():
                self._strips.append(self._row(command))
            case Feed():
                self._strips.append(self._blank(round(command.units * DPI / command.per_inch)))
            case Characters():
                self._text += command.data
            case FeedLines():
                self._strips += self._line(command.count)
            case Size():
                self._size = command
            case Align():
                self._align = command.where
            case Initialise():
                self._reset()

    def _blank(self, rows: int) -> Raster:
        return np.zeros((rows, self._width), dtype=np.bool_)

    def _row(self, row: Row) -> Raster:
        dots = np.unpackbits(np.frombuffer(row.bits, dtype=np.uint8)).astype(np.bool_)
        dots = np.repeat(dots, row.across)[: self._width]  # what lies beyond the head is lost, as on the printer
        return np.repeat(np.pad(dots, (0, self._width - len(dots)))[np.newaxis], row.down, axis=0)

    def _line(self, count: int) -> Iterator[Raster]:
        if self._text:
            yield self._glyphs(self._text.decode("gb18030", errors="replace"))
            self._text, count = b"", count - 1
        yield self._blank(max(0, count) * LINE_ROWS)

    def _glyphs(self, text: str) -> Raster:
        font = ImageFont.truetype(self._face, ROM_DOTS, layout_engine=ImageFont.Layout.BASIC)
        strip = Image.new("L", (max(1, round(font.getlength(text))), LINE_ROWS), 0)
        ImageDraw.Draw(strip).text((0, ROM_DOTS - 2), text, 255, font, anchor="ls")
        large = np.kron(np.asarray(strip) >= 110, np.ones((self._size.down, self._size.across), dtype=np.bool_))
        line = self._blank(len(large))
        room = max(0, self._width - large.shape[1])
        left = (0, room // 2, room, 0)[self._align]
        line[:, left : left + large.shape[1]] = large[:, : self._width]
        return line
