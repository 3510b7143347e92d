"""Keys of one size in columns, and keys of their own widths in rows with pages."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.core.face_parts import Button
from screens.brush import Brush, Style
from screens.theme import Box
from screens.widgets.block import TIGHT_GAP, Block


class Grid(Block):
    """Blocks of one size, `columns` a row; a last row that is not full leaves its places empty."""

    def __init__(self, style: Style, cells: Sequence[Block], columns: int, *, gutter: str = "gutter") -> None:
        super().__init__(style)
        self.cells = tuple(cells)
        self._columns = columns
        self._gutter = style.look.space(gutter)

    @property
    def _rows(self) -> int:
        return -(-len(self.cells) // self._columns)

    def _wide(self, width: float) -> float:
        return (width - self._gutter * (self._columns - 1)) / self._columns

    def _talls(self, width: float, *, least: bool) -> list[float]:
        """Each row as tall as its tallest cell."""
        wide = self._wide(width)
        talls = [each.least(wide) if least else each.natural(wide) for each in self.cells]
        return [max(talls[at : at + self._columns]) for at in range(0, len(talls), self._columns)]

    def natural(self, width: float) -> float:
        """Its rows and gaps."""
        return sum(self._talls(width, least=False)) + max(self._rows - 1, 0) * self._gutter

    def least(self, width: float) -> float:
        """The same at its least, closer together."""
        return sum(self._talls(width, least=True)) + max(self._rows - 1, 0) * min(self._gutter, TIGHT_GAP)

    def draw(self, _brush: Brush) -> None:
        """Row by row; what is missing in height comes from gaps and cells alike."""
        natural, least = self.natural(self.box.w), self.least(self.box.w)
        short = max(0.0, min(1.0, (natural - self.box.h) / max(natural - least, 0.01)))
        gap = self._gutter - (self._gutter - min(self._gutter, TIGHT_GAP)) * short
        rows = zip(self._talls(self.box.w, least=False), self._talls(self.box.w, least=True), strict=True)
        y = self.box.y
        for number, (usual, low) in enumerate(rows):
            tall = usual - (usual - low) * short
            self._lay_row(number, y, tall)
            y += tall + gap

    def _lay_row(self, number: int, y: float, tall: float) -> None:
        wide = self._wide(self.box.w)
        first = number * self._columns
        for column, cell in enumerate(self.cells[first : first + self._columns]):
            self.holds(cell, Box(self.box.x + column * (wide + self._gutter), y, wide, tall))


def columns_for(style: Style, buttons: Sequence[Button], width: float, most: int, step: str = "label") -> int:
    """How many columns of keys hold the widest label in one line, at most `most`, at least two.

    A label of several words may take two lines.
    """
    gutter = style.look.space("gutter")
    parts = [part for each in buttons for part in (each.label.split() if each.label.isascii() else [each.label])]
    widest = max((style.width(each, step, bold=True) for each in parts), default=0.0) + 5.0
    return next((n for n in range(most, 2, -1) if (width - gutter * (n - 1)) / n >= widest), 2)
