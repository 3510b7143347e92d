"""A QR code on the glass, for the citizen's phone: black on white in every theme, with its quiet zone."""

from __future__ import annotations

from itertools import groupby

from kivy.graphics import Color, Rectangle

from screens.brush import Brush, Style
from screens.widgets.block import Block

QUIET = 4  # modules of white around it (ISO/IEC 18004, 5.3.8)
BLACK, WHITE = (0, 0, 0, 1), (1, 1, 1, 1)


class QrCode(Block):
    """Modules are whole pixels, so that no edge is blurred."""

    def __init__(self, style: Style, payload: str) -> None:
        super().__init__(style)
        import qrcode  # noqa: PLC0415 - for this page only

        code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=QUIET)
        code.add_data(payload)
        self._rows: list[list[bool]] = code.get_matrix()

    def natural(self, _width: float) -> float:
        """As large as a phone reads from half a metre."""
        return 120.0

    def least(self, _width: float) -> float:
        """As large as a phone reads from a hand's length away."""
        return 80.0

    def most(self, _width: float) -> float:
        """A little larger where there is room."""
        return 140.0

    def draw(self, _brush: Brush) -> None:
        """White with black runs."""
        glass, count = self.look.glass, len(self._rows)
        module = max(1, int(glass.px(self.box.h) / count))
        (x, y), (wide, tall) = glass.kivy(self.box)
        left, top = x + (wide - module * count) // 2, y + (tall + module * count) // 2
        with self.canvas.before:
            Color(*WHITE)
            Rectangle(pos=(left, top - module * count), size=(module * count, module * count))
            Color(*BLACK)
            for number, row in enumerate(self._rows, 1):
                for start, run in _runs(row):
                    Rectangle(pos=(left + start * module, top - number * module), size=(run * module, module))


def _runs(row: list[bool]) -> list[tuple[int, int]]:
    """Start and length of each dark run."""
    found, at = [], 0
    for dark, cells in groupby(row):
        length = len(list(cells))
        if dark:
            found.append((at, length))
        at += length
    return found
