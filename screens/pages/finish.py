"""Take your things: a picture and a name for each."""

from __future__ import annotations

from kiosk.core.face_bodies import Finish, Thing
from screens.brush import Brush, Style
from screens.pages.context import Context
from screens.theme import Box
from screens.widgets.block import Beside, Block, Item
from screens.widgets.panels import Picture
from screens.widgets.words import Words


class ThingPanel(Block):
    """A picture with its name under it."""

    def __init__(self, style: Style, thing: Thing) -> None:
        super().__init__(style)
        self.thing = thing
        self._picture = Picture(style, thing.picture)

    def _lines(self, width: float) -> list[str]:
        return self.style.lines(self.thing.label, "heading", width, bold=True)

    def _words(self, width: float) -> float:
        return self.style.tall(len(self._lines(width)), "heading") + 3.0

    def natural(self, width: float) -> float:
        """A picture of medium height and the name."""
        return min(self._picture.natural(width), 130.0) + self._words(width)

    def least(self, width: float) -> float:
        """A small picture and the name."""
        return self._picture.least(width) + self._words(width)

    def most(self, width: float) -> float:
        """A large picture and the name."""
        return min(self._picture.most(width), 160.0) + self._words(width)

    def draw(self, brush: Brush) -> None:
        """Picture above, name below."""
        words = self._words(self.box.w)
        self.holds(self._picture, self.box._replace(h=self.box.h - words))
        room = Box(self.box.x, self.box.bottom - words + 3.0, self.box.w, words - 3.0)
        brush.lines(self._lines(self.box.w), room, "heading", bold=True, align="centre")


def items(body: Finish, context: Context) -> list[Item]:
    """The things side by side, then the note."""
    style = context.style
    found = (
        [Item(Beside(style, [ThingPanel(style, each) for each in body.things]), context.block)] if body.things else []
    )
    return [*found, Item(Words(style, body.note, align="centre"), context.block)]
