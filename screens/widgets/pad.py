"""Typing one value on big keys: the entry in groups, and the keys in two layers."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.core.face_bodies import Pad
from kiosk.core.face_parts import Button
from screens.brush import Brush, Style
from screens.theme import Box
from screens.widgets.block import Block
from screens.widgets.key import Key, LabelKey

DIGIT_ROWS = ("123", "456", "789")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ（）/-.证明"
LETTERS_A_ROW = 9
DOT = "●"
ENTRY_STEPS = ("typed_number", "body", "bar")
SMALLEST = ENTRY_STEPS[-1]


class Entry(Block):
    """What has been typed, in groups, with a mark where the next character goes."""

    PAD = 9.0

    def __init__(self, style: Style, pad: Pad) -> None:
        super().__init__(style)
        self.pad = pad
        self.field = pad.field
        self.value = pad.value
        self.wrong = False

    def show(self, value: str) -> None:
        """Echo at once."""
        self.value = value
        self.redraw()

    def mark(self, *, wrong: bool) -> None:
        """A crimson outline while the terminal says so; what was entered stays."""
        if wrong != self.wrong:
            self.wrong = wrong
            self.redraw()

    def _shown(self) -> str:
        if self.pad.keys == "pin":
            return DOT * len(self.value)
        size = self.pad.group
        if size < 1 or not self.value.isalnum():  # a number that has parts of its own is read by them
            return self.value
        return "  ".join(self.value[at : at + size] for at in range(0, len(self.value), size))

    def natural(self, width: float) -> float:
        """One line of large digits, or the lines that the longest value takes in body type."""
        return self._height_for("body", width)

    def least(self, width: float) -> float:
        """The same in the smallest type."""
        return self._height_for(SMALLEST, width)

    def _height_for(self, step: str, width: float) -> float:
        lines = self._lines("0" * self.pad.longest, step, width)
        return max(31.0, self.style.tall(len(lines), step, "line_pair") + 4.0)

    def _lines(self, text: str, step: str, width: float) -> list[str]:
        return self.style.lines(text, step, width - 2 * self.PAD - 6.0, bold=True)

    def _step(self) -> str:
        """The largest type in which everything that was typed is seen."""
        for step in ENTRY_STEPS:
            lines = self._lines(self._shown(), step, self.box.w)
            if self.style.tall(len(lines), step, "line_pair") <= self.box.h - 3.0:
                return step
        return SMALLEST

    def draw(self, brush: Brush) -> None:
        """A white field with an azurite outline."""
        edge = "bad" if self.wrong else "accent"
        brush.framed(self.box, "surface", edge, corner=self.look.shape("button"), width=1.5)
        step, room = self._step(), self.box.inset(self.PAD, 0.0)
        lines = self._lines(self._shown(), step, self.box.w)
        brush.lines(lines, room, step, bold=True, font_line="line_pair")
        self._draw_caret(brush, room, lines, step)

    def _draw_caret(self, brush: Brush, room: Box, lines: list[str], step: str) -> None:
        last = lines[-1] if lines else ""
        tall = self.style.tall(1, step, "line_pair")
        bottom = room.y + (room.h + tall * max(len(lines), 1)) / 2
        x = room.x + self.style.width(last, step, bold=True) + (5.0 if last else 1.0)
        brush.fill(Box(min(x, room.right - 1.2), bottom - tall, 1.2, tall), "mark")


class DigitKey(Key):
    """One character in the largest type."""

    def __init__(self, style: Style, character: str, act: Callable[[], None], *, step: str = "number_key") -> None:
        super().__init__(style, f"key:{character}", act=act)
        self.character = character
        self.step = step

    def content(self, brush: Brush, face: Box) -> None:
        """The character in the middle."""
        brush.line(self.character, face, self.step, bold=True, align="centre")


class PadKeys(Block):
    """Keys at their telephone places, 清一位 and 全部清空 at the right, a better way beside the 0."""

    GAP = 5.0

    def __init__(self, style: Style, pad: Pad, words: dict[str, str], typed: Callable[[str], None]) -> None:
        super().__init__(style)
        self.pad = pad
        self.value = pad.value
        self.letters = pad.keys == "letters"
        self._typed = typed
        self._words = words
        self._all = self._command("clear_all", "", lambda: self._set(""))
        self._settle()
        self._other = LabelKey(style, pad.other) if pad.other else None

    def _command(self, name: str, icon: str, act: Callable[[], None], *, above: bool = False) -> LabelKey:
        word = self._words.get(name, "")
        return LabelKey(
            self.style, Button(f"key:{name}", word, icon=icon), icon_at="above" if above else "before", act=act
        )

    # --- what the keys do ---------------------------------------------------------------------------------------

    def _set(self, value: str) -> None:
        if value != self.value:
            self.value = value
            self._typed(value)

    def _add(self, character: str) -> None:
        if len(self.value) < self.pad.longest:
            self._set(self.value + character)

    def _clear_one(self) -> None:
        self._set(self.value[:-1])

    def _turn(self) -> None:
        self.letters = not self.letters
        self._settle()
        self.redraw()

    def _settle(self) -> None:
        """The keys that look different on each layer."""
        word = self._words.get("digits" if self.letters else "letters", "")
        self._layer = LabelKey(self.style, Button("key:layer", word), act=self._turn)
        icon = "" if self.letters else "clear"
        self._one = self._command("clear_one", icon, self._clear_one, above=not self.letters)

    # --- where they are -----------------------------------------------------------------------------------------

    def natural(self, _width: float) -> float:
        """Four rows of keys."""
        return 4 * self.look.size("key") + 3 * self.GAP

    def least(self, _width: float) -> float:
        """Four rows of keys no smaller than a finger; five of letters."""
        key = self.look.tokens.limits["target"] + self.look.shape("lip")
        rows = 5 if self.pad.keys in ("number", "letters") else 4
        return rows * key + (rows - 1) * self.look.tokens.limits["gap"]

    def draw(self, _brush: Brush) -> None:
        """The layer that is on."""
        self.clear_widgets()
        if self.letters:
            self._draw_letters()
        else:
            self._draw_digits()

    def _draw_digits(self) -> None:
        tall = (self.box.h - 3 * self.GAP) / 4
        side = 64.0
        wide = (self.box.w - side - 3 * self.GAP) / 3
        for row, keys in enumerate(DIGIT_ROWS):
            for column, character in enumerate(keys):
                self._put(character, self._cell(column, row, wide, tall))
        right = self.box.right - side
        self.holds(self._one, Box(right, self.box.y, side, 2 * tall + self.GAP))
        self.holds(self._all, Box(right, self.box.y + 2 * (tall + self.GAP), side, tall))
        self._put("0", self._cell(1, 3, wide, tall))
        if self.pad.keys == "money":
            self._put(".", self._cell(0, 3, wide, tall))
        elif self.pad.keys in ("number", "letters"):
            self.holds(self._layer, self._cell(0, 3, wide, tall))
        if self._other is not None:
            x = self.box.x + 2 * (wide + self.GAP)
            self.holds(self._other, Box(x, self.box.y + 3 * (tall + self.GAP), self.box.right - x, tall))

    def _draw_letters(self) -> None:
        gap = self.look.space("one")
        tall = (self.box.h - 4 * gap) / 5
        wide = (self.box.w - gap * (LETTERS_A_ROW - 1)) / LETTERS_A_ROW
        for index, character in enumerate(LETTERS):
            row, column = divmod(index, LETTERS_A_ROW)
            place = Box(self.box.x + column * (wide + gap), self.box.y + row * (tall + gap), wide, tall)
            self._put(character, place, step="label")
        third = (self.box.w - 2 * gap) / 3
        for index, key in enumerate((self._layer, self._one, self._all)):
            self.holds(key, Box(self.box.x + index * (third + gap), self.box.y + 4 * (tall + gap), third, tall))

    def _cell(self, column: int, row: int, wide: float, tall: float) -> Box:
        return Box(self.box.x + column * (wide + self.GAP), self.box.y + row * (tall + self.GAP), wide, tall)

    def _put(self, character: str, place: Box, *, step: str = "number_key") -> None:
        key = DigitKey(self.style, character, lambda: self._add(character), step=step)
        self.holds(key, place)
