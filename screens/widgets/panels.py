"""Flat panels: name and value rows, pictures, the parts of trouble and verdict pages."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.core.face_parts import Button, Keeper, Row
from screens.brush import Brush, Style
from screens.pictures import picture
from screens.shapes import Label
from screens.signs import sign, tone_of
from screens.theme import Box
from screens.widgets.block import Block
from screens.widgets.key import LabelKey

TOO_SMALL = 18.0  # mm; a picture of less height tells nothing
MARKS = {"same": ("tick", "good"), "differs": ("differs", "bad")}


class Rows(Block):
    """Name and value in rows with lines between: `strong` tells which of the two is bold."""

    PAD = 9.0

    def __init__(
        self, style: Style, rows: Sequence[Row], *, strong: str = "value", change: str = "", step: str = "body"
    ) -> None:
        super().__init__(style)
        self.rows = tuple(rows)
        self.strong = strong
        self.step = step
        self.keys = {
            row.change: LabelKey(style, Button(row.change, change, icon="pencil"), tall=25.0)
            for row in rows
            if row.change
        }

    def _label_width(self, width: float) -> float:
        widest = max(
            (self.style.width(each.label, "body", bold=self._bold("label")) for each in self.rows), default=0.0
        )
        return min(max(widest + 10.0, 46.0), width * 0.36)

    def _bold(self, part: str) -> bool:
        return self.strong == part

    def _key_width(self) -> float:
        if not self.keys:
            return 0.0
        key = next(iter(self.keys.values()))
        return self.style.width(key.button.label, "label", bold=True) + self.look.size("icon") + 15.0

    def _right(self, row: Row) -> float:
        if row.change:
            return self._key_width() + 4.0
        return self.style.width(row.mark_text, "body") + self.look.size("icon") + 6.0 if row.mark else 0.0

    def _texts(self, row: Row, width: float) -> tuple[list[str], list[str]]:
        inner, label = width - 2 * self.PAD, self._label_width(width)
        value = self.style.lines(row.value, self.step, inner - label - self._right(row), bold=self._bold("value"))
        return self.style.lines(row.label, "body", label - 3.0, bold=self._bold("label")), value

    def _row_height(self, row: Row, width: float) -> float:
        label, value = self._texts(row, width)
        tall = max(self.style.tall(len(label), "body"), self.style.tall(len(value), self.step))
        return max(tall, self.keys[row.change].least(self._key_width()) + 1.5) if row.change else tall

    def natural(self, width: float) -> float:
        """Rows with room to breathe."""
        return sum(max(self._row_height(each, width) + 9.0, 28.0) for each in self.rows) + 4.0

    def least(self, width: float) -> float:
        """Rows close to each other; keys stay 3 mm apart."""
        return sum(self._row_height(each, width) + 3.0 for each in self.rows)

    def most(self, width: float) -> float:
        """A little wider rows on an empty page."""
        return self.natural(width) + 7.0 * len(self.rows)

    def draw(self, brush: Brush) -> None:
        """The panel, then each row with an equal share of the free room."""
        brush.panel(self.box, "surface", "line")
        heights = [self._row_height(each, self.box.w) for each in self.rows]
        free = (self.box.h - sum(heights)) / max(len(self.rows), 1)
        y = self.box.y
        for index, (row, tall) in enumerate(zip(self.rows, heights, strict=True)):
            place = Box(self.box.x + self.PAD, y, self.box.w - 2 * self.PAD, tall + free)
            if index:
                brush.rule(Box(place.x, y - 0.3, place.w, 0.6))
            self._draw_row(brush, row, place)
            y += tall + free

    def _draw_row(self, brush: Brush, row: Row, place: Box) -> None:
        label, value = self._texts(row, self.box.w)
        x = place.x + self._label_width(self.box.w)
        tall = self.style.tall(max(len(label), len(value)), self.step)
        top = Box(place.x, place.y + (place.h - tall) / 2, place.w, tall)
        one = len(label) == 1
        first = top._replace(h=self.style.tall(1, self.step)) if one else top
        brush.lines(label, first, "body", bold=self._bold("label"))
        room = Box(x, place.y, place.right - x - self._right(row), place.h)
        brush.lines(value, room, self.step, bold=self._bold("value"))
        self._draw_right(brush, row, place)

    def _draw_right(self, brush: Brush, row: Row, place: Box) -> None:
        if row.change:
            key, wide = self.keys[row.change], self._key_width()
            tall = min(25.0, place.h - 3.0)
            self.holds(key, Box(place.right - wide, place.y + (place.h - tall) / 2, wide, tall))
        if row.mark:
            name, colour = MARKS[row.mark]
            brush.line(row.mark_text, place, "body", align="right")
            side = self.look.size("icon") * 0.8
            x = place.right - self.style.width(row.mark_text, "body") - side - 4.0
            brush.icon(name, Box(x, place.y + (place.h - side) / 2, side, side), colour)


class Picture(Block):
    """An illustration on its apricot panel, with the words in the place itself."""

    def __init__(
        self, style: Style, name: str, words: str = "", *, least: float | None = None, share: float = 1.0
    ) -> None:
        super().__init__(style)
        self.name = name
        self.words = words
        self._drawing = picture(name)
        self._least = style.look.size("picture_large") * 1.6 if least is None else least
        self._share = share

    def natural(self, width: float) -> float:
        """Most of its own height."""
        return max(self._least, self._drawing.height * width / self._drawing.width * 0.82 * self._share)

    def least(self, _width: float) -> float:
        """Pictures give way to text."""
        return self._least

    def most(self, width: float) -> float:
        """Its own height."""
        return max(self._least, self._drawing.height * width / self._drawing.width * self._share)

    def draw(self, brush: Brush) -> None:
        """Panel, drawing, words; beside the drawing when it has become too small to hold them."""
        if self.box.h < TOO_SMALL:
            return
        brush.panel(self.box, "panel", corner=self.look.shape("card"))
        inner = self.box.inset(3.0, 2.0)
        scale = min(inner.w / self._drawing.width, inner.h / self._drawing.height)
        if not self.words or all(self._fits(each, scale) for each in self._drawing.labels):
            place = brush.drawing(self.name, self._drawing, inner, "panel")
            for each in self._drawing.labels:
                self._draw_label(brush, each, place)
        else:
            self._draw_beside(brush, inner, self._drawing.width * scale)

    def _fits(self, label: Label, scale: float) -> bool:
        return self.style.width(self.words, "label", bold=True) <= label.room * scale

    def _draw_label(self, brush: Brush, label: Label, place: Box) -> None:
        scale = place.w / self._drawing.width
        x, y, room = place.x + label.at[0] * scale, place.y + label.at[1] * scale, label.room * scale
        box = Box(x if label.left else x - room / 2, y - 10.0, room, 20.0)
        brush.line(self.words, box, "label", bold=True, align="left" if label.left else "centre")

    def _draw_beside(self, brush: Brush, inner: Box, wide: float) -> None:
        wide = min(wide, inner.w * 0.6)
        brush.drawing(self.name, self._drawing, inner._replace(w=wide), "panel")
        room = Box(inner.x + wide + 6.0, inner.y, inner.w - wide - 9.0, inner.h)
        step = self._step_beside(room)
        brush.lines(self.style.lines(self.words, step, room.w, bold=True), room, step, bold=True, font_line="line_pair")

    def _step_beside(self, room: Box) -> str:
        lines = self.style.lines(self.words, "label", room.w, bold=True)
        return "label" if self.style.tall(len(lines), "label", "line_pair") <= room.h else "bar"


class What(Block):
    """A panel with a small drawing (or sign), a title and a text of which the `strong` one is bold, and small print."""

    PAD = 9.0

    def __init__(
        self,
        style: Style,
        title: str,
        lines: Sequence[str],
        *,
        drawing: str = "",
        icon: str = "",
        foot: str = "",
        strong: str = "text",
    ) -> None:
        super().__init__(style)
        self.title = title
        self._steps = (("body", False), ("label", True)) if strong == "text" else (("label", True), ("body", False))
        self.text = "\n".join(lines)
        self.drawing = drawing
        self.icon = icon
        self.foot = foot

    def _left(self) -> float:
        if self.drawing:
            return self.PAD + (66.0 if not self.look.generous else 42.0)
        return self.PAD + (self.look.size("icon") + 9.0 if self.icon else 0.0)

    def _parts(self, width: float) -> list[tuple[list[str], str, bool]]:
        room = width - self._left() - self.PAD
        parts = zip((self.title, self.text, self.foot), (*self._steps, ("secondary", False)), strict=True)
        return [(self.style.lines(text, step, room, bold=bold), step, bold) for text, (step, bold) in parts if text]

    def _tall(self, width: float, font_line: str) -> float:
        return sum(self.style.tall(len(lines), step, font_line) for lines, step, _ in self._parts(width))

    def natural(self, width: float) -> float:
        """Its words with a margin, or its drawing."""
        return max(self._tall(width, "line") + 12.0, 66.0 if self.drawing and not self.look.generous else 0.0)

    def least(self, width: float) -> float:
        """Its words, the lines closer together."""
        return self._tall(width, "line_pair") + 4.0

    def draw(self, brush: Brush) -> None:
        """Drawing at the left, words at the right."""
        brush.panel(self.box, "surface", "line")
        if self.drawing:
            place = Box(self.box.x + 5.0, self.box.y + 4.0, self._left() - 9.0, self.box.h - 8.0)
            brush.drawing(self.drawing, picture(self.drawing), place, "surface")
        elif self.icon:
            side = self.look.size("icon")
            brush.icon(self.icon, Box(self.box.x + self.PAD, self.box.y + (self.box.h - side) / 2, side, side))
        font_line = "line" if self.box.h >= self._tall(self.box.w, "line") + 4.0 else "line_pair"
        y = self.box.y + (self.box.h - self._tall(self.box.w, font_line)) / 2
        for lines, step, bold in self._parts(self.box.w):
            tall = self.style.tall(len(lines), step, font_line)
            room = Box(self.box.x + self._left(), y, self.box.w - self._left() - self.PAD, tall)
            brush.lines(lines, room, step, bold=bold, font_line=font_line)
            y += tall


def keeper_panel(style: Style, keeper: Keeper, fault: str = "") -> What:
    """Who helps: name and phone large, how long it takes and the fault's number small."""
    name, *rest = keeper.lines
    phone, *more = rest or [""]
    foot = "　".join(each for each in (*more, fault) if each)
    return What(style, keeper.title, [_together(style, name, phone)], icon="person", foot=foot)


