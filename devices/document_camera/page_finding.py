"""Finds a sheet of paper in a picture of the desk, to a fraction of a pixel.

Several masks (bright areas at several thresholds, areas inside strong edges) each propose four-cornered shapes. The
largest whose four sides lie on real edges is the page; its sides are then fitted to those edges and crossed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

Colour = NDArray[np.uint8]  # height x width x 3, red first
Gray = NDArray[Any]  # height x width bytes; the types that OpenCV gives back say no more
Corners = NDArray[np.float64]  # 4 x 2: upper left, upper right, lower right, lower left, in pixels

SMALL_PX = 800  # longer side of the picture in which shapes are looked for
SMALLEST_SHARE = 0.06  # of the picture: an ID card laid under a camera that sees A3
SUPPORT = 0.75  # of a side's length that has an edge beneath it
EDGE_STEP = 8.0  # gray levels between paper and desk that count as an edge
BORDER = 3  # pixels of the small picture
CUT_SHARE = 0.02  # of the picture's circumference that paper may cover before the page counts as cut off
SHARP = 0.6  # of the step 12 pixels to both sides of an edge that is there at 4: a shadow of a lamp has a quarter
SQUARE = 0.35  # cosine of the steepest corner that perspective explains: 70 to 110 degrees


class Found(Struct, frozen=True):
    """The page's corners, or none; `cut_off` when paper leaves the picture."""

    corners: Corners | None = None
    cut_off: bool = False


def find_page(picture: Colour) -> Found:
    """The largest sheet that lies in the picture with all four corners."""
    scale = min(1.0, SMALL_PX / max(picture.shape[:2]))
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    gray = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), (0, 0), 1.2)
    best, best_area, cut_off = None, 0.0, False
    for shape, area in _shapes(gray):
        quad = _quad(shape)
        if quad is not None and _inside(quad, gray) and area > best_area and _supported(quad, gray):
            best, best_area = quad, area
        elif area > best_area and _leaves(shape, gray):
            cut_off = True
    if best is None:
        return Found(None, cut_off)
    fine = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    return Found(_refined((_ordered(best) + 0.5) / scale - 0.5, fine))


def _shapes(gray: Gray) -> Iterator[tuple[NDArray[Any], float]]:
    """Outlines of connected areas that are large enough, with the area that each encloses."""
    for mask in _masks(gray):
        outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        for outline in outlines:
            hull = cv2.convexHull(outline)
            area = float(cv2.contourArea(hull))
            if area >= SMALLEST_SHARE * gray.size:
                yield hull, area


