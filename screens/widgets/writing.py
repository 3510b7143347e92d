"""Writing Chinese on the glass: the text, what can be chosen, and large letter keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from kiosk.core.face_parts import Button
from screens.brush import Brush, Style
from screens.pinyin import Candidate
from screens.theme import Box
from screens.widgets.block import Block
from screens.widgets.key import Key, LabelKey
from screens.writer import DOT, Writer

LETTER_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
SIGN_ROWS = ("1234567890", "号楼栋座单元室层组村", "ABCD（）-，。、")
FIELD_STEPS = ("label", "body", "bar")
GAP = 4.0  # mm between keys; ten of a finger's width and nine gaps are the page's width
LINES = 2  # of the text that the field has room for before its type becomes smaller


class TextField(Block):
    """The text so far, the letters that wait for a choice underlined behind it, and where the next one goes."""

    PAD = 9.0

    def __init__(self, style: Style, field: str, writer: Writer) -> None:
        super().__init__(style)
        self.field = field
        self.writer = writer
        self.wrong = False
        writer.watchers.append(self.redraw)

    def natural(self, _width: float) -> float:
        """Two lines of a label."""
        return self.style.tall(LINES, "label", "line_pair") + 6.0

    def least(self, _width: float) -> float:
        """Two lines of body type."""
        return self.style.tall(LINES, "body", "line_pair") + 4.0

    def mark(self, *, wrong: bool) -> None:
        """A crimson outline while the terminal says so."""
        if wrong != self.wrong:
            self.wrong = wrong
            self.redraw()

    def draw(self, brush: Brush) -> None:
        """A white field with an azurite outline; of a very long text its end."""
        edge = "bad" if self.wrong else "accent"
        brush.framed(self.box, "surface", edge, corner=self.look.shape("button"), width=1.5)
        room = self.box.inset(self.PAD, 2.0)
        step, lines = self._fitted(room)
        brush.lines(lines, room, step, bold=True, font_line="line_pair")
        self._draw_end(brush, room, lines, step)

    def _fitted(self, room: Box) -> tuple[str, list[str]]:
        text = self.writer.value + self.writer.letters
        for step in FIELD_STEPS:
            lines = self.style.lines(text, step, room.w - 3.0, bold=True)
            if self.style.tall(len(lines), step, "line_pair") <= room.h:
                return step, lines
        held = max(1, int(room.h / self.style.tall(1, step, "line_pair")))
        return step, lines[-held:]

    def _draw_end(self, brush: Brush, room: Box, lines: list[str], step: str) -> None:
        last, tall = lines[-1] if lines else "", self.style.tall(1, step, "line_pair")
        bottom = room.y + (room.h + tall * max(len(lines), 1)) / 2
        right = room.x + self.style.width(last, step, bold=True)
        brush.fill(Box(min(right + 1.0, room.right - 1.2), bottom - tall, 1.2, tall), "mark")
        waiting = self.style.width(last[-len(self.writer.letters) :], step, bold=True) if self.writer.letters else 0.0
        if waiting:
            brush.rule(Box(right - waiting, bottom - tall * 0.08, waiting, 0.8), "accent")


class Offers(Block):
    """Phrases or candidates on keys as wide as their words, in rows, with pages."""

    TURN = 24.0  # width of the keys that turn pages

    def __init__(self, style: Style, writer: Writer) -> None:
        super().__init__(style)
        self.writer = writer
        self.page = 0
        self._shown: list[Candidate] = []
        writer.watchers.append(self._refresh)

    def natural(self, _width: float) -> float:
        """Two rows of candidates."""
        return 2 * (self._tall() + 3.0) + GAP

    def least(self, _width: float) -> float:
        """Two rows no smaller than a finger."""
        return 2 * self._tall() + self.look.tokens.limits["gap"]

    def most(self, width: float) -> float:
        """One more row."""
        return self.natural(width) + self._tall() + GAP

    def _tall(self) -> float:
        lip = self.look.shape("lip")
        words = self.style.tall(1, "label", "line_pair") + 4.0
        return max(words, self.look.tokens.limits["target"]) + lip

    def _refresh(self) -> None:
        if self.writer.offers is not self._shown:
            self.page = 0
        self.redraw()

    def _width(self, text: str, most: float) -> float:
        least = self.look.tokens.limits["target"] + 1.0
        return min(max(self.style.width(text, "label", bold=True) + 9.0, least), most)

    def pages(self, rows: int) -> list[list[list[Candidate]]]:
        """The offers as pages of rows."""
        most = self.box.w - self.TURN - GAP
        packed = packed_rows(self.writer.offers, lambda each: self._width(each.text, most), most)
        return [packed[each : each + rows] for each in range(0, len(packed), rows)]

    def draw(self, _brush: Brush) -> None:
        """The present page, and the keys to others."""
        self.clear_widgets()
        self._shown = self.writer.offers
        rows = max(1, int((self.box.h + GAP) / (self._tall() + GAP)))
        pages = self.pages(rows)
        if not pages:
            return
        self.page = min(self.page, len(pages) - 1)
        tall = min((self.box.h - GAP * (rows - 1)) / rows, self._tall() + 3.0)
        first = sum(len(row) for page in pages[: self.page] for row in page)
        for index, row in enumerate(pages[self.page]):
            self._put_row(row, first, self.box.y + index * (tall + GAP), tall)
            first += len(row)
        if len(pages) > 1:
            self._put_turns(len(pages), tall, rows)

    def _put_row(self, row: Sequence[Candidate], first: int, y: float, tall: float) -> None:
        x, most = self.box.x, self.box.w - self.TURN - GAP
        kind = "candidate" if self.writer.letters else "phrase"
        for number, each in enumerate(row, first):
            wide = self._width(each.text, most)
            self.holds(self._key(f"{kind}:{number}", each), Box(x, y, wide, tall))
            x += wide + GAP

    def _key(self, target: str, candidate: Candidate) -> LabelKey:
        return LabelKey(self.style, Button(target, candidate.text), act=lambda: self.writer.choose(candidate))

    def _put_turns(self, pages: int, tall: float, rows: int) -> None:
        x = self.box.right - self.TURN
        below = self.box.y + (rows - 1) * (tall + GAP) if rows > 1 else self.box.y
        if rows > 1 or self.page == pages - 1:
            self._put_turn("up", -1, Box(x, self.box.y, self.TURN, tall), possible=self.page > 0)
        if rows > 1 or self.page < pages - 1:
            self._put_turn("down", 1, Box(x, below, self.TURN, tall), possible=self.page < pages - 1)

    def _put_turn(self, icon: str, by: int, place: Box, *, possible: bool) -> None:
        key = SignKey(self.style, f"candidates:{icon}", icon, lambda: self._turn(by))
        key.enabled = possible
        self.holds(key, place)

    def _turn(self, by: int) -> None:
        self.page += by
        self.redraw()


def packed_rows(offers: Sequence[Candidate], wide: Callable[[Candidate], float], width: float) -> list[list[Candidate]]:
    """The offers in rows none wider than `width`, in their order."""
    rows: list[list[Candidate]] = []
    used = width
    for each in offers:
        needed = wide(each) + GAP
        if used + needed - GAP > width or not rows:
            rows.append([])
            used = 0.0
        rows[-1].append(each)
        used += needed
    return rows


class SignKey(Key):
    """A key with a drawn sign only."""

    def __init__(self, style: Style, target: str, icon: str, act: Callable[[], None]) -> None:
        super().__init__(style, target, act=act)
        self._icon = icon

    def content(self, brush: Brush, face: Box) -> None:
        """The sign in the middle."""
        side = self.look.size("icon")
        place = Box(face.x + (face.w - side) / 2, face.y + (face.h - side) / 2, side, side)
        brush.icon(self._icon, place, self.sign_colour)


class CharacterKey(Key):
    """One letter or sign."""

    def __init__(self, style: Style, character: str, act: Callable[[], None]) -> None:
        super().__init__(style, f"key:{character}", act=act)
        self.character = character

    def content(self, brush: Brush, face: Box) -> None:
        """The character in the middle."""
        brush.line(self.character, face, "label", bold=True, align="centre")


class Keyboard(Block):
    """Letters at their usual places or figures and signs; 清空, 生僻字, ·, 删一个 where they always are."""

    ROWS = 4

    def __init__(self, style: Style, writer: Writer, words: Mapping[str, str]) -> None:
        super().__init__(style)
        self.writer = writer
        self._words = words
        self.signs = writer.pinyin is None
        writer.watchers.append(self._refresh)
        self._commands: list[tuple[LabelKey, float]] = []

    def natural(self, _width: float) -> float:
        """Four rows of comfortable keys."""
        return self.ROWS * 27.0 + (self.ROWS - 1) * GAP

    def least(self, _width: float) -> float:
        """Four rows of keys no smaller than a finger, and their words."""
        words = self.style.tall(1, "label", "line_pair")
        key = max(self.look.tokens.limits["target"], words) + self.look.shape("lip")
        return self.ROWS * key + (self.ROWS - 1) * self.look.tokens.limits["gap"]

    def _refresh(self) -> None:
        for key, _ in self._commands:
            if key.target == "key:rare" and (key.chosen, key.enabled) != (self.writer.rare, bool(self.writer.letters)):
                self.redraw()
                return

    def draw(self, _brush: Brush) -> None:
        """The layer that is on, then the row of commands."""
        self.clear_widgets()
        gap = max(self.look.tokens.limits["gap"], min(GAP, (self.box.h - self.least(self.box.w)) / 3 + 3.0))
        tall = (self.box.h - gap * (self.ROWS - 1)) / self.ROWS
        wide = (self.box.w - GAP * 9) / 10
        for row, characters in enumerate(SIGN_ROWS if self.signs else LETTER_ROWS):
            left = self.box.x + (self.box.w - len(characters) * (wide + GAP) + GAP) / 2
            for column, character in enumerate(characters):
                place = Box(left + column * (wide + GAP), self.box.y + row * (tall + gap), wide, tall)
                self.holds(self._character(character), place)
        self._put_commands(Box(self.box.x, self.box.y + 3 * (tall + gap), self.box.w, tall))

    def _character(self, character: str) -> CharacterKey:
        act = self.writer.add if self.signs else self.writer.press
        return CharacterKey(self.style, character, lambda: act(character))

    def _put_commands(self, place: Box) -> None:
        self._commands = self._command_keys()
        free = place.w - GAP * (len(self._commands) - 1)
        whole = sum(share for _, share in self._commands)
        x = place.x
        for key, share in self._commands:
            wide = free * share / whole
            self.holds(key, place._replace(x=x, w=wide))
            x += wide + GAP

    def _command_keys(self) -> list[tuple[LabelKey, float]]:
        """Each key with its share of the row."""
        keys = [(self._command("clear_all", self.writer.clear), 1.4)]
        if self.writer.pinyin is not None:
            rare = self._command("rare", self.writer.turn)
            rare.chosen, rare.enabled = self.writer.rare, bool(self.writer.letters)
            keys.append((self._command("pinyin" if self.signs else "signs", self._turn), 1.2))
            keys.append((rare, 1.1))
        dot = LabelKey(self.style, Button("key:dot", DOT), act=lambda: self.writer.add(DOT))
        return [*keys, (dot, 0.5), (self._command("delete", self.writer.delete), 1.1)]

    def _command(self, word: str, act: Callable[[], None]) -> LabelKey:
        return LabelKey(self.style, Button(f"key:{word}", self._words.get(word, word)), act=act)

    def _turn(self) -> None:
        self.signs = not self.signs
        self.redraw()
