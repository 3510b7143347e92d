"""Pictures of pages, drawn without a display, in one process."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from pathlib import Path

from kivy.base import EventLoop
from kivy.core.window import Window

from kiosk.core.faces import Countdown, Face, Progress
from screens.brush import Studio
from screens.clock_text import clock_text
from screens.page import Page, Stage
from screens.rendering import Renderer
from screens.theme import Glass, read_tokens
from screens.typeset import Typesetter, fonts_directory

NOT_IN_NAMES = re.compile(r"[^\w.-]+")
Tell = Callable[[str], None]


def draw_faces(faces: Iterable[Face], out: Path, now: datetime, tell: Tell) -> list[Path]:
    """One picture each, ``NN-name.png``; `now` is the time in the top bar, `tell` gets each file's name."""
    EventLoop.ensure_window()
    tokens = read_tokens()
    studio = Studio(Typesetter(fonts_directory()), Renderer())
    written = []
    for number, face in enumerate(faces, 1):
        stage = Stage(
            tokens,
            studio,
            Glass.fit(tokens, *Window.size),
            partial(_moment, face),
            lambda _field, _text: None,
            lambda shown: clock_text(shown, now),
        )
        written.append(_picture(Page(stage, face), out / f"{number:02d}-{NOT_IN_NAMES.sub('-', face.name)}.png"))
        tell(written[-1].name)
    return written


def _moment(face: Face) -> float:
    """A moment in the middle of what passes."""
    if isinstance(face.body, Countdown):
        return face.body.deadline_ms - face.body.whole_s * 690
    if isinstance(face.body, Progress):
        return face.body.started_ms + face.body.expected_ms * 0.6
    return 0.0


def _picture(page: Page, path: Path) -> Path:
    Window.add_widget(page)
    EventLoop.idle()
    # Kivy puts a counter before the ending
    made = Path(Window.screenshot(name=str(path.with_name(f"{path.stem}-shot.png"))))
    Window.remove_widget(page)
    return made.replace(path)
