"""What a camera sees: the scanner as in a mirror, with a frame to aim at; without a picture the drawing of how to."""

from __future__ import annotations

from pathlib import Path

from kivy.graphics import Color, Rectangle
from kivy.graphics.texture import Texture

from kiosk.preview import Glimpse, PreviewReader
from screens.brush import Brush, Style
from screens.pictures import picture
from screens.theme import Box
from screens.widgets.panels import Picture
from screens.widgets.passing import Passing

DRAWING, WHERE = "show_code", "window"
AIM = 0.78  # of the picture's height: a code that fills so much of it is read with pixels to spare
ARM = 0.22  # of the aim's side
THICK = 2.2  # mm
WORDS_TALL = 19.0
WHERE_WIDE = 50.0  # the machine with its window: who sees the picture might hold the code to the screen
DARK, LIT = 40, 52  # mean luma: below the one paper cannot be read, above the other it can
EVERY_NTH = 97  # pixel of a picture is enough for its mean; no divisor of a row


class Viewfinder(Passing):
    """Pictures come by `preview`; a page without one, or one whose pictures have stopped, shows the drawing."""

    period_ms = 100
    how = DRAWING
    mirrored = True

    def __init__(self, style: Style, words: str, dark_words: str, preview: Path | None) -> None:
        super().__init__(style)
        self._still = Picture(style, self.how, words)
        self._words, self._dark_words = words, dark_words
        self._reader = None if preview is None else PreviewReader(preview)
        self._shown: Glimpse | None = None
        self._texture: Texture | None = None
        self._dark = False

    @property
    def live(self) -> bool:
        """Whether it shows what the camera sees."""
        return self._shown is not None

    def natural(self, width: float) -> float:
        """As tall as the drawing, so that nothing moves when pictures come."""
        return self._still.natural(width)

    def least(self, width: float) -> float:
        """Pictures give way to text."""
        return self._still.least(width)

    def most(self, width: float) -> float:
        """The drawing's own height."""
        return self._still.most(width)

    def tick(self, _dt: float = 0.0) -> bool:
        """Show the newest picture; forget one that is too old."""
        newer = None if self._reader is None else self._reader.newer()
        if newer is not None:
            self._take(newer)
        elif self._shown is not None and self._reader is not None and not self._reader.is_fresh(self._shown.at_ms):
            self._forget()
            self.redraw()
        return True

    def stop(self) -> None:
        """The citizen's picture leaves the glass and the memory."""
        self._forget()
        if self._reader is not None:
            self._reader.close()

    def draw(self, brush: Brush) -> None:
        """Panel, picture, corners to aim at, words under them; or the drawing."""
        if self._shown is None or self._texture is None:
            self.holds(self._still, self.box)
            return
        if self._still.parent is not None:
            self.remove_widget(self._still)
        brush.panel(self.box, "panel", corner=self.look.shape("card"))
        room = self._room(brush, self.box.inset(4.0))
        text = self._dark_words if self._dark else self._words
        step, lines = self._fitted_words(text, room)
        tall = max(WORDS_TALL, self.style.tall(len(lines), step, "line_pair"))
        view = _fitted(self._shown, room._replace(h=room.h - tall))
        self._draw_picture(view)
        for each in self._frame(view):
            brush.fill(each, "mark", THICK / 2)
        words = Box(room.x, view.bottom, room.w, tall)
        brush.lines(lines, words, step, bold=True, align="centre", font_line="line_pair")

    def _room(self, brush: Brush, inner: Box) -> Box:
        """The part for the picture and its words: the machine with its window stands at the left."""
        brush.drawing(WHERE, picture(WHERE), inner._replace(w=WHERE_WIDE), "panel")
        left = WHERE_WIDE + 3.0
        return Box(inner.x + left, inner.y, inner.w - left, inner.h)

    def _frame(self, view: Box) -> list[Box]:
        """What to aim at."""
        return _corners(view)

    def _fitted_words(self, text: str, room: Box) -> tuple[str, list[str]]:
        step = "label" if self.style.width(text, "label", bold=True) <= room.w else "body"
        return step, self.style.lines(text, step, room.w, bold=True)

    def _take(self, glimpse: Glimpse) -> None:
        before, self._shown = self._shown, glimpse
        mean = sum(glimpse.luma[::EVERY_NTH]) / len(glimpse.luma[::EVERY_NTH])
        was_dark, self._dark = self._dark, mean < (LIT if self._dark else DARK)
        size = (glimpse.width, glimpse.height)
        if self._texture is None or self._texture.size != size:
            self._texture = Texture.create(size=size, colorfmt="luminance")
            before = None
        self._texture.blit_buffer(glimpse.luma, colorfmt="luminance", bufferfmt="ubyte")
        if before is None or was_dark != self._dark:
            self.redraw()
        else:
            self.canvas.ask_update()

    def _forget(self) -> None:
        self._shown, self._texture, self._dark = None, None, False

    def _draw_picture(self, view: Box) -> None:
        assert self._texture is not None, "a picture was taken"
        pos, size = self.look.glass.kivy(view)
        right, top = self._texture.uvsize
        with self.canvas.before:
            Color(1, 1, 1, 1)
            # rows come from the top; in a mirror left and right change places
            first, last = (right, 0) if self.mirrored else (0, right)
            places = (first, top, last, top, last, 0, first, 0)
            Rectangle(texture=self._texture, pos=pos, size=size, tex_coords=places)


class DocumentView(Viewfinder):
    """What the document camera sees of the paper under it: as it lies, with the whole picture to fill."""

    how = "document_camera"
    mirrored = False

    def _room(self, _brush: Brush, inner: Box) -> Box:
        return inner

    def _frame(self, _view: Box) -> list[Box]:
        return []


def _fitted(glimpse: Glimpse, room: Box) -> Box:
    """The picture's place: as large as fits, in the middle."""
    scale = min(room.w / glimpse.width, room.h / glimpse.height)
    wide, tall = glimpse.width * scale, glimpse.height * scale
    return Box(room.x + (room.w - wide) / 2, room.y + (room.h - tall) / 2, wide, tall)


def _corners(view: Box) -> list[Box]:
    """Two bars for each corner of the square to aim at."""
    side = view.h * AIM
    left, top = view.x + (view.w - side) / 2, view.y + (view.h - side) / 2
    arm = side * ARM
    bars = []
    for x, inward in ((left, 0.0), (left + side, 1.0)):
        for y, upward in ((top, 0.0), (top + side, 1.0)):
            bars.append(Box(x - arm * inward, y - THICK * upward, arm, THICK))
            bars.append(Box(x - THICK * inward, y - arm * upward, THICK, arm))
    return bars
