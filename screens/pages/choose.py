"""Rows to choose from, with pages and a total where there is one."""

from __future__ import annotations

from kiosk.core.face_bodies import Choose
from kiosk.core.face_parts import Button, Row
from screens.brush import Brush, Style
from screens.pages.context import Context
from screens.theme import Box
from screens.widgets.block import Block, Item
from screens.widgets.key import ChoiceKey, LabelKey
from screens.widgets.words import NoticePanel, Words


def _pager_key(style: Style, button: Button) -> LabelKey:
    return LabelKey(style, button, step="body", tall=25.0, icon_at="before" if button.icon == "back" else "behind")


class Pager(Block):
    """看上一页, which page this is, 看下一页."""

    def __init__(self, style: Style, previous: Button | None, text: str, following: Button | None) -> None:
        super().__init__(style)
        self.text = text
        self._keys = [_pager_key(style, each) if each else None for each in (previous, following)]

    def _key_width(self, key: LabelKey) -> float:
        return self.style.width(key.button.label, "body", bold=True) + key.beside + 2 * key.PAD + 5.0

    def _beside(self, width: float) -> bool:
        """Whether the text fits between the keys."""
        keys = sum(self._key_width(each) + 6.0 for each in self._keys if each)
        return self.style.width(self.text, "body") + keys <= width

    def natural(self, width: float) -> float:
        """One row of keys; the text above them where it does not fit between."""
        keys = max((each.natural(self._key_width(each)) for each in self._keys if each), default=0.0)
        return keys if self._beside(width) else keys + self.style.tall(1, "body")

    def draw(self, brush: Brush) -> None:
        """Left, middle, right."""
        above = 0.0 if self._beside(self.box.w) else self.style.tall(1, "body")
        row = Box(self.box.x, self.box.y + above, self.box.w, self.box.h - above)
        left = row.x
        right = row.right
        previous, following = self._keys
        if previous:
            wide = self._key_width(previous)
            self.holds(previous, row._replace(w=wide))
            left += wide
        if following:
            wide = self._key_width(following)
            self.holds(following, Box(row.right - wide, row.y, wide, row.h))
            right -= wide
        room = Box(self.box.x, self.box.y, self.box.w, above) if above else Box(left, row.y, right - left, row.h - 2.0)
        brush.line(self.text, room, "body", align="centre")


class Total(Block):
    """How many are chosen and what they come to."""

    PAD = 9.0

    def __init__(self, style: Style, row: Row) -> None:
        super().__init__(style)
        self.row = row

    def _lines(self, width: float) -> list[str]:
        room = width - 2 * self.PAD - self.style.width(self.row.value, "heading", bold=True) - 4.0
        return self.style.lines(self.row.label, "label", room)

    def natural(self, width: float) -> float:
        """One row."""
        return max(28.0, self.least(width))

    def least(self, width: float) -> float:
        """Its words."""
        return self.style.tall(len(self._lines(width)), "label") + 4.0

    def draw(self, brush: Brush) -> None:
        """Words left, amount right."""
        brush.panel(self.box, "surface", "line")
        inner = self.box.inset(self.PAD, 0.0)
        brush.lines(self._lines(self.box.w), inner, "label")
        brush.line(self.row.value, inner, "heading", bold=True, align="right")


def turning(previous: Button | None, text: str, following: Button | None, context: Context) -> list[Item]:
    """The row that turns pages, where there is more than one."""
    if not (previous or following):
        return []
    return [Item(Pager(context.style, previous, text, following), context.gutter + 1.0)]


def items(body: Choose, context: Context) -> list[Item]:
    """Notice, heading, rows, pages, total."""
    style = context.style
    found = [Item(NoticePanel(style, body.notice), context.block)] if body.notice else []
    if body.heading:
        found.append(Item(Words(style, body.heading, "heading", bold=True), context.block - 2.0))
    for index, each in enumerate(body.choices):
        gap = context.gutter if index else context.near if body.heading else context.block
        found.append(Item(ChoiceKey(style, each), gap))
    if body.pages > 1:
        found += turning(body.previous, body.page_text, body.following, context)
    if body.total:
        found.append(Item(Total(style, body.total), context.gutter))
    return found
