"""A whole page from a face: the frame, the body's blocks between, and the targets that can be pressed on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
from kivy.clock import Clock
from kivy.graphics import Color, Rectangle
from kivy.uix.widget import Widget

from kiosk.core.case_bodies import Sign, Writing
from kiosk.core.face_bodies import Dates, Form, Pad, Welcome
from kiosk.core.face_parts import TextSize
from kiosk.core.faces import Checks, Face
from screens.brush import Studio, Style
from screens.pages import items_of
from screens.pages.context import Context
from screens.pinyin import Pinyin
from screens.theme import Box, Glass, Look, Tokens
from screens.widgets.block import Block, Item, arrange
from screens.widgets.frame import HereKey, PrimaryPlace, ShelfBand, TitleBand, TopBar
from screens.widgets.key import Key
from screens.widgets.pad import Entry
from screens.widgets.passing import NowMs, Passing
from screens.widgets.sign_pad import SignPad, Strokes
from screens.widgets.words import Note
from screens.widgets.writing import TextField

SMALLER: dict[TextSize, tuple[TextSize, ...]] = {
    "standard": ("standard",),
    "large": ("large", "standard"),
    "xlarge": ("xlarge", "large", "standard"),
}
LAST_RESORTS = (0.92, 0.84, 0.76, 0.68, 0.6)  # for text of a length that no page was made for: small, but not cut
Targets = dict[str, tuple[int, int, int, int]]


class Stage(msgspec.Struct, frozen=True):
    """Where pages are drawn, and what they tell: `drafted` a field and its text, `signed` the strokes of a name.

    `preview` is what the camera sees; `pinyin` turns letters into Chinese.
    """

    tokens: Tokens
    studio: Studio
    glass: Glass
    now_ms: NowMs
    drafted: Callable[[str, str], None]
    clock_text: Callable[[Face], tuple[str, str]]
    preview: Path | None = None
    pinyin: Pinyin | None = None
    signed: Callable[[Strokes], None] = lambda _strokes: None


class Page(Widget):  # type: ignore[misc]  # Kivy has no types
    """One face on the glass; a new face is a new page, only drafts and checks change one in place."""

    def __init__(self, stage: Stage, face: Face) -> None:
        super().__init__(size_hint=(None, None), size=(1, 1))
        self.face = face
        self.stage = stage
        self.primary_place: PrimaryPlace | None = None
        self.top_bar: TopBar | None = None
        self._timers: list[object] = []
        self._paint_ground()
        self.look = self._build()

    # --- building -----------------------------------------------------------------------------------------------

    def _paint_ground(self) -> None:
        look = self._look(self.face.text_size, 1.0)
        with self.canvas.before:
            Color(*look.colour("ground"))
            Rectangle(pos=(-4000, -4000), size=(12000, 12000))

    def _look(self, size: TextSize, scale: float) -> Look:
        return Look(self.stage.tokens, self.stage.glass, size, self.face.theme, scale)

    def _build(self) -> Look:
        """Lay the largest text that fits; returns the look it took."""
        steps = [(size, 1.0) for size in SMALLER[self.face.text_size]]
        steps += [("standard", scale) for scale in LAST_RESORTS]
        for size, scale in steps:
            look = self._look(size, scale)
            if self._lay(look, is_last=scale == LAST_RESORTS[-1]):
                break
        return look

    def _lay(self, look: Look, *, is_last: bool) -> bool:
        style = Style(look, self.stage.studio)
        stage = self.stage
        items = items_of(
            Context(style, self.face, stage.now_ms, stage.drafted, stage.signed, stage.preview, stage.pinyin)
        )
        if isinstance(self.face.body, Welcome):
            self._put(items[0].block, Box(0, 0, look.tokens.sheet["width"], look.tokens.sheet["height"]))
            self._lay_top(Style(self._look(self.face.text_size, 1.0), self.stage.studio))
            return True
        band = TitleBand(style, self.face.matter, self.face.steps, self.face.title, self.face.strip)
        room = self._room(look, band)
        places = arrange(items, room.w, room.h)
        if places is None and not is_last:
            return False
        self._put(band, Box(room.x, look.place("title"), room.w, band.natural(room.w)))
        self._lay_items(items, places or [(0.0, each.block.least(room.w)) for each in items], room)
        self._lay_frame(style)
        return True

    def _room(self, look: Look, band: TitleBand) -> Box:
        margin = look.space("margin")
        width = look.tokens.sheet["width"] - 2 * margin
        top = look.place("title") + band.natural(width)
        end = look.place("content_end")
        if not self._has_answer():
            end = look.place("shelf") - look.space("gutter")
        return Box(margin, top, width, end - top)

    def _has_answer(self) -> bool:
        return bool(self.face.primary or self.face.secondary or self.face.waiting)

    def _lay_items(self, items: list[Item], places: list[tuple[float, float]], room: Box) -> None:
        for item, (y, tall) in zip(items, places, strict=True):
            self._put(item.block, Box(room.x, room.y + y, room.w, tall))

    def _lay_frame(self, style: Style) -> None:
        look, face = style.look, self.face
        frame = Style(self._look(face.text_size, 1.0), style.studio)
        margin, wide = look.space("margin"), look.tokens.sheet["width"]
        self._lay_top(frame)
        if self._has_answer():
            self.primary_place = PrimaryPlace(frame, face)
            row = Box(margin, look.place("primary"), wide - 2 * margin, look.place("primary_height"))
            self._put(self.primary_place, row)
        if face.shelf is not None:
            shelf = face.shelf
            band = ShelfBand(frame, (shelf.back, shelf.home, shelf.help), here=shelf.here)
            y = look.place("shelf")
            self._put(band, Box(0, y, wide, look.tokens.sheet["height"] - y))

    def _lay_top(self, style: Style) -> None:
        date, time = self.stage.clock_text(self.face)
        self.top_bar = TopBar(style, self.face.place, self.face.tools.buttons, date, time)
        self._put(self.top_bar, Box(0, 0, style.look.tokens.sheet["width"], style.look.place("top_bar")))

    def _put(self, block: Block, box: Box) -> None:
        self.add_widget(block)
        block.lay(box)

    # --- what is on it ------------------------------------------------------------------------------------------

    def blocks(self) -> Iterator[Block]:
        """Every block, also those within others."""
        return (each for each in self.walk(restrict=True) if isinstance(each, Block))

    def pressable(self) -> list[Key]:
        """Everything that can be pressed now."""
        found = [each for each in self.blocks() if isinstance(each, Key) and each.enabled]
        return [each for each in found if not isinstance(each, HereKey)]

    def targets(self) -> Targets:
        """Each target's box in pixels from the top left corner of the window; the first of two equal ids wins."""
        found: Targets = {}
        for key in self.pressable():
            found.setdefault(key.target, self.stage.glass.box_px(key.box))
        if self.sign_pad is not None:
            found[SignPad.TARGET] = self.stage.glass.box_px(self.sign_pad.box)
        return found

    def key_at(self, x: float, y: float) -> Key | None:
        """The key under a point in Kivy's coordinates."""
        return next((each for each in self.pressable() if each.collide_point(x, y)), None)

    def write_on(self, before: Page) -> None:
        """Letters that wait for a choice are no draft yet: they stay when the same field is drawn anew."""
        field, old = self.text_field, before.text_field
        if field is not None and old is not None and (before.face.name, old.field) == (self.face.name, field.field):
            field.writer.go_on_from(old.writer)

    @property
    def text_field(self) -> TextField | None:
        """The field that is written in, where there is one."""
        return next((each for each in self.blocks() if isinstance(each, TextField)), None)

    @property
    def sign_pad(self) -> SignPad | None:
        """The field for a name, where there is one."""
        return next((each for each in self.blocks() if isinstance(each, SignPad)), None)

    # --- what changes in place ----------------------------------------------------------------------------------

    def show_checks(self, checks: Checks) -> bool:
        """Put the terminal's answer to the drafts on the page; False when it needs another layout."""
        if self.primary_place is None:
            return checks.primary is None and not checks.waiting
        self.primary_place.show(checks.primary, checks.waiting)
        self.primary_place.redraw()
        for each in self.blocks():
            if isinstance(each, Entry | TextField):
                notice = checks.notes.get(each.field)
                each.mark(wrong=notice is not None and notice.tone == "bad")
        fits = [each.show(checks.notes) for each in self.blocks() if isinstance(each, Note)]
        return all(fits)

    def show_time(self) -> None:
        """Another minute."""
        if self.top_bar is not None:
            self.top_bar.show_time(*self.stage.clock_text(self.face))

    def start(self) -> None:
        """Let time pass on it."""
        passing = [each for each in self.blocks() if isinstance(each, Passing)]
        self._timers = [Clock.schedule_interval(each.tick, each.period_ms / 1000) for each in passing]

    def stop(self) -> None:
        """It leaves the glass."""
        for each in self._timers:
            each.cancel()  # type: ignore[attr-defined]  # Kivy's ClockEvent has no types
        self._timers = []
        for each in self.blocks():
            if isinstance(each, Passing):
                each.stop()


def with_drafts(face: Face, drafts: dict[str, str], checks: Checks | None, strokes: Strokes | None = None) -> Face:
    """The face as it is by now: what was typed and written since, and the last answer to it."""
    if checks is not None:
        face = msgspec.structs.replace(face, checks=checks, primary=checks.primary, waiting=checks.waiting)
    body = face.body
    if isinstance(body, Pad | Writing) and body.field in drafts:
        body = msgspec.structs.replace(body, value=drafts[body.field])
    if isinstance(body, Sign) and strokes is not None:
        body = msgspec.structs.replace(body, strokes=strokes)
    if isinstance(body, Form):
        fields = tuple(
            msgspec.structs.replace(each, value=drafts[each.id])
            if isinstance(each, Dates) and each.id in drafts
            else each
            for each in body.fields
        )
        body = msgspec.structs.replace(body, fields=fields)
    return msgspec.structs.replace(face, body=body)
