"""The screen's only page of its own: 请稍候, while there is no terminal to say what to show."""

from __future__ import annotations

from kivy.graphics import Color, Rectangle
from kivy.uix.widget import Widget

from screens.brush import Brush, Studio, Style
from screens.theme import Box, Glass, Look, Tokens
from screens.widgets.block import Block

CHINESE, ENGLISH = "请稍候", "Please wait"


class PleaseWait(Widget):  # type: ignore[misc]  # Kivy has no types
    """Two words and a clock on the plain ground; nothing to press, nothing of anybody."""

    def __init__(self, tokens: Tokens, studio: Studio, glass: Glass) -> None:
        super().__init__(size_hint=(None, None), size=(1, 1))
        look = Look(tokens, glass, "standard", "light")
        with self.canvas.before:
            Color(*look.colour("ground"))
            Rectangle(pos=(-4000, -4000), size=(12000, 12000))
        words = _TwoWords(Style(look, studio))
        self.add_widget(words)
        words.lay(Box(0, 0, tokens.sheet["width"], tokens.sheet["height"]))


class _TwoWords(Block):
    def natural(self, _width: float) -> float:
        return self.look.tokens.sheet["height"]

    def draw(self, brush: Brush) -> None:
        middle = self.box.h * 0.45
        side = 30.0
        brush.icon("clock", Box((self.box.w - side) / 2, middle - 55.0, side, side))
        brush.line(CHINESE, Box(0, middle - 17.0, self.box.w, 34.0), "display", bold=True, align="centre")
        brush.line(ENGLISH, Box(0, middle + 20.0, self.box.w, 20.0), "heading", align="centre")
