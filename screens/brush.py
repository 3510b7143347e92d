"""Draws on one widget's canvas in millimetres of the sheet: panels, keys' lips, text, icons, pictures."""

from __future__ import annotations

from itertools import pairwise

from kivy.graphics import Color, Rectangle, SmoothEllipse, SmoothRoundedRectangle
from kivy.graphics.instructions import CanvasBase
from msgspec import Struct

from screens.icons import icon
from screens.rendering import Renderer
from screens.shapes import Drawing, Point, Points
from screens.shapes import box as rounded
from screens.theme import Box, Look
from screens.typeset import Typesetter

RISE = 0.055  # em; a Han character's ink lies this much below the middle of its line
DOT_GAP = 1.8  # mm between the dots of a disabled outline in high contrast


class Ink(Struct, frozen=True):
    """One line of text as it was drawn, for the audit of a page: line `number` of the `count` lines of its text."""

    text: str
    box: Box
    step: str
    em: float
    number: int = 1
    count: int = 1

    def __repr__(self) -> str:
        """What stands on a page may be personal."""
        return f"Ink({len(self.text)} characters at {self.box})"


class Studio(Struct, frozen=True):
    """What all brushes of a process share."""

    type: Typesetter
    pictures: Renderer


class Style(Struct, frozen=True):
    """A look with the means to measure in it."""

    look: Look
    studio: Studio

    def lines(self, text: str, step: str, width: float, *, bold: bool = False) -> list[str]:
        """The lines of a text in a block `width` wide."""
        return self.studio.type.lines(self.look, text, self.look.em(step), width, bold=bold)

    def width(self, text: str, step: str, *, bold: bool = False) -> float:
        """The width of one line."""
        return self.studio.type.width(self.look, text, self.look.em(step), bold=bold)

    def tall(self, count: int, step: str, font_line: str = "line") -> float:
        """The height of `count` lines."""
        return count * self.look.em(step) * self.look.tokens.font[font_line]


