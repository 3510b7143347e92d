"""Date columns: year, month and day with up and down keys that never leave the range and never make a wrong date."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kiosk.core.face_bodies import Dates
from screens.brush import Brush, Style
from screens.date_steps import PARTS, stepped
from screens.theme import Box
from screens.widgets.block import Block
from screens.widgets.key import Key

NUMBER_STEPS = ("title", "heading", "label", "body")


class StepKey(Key):
    """Up or down; at the end of the range it says so."""

    def __init__(self, style: Style, target: str, icon: str, end: str, act: Callable[[], None]) -> None:
        super().__init__(style, target, act=act)
        self._icon = icon
        self._end = end

    def show(self, *, possible: bool) -> None:
        """Whether a further step is possible."""
        if possible != self.enabled:
            self.enabled = possible
            self.redraw()

    def content(self, brush: Brush, face: Box) -> None:
        """An arrow, or why there is none."""
        if self.enabled:
            side = self.look.size("icon")
            brush.icon(self._icon, Box(face.x + (face.w - side) / 2, face.y + (face.h - side) / 2, side, side))
            return
        step = "label" if self.style.width(self._end, "label") <= face.w - 3.0 else "bar"
        lines = self.style.lines(self._end, step, face.w - 3.0)
        brush.lines(lines, face, step, colour="ink2", align="centre", font_line="line_pair")


class Column(Block):
    """One part of a date: up, the number with its unit, down."""

    def __init__(
        self, style: Style, field: str, part: int, words: dict[str, str], step: Callable[[int, int], None]
    ) -> None:
        super().__init__(style)
        self._unit = words.get(PARTS[part], "")
        self._widest = "2026" if part == 0 else "30"
        self.number = ""
        end = words.get("at_end", "")
        self.up = StepKey(style, f"up:{field}:{PARTS[part]}", "up", end, lambda: step(part, 1))
        self.down = StepKey(style, f"down:{field}:{PARTS[part]}", "down", end, lambda: step(part, -1))

    def show(self, number: str) -> None:
        """Another number."""
        if number != self.number:
            self.number = number
            self.redraw()

    def draw(self, brush: Brush) -> None:
        """The keys at both ends, the number between them."""
        key = min(self.look.size("date_key"), (self.box.h - self.style.tall(1, "title", "line_pair")) / 2)
        self.holds(self.up, Box(self.box.x, self.box.y, self.box.w, key))
        self.holds(self.down, Box(self.box.x, self.box.bottom - key, self.box.w, key))
        middle = Box(self.box.x, self.box.y + key, self.box.w, self.box.h - 2 * key)
        step = self._step()
        number, unit = self.style.width(self.number, step, bold=True), self.style.width(self._unit, "body")
        x = middle.x + (middle.w - number - unit - 2.0) / 2
        brush.line(self.number, Box(x, middle.y, number, middle.h), step, bold=True)
        brush.line(self._unit, Box(x + number + 2.0, middle.y + 1.0, unit, middle.h), "body")

    def _step(self) -> str:
        """The largest type in which number and unit stand side by side."""
        return next((each for each in NUMBER_STEPS if self.needs(each) <= self.box.w), "bar")

    def needs(self, step: str) -> float:
        """The width of number and unit side by side."""
        return self.style.width(self._widest, step, bold=True) + 2.0 + self.style.width(self._unit, "body")


class DateColumns(Block):
    """One date in a panel, or two side by side as 从 and 到; `drafted` gets the field and its new text."""

    PAD = 6.5

    def __init__(
        self, style: Style, dates: Sequence[Dates], words: dict[str, str], drafted: Callable[[str, str], None]
    ) -> None:
        super().__init__(style)
        self.dates = tuple(dates)
        self.values = {each.id: min(max(each.value, each.least), each.most) for each in dates}
        self._drafted = drafted
        self.columns = {
            each.id: [Column(style, each.id, part, words, self._stepper(each)) for part in range(len(each.parts))]
            for each in dates
        }  # "ym" is two parts, "ymd" three

    def _stepper(self, date: Dates) -> Callable[[int, int], None]:
        def step(part: int, by: int) -> None:
            value = stepped(self.values[date.id], part, by, date.least, date.most)
            if value != self.values[date.id]:
                self.values[date.id] = value
                self._refresh(date)
                self._drafted(date.id, value)

        return step

    def _refresh(self, date: Dates) -> None:
        value = self.values[date.id]
        for part, (column, number) in enumerate(zip(self.columns[date.id], value.split("-"), strict=True)):
            column.show(str(int(number)))
            column.up.show(possible=stepped(value, part, 1, date.least, date.most) != value)
            column.down.show(possible=stepped(value, part, -1, date.least, date.most) != value)

    def is_legible(self, width: float) -> bool:
        """Whether every number and its unit have room in type that can be read."""
        columns = [(self._column_width(width, len(each)), column) for each in self.columns.values() for column in each]
        return all(column.needs(NUMBER_STEPS[-1]) <= room for room, column in columns)

    def _gap(self, columns: int) -> float:
        return 5.0 if columns * len(self.dates) <= 4 else 3.2

    def _column_width(self, width: float, columns: int) -> float:
        return (width / len(self.dates) - 2 * self.PAD - self._gap(columns) * (columns - 1)) / columns

    def _label_height(self) -> float:
        return self.style.tall(1, "body") if any(each.label for each in self.dates) else 0.0

    def natural(self, _width: float) -> float:
        """Label, two keys, the number between, a margin."""
        number = self.style.tall(1, "title") + 2.0
        return self._label_height() + 2 * self.look.size("date_key") + number + 9.0

    def least(self, _width: float) -> float:
        """The same with keys no smaller than a finger."""
        key = self.look.tokens.limits["target"] + self.look.shape("lip")
        return self._label_height() + 2 * key + self.style.tall(1, "title", "line_pair") + 5.0

    def draw(self, brush: Brush) -> None:
        """A panel with one part a date and a line between."""
        brush.panel(self.box, "surface", "line")
        wide = self.box.w / len(self.dates)
        for index, date in enumerate(self.dates):
            place = Box(self.box.x + index * wide, self.box.y, wide, self.box.h)
            if index:
                brush.rule(Box(place.x - 0.3, place.y + 4.0, 0.6, place.h - 8.0))
            self._draw_date(brush, date, place)

    def _draw_date(self, brush: Brush, date: Dates, place: Box) -> None:
        head = self._label_height()
        if head:
            label = Box(place.x, place.y + 2.0, place.w, head)
            brush.lines(
                self.style.lines(date.label, "body", place.w - 4.0, bold=True), label, "body", bold=True, align="centre"
            )
        columns = self.columns[date.id]
        gap, wide = self._gap(len(columns)), self._column_width(self.box.w, len(columns))
        for index, (column, number) in enumerate(zip(columns, self.values[date.id].split("-"), strict=True)):
            column.number = str(int(number))
            x = place.x + self.PAD + index * (wide + gap)
            tall = place.h - head - 6.0
            self.holds(column, Box(x, place.y + head + 2.0, wide, tall))
        self._refresh(date)
