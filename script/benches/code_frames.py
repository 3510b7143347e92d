"""Camera frames with a code held up, drawn from a seed: four levels of trouble, inverted codes, and scenes without one.

The levels were set by one rule: zxing-cpp alone, searching for QR codes only, reads all of easy and medium, about 56
of 72 hard ones and about 19 of 72 extreme ones. Synthetic frames rank readers and show a step back; they do not say
how a camera will do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import cv2
import numpy as np
import segno
from msgspec import Struct
from numpy.typing import NDArray

Gray = NDArray[np.uint8]
Picture = NDArray[np.float32]
Range = tuple[float, float]

SIZES = ((1280, 720), (1920, 1080))
QUIET_MODULES = 4  # ISO/IEC 18004: the quiet zone of a QR code
WHITE = 230  # gray level of paper in full light
LARGEST = 0.7  # of the frame's height that a code's side may have: turned by 45 degrees it still fits
SQUARE = np.array([[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]])
HANZI = [bytes((row, cell)).decode("gb2312") for row in range(0xB0, 0xD7) for cell in range(0xA1, 0xFF)]


class Level(Struct, frozen=True):
    """How hard a frame is; each value is drawn evenly from its range. Gray levels are of 255."""

    module_px: Range
    tilt: float  # corner shift, as a share of the code's side
    focus_px: Range  # Gaussian blur, sigma
    smear_px: Range  # how far the hand moved during the exposure
    noise: Range  # the sensor's, sigma in gray levels
    light: Range  # 1 is white paper at 230
    contrast: Range  # of the code: 1 is black on white
    glare: Range  # a lamp's reflection, added gray levels at its brightest
    moire: Range  # amplitude of a screen's stripes, gray levels


LEVELS: Mapping[str, Level] = {
    "easy": Level((6, 10), 0.02, (0.3, 0.8), (0, 1), (1, 3), (0.8, 1.0), (0.8, 1.0), (0, 20), (0, 3)),
    "medium": Level((4.5, 8), 0.05, (0.5, 1.1), (0, 2), (2, 6), (0.5, 1.0), (0.6, 0.9), (0, 60), (0, 8)),
    "hard": Level((2.8, 6.4), 0.08, (0.8, 1.9), (0, 3), (1.5, 6), (0.4, 1.0), (0.4, 0.8), (0, 120), (0, 12)),
    "extreme": Level((2.0, 4.6), 0.1, (0.8, 2.0), (0, 3), (2, 7), (0.3, 0.9), (0.3, 0.7), (0, 150), (0, 16)),
}
INVERTED = LEVELS["medium"]


class Frame(Struct, frozen=True):
    """One picture of height x width luma bytes; `payload` is what its code holds, empty when it shows none."""

    kind: str
    payload: bytes
    gray: Gray


def frames(seed: int, each: int) -> Iterator[Frame]:
    """`each` frames a level, a third as many inverted ones, a third more empty ones; every other one is 1080p."""
    draw = np.random.default_rng(seed)
    for number in range(each):
        for kind, level in LEVELS.items():
            yield _with_code(draw, kind, level, SIZES[number % 2])
    for number in range(max(1, each // 3)):
        yield _with_code(draw, "inverted", INVERTED, SIZES[number % 2])
    for number in range(max(1, each * 4 // 3)):
        yield Frame("empty", b"", taken(draw, scene(draw, SIZES[number % 2]), LEVELS["medium"]))


def payload(draw: np.random.Generator) -> bytes:
    """What codes at a counter hold: a number, a name in UTF-8 or GBK, a link, a token of up to 300 bytes."""
    name = "".join(draw.choice(HANZI, size=3))
    token = draw.bytes(int(draw.integers(60, 220))).hex()[: int(draw.integers(60, 300))]
    return (
        f"KIOSK:CASE:2026-{draw.integers(10**6):06d}".encode(),
        f"姓名:{name} No.{draw.integers(100)}".encode(),
        f"姓名:{name} No.{draw.integers(100)}".encode("gbk"),
        f"https://example.invalid/verify?no={draw.integers(10**12):012d}".encode(),
        token.encode(),
    )[int(draw.integers(5))]


def modules(draw: np.random.Generator, data: bytes) -> Picture:
    """A code of `data` with its quiet zone, one pixel a module: 0 is black, 1 is white."""
    code = segno.make_qr(data, error=str(draw.choice(list("LMQ"))), encoding=None, boost_error=False)
    return 1 - np.pad(np.array(code.matrix, np.float32), QUIET_MODULES)


def scene(draw: np.random.Generator, size: tuple[int, int]) -> Picture:
    """A room without a code, 0 to 255: light from one side, furniture, a striped shirt, lines like print, a screen."""
    width, height = size
    view = np.full((height, width), draw.uniform(60, 150), np.float32)
    view += np.linspace(0, draw.uniform(-50, 50), width, dtype=np.float32)
    for _ in range(int(draw.integers(6, 14))):
        left, top = (int(draw.uniform(-0.1, 0.9) * side) for side in size)
        right, bottom = left + int(draw.uniform(0.05, 0.4) * width), top + int(draw.uniform(0.05, 0.5) * height)
        part = view[max(top, 0) : bottom, max(left, 0) : right]
        part[:] = draw.uniform(10, 240)
        part += _pattern(draw, part.shape)
    return view


def _pattern(draw: np.random.Generator, shape: tuple[int, ...]) -> Picture:
    """What lies on a surface: nothing, stripes, checks, or words."""
    down, across = np.indices(shape, dtype=np.float32)
    period, strength = draw.uniform(5, 30), draw.uniform(10, 110)
    match int(draw.integers(5)):
        case 0:
            pattern = np.sign(np.sin(across * 2 * np.pi / period))
        case 1:
            pattern = np.sign(np.sin(across * 2 * np.pi / period) * np.sin(down * 2 * np.pi / period))
        case 2:
            letters = draw.random(shape) < 0.5
            pattern = letters * (np.sin(down * 2 * np.pi / (2 * period)) > 0)
        case _:
            pattern = np.zeros(shape)
    return (strength * pattern).astype(np.float32)


def _with_code(draw: np.random.Generator, kind: str, level: Level, size: tuple[int, int]) -> Frame:
    data = payload(draw)
    code, view = modules(draw, data), scene(draw, size)
    hold(draw, view, 1 - code if kind == "inverted" else code, level)
    return Frame(kind, data, taken(draw, view, level))


def hold(draw: np.random.Generator, view: Picture, code: Picture, level: Level) -> None:
    """Hold `code` into `view`, on paper or on a screen: turned, tilted, pale, with the screen's stripes."""
    corners = pose(draw, len(code), view.shape, level)
    covered = lay(view, printed(draw, code, level), corners)
    view += covered * _stripes(draw, view.shape, draw.uniform(*level.moire))


