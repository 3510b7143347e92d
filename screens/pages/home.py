"""The home page: what does not work today, then a few cards, and the shelves with everything else."""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.core.face_bodies import Home
from kiosk.core.face_parts import Card
from screens.brush import Brush, Style
from screens.pages.context import Context
from screens.pictures import picture
from screens.theme import Box
from screens.widgets.block import Beside, Block, Item, Space
from screens.widgets.grid import Grid
from screens.widgets.key import Key
from screens.widgets.words import NoticePanel

SHELVES_A_ROW = 2


class CardKey(Key):
    """Picture, name, one line of what you get."""

    PAD = 4.0

    def __init__(self, style: Style, card: Card) -> None:
        super().__init__(style, card.target, enabled=card.enabled)
        self.card = card

    def _texts(self, width: float) -> tuple[list[str], list[str]]:
        room = width - 2 * self.PAD
        label = self.style.lines(self.card.label, "heading", room, bold=True)
        return label, self.style.lines(self.card.line, "bar", room)

    def _text_height(self, width: float) -> float:
        label, line = self._texts(width)
        return self.style.tall(len(label), "heading", "line_pair") + self.style.tall(len(line), "bar", "line_pair")

    def natural(self, width: float) -> float:
        """Room for a whole picture."""
        picture_side = self.look.size("picture_large" if self.look.generous else "icon_card")
        return max(self.look.size("card"), self._text_height(width) + picture_side * 0.85 + self.lip + 9.0)

    def least(self, width: float) -> float:
        """Room for a small picture."""
        return self._text_height(width) + self.look.size("picture_large") * 0.45 + self.lip + 6.0

    def most(self, width: float) -> float:
        """A card may be as tall as it is wide."""
        return max(self.natural(width), width * 0.95)

    def content(self, brush: Brush, face: Box) -> None:
        """From the top down, in the middle."""
        label, line = self._texts(self.box.w)
        words = self._text_height(self.box.w)
        side = min(face.h - words - 9.0, self.look.size("icon_card") * 1.15)
        y = face.y + (face.h - words - side - 3.0) / 2
        place = Box(face.x + self.PAD, y, face.w - 2 * self.PAD, side)
        brush.drawing(f"card-{self.card.picture}", picture(self.card.picture), place, self.ground)
        first = self.style.tall(len(label), "heading", "line_pair")
        room = Box(place.x, y + side + 3.0, place.w, first)
        brush.lines(label, room, "heading", bold=True, colour=self.text_colour, align="centre", font_line="line_pair")
        room = Box(place.x, room.bottom, place.w, words - first)
        brush.lines(line, room, "bar", colour=self.text_colour, align="centre", font_line="line_pair")


class ShelfKey(Key):
    """A shelf: a small picture beside its name and what stands on it."""

    PAD = 4.0
    SIDE = 20.0

    def __init__(self, style: Style, card: Card) -> None:
        super().__init__(style, card.target, enabled=card.enabled)
        self.card = card
        self._side = 0.0 if style.look.generous else self.SIDE  # pictures give way to larger text

    def _texts(self, width: float) -> tuple[list[str], list[str]]:
        room = width - 2 * self.PAD - (self._side + 3.0 if self._side else 0.0)
        return self.style.lines(self.card.label, "label", room, bold=True), self.style.lines(
            self.card.line, "bar", room
        )

    def _tall(self, width: float) -> float:
        label, line = self._texts(width)
        return self.style.tall(len(label), "label", "line_pair") + self.style.tall(len(line), "bar", "line_pair")

    def natural(self, width: float) -> float:
        """Its words, or its picture."""
        return max(self._tall(width) + 4.0, self._side + 4.0, self.look.tokens.limits["target"]) + self.lip

    def least(self, width: float) -> float:
        """Its words."""
        return max(self._tall(width) + 1.0, self.look.tokens.limits["target"]) + self.lip

    def content(self, brush: Brush, face: Box) -> None:
        """Picture left, words right."""
        x = face.x + self.PAD
        if self._side:
            side = min(self._side, face.h - 2.0)
            place = Box(x, face.y + (face.h - side) / 2, self._side, side)
            brush.drawing(f"card-{self.card.picture}", picture(self.card.picture), place, self.ground)
            x += self._side + 3.0
        label, line = self._texts(self.box.w)
        first = self.style.tall(len(label), "label", "line_pair")
        room = Box(x, face.y + (face.h - self._tall(self.box.w)) / 2, face.right - x - self.PAD, first)
        brush.lines(label, room, "label", bold=True, colour=self.text_colour, font_line="line_pair")
        below = room._replace(y=room.bottom, h=self._tall(self.box.w) - first)
        brush.lines(line, below, "bar", colour=self.text_colour, font_line="line_pair")


class Nothing(Block):
    """Keeps the place of a card that is not there."""

    def natural(self, _width: float) -> float:
        """Nothing."""
        return 0.0

    def draw(self, brush: Brush) -> None:
        """Nothing."""


def items(body: Home, context: Context) -> list[Item]:
    """Notices, then two cards a row, then two shelves a row."""
    style = context.style
    found = [Item(NoticePanel(style, each), context.near * 2) for each in body.notices]
    if body.notices and body.shelves:  # a full page: what is wrong today comes before large pictures
        keys = [ShelfKey(style, replace(each, line="")) for each in (*body.cards, *body.shelves)]
        return [*found, Item(Grid(style, keys, SHELVES_A_ROW), context.block), Item(Space(style), 0.0)]
    cards: list[Block] = [CardKey(style, each) for each in body.cards]
    if len(cards) % 2:
        cards.append(Nothing(style))
    for index in range(0, len(cards), 2):
        gap = context.gutter if index else context.block
        found.append(Item(Beside(style, cards[index : index + 2]), gap))
    if body.shelves:
        found.append(Item(Grid(style, [ShelfKey(style, each) for each in body.shelves], SHELVES_A_ROW), context.block))
    return [*found, Item(Space(style), 0.0)]
