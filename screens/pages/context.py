"""What a page is built from, besides its body."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from kiosk.core.faces import Face
from screens.brush import Style
from screens.pinyin import Pinyin
from screens.widgets.passing import NowMs
from screens.widgets.sign_pad import Strokes


class Context(Struct, frozen=True):
    """The face around a body, its style, the terminal's clock, where text and strokes go, where the picture is."""

    style: Style
    face: Face
    now_ms: NowMs
    drafted: Callable[[str, str], None]
    signed: Callable[[Strokes], None]
    preview: Path | None = None
    pinyin: Pinyin | None = None

    @property
    def block(self) -> float:
        """The gap between blocks."""
        return self.style.look.space("block")

    @property
    def gutter(self) -> float:
        """The gap between things to press."""
        return self.style.look.space("gutter")

    @property
    def near(self) -> float:
        """The gap between a heading and what it heads."""
        return self.style.look.space("half")