def printed(draw: np.random.Generator, code: Picture, level: Level) -> Picture:
    """`code` in the gray levels of paper or of a screen, 0 to 255."""
    contrast = draw.uniform(*level.contrast)
    return WHITE * (draw.uniform(0, 1 - contrast) + contrast * code)


def pose(draw: np.random.Generator, side: int, shape: tuple[int, ...], level: Level) -> Picture:
    """The corners (x, y) of a code of `side` modules, held near the middle of a picture of height x width pixels."""
    height, width = shape
    reach = min(draw.uniform(*level.module_px) * side, LARGEST * height)
    centre = np.array([draw.uniform(0.35, 0.65) * width, draw.uniform(0.47, 0.53) * height])
    corners = SQUARE + draw.uniform(-level.tilt, level.tilt, (4, 2))
    return (corners @ _turn(draw.uniform(0, 2 * np.pi)) * reach + centre).astype(np.float32)


def lay(view: Picture, code: Picture, corners: Picture) -> Picture:
    """Draw `code` into `view` so that its corners come to lie there; how much of each pixel it covers."""
    height, width = view.shape
    fine = 4  # drawn four times as large, or pixels between two modules would take one side
    shown = cv2.resize(code, None, fx=fine, fy=fine, interpolation=cv2.INTER_NEAREST).astype(np.float32)
    side = ((SQUARE + 0.5) * len(shown) - 0.5).astype(np.float32)
    warp = cv2.getPerspectiveTransform(side, corners)
    cv2.warpPerspective(shown, warp, (width, height), view, cv2.INTER_LINEAR, cv2.BORDER_TRANSPARENT)
    return np.asarray(cv2.warpPerspective(np.ones_like(shown), warp, (width, height)), np.float32)


def _stripes(draw: np.random.Generator, shape: tuple[int, ...], strength: float) -> Picture:
    """What a camera makes of a screen's pixels: slanted waves a few pixels wide."""
    across, down = np.array([1.0, 0.0]) @ _turn(draw.uniform(0, np.pi)) * 2 * np.pi / draw.uniform(3, 9)
    rows, columns = np.ogrid[: shape[0], : shape[1]]
    return (strength * np.sin(columns * across + rows * down)).astype(np.float32)


def _turn(angle: float) -> NDArray[np.float64]:
    return np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])


def taken(draw: np.random.Generator, view: Picture, level: Level) -> Gray:
    """`view` through a camera: a lamp's glare, little light, the lens, the moving hand, the sensor's noise."""
    height, width = view.shape
    rows, columns = np.ogrid[:height, :width]
    at_row, at_column, spread = draw.uniform(0.2, 0.8) * height, draw.uniform(0.2, 0.8) * width, draw.uniform(0.05, 0.2)
    spot = np.exp(-((rows - at_row) ** 2 + (columns - at_column) ** 2) / (2 * (spread * height) ** 2))
    lit = (view + draw.uniform(*level.glare) * spot.astype(np.float32)) * draw.uniform(*level.light)
    lit = cv2.GaussianBlur(lit, (0, 0), draw.uniform(*level.focus_px))
    lit = cv2.filter2D(lit, -1, _smear(draw.uniform(*level.smear_px), draw.uniform(0, np.pi)))
    return noisy(draw, lit, draw.uniform(*level.noise))


def noisy(draw: np.random.Generator, view: Picture, sigma: float) -> Gray:
    """`view` as bytes, with a sensor's noise."""
    return (view + sigma * draw.standard_normal(view.shape, np.float32)).clip(0, 255).astype(np.uint8)


def _smear(length_px: float, angle: float) -> Picture:
    """The kernel of a movement of `length_px` in one direction."""
    reach = int(length_px) + 1
    kernel = np.zeros((2 * reach + 1, 2 * reach + 1), np.float32)
    for step in np.linspace(-0.5, 0.5, 33):
        row, column = (round(reach + step * length_px * part) for part in (np.sin(angle), np.cos(angle)))
        kernel[row, column] += 1
    return kernel / kernel.sum()
