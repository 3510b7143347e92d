"""What moves by itself because time passes: the bar of the work and the ring of the countdown."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, cos, pi, sin

from kivy.graphics import Color, SmoothEllipse

from screens.brush import Brush, Style
from screens.theme import Box
from screens.widgets.block import Block

NEVER_FULL = 0.95  # the bar ends when the work does, not when the time is over

NowMs = Callable[[], float]


class Passing(Block):
    """A block that is drawn again each `period_ms` while something on it changes."""

    period_ms = 1000

    def tick(self, _dt: float = 0.0) -> bool:
        """Draw the present state; False when nothing will change any more."""
        self.redraw()
        return True

    def stop(self) -> None:
        """It leaves the glass."""


class Bar(Passing):
    """How far the work is, by the time that it usually takes."""

    def __init__(self, style: Style, started_ms: int, expected_ms: int, now_ms: NowMs) -> None:
        super().__init__(style)
        self.period_ms = style.look.tokens.motion["bar_ms"]
        self._started_ms = started_ms
        self._expected_ms = max(expected_ms, 1)
        self._now_ms = now_ms
        self._drawn_px = -1

    def natural(self, _width: float) -> float:
        """A thick bar."""
        return 11.0

    @property
    def part(self) -> float:
        """How much of the bar is full, below one."""
        passed = (self._now_ms() - self._started_ms) / self._expected_ms
        return min(max(passed, 0.0), NEVER_FULL)

    def tick(self, _dt: float = 0.0) -> bool:
        """Draw only when the bar is a pixel longer."""
        if self.look.glass.px(self.part * self.box.w) != self._drawn_px:
            self.redraw()
        return self.part < NEVER_FULL

    def draw(self, brush: Brush) -> None:
        """An outline with a filled part."""
        corner = self.box.h / 2
        brush.framed(self.box, "surface", "edge", corner=corner, width=0.75)
        inner = self.box.inset(0.75)
        filled = max(inner.w * self.part, inner.h)
        self._drawn_px = self.look.glass.px(self.part * self.box.w)
        brush.fill(inner._replace(w=filled), "accent", inner.h / 2)


class Ring(Passing):
    """Seconds left, as a number and as a part of a ring."""

    SIDE = 119.0
    THICK = 9.0

    def __init__(self, style: Style, deadline_ms: int, whole_s: int, around: tuple[str, str], now_ms: NowMs) -> None:
        super().__init__(style)
        self.period_ms = style.look.tokens.motion["countdown_ms"] // 2
        self._deadline_ms = deadline_ms
        self._whole_s = max(whole_s, 1)
        self._around = around
        self._now_ms = now_ms
        self._drawn_s = -1

    @property
    def left_s(self) -> int:
        """Whole seconds left, never below nought."""
        return max(0, ceil((self._deadline_ms - self._now_ms()) / 1000))

    def tick(self, _dt: float = 0.0) -> bool:
        """Draw only when the number changes."""
        if self.left_s != self._drawn_s:
            self.redraw()
        return self.left_s > 0

    def natural(self, _width: float) -> float:
        """The whole ring."""
        return self.SIDE

    def least(self, _width: float) -> float:
        """A smaller ring around the same number."""
        return self.SIDE - 17.0

    def draw(self, brush: Brush) -> None:
        """Ring, then the words and the number in it."""
        self._drawn_s = self.left_s
        side = self.box.h
        place = Box(self.box.x + (self.box.w - side) / 2, self.box.y, side, side)
        self._draw_ring(place, min(1.0, self._drawn_s / self._whole_s))
        number = self.look.em("countdown")
        middle = place.y + place.h / 2
        before, after = self._around
        brush.line(before, Box(place.x, middle - number * 0.80, place.w, 14.0), "label", align="centre")
        brush.line(
            str(self._drawn_s),
            Box(place.x, middle - number / 2, place.w, number),
            "countdown",
            bold=True,
            align="centre",
        )
        brush.line(after, Box(place.x, middle + number * 0.48, place.w, 14.0), "label", align="centre")

    def _draw_ring(self, place: Box, part: float) -> None:
        with self.canvas.before:
            self._disc(place, "line")
            if part >= 1.0:
                self._disc(place, "mark")
            elif part > 0:
                self._disc(place, "mark", 360 * part)
                for end in (0.0, 360 * part):
                    self._round_end(place, end)
            self._disc(place.inset(self.THICK), "surface")

    def _disc(self, box: Box, colour: str, end: float = 360.0) -> None:
        pos, size = self.look.glass.kivy(box)
        Color(*self.look.colour(colour))
        SmoothEllipse(pos=pos, size=size, angle_start=0, angle_end=end, segments=180)

    def _round_end(self, place: Box, angle: float) -> None:
        radius, cap = place.w / 2 - self.THICK / 2, self.THICK / 2
        x = place.x + place.w / 2 + radius * sin(angle * pi / 180)
        y = place.y + place.h / 2 - radius * cos(angle * pi / 180)
        self._disc(Box(x - cap, y - cap, 2 * cap, 2 * cap), "mark")
