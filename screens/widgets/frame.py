"""What is the same on every page: top bar, title band with its steps and strip, primary place, shelf."""

from __future__ import annotations

import msgspec

from kiosk.core.face_parts import Button
from kiosk.core.faces import Face, Steps
from screens.brush import Brush, Style
from screens.scenery import emblem
from screens.theme import Box
from screens.widgets.block import Block
from screens.widgets.key import Key, LabelKey, PrimaryKey

EMBLEM_MM = 21.5


class TopBar(Block):
    """Emblem, place, date and time; the tools at the right. `clock_text` is asked at each drawing."""

    def __init__(self, style: Style, place: str, tools: tuple[Button, ...], date: str, time: str) -> None:
        super().__init__(style)
        self.place = place
        self.date = date
        self.time = time
        self.tools = [LabelKey(style, each, step="bar", tall=0, icon_at="above") for each in tools]

    def show_time(self, date: str, time: str) -> None:
        """Another minute."""
        if (date, time) != (self.date, self.time):
            self.date, self.time = date, time
            self.redraw()

    def draw(self, brush: Brush) -> None:
        """From left to right, a line under it."""
        sheet = self.look.tokens.sheet["width"]
        margin = self.look.space("margin")
        brush.rule(Box(0, self.box.h - 0.6, sheet, 0.6))
        brush.drawing("emblem", emblem(), Box(margin + 0.4, 7.3, EMBLEM_MM, EMBLEM_MM), "ground")
        right = self._lay_tools(sheet - margin)
        x = margin + EMBLEM_MM + 5.5
        if self.tools:
            when = "　".join(each for each in (self.date, self.time) if each)
            low = self._draw_place(brush, Box(x, 5.5, right - x - 3.0, 15.0))
            brush.line(when, Box(x, low - 1.0, right - x, 11.0), "date_time")
        else:
            clock = self.style.width(self.time, "clock", bold=True)
            brush.line(self.time, Box(right - clock, 9.0, clock, 19.0), "clock", bold=True)
            self._draw_place(brush, Box(x, 10.5, right - clock - x - 4.0, 15.0))

    def _draw_place(self, brush: Brush, room: Box) -> float:
        """The name on one line, or smaller on two; returns where it ends."""
        step = "place_name"
        lines = self.style.lines(self.place, step, room.w, bold=True)
        if len(lines) > 1:
            step = "date_time"
            lines = self.style.lines(self.place, step, room.w, bold=True)
            room = room._replace(y=3.0, h=self.style.tall(len(lines), step, "line_pair"))
        brush.lines(lines, room, step, bold=True, font_line="line_pair")
        return room.bottom

    def _lay_tools(self, right: float) -> float:
        sizes = self.look.tokens.size["top_key"]
        assert isinstance(sizes, tuple), "a top key has width and height"
        gap = 4.0
        for key in reversed(self.tools):
            wide = max(sizes[0], self.style.width(key.button.label, "bar", bold=True) + 2 * key.PAD)
            self.holds(key, Box(right - wide, 5.3, wide, sizes[1]))
            right -= wide + gap
        return right


class TitleBand(Block):
    """Matter and step, segments, the page's question, and the strip that says what to do."""

    def __init__(self, style: Style, matter: str, steps: Steps | None, title: str, strip: str) -> None:
        super().__init__(style)
        self.matter = matter
        self.steps = steps
        self.title = title
        self.strip = strip

    def _title(self, width: float) -> list[str]:
        return self.style.lines(self.title, "title", width, bold=True)

    def _strip(self, width: float) -> list[str]:
        return self.style.lines(self.strip, "body", width - 33.0)

    def _matter_height(self, width: float) -> float:
        if self.steps is None:
            return 0.0
        return self.style.tall(len(self._matter_lines(width)), "body", "line_pair") + 9.5

    def _matter_lines(self, width: float) -> list[str]:
        assert self.steps is not None, "only a page of a matter has this line"
        room = width - self.style.width(self.steps.text, "body", bold=True) - 6.0
        return self.style.lines(self.matter, "body", room)

    def _strip_height(self, width: float) -> float:
        lines = self._strip(width)
        return max(self.style.tall(len(lines), "body") + 8.0, 28.0) if lines else 0.0

    def natural(self, width: float) -> float:
        """All of it; the strip's own margin below belongs to the page."""
        title = self.style.tall(len(self._title(width)), "title", "line_title")
        strip = self._strip_height(width)
        return self._matter_height(width) + title + (strip + 3.0 if strip else 0.0)

    def draw(self, brush: Brush) -> None:
        """From the top down."""
        y = self.box.y + self._matter_height(self.box.w)
        if self.steps is not None:
            self._draw_steps(brush, self.steps)
        title = self._title(self.box.w)
        tall = self.style.tall(len(title), "title", "line_title")
        brush.lines(title, Box(self.box.x, y, self.box.w, tall), "title", bold=True, font_line="line_title")
        if self.strip:
            self._draw_strip(brush, Box(self.box.x, y + tall + 3.0, self.box.w, self._strip_height(self.box.w)))

    def _draw_steps(self, brush: Brush, steps: Steps) -> None:
        lines = self._matter_lines(self.box.w)
        row = Box(self.box.x, self.box.y, self.box.w, self.style.tall(len(lines), "body", "line_pair"))
        brush.lines(lines, row, "body", font_line="line_pair")
        brush.line(steps.text, row, "body", bold=True, align="right")
        wide = (self.box.w - 2.5 * (steps.count - 1)) / steps.count
        for each in range(steps.count):
            place = Box(self.box.x + each * (wide + 2.5), row.bottom + 2.5, wide, 4.0)
            self._draw_segment(brush, place, each + 1, steps.number)

    def _draw_segment(self, brush: Brush, place: Box, number: int, now: int) -> None:
        if number < now:
            brush.fill(place, "accent", 2.0)
        elif number == now:
            brush.fill(place.inset(0, -1.0), "mark", 3.0)
        else:
            brush.framed(place, "surface", "edge", corner=2.0, width=0.75)

    def _draw_strip(self, brush: Brush, place: Box) -> None:
        brush.panel(place, "accent_tint")
        # the loudspeaker comes to the left of it together with the voice
        brush.lines(self._strip(self.box.w), Box(place.x + 10.0, place.y, place.w - 13.0, place.h), "body")


