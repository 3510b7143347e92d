"""Pictures of pages and what is wrong with them, without a display, in one process."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from kivy.base import EventLoop
from kivy.core.window import Window
from PIL import Image

from kiosk.core.face_bodies import Countdown, Progress
from kiosk.core.faces import Face
from screens.audit import findings
from screens.brush import Studio
from screens.clock_text import clock_text
from screens.finding import Finding
from screens.fonts import fonts_directory
from screens.page import Page, Stage
from screens.pinyin import open_pinyin
from screens.rendering import Renderer
from screens.theme import Glass, read_tokens
from screens.typeset import Typesetter
from screens.unpainted import Rulers, Unpainted

SHEET_COLUMNS = 8
SMALL_PX = (270, 480)
NOT_IN_NAMES = re.compile(r"[^\w.-]+")
Tell = Callable[[str], None]


def draw_faces(faces: Iterable[Face], out: Path, now: datetime, tell: Tell) -> list[Path]:
    """One picture each, ``NN-name.png``; `now` is the time in the top bar, `tell` gets each file's name."""
    written = []
    EventLoop.ensure_window()
    studio = Studio(Typesetter(fonts_directory()), Renderer())
    for number, page in enumerate(_pages(faces, now, studio), 1):
        written.append(_picture(page, out / f"{number:02d}-{NOT_IN_NAMES.sub('-', page.face.name)}.png"))
        tell(written[-1].name)
    return written


def audit_faces(faces: Iterable[Face], now: datetime) -> list[Finding]:
    """What is wrong with them, page by page."""
    EventLoop.ensure_window()
    rulers = Rulers(fonts_directory())
    pages = _pages(faces, now, Studio(rulers, Unpainted()))
    return [each for page in pages for each in findings(page, rulers.covers)]


def contact_sheet(pictures: Sequence[Path], out: Path) -> None:
    """Many pages on one picture, small, in their order."""
    rows = -(-len(pictures) // SHEET_COLUMNS)
    sheet = Image.new("RGB", (SHEET_COLUMNS * SMALL_PX[0], rows * SMALL_PX[1]), "white")
    for number, path in enumerate(pictures):
        row, column = divmod(number, SHEET_COLUMNS)
        with Image.open(path) as picture:
            small = picture.convert("RGB").resize(SMALL_PX)
        sheet.paste(small, (column * SMALL_PX[0], row * SMALL_PX[1]))
    sheet.save(out)


def _pages(faces: Iterable[Face], now: datetime, studio: Studio) -> Iterator[Page]:
    tokens, pinyin = read_tokens(), open_pinyin(studio.type.covers)
    for face in faces:
        stage = Stage(
            tokens,
            studio,
            Glass.fit(tokens, *Window.size),
            partial(_moment, face),
            lambda _field, _text: None,
            lambda shown: clock_text(shown, now),
            pinyin=pinyin,
        )
        yield Page(stage, face)


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
