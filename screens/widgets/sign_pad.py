"""A field to write one's name in with a finger."""

from __future__ import annotations

from collections.abc import Callable

from kivy.graphics import Color, Line

from kiosk.core.case_bodies import Sign
from screens.brush import Brush, Style
from screens.theme import Box
from screens.widgets.block import Block
from screens.widgets.passing import NowMs

Point = tuple[int, int, int]
Strokes = tuple[tuple[Point, ...], ...]
PEN_MM = 1.1
STEP = 30  # 1/100 mm a finger must move for another point
MOST_POINTS = 3_800  # a little less than the terminal takes
PER_MM = 100


class SignPad(Block):
    """Draws what the finger writes; `signed` gets every stroke so far after each one."""

    TARGET = "sign_pad"

    def __init__(self, style: Style, sign: Sign, now_ms: NowMs, signed: Callable[[Strokes], None]) -> None:
        super().__init__(style)
        self._words = sign.place_words
        self.strokes: Strokes = sign.strokes
        self._now_ms = now_ms
        self._began_ms: float | None = None
        self._signed = signed
        self._stroke: list[Point] = []
        self._line: Line | None = None

    def natural(self, _width: float) -> float:
        """Room for a name."""
        return 110.0

    def least(self, _width: float) -> float:
        """Room for a small name."""
        return 70.0

    def most(self, _width: float) -> float:
        """As large as a hand writes."""
        return 160.0

    def draw(self, brush: Brush) -> None:
        """A white field with a line to write on; the words in it until something is written."""
        brush.framed(self.box, "surface", "accent", corner=self.look.shape("button"), width=1.5)
        inner = self.box.inset(14.0, 8.0)
        brush.rule(Box(inner.x, self.box.y + self.box.h * 0.78, inner.w, 0.8))
        if not self.strokes and not self._stroke:
            lines = self.style.lines(self._words, "heading", inner.w)
            brush.lines(lines, inner._replace(h=self.box.h * 0.7), "heading", colour="ink2", align="centre")
        for each in self.strokes:
            self._draw_stroke(each)

    # --- the finger ---------------------------------------------------------------------------------------------

    def begin(self, x: float, y: float) -> None:
        """A finger goes down, in Kivy's coordinates."""
        if self._began_ms is None:
            last = max((point[2] for stroke in self.strokes for point in stroke), default=0)
            self._began_ms = self._now_ms() - last
        self._stroke = [self._point(x, y)]
        if not self.strokes:
            self.redraw()  # the words make room
        self._line = self._draw_stroke(tuple(self._stroke))

    def go_on(self, x: float, y: float) -> None:
        """It moves; beyond the edge it draws along it."""
        if not self._stroke or sum(map(len, self.strokes)) + len(self._stroke) >= MOST_POINTS:
            return
        point, last = self._point(x, y), self._stroke[-1]
        if abs(point[0] - last[0]) + abs(point[1] - last[1]) < STEP:
            return
        self._stroke.append(point)
        assert self._line is not None, "a stroke has begun"
        self._line.points = self._pixels(self._stroke)

    def take_over(self, other: SignPad) -> None:
        """Go on where the field of the face before was left, perhaps in the middle of a stroke."""
        self.strokes, self._began_ms = other.strokes, other._began_ms
        self._stroke = other._stroke
        self.redraw()
        if self._stroke:
            self._line = self._draw_stroke(tuple(self._stroke))

    def end(self) -> None:
        """It goes up: the stroke counts."""
        if self._stroke:
            self.strokes = (*self.strokes, tuple(self._stroke))
            self._stroke, self._line = [], None
            self._signed(self.strokes)

    # --- between glass and field --------------------------------------------------------------------------------

    def _point(self, x: float, y: float) -> Point:
        glass = self.look.glass
        right = (x - glass.left_px) / glass.px_per_mm - self.box.x
        down = (glass.height_px - y - glass.top_px) / glass.px_per_mm - self.box.y
        assert self._began_ms is not None, "a finger went down first"
        passed = max(0, round(self._now_ms() - self._began_ms))
        return _bounded(right, self.box.w), _bounded(down, self.box.h), passed

    def _draw_stroke(self, stroke: tuple[Point, ...]) -> Line:
        with self.canvas.before:
            Color(*self.look.colour("ink"))
            return Line(points=self._pixels(stroke), width=self.look.glass.px(PEN_MM) / 2, cap="round", joint="round")

    def _pixels(self, stroke: tuple[Point, ...] | list[Point]) -> list[float]:
        glass, flat = self.look.glass, []
        for x, y, _ in stroke:
            flat.append(glass.left_px + (self.box.x + x / PER_MM) * glass.px_per_mm)
            flat.append(glass.height_px - glass.top_px - (self.box.y + y / PER_MM) * glass.px_per_mm)
        return flat if len(stroke) > 1 else [*flat, flat[0] + 0.5, flat[1]]  # a dot is a very short line


def _bounded(mm: float, most: float) -> int:
    return round(min(max(mm, 0.0), most) * PER_MM)
