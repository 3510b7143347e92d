"""From a picture of the desk to one upright page, or to the trouble that a citizen can mend."""

from __future__ import annotations

import io

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from devices.contract import PageCaptured, PictureTrouble
from devices.document_camera.page_finding import Colour, Corners, Gray, find_page

A4_RATIO = 2**0.5
A4_SLACK = 0.08  # what tilt does to the measured ratio
LONG_SIDE_PX = 2339  # A4 at 200 dpi
JPEG_QUALITIES = (85, 70, 55)
LARGEST_BYTES = 1_500_000

DARK_PICTURE = 30.0  # gray level that hardly anything exceeds: a dark mat under a lamp does
DARK_PAPER = 90.0  # gray level of the paper itself
CHECK_PX = 1000  # longer side at which the page is judged, whatever the camera's size
INK_STEP = 0.12  # of the paper's brightness: what is darker than its surroundings by that is ink
BLANK_SHARE = 0.0008  # of the page: a signature alone has three times as much
SHARP_INK = (
    0.2  # of the ink's contrast that an edge in focus spans from one pixel to the next; 0.13 at 2.5 pixels of blur
)
COLOUR_STEP = 24  # between the channels of something that is not gray
COLOUR_SHARE = 0.0005


def read_page(picture: Colour) -> PageCaptured:
    """The page in `picture` (height x width x 3, red first), cropped, straightened, upright, as JPEG."""
    page = straightened(picture)
    if isinstance(page, str):
        return PageCaptured(trouble=page)
    return PageCaptured(jpeg_of(page), width_px=page.shape[1], height_px=page.shape[0])


def straightened(picture: Colour) -> Colour | PictureTrouble:
    """The page alone, its sides upright, or why there is none that can be used."""
    if np.percentile(picture[::4, ::4].max(axis=2), 99) < DARK_PICTURE:
        return "dark"
    found = find_page(picture)
    if found.corners is None:
        return "cut_off" if found.cut_off else "no_page"
    page = _warped(picture, found.corners)
    return trouble_of(page) or page


def trouble_of(page: Colour) -> PictureTrouble | None:
    """What is wrong with a straightened page: too dark, blank, or out of focus."""
    scale = CHECK_PX / max(page.shape[:2])
    small = cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    gray = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)[12:-12, 12:-12]  # the paper's own edge is no ink
    if np.percentile(gray, 90) < DARK_PAPER:
        return "dark"
    ink = _ink(gray)
    if np.mean(ink > INK_STEP) < BLANK_SHARE:
        return "blank"
    return None if _sharpness(ink) >= SHARP_INK else "blurred"


def _ink(gray: Gray) -> NDArray[np.float32]:
    """How much darker each place is than the paper around it, 0 to 1: shadows fall out."""
    paper = cv2.dilate(cv2.medianBlur(gray, 5), np.ones((25, 25), np.uint8))
    paper = cv2.GaussianBlur(paper, (0, 0), 12).astype(np.float32)
    ink: NDArray[np.float32] = np.clip(1 - cv2.GaussianBlur(gray, (3, 3), 0) / np.maximum(paper, 1), 0, 1)
    return ink


def _sharpness(ink: NDArray[np.float32]) -> float:
    """The steepest ink edges against the darkest ink, whatever is written and however much."""
    steps = np.maximum(np.abs(np.diff(ink, axis=1))[:-1], np.abs(np.diff(ink, axis=0))[:, :-1])
    marked = steps[(ink > INK_STEP)[:-1, :-1]]
    return float(np.percentile(marked, 90) / max(1e-6, np.percentile(ink[ink > INK_STEP], 95)))


def _warped(picture: Colour, corners: Corners) -> Colour:
    width, height = _size(corners)
    target = np.array([(-0.5, -0.5), (width - 0.5, -0.5), (width - 0.5, height - 0.5), (-0.5, height - 0.5)])
    warp = cv2.getPerspectiveTransform(corners.astype(np.float32), target.astype(np.float32))
    flat = cv2.warpPerspective(picture, warp, (width, height), flags=cv2.INTER_CUBIC)
    return flat.astype(np.uint8, copy=False)


def _size(corners: Corners) -> tuple[int, int]:
    """Width and height in pixels; what is nearly A4 is A4, and nothing is drawn larger than it was seen."""
    top, right, bottom, left = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    width, height = max(top, bottom), max(left, right)
    long, ratio = max(width, height), max(width, height) / min(width, height)
    ratio = A4_RATIO if abs(ratio / A4_RATIO - 1) < A4_SLACK else ratio
    long = min(long, LONG_SIDE_PX)
    sides = round(long), round(long / ratio)
    return sides if width > height else (sides[1], sides[0])


def jpeg_of(page: Colour) -> bytes:
    """The page as JPEG without metadata, gray where it has no colour, `LARGEST_BYTES` at most but for noise alone."""
    image = Image.fromarray(page)
    image = image if _has_colour(page) else image.convert("L")
    data = b""
    for quality in JPEG_QUALITIES:
        out = io.BytesIO()
        image.save(out, "JPEG", quality=quality, optimize=True)
        data = out.getvalue()
        if len(data) <= LARGEST_BYTES:
            break
    return data


def _has_colour(page: Colour) -> bool:
    """Whether more than noise and a tinted lamp differ between the channels: a red seal does."""
    small = cv2.resize(page, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA).astype(np.int16)
    white = np.percentile(small.reshape(-1, 3), 90, axis=0)
    balanced = small / np.maximum(white, 1) * 255
    return bool(np.mean(np.ptp(balanced, axis=2) > COLOUR_STEP) > COLOUR_SHARE)
