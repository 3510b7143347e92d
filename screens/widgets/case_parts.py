"""Where a case stands: its number and state in one block, and the offices or stages it passes."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.core.case_bodies import Case, CaseLeg
from screens.brush import Brush, Style
from screens.theme import Box
from screens.widgets.block import Block

# ground, colour of outline and sign, sign
HEADS = {
    "good": ("good_tint", "good", "tick"),
    "mark": ("mark_tint", "mark", "clock"),
    "bad": ("bad_tint", "bad", "error"),
    "plain": ("surface", "accent", "paper"),
}
LEG_SIGNS = {"now": ("mark", 2.0), "to_come": ("edge", 1.0)}


class CaseHead(Block):
    """State in big words with its sign, one line, the number under a rule."""

    PAD = 9.0

    def __init__(self, style: Style, case: Case) -> None:
        super().__init__(style)
        self.case = case
        self._side = style.look.size("picture_large")

    def _tag(self) -> float:
        return self.style.width(self.case.demo, "tag", bold=True) + 14.0 if self.case.demo else 0.0

    def _parts(self, width: float) -> list[tuple[list[str], str, bool]]:
        """The lines of state, of the sentence under it, of the number's name and of the number."""
        room, whole = self._room(width), width - 2 * self.PAD
        return [
            (self.style.lines(self.case.state, "title", room - self._tag(), bold=True), "title", True),
            (self.style.lines(self.case.line, "body", room), "body", False),
            (self.style.lines(self.case.number_label, "body", whole), "body", False),
            (self.style.lines(self.case.number, "heading", whole, bold=True), "heading", True),
        ]

    def _beside(self, width: float) -> bool:
        """Whether the number stands on one line with its name."""
        name = self.style.width(self.case.number_label, "body")
        number = self.style.width(self.case.number, "heading", bold=True)
        return name + number + 8.0 <= width - 2 * self.PAD

    def _room(self, width: float) -> float:
        return width - 2 * self.PAD - self._side - 8.0

    def natural(self, width: float) -> float:
        """Its words with room to breathe."""
        return self.least(width) + 8.0

    def least(self, width: float) -> float:
        """Its words."""
        state, line, label, number = self._talls(width)
        return max(state + line, self._side * 0.8) + label + number + 8.0

    def _talls(self, width: float) -> list[float]:
        """The heights of the four parts; a number beside its name adds only what it is taller by."""
        talls = [self.style.tall(len(lines), step, "line_pair") for lines, step, _ in self._parts(width)]
        if self._beside(width):
            talls[2] = 0.0
        return talls

    def draw(self, brush: Brush) -> None:
        """Sign and words above, number below."""
        ground, colour, sign = HEADS[self.case.sign]
        brush.panel(self.box, ground, colour, width=self.look.shape("edge_selected"))
        state, line, label, number = self._talls(self.box.w)
        low = self.box.bottom - label - number - 4.0
        upper = Box(self.box.x + self.PAD, self.box.y + 2.0, self.box.w - 2 * self.PAD, low - self.box.y - 3.0)
        side = min(self._side, upper.h - 2.0)
        brush.icon(sign, Box(upper.x, upper.y + (upper.h - side) / 2, side, side), colour)
        x, y = upper.x + self._side + 8.0, upper.y + (upper.h - state - line) / 2
        brush.rule(Box(upper.x, low - 0.3, upper.w, 0.6))
        places = [
            Box(x, y, self._room(self.box.w), state),
            Box(x, y + state, self._room(self.box.w), line),
            Box(upper.x, low + 1.5, upper.w, label or number),
            Box(upper.x, low + 1.5 + label, upper.w, number),
        ]
        last = "left" if label else "right"
        aligns = ("left", "left", "left", last)
        for (lines, step, bold), place, align in zip(self._parts(self.box.w), places, aligns, strict=True):
            brush.lines(lines, place, step, bold=bold, align=align, font_line="line_pair")
        if self.case.demo:
            brush.tag(self.case.demo, Box(self.box.x, self.box.y + 4.0, self.box.w - 6.0, self.style.tall(1, "tag")))


class Legs(Block):
    """Each office or stage with its mark: a tick, an open ring, an empty circle, a cross."""

    PAD = 9.0
    SIDE = 13.0

    def __init__(self, style: Style, legs: Sequence[CaseLeg]) -> None:
        super().__init__(style)
        self.legs = tuple(legs)

    def _texts(self, leg: CaseLeg, width: float) -> tuple[list[str], list[str]]:
        room = width - 2 * self.PAD - self.SIDE - 7.0
        label = self.style.lines(leg.label, "body", room, bold=leg.state in ("now", "stopped"))
        return label, self.style.lines(leg.line, "body", room)

    def _beside(self, leg: CaseLeg, width: float) -> bool:
        """Whether both its texts stand on one line."""
        bold = leg.state in ("now", "stopped")
        texts = self.style.width(leg.label, "body", bold=bold) + self.style.width(leg.line, "body") + 6.0
        return texts <= width - 2 * self.PAD - self.SIDE - 7.0

    def _heights(self, width: float) -> list[float]:
        counts = [
            1 if self._beside(each, width) else sum(len(text) for text in self._texts(each, width))
            for each in self.legs
        ]
        return [max(self.style.tall(each, "body", "line_pair"), self.SIDE) for each in counts]

    def natural(self, width: float) -> float:
        """Rows with room to breathe."""
        return sum(each + 7.0 for each in self._heights(width))

    def least(self, width: float) -> float:
        """Rows close together."""
        return sum(each + 1.5 for each in self._heights(width))

    def draw(self, brush: Brush) -> None:
        """A panel with a line between rows."""
        brush.panel(self.box, "surface", "line")
        heights = self._heights(self.box.w)
        free = (self.box.h - sum(heights)) / max(len(heights), 1)
        y = self.box.y
        for index, (leg, tall) in enumerate(zip(self.legs, heights, strict=True)):
            place = Box(self.box.x + self.PAD, y, self.box.w - 2 * self.PAD, tall + free)
            if index:
                brush.rule(Box(place.x, y - 0.3, place.w, 0.6))
            self._draw_leg(brush, leg, place)
            y += tall + free

    def _draw_leg(self, brush: Brush, leg: CaseLeg, place: Box) -> None:
        self._draw_mark(brush, leg.state, Box(place.x, place.y + (place.h - self.SIDE) / 2, self.SIDE, self.SIDE))
        label, line = self._texts(leg, self.box.w)
        if self._beside(leg, self.box.w):
            room = Box(place.x + self.SIDE + 7.0, place.y, place.w - self.SIDE - 7.0, place.h)
            brush.line(leg.label, room, "body", bold=leg.state in ("now", "stopped"))
            brush.line(leg.line, room, "body", align="right")
            return
        first = self.style.tall(len(label), "body", "line_pair")
        second = self.style.tall(len(line), "body", "line_pair")
        x, y = place.x + self.SIDE + 7.0, place.y + (place.h - first - second) / 2
        room = Box(x, y, place.right - x, first)
        brush.lines(label, room, "body", bold=leg.state in ("now", "stopped"), font_line="line_pair")
        brush.lines(line, Box(x, y + first, room.w, second), "body", font_line="line_pair")

    def _draw_mark(self, brush: Brush, state: str, mark: Box) -> None:
        if state == "done":
            brush.tick(mark)
        elif state == "stopped":
            brush.icon("cross", mark, "bad")
        else:
            edge, width = LEG_SIGNS[state]
            brush.unticked(mark, edge=edge, width=width)
