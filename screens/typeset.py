"""Text in Noto Sans SC: how wide it is, where its lines end, and each line as a texture."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from kivy.core.text import Label
from kivy.graphics.texture import Texture

from screens.breaks import wrap
from screens.theme import Look


def fonts_directory(environ: Mapping[str, str] = os.environ) -> Path:
    """Where script/bootstrap puts the Simplified Chinese face."""
    cache = environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(environ.get("KIOSK_FONTS") or f"{cache}/kiosk/fonts")


def missing_fonts(directory: Path) -> str:
    """The first font file that is not there, empty when all are."""
    return next((str(each) for each in font_files(directory).values() if not each.is_file()), "")


def font_files(directory: Path) -> dict[bool, Path]:
    """The file of each weight, by whether it is bold."""
    return {bold: directory / f"NotoSansSC-{'Bold' if bold else 'Regular'}.otf" for bold in (False, True)}


class Typesetter:
    """Measures and draws text in the two weights there are. Keeps no text, only one empty label a size."""

    def __init__(self, directory: Path) -> None:
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
        from fontTools.ttLib import TTFont  # noqa: PLC0415 - a tenth of a second, when somebody asks

        found = []
        for path in self._files.values():
            with TTFont(path, lazy=True) as font:
                found.append(frozenset(font.getBestCmap()))
        return frozenset.intersection(*found)

    def _ruler(self, size_px: int, *, bold: bool) -> Label:
        key = (size_px, bold)
        if key not in self._rulers:
            self._rulers[key] = Label(font_name=self._files[bold], font_size=size_px)
        return self._rulers[key]
