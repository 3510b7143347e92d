"""The attract page: a landscape, a greeting, one large button; the whole glass is that button's target."""

from __future__ import annotations

from kiosk.core.face_bodies import Welcome
from kiosk.core.face_parts import Button, Notice
from screens.brush import Brush, Style
from screens.pages.context import Context
from screens.scenery import HEIGHT, WIDTH, scenery
from screens.theme import Box
from screens.widgets.block import Item
from screens.widgets.key import Key, LabelKey
from screens.widgets.words import TONES

START = "start"
BUTTON = Box(12.0, 393.0, 246.0, 49.0)
TEXT_X = 15.5


class StartKey(LabelKey):
    """The drawn button."""

    primary = True

    def __init__(self, style: Style, label: str) -> None:
        super().__init__(style, Button(START, label), step="start")


class AttractKey(Key):
    """The whole glass: wherever it is touched, the drawn button goes down."""

    def __init__(self, style: Style, body: Welcome) -> None:
        super().__init__(style, START)
        self.body = body
        self.button = StartKey(style, body.start)

    def natural(self, _width: float) -> float:
        """The frame lays this page over the whole sheet."""
        return self.look.tokens.sheet["height"]

    def press(self, *, down: bool) -> None:
        """Only the button moves."""
        self.pressed = down
        self.button.press(down=down)

    def draw(self, brush: Brush) -> None:
        """Landscape, greeting, lines, notices, button, foot."""
        self._draw_landscape(brush)
        y = self._draw_hello(brush, 56.0)
        y = self._draw_lines(brush, y + 6.0)
        self._draw_notices(brush, y + 4.0)
        self.holds(self.button, BUTTON)
        self._draw_foot(brush)

    def _draw_landscape(self, brush: Brush) -> None:
        sheet = self.look.tokens.sheet["height"]
        if not self.look.high_contrast:
            brush.drawing("scenery", scenery(), Box(0, sheet - HEIGHT, WIDTH, HEIGHT), "ground")

    def _draw_hello(self, brush: Brush, y: float) -> float:
        room = 270.0 - 2 * TEXT_X
        lines = self.style.lines(self.body.hello, "hello", room, bold=True)
        step = "hello" if len(lines) <= 2 else "display"
        lines = lines if step == "hello" else self.style.lines(self.body.hello, step, room, bold=True)
        tall = self.style.tall(len(lines), step, "line_pair")
        brush.lines(lines, Box(TEXT_X, y, room, tall), step, bold=True, font_line="line_pair")
        return y + tall

    def _draw_lines(self, brush: Brush, y: float) -> float:
        room = 270.0 - 2 * TEXT_X
        for text in self.body.lines:
            lines = self.style.lines(text, "heading", room)
            tall = self.style.tall(len(lines), "heading", "line_title")
            brush.lines(lines, Box(TEXT_X, y, room, tall), "heading", font_line="line_title")
            y += tall + 1.5
        return y

    def _draw_notices(self, brush: Brush, y: float) -> None:
        for notice in self.body.notices:
            y += self._draw_notice(brush, notice, y) + 2.0

    def _draw_notice(self, brush: Brush, notice: Notice, y: float) -> float:
        """What works today, or what does not, with its sign."""
        side, indent = 16.0, 21.5
        room = 270.0 - 2 * TEXT_X - indent
        lines = self.style.lines(notice.text, "label", room, bold=True)
        tall = max(self.style.tall(len(lines), "label", "line_pair"), side)
        sign = Box(TEXT_X - 0.5, y + (tall - side) / 2, side, side)
        if notice.tone == "good":
            brush.tick(sign)
        else:
            brush.icon(notice.icon or "warning", sign, TONES[notice.tone][1])
        brush.lines(lines, Box(TEXT_X + indent, y, room, tall), "label", bold=True, font_line="line_pair")
        return tall

    def _draw_foot(self, brush: Brush) -> None:
        y = BUTTON.bottom + 3.0
        for index, text in enumerate(self.body.foot):
            step = "label" if index == 0 else "body"
            if self.look.generous:
                step = "body" if index == 0 else "bar"
            lines = self.style.lines(text, step, 246.0, bold=index == 0)
            tall = self.style.tall(len(lines), step, "line_pair")
            brush.lines(lines, Box(12.0, y, 246.0, tall), step, bold=index == 0, align="centre", font_line="line_pair")
            y += tall


def items(body: Welcome, context: Context) -> list[Item]:
    """One block that is the whole page."""
    return [Item(AttractKey(context.style, body), 0.0)]
