"""What the emulated desk camera sees, with the page's corners known: for the emulator, the tests and the figures.

Drawn from seeded generators: the same page, desk and seed give the same picture.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Literal

import cv2
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

Colour = NDArray[np.uint8]  # height x width x 3, red first
Corners = NDArray[np.float32]  # 4 x 2: upper left, upper right, lower right, lower left, in pixels

WIDTH_PX, HEIGHT_PX = 1600, 1200
PAGE_PX = (840, 1188)  # A4 at 4 px a millimetre
NOISE = 5  # gray levels up and down, a standard deviation of 3
LENS_PX = 0.6

Desk = Literal["dark", "wood", "cloth", "green", "light"]
PageName = Literal["letter", "form", "table", "blank"]


class Laid(Struct, frozen=True):
    """How a page lies: angles in degrees, scale as its height in the picture's, middle in shares of the picture."""

    angle: float = 0.0
    tilt: float = 0.0
    scale: float = 0.8
    middle: tuple[float, float] = (0.5, 0.5)
    shadow: float = 0.0  # how much of the light is taken away on the shadow's side, 0..1
    desk: Desk = "dark"
    light: float = 1.0
    blur_px: float = 0.0


@lru_cache(maxsize=16)
def page(name: PageName, seed: int = 0) -> Colour:
    """A sheet of A4 paper with invented marks on it, nothing on the blank one."""
    width, height = PAGE_PX
    sheet = np.full((height, width, 3), (244, 243, 238), np.uint8)
    if name == "blank":
        return sheet
    rng = np.random.default_rng(seed)
    _heading(sheet, rng)
    if name != "letter":
        for y in range(220, height - 120, 64):
            cv2.line(sheet, (80, y), (width - 80, y), (60, 60, 60), 2)
        for x in (80, 300, 560, width - 80):
            cv2.line(sheet, (x, 220), (x, 220 + 64 * ((height - 341) // 64)), (60, 60, 60), 2)
    step = 64 if name == "table" else 34
    for y in range(230, height - 130, step):
        _words(sheet, y, rng, short=name != "letter")
    return sheet


def _heading(sheet: Colour, rng: np.random.Generator) -> None:
    cv2.putText(sheet, "DEMO PAGE", (250, 130), cv2.FONT_HERSHEY_SIMPLEX, 2.0, (30, 30, 30), 5)
    cv2.putText(sheet, f"No. {rng.integers(10**8):08d}", (320, 180), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (150, 30, 30), 2)


def _words(sheet: Colour, y: int, rng: np.random.Generator, *, short: bool) -> None:
    x, end = 90, PAGE_PX[0] - 90
    while x < end - 60:
        length = int(rng.integers(2, 5 if short else 9))
        letters = "".join(chr(97 + int(each)) for each in rng.integers(0, 26, length))
        cv2.putText(sheet, letters, (x, y + 22), cv2.FONT_HERSHEY_SIMPLEX, 0.7, (35, 35, 45), 2)
        x += 16 * length + (int(rng.integers(60, 200)) if short else 18)


def desk(kind: Desk, rng: np.random.Generator) -> Colour:
    """A desk without anything on it."""
    y, x = _places()
    coarse = rng.normal(0, 1, (HEIGHT_PX // 2, WIDTH_PX // 2)).astype(np.float32)
    grain = cv2.resize(cv2.GaussianBlur(coarse, (0, 0), 1.5), (WIDTH_PX, HEIGHT_PX)) * 6
    if kind == "wood":
        rings = np.sin((y + 40 * np.sin(x / 260) + grain * 4) / 9) * 16
        return _painted((126, 92, 60), rings + grain * 3)
    if kind == "cloth":
        squares = (((x // 48) + (y // 48)) % 2) * 56 - 28
        return _painted((84, 96, 130), squares + grain)
    base = {"dark": (44, 44, 46), "green": (40, 92, 66), "light": (186, 184, 178)}[kind]
    return _painted(base, grain * 2)


@lru_cache(maxsize=1)
def _places() -> tuple[NDArray[Any], NDArray[Any]]:
    y, x = np.mgrid[0:HEIGHT_PX, 0:WIDTH_PX].astype(np.float32)
    return y, x


def _painted(base: tuple[int, int, int], shade: NDArray[Any]) -> Colour:
    flat = np.array(base, np.float32)[np.newaxis, np.newaxis]
    painted: Colour = (flat + shade[..., np.newaxis]).clip(0, 255).astype(np.uint8)
    return painted


def corners_of(laid: Laid) -> Corners:
    """Where the page's corners come to lie: turned, then seen from above at `tilt` degrees off the plumb."""
    height = laid.scale * HEIGHT_PX
    half = np.array([PAGE_PX[0] / PAGE_PX[1] * height / 2, height / 2])
    square = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * half
    turn, tilt = np.deg2rad(laid.angle), np.deg2rad(laid.tilt)
    flat = square @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    away = 1 + flat[:, 1:] / (2.5 * HEIGHT_PX) * np.sin(tilt)  # a camera 2.5 picture heights above
    seen = flat * (1, np.cos(tilt)) / away
    placed: Corners = (seen + np.array(laid.middle) * (WIDTH_PX, HEIGHT_PX)).astype(np.float32)
    return placed


@lru_cache(maxsize=16)
def picture(name: PageName | None, laid: Laid, seed: int = 0) -> Colour:
    """The desk with a page on it (or none), with shadow and lens, before the sensor's noise; not to be written to."""
    rng = np.random.default_rng(seed)
    view = desk(laid.desk, rng)
    if name is not None:
        view = _with_sheet(view, page(name, seed), corners_of(laid))
    lamp = cv2.merge([_light(laid.shadow, rng) * laid.light] * 3)
    lit = cv2.multiply(view, lamp, dtype=cv2.CV_8U)
    seen: Colour = cv2.GaussianBlur(lit, (0, 0), max(LENS_PX, laid.blur_px)).astype(np.uint8, copy=False)
    seen.setflags(write=False)  # it is given out again
    return seen


def _with_sheet(view: Colour, sheet: Colour, corners: Corners) -> Colour:
    fine = 2  # drawn twice as large, so that the paper's edge is as smooth as a lens makes it
    warp = cv2.getPerspectiveTransform(_outline(sheet), (corners + 0.5) * fine - 0.5)
    seen = cv2.warpPerspective(cv2.cvtColor(sheet, cv2.COLOR_RGB2RGBA), warp, (WIDTH_PX * fine, HEIGHT_PX * fine))
    small = cv2.resize(seen, (WIDTH_PX, HEIGHT_PX), interpolation=cv2.INTER_AREA)
    bare = cv2.merge([255 - small[..., 3]] * 3)
    mixed: Colour = cv2.add(cv2.multiply(view, bare, scale=1 / 255), small[..., :3]).astype(np.uint8, copy=False)
    return mixed


def _outline(sheet: Colour) -> Corners:
    right, bottom = sheet.shape[1] - 0.5, sheet.shape[0] - 0.5
    return np.array([(-0.5, -0.5), (right, -0.5), (right, bottom), (-0.5, bottom)], np.float32)


def _light(shadow: float, rng: np.random.Generator) -> NDArray[np.float32]:
    """A lamp from one side, and a soft shadow of somebody bending over."""
    y, x = _places()
    lamp = 1.0 - 0.12 * x / WIDTH_PX
    angle, offset = rng.uniform(0, 2 * np.pi), rng.uniform(-150, 150)
    across = (x - WIDTH_PX / 2) * np.cos(angle) + (y - HEIGHT_PX / 2) * np.sin(angle) + offset
    result: NDArray[np.float32] = lamp * (1 - shadow / (1 + np.exp(-across / 12)))
    return result


def noisy(view: Colour, rng: np.random.Generator) -> Colour:
    """The view as one frame of a small sensor."""
    noise = rng.integers(-NOISE, NOISE, view.shape, np.int8, endpoint=True)
    frame: Colour = (view + noise.astype(np.int16)).clip(0, 255).astype(np.uint8)
    return frame


SCENES: Mapping[str, tuple[PageName, Laid]] = MappingProxyType(
    {
        "letter": ("letter", Laid(angle=4)),
        "form": ("form", Laid(angle=-7, tilt=12, desk="wood")),
        "table": ("table", Laid(angle=88, scale=0.85, desk="green")),
        "shadow": ("letter", Laid(angle=12, shadow=0.4, desk="wood")),
        "blank": ("blank", Laid(angle=3)),
        "cut-off": ("letter", Laid(angle=5, middle=(0.12, 0.5))),
    }
)
"""What can be laid on the emulated desk, by name."""
