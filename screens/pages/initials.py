"""Finding by initials: what was pressed so far, a key to take it back, and the letters that are left."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.core.face_parts import Button
from screens.brush import Brush, Style
from screens.pages.context import Context
from screens.widgets.block import Beside, Block, Item
from screens.widgets.grid import Grid
from screens.widgets.key import LabelKey

LETTERS_A_ROW = 10


class Typed(Block):
    """The initials so far, as wide apart as they are said."""

    def __init__(self, style: Style, typed: str) -> None:
        super().__init__(style)
        self.typed = typed

    def natural(self, _width: float) -> float:
        """One line in a field."""
        return max(25.0, self.style.tall(1, "heading", "line_pair") + 6.0)

    def draw(self, brush: Brush) -> None:
        """A white field with an azurite outline."""
        brush.framed(self.box, "surface", "accent", corner=self.look.shape("button"), width=1.5)
        brush.line(" ".join(self.typed.upper()), self.box.inset(9.0, 0.0), "heading", bold=True)


def typed_so_far(typed: str, clear: Button | None, context: Context) -> list[Item]:
    """The field beside its key; nothing before the first letter."""
    if not typed:
        return []
    style = context.style
    field: Block = Typed(style, typed)
    if clear is not None:
        field = Beside(style, [field, LabelKey(style, clear, tall=25.0)], shares=(0.64, 0.36))
    return [Item(field, context.gutter)]


def letter_keys(letters: Sequence[Button], context: Context) -> list[Item]:
    """The letters that can still be pressed."""
    if not letters:
        return []
    keys = [LabelKey(context.style, each, tall=24.0) for each in letters]
    return [Item(Grid(context.style, keys, LETTERS_A_ROW, gutter="one"), context.gutter)]
