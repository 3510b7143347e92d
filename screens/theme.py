"""From tokens to pixels: lengths, text sizes and colours of one face on one glass."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec import Struct

from kiosk.core.face_parts import TextSize, Theme

TOKENS = Path(__file__).parent.parent / "assets" / "design" / "tokens.toml"
DRAWN_WITH_INK = ("machine_dark", "paper_on_fill")  # in high contrast; every other fill becomes the ground
Rgba = tuple[float, float, float, float]


class Box(NamedTuple):
    """A place on the sheet in millimetres from its top left corner."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """The x of the right side."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """The y of the lower side."""
        return self.y + self.h

    def inset(self, dx: float, dy: float | None = None) -> Box:
        """The box within, `dx` from the sides and `dy` (or `dx`) from top and bottom."""
        dy = dx if dy is None else dy
        return Box(self.x + dx, self.y + dy, self.w - 2 * dx, self.h - 2 * dy)


class Tokens(Struct, frozen=True):
    """The file `assets/design/tokens.toml`, checked when it is read."""

    sheet: dict[str, float]
    limits: dict[str, float]
    font: dict[str, float]
    type: dict[str, dict[str, float]]
    space: dict[str, float]
    shape: dict[str, float]
    place: dict[str, float]
    size: dict[str, float | tuple[float, float]]
    motion: dict[str, int]
    theme: dict[str, dict[str, str]]
    illustration: dict[str, str]


def read_tokens(path: Path = TOKENS) -> Tokens:
    """The tokens; OSError or msgspec.ValidationError when the installation is damaged."""
    return msgspec.convert(tomllib.loads(path.read_text("utf-8")), Tokens)


class Glass(Struct, frozen=True):
    """How the sheet lies in a window: scale in pixels per millimetre, and the margins of a window of another shape."""

    px_per_mm: float
    left_px: float
    top_px: float
    height_px: int

    @classmethod
    def fit(cls, tokens: Tokens, width_px: int, height_px: int) -> Glass:
        """The whole sheet, as large as the window allows, in its middle."""
        wide, tall = tokens.sheet["width"], tokens.sheet["height"]
        scale = min(width_px / wide, height_px / tall)
        return cls(scale, (width_px - wide * scale) / 2, (height_px - tall * scale) / 2, height_px)

    def px(self, mm: float) -> int:
        """A length in whole pixels."""
        return round(mm * self.px_per_mm)

    def box_px(self, box: Box) -> tuple[int, int, int, int]:
        """x, y, width, height in pixels from the window's top left corner."""
        left, top = round(self.left_px + box.x * self.px_per_mm), round(self.top_px + box.y * self.px_per_mm)
        right = round(self.left_px + box.right * self.px_per_mm)
        bottom = round(self.top_px + box.bottom * self.px_per_mm)
        return left, top, right - left, bottom - top

    def kivy(self, box: Box) -> tuple[tuple[int, int], tuple[int, int]]:
        """Position and size for Kivy, whose y grows upward from the lower left corner."""
        x, y, w, h = self.box_px(box)
        return (x, self.height_px - y - h), (w, h)


class Look(Struct, frozen=True):
    """Everything that decides how one face is drawn. `scale` < 1 is the last resort for text that would not fit."""

    tokens: Tokens
    glass: Glass
    text_size: TextSize
    theme: Theme
    scale: float = 1.0

    def em(self, step: str) -> float:
        """The em of a text step in millimetres."""
        fixed = self.tokens.type["fixed"]
        return (fixed[step] if step in fixed else self.tokens.type[self.text_size][step]) * self.scale

    def space(self, name: str) -> float:
        """A distance in millimetres."""
        return self.tokens.space[name]

    def shape(self, name: str) -> float:
        """A corner or an outline in millimetres; outlines are thicker in high contrast."""
        if name == "edge" and self.high_contrast:
            name = "high_contrast_edge"
        return self.tokens.shape[name]

    def place(self, name: str) -> float:
        """A fixed place of the frame in millimetres from the top."""
        return self.tokens.place[name]

    def size(self, name: str) -> float:
        """The size of a part in millimetres."""
        value = self.tokens.size[name]
        assert isinstance(value, float), f"{name} is a pair"
        return value

    @property
    def high_contrast(self) -> bool:
        """Whether tints are gone and every block has an outline."""
        return self.theme != "light"

    @property
    def generous(self) -> bool:
        """Whether the citizen asked for larger text, so pictures give way to it."""
        return self.text_size != "standard"

    def colour(self, name: str) -> Rgba:
        """A colour of the theme or of the pictures, as Kivy wants it."""
        named = self.tokens.theme[self.theme]
        return rgba(named[name] if name in named else self._illustrated(name))

    def _illustrated(self, name: str) -> str:
        if not self.high_contrast:
            return self.tokens.illustration[name]
        return self.tokens.theme[self.theme]["ink" if name in DRAWN_WITH_INK else "ground"]


@cache
def rgba(text: str) -> Rgba:
    """``#RRGGBB`` as four numbers from 0 to 1."""
    red, green, blue = bytes.fromhex(text.removeprefix("#"))
    return red / 255, green / 255, blue / 255, 1.0
