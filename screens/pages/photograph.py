"""What the document camera sees, the page that was just taken, and how to take the next."""

from __future__ import annotations

from io import BytesIO

from kivy.graphics import Color, Rectangle
from kivy.graphics.texture import Texture
from PIL import Image

from kiosk.core.case_bodies import Photograph
from screens.brush import Brush, Style
from screens.pages.context import Context
from screens.theme import Box
from screens.widgets.block import Beside, Block, Item
from screens.widgets.key import LabelKey
from screens.widgets.panels import What
from screens.widgets.viewfinder import DocumentView
from screens.widgets.words import NoticePanel

OTHER_MM = 27.0


class Taken(Block):
    """The page just taken, small, and how many there are."""

    PAD = 5.0

    def __init__(self, style: Style, small: bytes, text: str) -> None:
        super().__init__(style)
        self.text = text
        self._texture = _texture(small)

    def natural(self, width: float) -> float:
        """A small picture beside its words."""
        return max(52.0 if self._texture else 0.0, self.least(width))

    def least(self, width: float) -> float:
        """A finger's breadth of picture, or the words."""
        lines = self.style.lines(self.text, "label", self._room(width), bold=True)
        return max(26.0 if self._texture else 0.0, self.style.tall(len(lines), "label") + 4.0)

    def _room(self, width: float) -> float:
        return width * 0.6 - 2 * self.PAD if self._texture else width - 2 * self.PAD

    def draw(self, brush: Brush) -> None:
        """Picture left, words right."""
        brush.panel(self.box, "surface", "line")
        room = self._room(self.box.w)
        words = Box(self.box.right - room - self.PAD, self.box.y, room, self.box.h)
        brush.lines(self.style.lines(self.text, "label", room, bold=True), words, "label", bold=True)
        if self._texture:
            self._draw_picture(Box(self.box.x, self.box.y, self.box.w * 0.4, self.box.h).inset(self.PAD, 2.0))

    def _draw_picture(self, room: Box) -> None:
        assert self._texture is not None, "a page was taken"
        scale = min(room.w / self._texture.width, room.h / self._texture.height)
        wide, tall = self._texture.width * scale, self._texture.height * scale
        place = Box(room.x + (room.w - wide) / 2, room.y + (room.h - tall) / 2, wide, tall)
        pos, size = self.look.glass.kivy(place)
        with self.canvas.before:
            Color(1, 1, 1, 1)
            Rectangle(texture=self._texture, pos=pos, size=size)


def _texture(jpeg: bytes) -> Texture | None:
    """The picture, kept nowhere else; None for none, or for bytes that are no picture."""
    if not jpeg:
        return None
    try:
        with Image.open(BytesIO(jpeg)) as opened:
            picture = opened.convert("RGB").transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    except OSError:  # Pillow's word for a damaged picture
        return None
    texture = Texture.create(size=picture.size, colorfmt="rgb")
    texture.blit_buffer(picture.tobytes(), colorfmt="rgb", bufferfmt="ubyte")
    return texture


def items(body: Photograph, context: Context) -> list[Item]:
    """Notice, which material it is, the camera's view, the page just taken, keys."""
    style = context.style
    found = [Item(NoticePanel(style, body.notice), context.gutter)] if body.notice else []
    if body.heading:
        found.append(Item(What(style, body.heading, (body.standard,), strong="title"), context.gutter))
    found.append(Item(DocumentView(style, body.place_words, body.dark_words, context.preview), context.gutter))
    if body.count_text or body.small:
        found.append(Item(Taken(style, body.small, body.count_text), context.gutter))
    keys = [LabelKey(style, each, tall=OTHER_MM) for each in (body.again, body.take) if each]
    others = [LabelKey(style, each, tall=OTHER_MM) for each in body.others]
    return [*found, *(Item(Beside(style, row), context.gutter) for row in (keys, *_pairs(others)) if row)]


def _pairs(keys: list[LabelKey]) -> list[list[LabelKey]]:
    return [keys[each : each + 2] for each in range(0, len(keys), 2)]
