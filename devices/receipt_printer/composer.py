"""One receipt as whole commands: drawn for a fast line, as the printer's own characters for a slow one."""

from __future__ import annotations

import pathlib
from typing import Literal

import numpy as np
from msgspec import Struct

from devices.receipt_printer.drawing import Pen
from devices.receipt_printer.layout import WIDTH, CodeTooLargeError, Em, Layout, Scale, Voice, texts_of
from devices.receipt_printer.profiles import Profile
from devices.receipt_printer.raster_path import raster_commands
from devices.receipt_printer.text_path import TextPath, scale_of
from devices.typeface import TypefaceMissing, typeface
from kiosk.core.receipts import Receipt

Path = Literal["raster", "text"]

MM_PER_INCH = 25.4
_NARROW = tuple(Em(size, size) for size in (30, 24))  # 3 mm is the least that print is ever set in
RASTER_SCALE = Scale(
    title=Voice(tuple(Em(size, size) for size in (72, 64, 56)), (Em(48, 48), Em(36, 36), *_NARROW)),
    key=Voice(tuple(Em(size, size) for size in (64, 56, 48)), (Em(36, 36), *_NARROW)),  # 6 mm at the least
    body=Voice((Em(36, 36),), _NARROW),  # 4.5 mm
    small=Voice(_NARROW[:1], _NARROW[1:]),  # 3.75 mm, of details
    mixed=True,
)

RASTER_BYTES_A_MM = 290  # of a typical receipt on 576 dots, as script/bench receipt finds it; a test holds it to that


class Composed(Struct, frozen=True):
    """What the printer gets between its initialisation and the cut: whole commands in order, and the paper's length."""

    commands: tuple[bytes, ...]
    height_mm: float
    path: Path


class Unprintable(Struct, frozen=True):
    """Why nothing was composed, as a fault id; never which character, for it may be of a person's name."""

    reason: str


class _GlyphMissingError(ValueError):
    """No font has one of the characters."""


class Composer:
    """Composes receipts on either path with one regular and one bold face, which its `pen` draws."""

    def __init__(self, regular: pathlib.Path, bold: pathlib.Path) -> None:
        self.pen = Pen(regular, bold)

    def compose(self, receipt: Receipt, profile: Profile, path: Path) -> Composed | Unprintable:
        """The commands, or why not; glyphs are checked first, so that nothing is ever printed with holes."""
        try:
            return self._raster(receipt, profile) if path == "raster" else self._text(receipt, profile)
        except TypefaceMissing:
            return Unprintable("typeface_missing")
        except CodeTooLargeError:
            return Unprintable("code_too_large")
        except _GlyphMissingError:
            return Unprintable("glyph_missing")

    def _raster(self, receipt: Receipt, profile: Profile) -> Composed:
        strips = list(Layout(profile.width, RASTER_SCALE, self.pen.measure).strips(receipt))
        self._check("".join(map(texts_of, strips)))
        dots = np.vstack([self.pen.draw(strip, profile.width) for strip in strips])
        return Composed(tuple(raster_commands(dots)), _mm(len(dots), profile), "raster")

    def _text(self, receipt: Receipt, profile: Profile) -> Composed:
        words = TextPath(profile, self.pen)
        strips = list(Layout(words.width, scale_of(profile), words.measure).strips(receipt))
        self._check(words.drawn_text(strips))
        height = sum(map(words.height, strips))
        return Composed(tuple(words.commands(strips)), _mm(height, profile), "text")

    def _check(self, text: str) -> None:
        if text and self.pen.lacks(text):
            raise _GlyphMissingError


def _mm(rows: int, profile: Profile) -> float:
    return rows / profile.dpi * MM_PER_INCH


def installed_composer() -> Composer:
    """With the faces that script/bootstrap installed; raises TypefaceMissing."""
    return Composer(typeface(bold=False), typeface(bold=True))


def choose_path(profile: Profile, bytes_s: float) -> Path:
    """Drawn where a line of `bytes_s` keeps up with the paper, else the printer's own characters, where it has hanzi.

    A line that is slower than the head makes it stop and go. A typical receipt of 160 mm is 47 kB drawn and takes 1.6 s
    to print at 100 mm/s, so the line must carry it in 1.6 s: 29 kB/s. USB and Ethernet do; 115200 baud would need 4 s.
    """
    if profile.path is not None or profile.han is None:
        return profile.path or "raster"
    keeps_up = RASTER_BYTES_A_MM * profile.width / WIDTH * profile.slowest_mm_s
    return "raster" if bytes_s >= keeps_up else "text"