def _together(style: Style, name: str, phone: str) -> str:
    """Name and phone on one line where there is room."""
    wide = 246.0 - 44.0
    line = f"{name}　{phone}"
    return line if style.width(line, "label", bold=True) <= wide else f"{name}\n{phone}"


class Answer(Block):
    """The answer to a verification: a big sign and big words on a tint with an outline."""

    def __init__(self, style: Style, name: str, words: str, line: str, demo: str) -> None:
        super().__init__(style)
        self.name = name
        self.words = words
        self.line = line
        self.demo = demo
        self._side = style.look.size("icon_state") * (0.75 if style.look.generous else 1.0)

    def _texts(self, width: float) -> tuple[list[str], list[str]]:
        room = self._room(width)
        step = self._step(room)
        return self.style.lines(self.words, step, room, bold=True), self.style.lines(self.line, "label", room)

    def _room(self, width: float) -> float:
        tag = self.style.width(self.demo, "tag", bold=True) + 10.0 if self.demo else 0.0
        return width - self._side - 32.0 - tag

    def _step(self, room: float) -> str:
        return "display" if self.style.width(self.words, "display", bold=True) <= room else "title"

    def natural(self, width: float) -> float:
        """Sign or words, whichever is taller, and a margin."""
        return max(self._side + 16.0, self.least(width) + 8.0)

    def least(self, width: float) -> float:
        """The words."""
        words, line = self._texts(width)
        step = self._step(self._room(width))
        return self.style.tall(len(words), step, "line_pair") + self.style.tall(len(line), "label") + 6.0

    def draw(self, brush: Brush) -> None:
        """Tint, outline, sign, words."""
        tone = tone_of(self.name)
        brush.panel(self.box, f"{tone}_tint", tone, width=self.look.shape("edge_selected"))
        side = min(self._side, self.box.h - 6.0)
        place = Box(self.box.x + 14.0, self.box.y + (self.box.h - side) / 2, side, side)
        brush.drawing(f"sign-{self.name}", sign(self.name), place, f"{tone}_tint")
        words, line = self._texts(self.box.w)
        step = self._step(self._room(self.box.w))
        first, second = self.style.tall(len(words), step, "line_pair"), self.style.tall(len(line), "label")
        x, y = self.box.x + self._side + 26.0, self.box.y + (self.box.h - first - second) / 2
        room = Box(x, y, self._room(self.box.w), first)
        brush.lines(words, room, step, bold=True, font_line="line_pair")
        brush.lines(line, Box(x, y + first, room.w, second), "label")
        if self.demo:
            brush.tag(self.demo, Box(self.box.x, self.box.y + 5.0, self.box.w - 6.0, self.style.tall(1, "tag")))