def _masks(gray: Gray) -> Iterator[Gray]:
    kernel = np.ones((5, 5), np.uint8)
    otsu, _ = cv2.threshold(gray, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    for level in (otsu, otsu * 0.8, otsu * 0.6, (otsu + 255) / 2):
        _, bright = cv2.threshold(gray, level, 255, cv2.THRESH_BINARY)
        yield cv2.morphologyEx(bright, cv2.MORPH_OPEN, kernel)
    for low in (10, 20, 40):
        edges = cv2.Canny(gray, low, low * 3)
        yield cv2.morphologyEx(edges, cv2.MORPH_CLOSE, kernel)


def _quad(hull: NDArray[Any]) -> Corners | None:
    """The hull as four corners if it is nearly that, else None."""
    length = cv2.arcLength(hull, closed=True)
    for share in (0.01, 0.02, 0.03, 0.05):
        corners = cv2.approxPolyDP(hull, share * length, closed=True).reshape(-1, 2).astype(np.float64)
        if len(corners) == 4:
            return corners if _is_sheet(corners) else None
    return None


def _is_sheet(corners: Corners) -> bool:
    sides = np.roll(corners, -1, axis=0) - corners
    lengths = np.linalg.norm(sides, axis=1)
    turns = np.abs(np.sum(sides * np.roll(sides, -1, axis=0), axis=1)) / (lengths * np.roll(lengths, -1))
    return bool(turns.max() < SQUARE and lengths.min() > 0.25 * lengths.max())


def _inside(corners: Corners, gray: Gray) -> bool:
    limit = np.array(gray.shape[::-1]) - 1 - BORDER
    return bool((corners >= BORDER).all() and (corners <= limit).all())


def _leaves(hull: NDArray[Any], gray: Gray) -> bool:
    """Whether a bright, straight-sided area lies along the picture's border, as a sheet that is cut off does."""
    length = cv2.arcLength(hull, closed=True)
    corners = cv2.approxPolyDP(hull, 0.01 * length, closed=True).reshape(-1, 2).astype(np.float64)
    middle, limit = corners.mean(axis=0), np.array(gray.shape[::-1]) - 1 - BORDER
    cut, sides, supported = 0.0, 0.0, 0.0
    for one, two in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        side = float(np.linalg.norm(two - one))
        if (((one < BORDER) & (two < BORDER)) | ((one > limit) & (two > limit))).any():
            cut += side
        else:
            sides += side
            supported += side * _sharp_share(one, two, middle, gray)
    return cut > CUT_SHARE * 2 * sum(gray.shape) and sides > 0 and supported > SUPPORT * sides


def _supported(corners: Corners, gray: Gray) -> bool:
    """Whether each side has paper on its inner and something darker on its outer side along most of its length."""
    ordered, middle = _ordered(corners), corners.mean(axis=0)
    sides = zip(ordered, np.roll(ordered, -1, axis=0), strict=True)
    return all(_sharp_share(one, two, middle, gray) >= SUPPORT for one, two in sides)


def _sharp_share(one: Corners, two: Corners, middle: Corners, gray: Gray) -> float:
    """How much of a side is the edge of something bright; a shadow's edge rises too slowly to count."""
    places = one + (two - one) * np.linspace(0.05, 0.95, 60)[:, np.newaxis]
    inward = _normal(one, two, middle)
    near, far = (
        _values(gray, places + width * inward) - _values(gray, places - width * inward) for width in (4.0, 12.0)
    )
    return float(np.mean((near > EDGE_STEP) & (near > SHARP * far)))


def _refined(corners: Corners, gray: Gray) -> Corners:
    """The corners where lines cross that are fitted to the steepest places near each side."""
    reach = max(6, round(max(gray.shape) / 160))
    middle = corners.mean(axis=0)
    smooth = cv2.GaussianBlur(gray, (0, 0), 1.0)
    pairs = zip(corners, np.roll(corners, -1, axis=0), strict=True)
    lines = [_fitted(smooth, one, two, _normal(one, two, middle), reach) for one, two in pairs]
    crossed = np.array([_crossing(lines[each - 1], lines[each]) for each in range(4)])
    moved = np.linalg.norm(crossed - corners, axis=1)
    return np.where((moved < 3 * reach)[:, np.newaxis], crossed, corners)


def _fitted(gray: Gray, one: Corners, two: Corners, inward: Corners, reach: int) -> Corners:
    """A line (x, y, dx, dy) through the edge near the side from `one` to `two`."""
    offsets = np.arange(-reach, reach + 0.25, 0.5)
    places = one + (two - one) * np.linspace(0.04, 0.96, 120)[:, np.newaxis]
    grid = places[:, np.newaxis] + offsets[np.newaxis, :, np.newaxis] * inward
    rise = np.diff(_values(gray, grid.reshape(-1, 2)).reshape(len(places), -1), axis=1).clip(0)
    total = rise.sum(axis=1)
    usable = total > EDGE_STEP
    if np.count_nonzero(usable) < 20:
        return np.concatenate((one, two - one))
    # the middle of the rise around its steepest place is the edge to a fraction of a pixel
    at = _middle_of_rise(rise[usable], (offsets[1:] + offsets[:-1]) / 2)
    points = places[usable] + at[:, np.newaxis] * inward
    vx, vy, x, y = cv2.fitLine(points.astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01).ravel()
    return np.array([x, y, vx, vy], np.float64)


def _middle_of_rise(rise: NDArray[np.float64], offsets: NDArray[np.float64]) -> NDArray[np.float64]:
    steepest = rise.argmax(axis=1)
    near = np.abs(np.arange(rise.shape[1]) - steepest[:, np.newaxis]) <= 4
    weight = np.where(near, rise, 0.0)
    middle: NDArray[np.float64] = (weight * offsets).sum(axis=1) / weight.sum(axis=1)
    return middle


def _crossing(one: Corners, two: Corners) -> Corners:
    directions = np.array([one[2:], -two[2:]]).T
    if abs(np.linalg.det(directions)) < 1e-6:
        return np.full(2, np.inf)
    crossing: Corners = one[:2] + np.linalg.solve(directions, two[:2] - one[:2])[0] * one[2:]
    return crossing


def _normal(one: Corners, two: Corners, middle: Corners) -> Corners:
    along = (two - one) / max(1e-9, float(np.linalg.norm(two - one)))
    normal = np.array([-along[1], along[0]])
    return normal if float((middle - one) @ normal) > 0 else -normal


def _values(gray: Gray, places: Corners) -> NDArray[np.float64]:
    """The picture's gray between its pixels; beyond its border the border's."""
    x, y = (each.astype(np.float32).reshape(-1, 1) for each in places.T)
    values = cv2.remap(gray.astype(np.float32), x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    result: NDArray[np.float64] = values.ravel().astype(np.float64)
    return result


def _ordered(corners: Corners) -> Corners:
    """Clockwise from the upper left one, so that the page is turned by the least angle."""
    middle = corners.mean(axis=0)
    around = corners[np.argsort(np.arctan2(*(corners - middle).T[::-1]))]
    sides = np.roll(around, -1, axis=0) - around
    # the first side is the upper one: it runs most to the right
    return np.roll(around, -int(np.argmax(sides[:, 0] / np.linalg.norm(sides, axis=1))), axis=0)
