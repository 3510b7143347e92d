"""Drawings as values: polygons and strokes in a picture's own units (y down), made from a few kinds of curve. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin

from msgspec import Struct

Point = tuple[float, float]
Points = tuple[Point, ...]


class Shape(Struct, frozen=True):
    """A line through `points`, filled and stroked with named colours; an empty name leaves that part out."""

    points: Points
    fill: str = ""
    stroke: str = ""
    width: float = 0.0
    closed: bool = True


class Label(Struct, frozen=True):
    """The page's words in a picture: at a point, centred or from there to the right, in the room there is."""

    at: Point
    room: float
    left: bool = False


class Drawing(Struct, frozen=True):
    """A picture: its own width and height, what is in it, and where its words stand."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    labels: tuple[Label, ...] = ()


INK = "ink"


def box(x: float, y: float, w: float, h: float, corner: float = 0.0) -> Points:
    """A rectangle, with round corners when `corner` is given."""
    if corner == 0:
        return ((x, y), (x + w, y), (x + w, y + h), (x, y + h))
    right, low = x + w - corner, y + h - corner
    centres = ((right, y + corner, -90), (right, low, 0), (x + corner, low, 90), (x + corner, y + corner, 180))
    return tuple(point for cx, cy, start in centres for point in arc(cx, cy, corner, start, start + 90, 6))


def arc(cx: float, cy: float, radius: float, start: float, end: float, count: int = 24, tall: float = 1.0) -> Points:
    """Points on a circle from `start` to `end` in degrees, clockwise from three o'clock; `tall` flattens it."""
    steps = [start + (end - start) * each / count for each in range(count + 1)]
    return tuple((cx + radius * cos(a * pi / 180), cy + radius * tall * sin(a * pi / 180)) for a in steps)


def circle(cx: float, cy: float, radius: float) -> Points:
    """A whole circle."""
    return arc(cx, cy, radius, 0, 360, 48)[:-1]


def curve(*points: Point, count: int = 16) -> Points:
    """A smooth line through `points` (Catmull-Rom), for hills and shoulders."""
    ends = (points[0], *points, points[-1])
    smooth = [points[0]]
    for p0, p1, p2, p3 in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for each in range(1, count + 1):
            t = each / count
            smooth.append((_spline(t, p0[0], p1[0], p2[0], p3[0]), _spline(t, p0[1], p1[1], p2[1], p3[1])))
    return tuple(smooth)


def _spline(t: float, a: float, b: float, c: float, d: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3)


def line(*points: Point, width: float, stroke: str = INK) -> Shape:
    """An open stroke with round ends."""
    return Shape(points, stroke=stroke, width=width, closed=False)


def dots(start: Point, end: Point, count: int, radius: float, fill: str = "mark") -> tuple[Shape, ...]:
    """A dotted lead from one place to another."""
    parts = [each / (count - 1) for each in range(count)]
    return tuple(
        Shape(circle(start[0] + (end[0] - start[0]) * t, start[1] + (end[1] - start[1]) * t, radius), fill)
        for t in parts
    )


def arrow(x: float, y: float, length: float, width: float, *, up: bool = False, stroke: float = 1.25) -> Shape:
    """A thick upright arrow with its tail's middle at `x`, `y`, pointing down or up."""
    way = -1 if up else 1
    neck = y + way * length * 0.53
    half, wing = width * 0.21, width * 0.5
    points = (
        (x - half, y),
        (x + half, y),
        (x + half, neck),
        (x + wing, neck),
        (x, y + way * length),
        (x - wing, neck),
        (x - half, neck),
    )
    return Shape(points, "mark", INK, stroke)


def moved(shapes: Sequence[Shape], dx: float, dy: float, scale: float = 1.0, turn: float = 0.0) -> tuple[Shape, ...]:
    """The shapes turned by `turn` degrees about their origin, scaled, and moved."""
    return tuple(
        Shape(
            tuple(_moved(point, dx, dy, scale, turn) for point in each.points),
            each.fill,
            each.stroke,
            each.width * scale,
            each.closed,
        )
        for each in shapes
    )


def _moved(point: Point, dx: float, dy: float, scale: float, turn: float) -> Point:
    (x, y), a = point, turn * pi / 180
    return dx + scale * (x * cos(a) - y * sin(a)), dy + scale * (x * sin(a) + y * cos(a))