class Money(Block):
    """The amount in figures, and in words under it."""

    PAD = 8.0

    def __init__(self, style: Style, label: str, amount: str, words: str) -> None:
        super().__init__(style)
        self.label = label
        self.amount = amount
        self.words = words

    def _lines(self, width: float) -> list[str]:
        return self.style.lines(self.words, "body", width - 2 * self.PAD)

    def natural(self, width: float) -> float:
        """One line of figures, the lines of words."""
        return self.least(width) + 6.0

    def least(self, width: float) -> float:
        """The same, close together."""
        return self.look.em("amount") * 1.3 + self.style.tall(len(self._lines(width)), "body", "line_pair") + 5.0

    def draw(self, brush: Brush) -> None:
        """Label left, figures right, words below."""
        brush.panel(self.box, "mark_tint")
        inner = self.box.inset(self.PAD, (self.box.h - self.least(self.box.w) + 4.0) / 2)
        figures = Box(inner.x, inner.y, inner.w, self.look.em("amount") * 1.3)
        brush.line(self.amount, figures, "amount", bold=True, align="right")
        brush.line(self.label, figures._replace(y=figures.y + 3.0), "body")
        below = Box(inner.x, figures.bottom, inner.w, inner.bottom - figures.bottom)
        brush.lines(self._lines(self.box.w), below, "body", font_line="line_pair")
