"""Text in Noto Sans SC: how wide it is, where its lines end, and each line as a texture."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from kivy.core.text import Label
from kivy.graphics.texture import Texture

from screens.breaks import wrap
from screens.fonts import font_files, shapes_of
from screens.theme import Look


class Typesetter:
    """Measures and draws text in the two weights there are. Keeps no text, only one empty label a size."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._files = {bold: str(path) for bold, path in font_files(directory).items()}
        self._rulers: dict[tuple[int, bool], Label] = {}

    def width(self, look: Look, text: str, em: float, *, bold: bool = False) -> float:
        """The width of one line in millimetres."""
        return self.extent(text, look.glass.px(em), bold=bold)[0] / look.glass.px_per_mm

    def lines(self, look: Look, text: str, em: float, width: float, *, bold: bool = False) -> list[str]:
        """The lines of `text` in a block `width` millimetres wide."""
        size_px, per_mm = look.glass.px(em), look.glass.px_per_mm
        return wrap(text, width, lambda part: self.extent(part, size_px, bold=bold)[0] / per_mm) if text else []

    def extent(self, text: str, size_px: int, *, bold: bool = False) -> tuple[int, int]:
        """The width and height of one line in pixels."""
        extent: tuple[int, int] = self._ruler(size_px, bold=bold).get_extents(text)
        return extent

    def texture(self, look: Look, text: str, em: float, *, bold: bool = False) -> Texture:
        """One line in white, to be coloured when it is drawn."""
        label = Label(text=text, font_name=self._files[bold], font_size=look.glass.px(em))
        label.refresh()
        return label.texture

    def covers(self, text: str) -> bool:
        """Whether both weights have a shape for every character."""
        return all(ord(each) in self._shapes for each in text)

    @cached_property
    def _shapes(self) -> frozenset[int]:
        return shapes_of(self._directory)

    def _ruler(self, size_px: int, *, bold: bool) -> Label:
        key = (size_px, bold)
        if key not in self._rulers:
            self._rulers[key] = Label(font_name=self._files[bold], font_size=size_px)
        return self._rulers[key]
