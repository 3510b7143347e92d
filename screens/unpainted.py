"""Pages laid out but not painted, with what was measured kept: for the audit of many, where only places count.

The glass itself never does this: it keeps no text.
"""

from __future__ import annotations

from pathlib import Path

from kivy.graphics.texture import Texture

from screens.rendering import Renderer
from screens.shapes import Drawing
from screens.theme import Look
from screens.typeset import Typesetter


class Rulers(Typesetter):
    """Measures each text once, for one glass; its textures have a size and nothing on them."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory)
        self._extents: dict[tuple[str, int, bool], tuple[int, int]] = {}
        self._wrapped: dict[tuple[str, int, float, bool], list[str]] = {}
        self._blank = Texture.create(size=(1, 1))

    def extent(self, text: str, size_px: int, *, bold: bool = False) -> tuple[int, int]:
        """As it was measured the first time."""
        key = (text, size_px, bold)
        if key not in self._extents:
            self._extents[key] = super().extent(text, size_px, bold=bold)
        return self._extents[key]

    def lines(self, look: Look, text: str, em: float, width: float, *, bold: bool = False) -> list[str]:
        """As they were found the first time."""
        key = (text, look.glass.px(em), width, bold)
        if key not in self._wrapped:
            self._wrapped[key] = super().lines(look, text, em, width, bold=bold)
        return self._wrapped[key]

    def texture(self, look: Look, text: str, em: float, *, bold: bool = False) -> Texture:
        """Only the size of the line."""
        return self._blank.get_region(0, 0, *self.extent(text, look.glass.px(em), bold=bold))


class Unpainted(Renderer):
    """One empty texture for every drawing."""

    def __init__(self) -> None:
        super().__init__()
        self._blank = Texture.create(size=(1, 1))

    def picture(self, _look: Look, _key: str, _drawing: Drawing, _size_px: tuple[int, int], _ground: str) -> Texture:
        """Nothing."""
        return self._blank

    def mask(self, _key: str, _drawing: Drawing, _size_px: tuple[int, int]) -> Texture:
        """Nothing."""
        return self._blank
