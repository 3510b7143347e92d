"""How far each command moves the paper: the printer's pace and the end of its roll, without drawing anything."""

from __future__ import annotations

from devices.receipt_printer.command_stream import (
    Characters,
    Command,
    Feed,
    FeedLines,
    Initialise,
    QrCode,
    Row,
    Size,
    Spacing,
)
from devices.receipt_printer.paper import DPI, LINE_ROWS, qr_dots
from devices.receipt_printer.rom_font import ROM_DOTS


class Feeding:
    """Follows the stream; a line is as high as its highest characters at least. Overflowing lines are not foreseen."""

    def __init__(self) -> None:
        self._reset()

    def _reset(self) -> None:
        self._down, self._highest, self._spacing = 1, 0, LINE_ROWS
        self._code: dict[int, bytes] = {}

    def rows(self, command: Command) -> int:
        """Dot rows of 1/203 inch that the paper moves."""
        match command:
            case Row():
                return command.down
            case Feed():
                return self._end(round(command.units * DPI / command.per_inch))
            case FeedLines():
                return self._end(command.count * self._spacing)
            case Characters():
                self._highest = max(self._highest, self._down * ROM_DOTS)
            case Size():
                self._down = command.down
            case Spacing(units=None):
                self._spacing = LINE_ROWS
            case Spacing(units=int(units)):
                self._spacing = round(units * DPI / command.per_inch)
            case Initialise():
                self._reset()
            case QrCode(function=81):
                return len(qr_dots(self._code))
            case QrCode():
                self._code[command.function] = command.data
        return 0

    def _end(self, rows: int) -> int:
        highest, self._highest = self._highest, 0
        return max(rows, highest)
