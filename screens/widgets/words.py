"""Flat text: paragraphs, headings, notices, the green keep line, notes that change while the page stays."""

from __future__ import annotations

from kiosk.core.face_parts import Notice
from screens.brush import Brush, Style
from screens.theme import Box
from screens.widgets.block import Block

TONES = {
    "plain": ("surface", "accent", "line"),
    "good": ("good_tint", "good", ""),
    "mark": ("mark_tint", "mark", ""),
    "bad": ("bad_tint", "bad", ""),
}  # a notice's ground, its sign, its outline


class Words(Block):
    """One text, with a sign before it when `icon` names one."""

    def __init__(
        self, style: Style, text: str, step: str = "body", *, bold: bool = False, align: str = "left", icon: str = ""
    ) -> None:
        super().__init__(style)
        self.text = text
        self.step = step
        self.bold = bold
        self.align = align
        self.icon = icon
        self._indent = style.look.em(step) * 1.35 + style.look.space("one") if icon else 0.0

    def _lines(self, width: float) -> list[str]:
        return self.style.lines(self.text, self.step, width - self._indent, bold=self.bold)

    def natural(self, width: float) -> float:
        """Its lines."""
        return self.style.tall(len(self._lines(width)), self.step)

    def draw(self, brush: Brush) -> None:
        """The sign at the first line, the lines beside it."""
        if self.icon:
            side = self.look.em(self.step) * 1.25
            first = self.box.y + (self.style.tall(1, self.step) - side) / 2
            brush.icon(self.icon, Box(self.box.x, first, side, side))
        room = Box(self.box.x + self._indent, self.box.y, self.box.w - self._indent, self.box.h)
        brush.lines(self._lines(self.box.w), room, self.step, bold=self.bold, align=self.align)


class NoticePanel(Block):
    """A notice on its tint: a sign of its own shape, then the text."""

    PAD = 6.0

    def __init__(self, style: Style, notice: Notice, *, step: str = "body", bold: bool = False) -> None:
        super().__init__(style)
        self.notice = notice
        self.step = step
        self.bold = bold

    def _text_x(self) -> float:
        return self.PAD * 1.4 + (self.look.size("icon") + 5.0 if self.notice.icon else 0.0)

    def _lines(self, width: float) -> list[str]:
        return self.style.lines(self.notice.text, self.step, width - self._text_x() - self.PAD, bold=self.bold)

    def natural(self, width: float) -> float:
        """Its lines and a margin."""
        return self.style.tall(len(self._lines(width)), self.step) + 2 * self.PAD

    def least(self, width: float) -> float:
        """Its lines close together and half the margin."""
        return self.style.tall(len(self._lines(width)), self.step, "line_pair") + self.PAD

    def draw(self, brush: Brush) -> None:
        """Ground, sign, text."""
        ground, sign, edge = TONES[self.notice.tone]
        brush.panel(self.box, ground, edge)
        side = self.look.size("icon")
        if self.notice.icon:
            place = Box(self.box.x + self.PAD * 1.4, self.box.y + (self.box.h - side) / 2, side, side)
            brush.icon(self.notice.icon, place, sign)
        x = self._text_x()
        room = Box(self.box.x + x, self.box.y, self.box.w - x - self.PAD, self.box.h)
        font_line = "line" if self.box.h >= self.natural(self.box.w) - self.PAD else "line_pair"
        brush.lines(self._lines(self.box.w), room, self.step, bold=self.bold, font_line=font_line)


def keep_line(style: Style, text: str) -> NoticePanel:
    """What is kept, in green."""
    return NoticePanel(style, Notice(text, "good", "keep"), step="label", bold=True)


class Note(Block):
    """What the terminal says of one or more fields; the place stays, the text changes with the checks."""

    def __init__(self, style: Style, fields: tuple[str, ...], notice: Notice | None, *, room_for: int = 1) -> None:
        super().__init__(style)
        self.fields = fields
        self.notice = notice
        self._room_for = room_for

    def show(self, notes: dict[str, Notice]) -> bool:
        """Take the first note for these fields; False when it needs more room than this place has."""
        self.notice = next((notes[field] for field in self.fields if field in notes), None)
        if self._needed(self.box.w) > self.box.h + 0.01:
            return False
        self.redraw()
        return True

    def _indent(self) -> float:
        return 16.0 if self.notice and self.notice.icon else 0.0

    def _lines(self, width: float) -> list[str]:
        return self.style.lines(self.notice.text, "body", width - self._indent()) if self.notice else []

    def _needed(self, width: float) -> float:
        return self.style.tall(len(self._lines(width)), "body")

    def natural(self, width: float) -> float:
        """Room for the usual note, so that a page need not move."""
        return max(self._needed(width), self.style.tall(self._room_for, "body"))

    def draw(self, brush: Brush) -> None:
        """A sign for what is wrong, and the sentence."""
        if self.notice is None:
            return
        if self.notice.icon:
            brush.icon(
                self.notice.icon, Box(self.box.x, self.box.y + (self.box.h - 12.5) / 2, 12.5, 12.5), self._sign()
            )
        room = Box(self.box.x + self._indent(), self.box.y, self.box.w - self._indent(), self.box.h)
        brush.lines(self._lines(self.box.w), room, "body")

    def _sign(self) -> str:
        assert self.notice is not None, "only a notice has a sign"
        return TONES[self.notice.tone][1]