class Waiting(Block):
    """Flat, where the dark button stands otherwise: what the machine waits for."""

    def __init__(self, style: Style, text: str) -> None:
        super().__init__(style)
        self.text = text

    def draw(self, brush: Brush) -> None:
        """A clock and the sentence, in the middle."""
        brush.panel(self.box, "sunken")
        side, gap = self.look.size("icon"), 5.0
        lines = self.style.lines(self.text, "label", self.box.w - side - gap - 12.0, bold=True)
        wide = max((self.style.width(each, "label", bold=True) for each in lines), default=0.0)
        x = self.box.x + (self.box.w - wide - side - gap) / 2
        brush.icon("clock", Box(x, self.box.y + (self.box.h - side) / 2, side, side))
        room = Box(x + side + gap, self.box.y, wide, self.box.h)
        brush.lines(lines, room, "label", bold=True, font_line="line_pair")


class PrimaryPlace(Block):
    """The answer is always here: a dark button, or what the machine waits for; a quieter answer at its left."""

    def __init__(self, style: Style, face: Face) -> None:
        super().__init__(style)
        self.secondary = LabelKey(style, face.secondary, step="label") if face.secondary else None
        self.answer: Block | None = None
        self.show(face.primary, face.waiting)

    def show(self, primary: Button | None, waiting: str) -> None:
        """Put another button or sentence here."""
        if self.answer is not None:
            self.remove_widget(self.answer)
        self.answer = PrimaryKey(self.style, primary) if primary else Waiting(self.style, waiting) if waiting else None

    def draw(self, _brush: Brush) -> None:
        """One or two, 40 to 60 when both are there."""
        left, gutter = self.box.x, self.look.space("gutter")
        if self.secondary is not None:
            share = self.look.tokens.place["secondary_share"] if self.answer else 1.0
            wide = self.box.w * share - (gutter / 2 if self.answer else 0.0)
            self.holds(self.secondary, Box(left, self.box.y, wide, self.box.h))
            left += wide + gutter
        if self.answer is not None:
            lip = 0.0 if isinstance(self.answer, Key) else self.look.shape("lip")
            self.holds(self.answer, Box(left, self.box.y, self.box.right - left, self.box.h - lip))


class HereKey(LabelKey):
    """首页 when one is there already: the selected look without a lip, nothing to press."""

    def draw(self, brush: Brush) -> None:
        """Tint and a thick outline."""
        upper = Box(self.box.x, self.box.y, self.box.w, self.box.h - self.lip)
        corner, width = self.look.shape("button"), self.look.shape("edge_selected")
        brush.framed(upper, "accent_tint", "accent", corner=corner, width=width)
        self.content(brush, upper)

    @property
    def ground(self) -> str:
        """The tint of what is chosen."""
        return "accent_tint"


class ShelfBand(Block):
    """返回, 首页, 帮助 on a quieter ground: always these, always in this order."""

    def __init__(self, style: Style, keys: tuple[Button, ...], *, here: bool) -> None:
        super().__init__(style)
        back, home, aid = keys
        tall = style.look.place("shelf_height")
        middle: LabelKey = LabelKey(style, home, tall=tall)
        if here:
            middle = HereKey(style, msgspec.structs.replace(home, enabled=True), tall=tall)
        self.keys = (LabelKey(style, back, tall=tall), middle, LabelKey(style, aid, tall=tall))
        self.here = middle if here else None

    def draw(self, brush: Brush) -> None:
        """The ground, a line above it, three thirds."""
        brush.fill(self.box, "sunken")
        brush.rule(Box(self.box.x, self.box.y, self.box.w, 0.6))
        margin, gutter = self.look.space("margin"), self.look.space("gutter")
        wide = (self.box.w - 2 * margin - 2 * gutter) / 3
        for index, key in enumerate(self.keys):
            x = self.box.x + margin + index * (wide + gutter)
            self.holds(key, Box(x, self.look.place("shelf_keys"), wide, self.look.place("shelf_height")))
