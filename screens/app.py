"""The screen's process: window, link, main loop. Import after `screens.environment.prepare`."""

from __future__ import annotations

import os
import tempfile
from collections import deque
from datetime import datetime, timedelta, timezone
from pathlib import Path

from kivy.app import App
from kivy.clock import Clock
from kivy.core.window import Window

from kiosk.screen_link import VERSION, Accepted, FromTerminal, Hello, ShowChecks, ShowFace, Sound
from screens import alive
from screens.brush import Studio
from screens.fonts import fonts_directory
from screens.link import Link
from screens.pinyin import open_pinyin
from screens.player import Player
from screens.rendering import Renderer
from screens.screen import Screen
from screens.theme import read_tokens
from screens.typeset import Typesetter

REFUSED = 75  # EX_TEMPFAIL of sysexits.h: start me anew, perhaps in another version
LOAD_SOUNDS_AFTER_S = 1.0
CHINA = timezone(timedelta(hours=8), "CST")  # one civil time in the whole country, also when the machine has another


class ScreenApp(App):  # type: ignore[misc]  # Kivy has no types
    """Carries messages from the link's thread into the main loop, the latest face first."""

    title = "kiosk"

    def __init__(self, socket_path: Path) -> None:
        super().__init__()
        self._path = socket_path
        self._arrived: deque[FromTerminal | None] = deque()  # None: the terminal has gone
        self._turn = Clock.create_trigger(self._take_all, -1)
        self.status = 0
        self.link: Link

    def build(self) -> Screen:
        """The root; the link starts once it is there."""
        directory = Path(os.environ["KIVY_HOME"]) if "KIVY_HOME" in os.environ else Path(tempfile.mkdtemp())
        self._player = Player(directory)
        self.link = Link(self._path, Hello(VERSION, *map(int, Window.size)), self)
        typesetter = Typesetter(fonts_directory())
        self._screen = Screen(
            read_tokens(),
            Studio(typesetter, Renderer()),
            self.link.send,
            lambda: self._player.play("click"),
            _civil_now,
            open_pinyin(typesetter.covers),
        )
        Window.bind(on_flip=self._first_frame)
        Clock.schedule_interval(lambda _dt: alive.tell(alive.ALIVE), alive.EVERY_S)
        self.link.start()
        return self._screen

    def on_stop(self) -> None:
        """Hang up."""
        self.link.close()

    def load_config(self) -> None:
        """Kivy's own settings file is not for us."""

    def _first_frame(self, *_: object) -> None:
        Window.unbind(on_flip=self._first_frame)
        alive.tell(alive.READY)
        Clock.schedule_once(lambda _dt: self._player.load_all(), LOAD_SOUNDS_AFTER_S)

    # --- the link's ear, on its thread --------------------------------------------------------------------------

    def message(self, message: FromTerminal) -> None:
        """Something arrived."""
        self._arrived.append(message)
        self._turn()

    def lost(self) -> None:
        """The terminal has gone: what it said before is void."""
        self._arrived.append(None)
        self._turn()

    def refused(self, _version: int) -> None:
        """Another version: end, to be started anew."""
        self.status = REFUSED
        Clock.schedule_once(lambda _dt: self.stop(), 0)

    # --- in the main loop ---------------------------------------------------------------------------------------

    def _take_all(self, _dt: float) -> None:
        """The latest face wins; what was said before it is about another page."""
        waiting = []
        while self._arrived:
            waiting.append(self._arrived.popleft())
        last = max((n for n, each in enumerate(waiting) if each is None or isinstance(each, ShowFace)), default=0)
        for number, message in enumerate(waiting):
            match message:
                case Accepted(preview=preview):
                    self._screen.preview = Path(preview)
                case Sound(name):
                    self._player.play(name)
                case ShowFace() if number == last:
                    self._screen.show_face(message)
                case ShowChecks() if number >= last:
                    self._screen.show_checks(message)
                case None if number == last:
                    self._screen.drop()
                case _:
                    pass


def _civil_now() -> datetime:
    return datetime.now(CHINA)


def run(socket_path: Path) -> int:
    """Show what the terminal at `socket_path` sends until the window is closed; the exit status."""
    app = ScreenApp(socket_path)
    app.run()
    return app.status
