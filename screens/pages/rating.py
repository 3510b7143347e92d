"""Five equal keys; leaving without an answer is as easy."""

from __future__ import annotations

from kiosk.core.face_bodies import Rating
from kiosk.core.face_parts import Button
from screens.brush import Brush, Style
from screens.pages.context import Context
from screens.theme import Box
from screens.widgets.block import Beside, Item
from screens.widgets.key import Key
from screens.widgets.words import Words


class GradeKey(Key):
    """A plain face and its word; all five look the same."""

    def __init__(self, style: Style, button: Button) -> None:
        super().__init__(style, button.target, enabled=button.enabled)
        self.button = button

    def _lines(self, width: float) -> list[str]:
        return self.style.lines(self.button.label, "body", width - 3.0, bold=True)

    def natural(self, width: float) -> float:
        """A face and up to three lines."""
        return max(67.0, self.style.tall(len(self._lines(width)), "body", "line_pair") + 40.0)

    def content(self, brush: Brush, face: Box) -> None:
        """Face above, word below."""
        side = min(25.0, face.w - 8.0)
        top = Box(face.x + (face.w - side) / 2, face.y + 6.0, side, side)
        brush.icon(self.button.icon, top, "ink")
        room = Box(face.x, top.bottom, face.w, face.bottom - top.bottom)
        brush.lines(self._lines(self.box.w), room, "body", bold=True, align="centre", font_line="line_pair")


class GradeRow(GradeKey):
    """The same in a row, where five columns are too narrow for the words."""

    def natural(self, _width: float) -> float:
        """One line."""
        return 30.0

    def least(self, _width: float) -> float:
        """A finger."""
        return max(
            self.look.tokens.limits["target"] + self.lip, self.style.tall(1, "label", "line_pair") + self.lip + 2.0
        )

    def content(self, brush: Brush, face: Box) -> None:
        """Face left, word beside it."""
        side = min(20.0, face.h - 4.0)
        brush.icon(self.button.icon, Box(face.x + 10.0, face.y + (face.h - side) / 2, side, side), "ink")
        room = Box(face.x + side + 20.0, face.y, face.w - side - 24.0, face.h)
        brush.lines(
            self.style.lines(self.button.label.replace("\n", ""), "label", room.w, bold=True), room, "label", bold=True
        )


def items(body: Rating, context: Context) -> list[Item]:
    """Heading, keys, note."""
    style = context.style
    found = [Item(Words(style, body.heading, "heading", bold=True), context.block)]
    columns = (246.0 - 4 * 5.2) / max(len(body.grades), 1) - 3.0
    longest_word = max(_widest_word(style, each.label) for each in body.grades)
    if longest_word <= columns:
        found.append(
            Item(Beside(style, [GradeKey(style, each) for each in body.grades], gutter="one"), context.near * 2)
        )
    else:
        found += [Item(GradeRow(style, each), context.gutter) for each in body.grades]
    return [*found, Item(Words(style, body.note), context.block)]


def _widest_word(style: Style, label: str) -> float:
    """Chinese may break anywhere but not under two characters; English only between words."""
    words = label.split() if label.isascii() else label.split("\n") if "\n" in label else [label[:3]]
    return max(style.width(each, "body", bold=True) for each in words)
