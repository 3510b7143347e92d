"""A board of large keys in a window of its own: the dock of the demonstration. It knows labels, nothing of devices."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence

from kivy.app import App
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.metrics import sp
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.button import Button
from kivy.uix.gridlayout import GridLayout
from kivy.uix.label import Label
from kivy.uix.scrollview import ScrollView
from kivy.uix.widget import Widget
from msgspec import Struct

from screens.fonts import font_files, fonts_directory
from screens.theme import read_tokens, rgba

LOOK_EVERY_S = 1.0
KEY_SP, TITLE_SP, LINE_SP = 17, 21, 15
KEY_HEIGHT_SP, COLUMNS, PAD_SP = 58, 4, 10
LONG_LABEL = 12  # characters that fit on a key of four in a row


class BoardKey(Struct, frozen=True):
    """One key: the id that `press` gets, and its label in two lines."""

    id: str
    label: str
    english: str


class BoardGroup(Struct, frozen=True):
    """Keys that belong together under one title."""

    title: str
    keys: tuple[BoardKey, ...]


class Board(App):  # type: ignore[misc]  # Kivy has no types
    """The window; `press` and `state` may take their time: they run on a thread of their own, one at a time."""

    title = "操作台 dock"

    def __init__(
        self, groups: Sequence[BoardGroup], press: Callable[[str], str], state: Callable[[], Sequence[str]]
    ) -> None:
        super().__init__()
        self._groups, self._press, self._state = groups, press, state
        self._orders: queue.Queue[str | None] = queue.Queue()
        files = font_files(fonts_directory())
        self._regular, self._bold = str(files[False]), str(files[True])
        self._colours = {name: rgba(value) for name, value in read_tokens().theme["light"].items()}

    def build(self) -> Widget:
        """What happened last on top, the keys below it, the devices at the foot."""
        Window.clearcolor = self._colours["ground"]
        root = BoxLayout(orientation="vertical", padding=sp(PAD_SP), spacing=sp(PAD_SP))
        self._said = self._text("点一个键，像用手一样。 A key does what a hand would do.", TITLE_SP, bold=True)
        self._lines = self._text("", LINE_SP)
        scroll = ScrollView(do_scroll_x=False, bar_width=sp(8))
        column = GridLayout(cols=1, size_hint_y=None, spacing=sp(PAD_SP))
        column.bind(minimum_height=column.setter("height"))
        for group in self._groups:
            self._add_group(column, group)
        scroll.add_widget(column)
        for each in (self._said, scroll, self._lines):
            root.add_widget(each)
        threading.Thread(target=self._work, daemon=True).start()
        Clock.schedule_interval(lambda _dt: self._orders.put("") if self._orders.empty() else None, LOOK_EVERY_S)
        return root

    def load_config(self) -> None:
        """Kivy's own settings file is not for us."""

    def on_stop(self) -> None:
        """Let the worker go."""
        self._orders.put(None)

    # --- drawing -------------------------------------------------------------------------------------------------

    def _add_group(self, column: GridLayout, group: BoardGroup) -> None:
        column.add_widget(self._text(group.title, TITLE_SP, bold=True))
        columns = COLUMNS if all(len(key.label) <= LONG_LABEL for key in group.keys) else COLUMNS // 2
        grid = GridLayout(cols=columns, size_hint_y=None, spacing=sp(PAD_SP / 2))
        grid.bind(minimum_height=grid.setter("height"))
        for key in group.keys:
            grid.add_widget(self._key(key))
        for _ in range(-len(group.keys) % columns):
            grid.add_widget(Widget())  # keys keep their width where they are few
        column.add_widget(grid)

    def _key(self, key: BoardKey) -> Button:
        button = Button(
            text=f"{key.label}\n[size={int(sp(LINE_SP - 2))}]{key.english}[/size]",
            markup=True,
            halign="center",
            valign="middle",
            font_name=self._regular,
            font_size=sp(KEY_SP),
            size_hint_y=None,
            height=sp(KEY_HEIGHT_SP),
            background_normal="",
            background_color=self._colours["accent"],
            color=self._colours["on_accent"],
        )
        button.bind(size=lambda each, size: setattr(each, "text_size", size))
        button.bind(on_release=lambda _each: self._orders.put(key.id))
        return button

    def _text(self, text: str, size: float, *, bold: bool = False) -> Label:
        label = Label(
            text=text,
            font_name=self._bold if bold else self._regular,
            font_size=sp(size),
            color=self._colours["ink"],
            size_hint_y=None,
            halign="left",
        )
        label.bind(width=lambda each, width: setattr(each, "text_size", (width, None)))
        label.bind(texture_size=lambda each, wanted: setattr(each, "height", wanted[1]))
        return label

    # --- working -------------------------------------------------------------------------------------------------

    def _work(self) -> None:
        while (order := self._orders.get()) is not None:
            said = self._press(order) if order else ""
            lines = "\n".join(self._state())
            Clock.schedule_once(lambda _dt, said=said, lines=lines: self._show(said, lines), 0)

    def _show(self, said: str, lines: str) -> None:
        if said:
            self._said.text = said
        self._lines.text = lines
