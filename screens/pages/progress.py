"""The machine works and the person waits: a picture, about how long, a bar, the stages."""

from __future__ import annotations

from kiosk.core.face_bodies import Progress, Stage
from screens.brush import Brush, Style
from screens.pages.context import Context
from screens.theme import Box
from screens.widgets.block import Block, Item
from screens.widgets.panels import Picture
from screens.widgets.passing import Bar
from screens.widgets.words import Words


class Stages(Block):
    """Each stage with its mark: a tick, an open ring, an empty circle."""

    PAD = 9.0
    SIDE = 14.0

    def __init__(self, style: Style, stages: tuple[Stage, ...]) -> None:
        super().__init__(style)
        self.stages = stages

    def _lines(self, stage: Stage, width: float) -> list[str]:
        room = width - 2 * self.PAD - self.SIDE - 7.0
        return self.style.lines(stage.text, "body", room, bold=stage.state == "now")

    def _heights(self, width: float) -> list[float]:
        return [max(self.style.tall(len(self._lines(each, width)), "body"), self.SIDE) for each in self.stages]

    def natural(self, width: float) -> float:
        """Rows with room to breathe."""
        return sum(each + 8.0 for each in self._heights(width))

    def least(self, width: float) -> float:
        """Rows close together."""
        return sum(each + 2.0 for each in self._heights(width))

    def draw(self, brush: Brush) -> None:
        """A panel with a line between rows."""
        brush.panel(self.box, "surface", "line")
        heights = self._heights(self.box.w)
        free = (self.box.h - sum(heights)) / len(heights)
        y = self.box.y
        for index, (stage, tall) in enumerate(zip(self.stages, heights, strict=True)):
            place = Box(self.box.x + self.PAD, y, self.box.w - 2 * self.PAD, tall + free)
            if index:
                brush.rule(Box(place.x, y - 0.3, place.w, 0.6))
            self._draw_stage(brush, stage, place)
            y += tall + free

    def _draw_stage(self, brush: Brush, stage: Stage, place: Box) -> None:
        mark = Box(place.x, place.y + (place.h - self.SIDE) / 2, self.SIDE, self.SIDE)
        if stage.state == "done":
            brush.tick(mark)
        else:
            now = stage.state == "now"
            brush.unticked(mark, edge="mark" if now else "edge", width=2.0 if now else 1.0)
        x = place.x + self.SIDE + 7.0
        room = Box(x, place.y, place.right - x, place.h)
        brush.lines(self._lines(stage, self.box.w), room, "body", bold=stage.state == "now")


def items(body: Progress, context: Context) -> list[Item]:
    """Picture, line, bar, stages."""
    style = context.style
    return [
        Item(Picture(style, body.picture, body.picture_words), context.block),
        Item(Words(style, body.line, "heading", bold=True), context.block - 2.0),
        Item(Bar(style, body.started_ms, body.expected_ms, context.now_ms), context.near),
        Item(Stages(style, body.stages), context.block),
    ]
