"""The two font files that papers are set in, and whether they can draw a given text."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from fontTools.ttLib import TTFont, TTLibError

from kiosk.documents.errors import FontMissing

REGULAR = "NotoSansSC-Regular.otf"
BOLD = "NotoSansSC-Bold.otf"


class Fonts:
    """The font directory `directory`, which `script/bootstrap` fills; FontMissing when a file is not there."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        for name in (REGULAR, BOLD):
            if not (directory / name).is_file():
                raise FontMissing(
                    f"字体文件 {directory / name} 不在，请运行 script/bootstrap。 The font file is missing."
                )

    @cached_property
    def _drawable(self) -> frozenset[int]:
        """Code points that both weights can draw."""
        return _code_points(self.directory / REGULAR) & _code_points(self.directory / BOLD)

    def missing(self, texts: Iterable[str]) -> tuple[str, ...]:
        """The characters of `texts` that the fonts cannot draw, each once."""
        return tuple(sorted(char for char in set("".join(texts)) if ord(char) not in self._drawable))


def _code_points(path: Path) -> frozenset[int]:
    try:
        with TTFont(path, lazy=True) as font:
            return frozenset(font.getBestCmap())
    except TTLibError as error:
        raise FontMissing(f"字体文件 {path} 坏了，请运行 script/bootstrap。 The font file is damaged.") from error