class Brush:
    """One drawing of one widget."""

    def __init__(self, style: Style, canvas: CanvasBase, inks: list[Ink]) -> None:
        self.style = style
        self.look = style.look
        self._studio = style.studio
        self._canvas = canvas
        self._inks = inks

    def fill(self, box: Box, colour: str, corner: float = 0.0) -> None:
        """A filled rectangle with round corners."""
        pos, size = self.look.glass.kivy(box)
        with self._canvas:
            Color(*self.look.colour(colour))
            if corner:
                radius = self.look.glass.px(corner)
                SmoothRoundedRectangle(pos=pos, size=size, radius=[radius], segments=max(10, radius // 2))
            else:
                Rectangle(pos=pos, size=size)

    def panel(
        self, box: Box, fill: str, edge: str = "", *, corner: float | None = None, width: float | None = None
    ) -> None:
        """Flat information: no lip. In high contrast every panel has an outline."""
        corner = self.look.shape("card") if corner is None else corner
        if not edge and self.look.high_contrast:
            edge = "line"
        if not edge:
            self.fill(box, fill, corner)
            return
        self.framed(box, fill, edge, corner=corner, width=width or self.look.shape("edge"))

    def framed(self, box: Box, fill: str, edge: str, *, corner: float, width: float) -> None:
        """A filled shape inside its outline."""
        self.fill(box, edge, corner)
        self.fill(box.inset(width), fill, max(corner - width, 0.1))

    def dotted(self, box: Box, colour: str, corner: float) -> None:
        """An outline of dots: disabled, in high contrast."""
        (x, y), (w, h) = self.look.glass.kivy(box.inset(0.5))
        outline = rounded(x, y, w, h, min(self.look.glass.px(corner), w / 2 - 1, h / 2 - 1))
        dot = self.look.glass.px(1.0)
        with self._canvas:
            Color(*self.look.colour(colour))
            for px, py in _along(outline, self.look.glass.px(DOT_GAP)):
                SmoothEllipse(pos=(px - dot / 2, py - dot / 2), size=(dot, dot), segments=12)

    def rule(self, box: Box, colour: str = "line") -> None:
        """A thin line between rows."""
        self.fill(box, colour)

    # --- text ---------------------------------------------------------------------------------------------------

    def line(
        self,
        text: str,
        box: Box,
        step: str,
        *,
        bold: bool = False,
        colour: str = "ink",
        align: str = "left",
        part: tuple[int, int] = (1, 1),
    ) -> Box:
        """One line, its ink in the vertical middle of `box`; returns where it stands. `part`: number and count."""
        if not text:
            return Box(box.x, box.y, 0, 0)
        em = self.look.em(step)
        texture = self._studio.type.texture(self.look, text, em, bold=bold)
        per_mm = self.look.glass.px_per_mm
        w, h = texture.width / per_mm, texture.height / per_mm
        x = {"left": box.x, "centre": box.x + (box.w - w) / 2, "right": box.right - w}[align]
        place = Box(x, box.y + (box.h - h) / 2 - RISE * em, w, h)
        left, bottom = self.look.glass.kivy(place)[0]
        with self._canvas:
            Color(*self.look.colour(colour))
            Rectangle(texture=texture, pos=(left, bottom), size=texture.size)
        self._inks.append(Ink(text, Box(x, box.y + box.h / 2 - em / 2, w, em), step, em, *part))
        return place

    def lines(
        self,
        lines: list[str],
        box: Box,
        step: str,
        *,
        bold: bool = False,
        colour: str = "ink",
        align: str = "left",
        font_line: str = "line",
    ) -> None:
        """Several lines, together in the vertical middle of `box`."""
        tall = self.style.tall(1, step, font_line)
        y = box.y + (box.h - tall * len(lines)) / 2
        for number, each in enumerate(lines, 1):
            place, part = Box(box.x, y, box.w, tall), (number, len(lines))
            self.line(each, place, step, bold=bold, colour=colour, align=align, part=part)
            y += tall

    def tag(self, text: str, room: Box) -> None:
        """演示 at the right of `room`: a box with corners, never round, so that nothing looks like a seal."""
        wide = self.style.width(text, "tag", bold=True) + 8.0
        place = Box(room.right - wide, room.y, wide, room.h)
        self.framed(place, "surface", "mark", corner=self.look.shape("tag"), width=1.0)
        self.line(text, place, "tag", bold=True, align="centre")

    # --- drawings -----------------------------------------------------------------------------------------------

    def icon(self, name: str, box: Box, colour: str = "accent") -> None:
        """A sign in one colour."""
        pos, size = self.look.glass.kivy(box)
        texture = self._studio.pictures.mask(name, icon(name), size)
        with self._canvas:
            Color(*self.look.colour(colour))
            Rectangle(texture=texture, pos=pos, size=size)

    def drawing(self, key: str, drawing: Drawing, box: Box, ground: str) -> Box:
        """A picture, as large as fits in the middle of `box`; returns the drawing's own place."""
        pos, size = self.look.glass.kivy(box)
        texture = self._studio.pictures.picture(self.look, key, drawing, size, ground)
        with self._canvas:
            Color(1, 1, 1, 1)
            Rectangle(texture=texture, pos=pos, size=size)
        scale = min(box.w / drawing.width, box.h / drawing.height)
        w, h = drawing.width * scale, drawing.height * scale
        return Box(box.x + (box.w - w) / 2, box.y + (box.h - h) / 2, w, h)

    def tick(self, box: Box, *, square: bool = False) -> None:
        """A filled circle or square with a tick: chosen, done."""
        corner = self.look.shape("tag") * 1.4 if square else box.w / 2
        self.fill(box, "accent", corner)
        self.icon("tick", box.inset(box.w * 0.17), "on_accent")

    def unticked(self, box: Box, *, square: bool = False, edge: str = "edge", width: float = 1.1) -> None:
        """An empty circle or square."""
        corner = self.look.shape("tag") * 1.4 if square else box.w / 2
        self.framed(box, "surface", edge, corner=corner, width=width)


def _along(outline: Points, gap: float) -> list[Point]:
    """Points on a closed outline, `gap` apart."""
    points, left_over = [], 0.0
    for (x1, y1), (x2, y2) in pairwise((*outline, outline[0])):
        length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
        while left_over <= length and length:
            points.append((x1 + (x2 - x1) * left_over / length, y1 + (y2 - y1) * left_over / length))
            left_over += gap
        left_over -= length
    return points
