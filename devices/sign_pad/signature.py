"""A handwritten signature as strokes: what it is, whether it will do, and how it is drawn. Pure.

A signature on the pad confirms a form by hand (手写确认) when it is bound to the form's digest and time; it is no
certificate. The strokes are personal data: they live in the visit and go where the form goes, nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from math import dist, hypot
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

MOST_STROKES = 200  # four hanzi have about fifty
MOST_POINTS = 4000
PAD_MM = 400.0
PEN_MM = 0.5  # line width when drawn
TOLERANCE_MM = 0.15  # a third of the line: what is thrown away cannot be seen

SHORTEST_INK_MM = 12.0  # one simple hanzi written small
SMALLEST_SIDE_MM = 5.0  # of the longer side of everything written: less is a tap or a dot

SignatureTrouble = Literal["empty", "too_short"]

Millimetres = Annotated[float, Meta(ge=0.0, le=PAD_MM)]


class Point(Struct, frozen=True, array_like=True):
    """Where the pen was, from the pad's upper left corner; `t_ms` since the first touch; `pressure` 0..1 if known."""

    x_mm: Millimetres
    y_mm: Millimetres
    t_ms: Annotated[int, Meta(ge=0, le=3_600_000)]
    pressure: Annotated[float, Meta(ge=0.0, le=1.0)] | None = None


Stroke = Annotated[tuple[Point, ...], Meta(min_length=1)]


class Box(Struct, frozen=True):
    """The smallest upright box around something drawn, in millimetres."""

    left: float
    top: float
    width: float
    height: float


class Signature(Struct, frozen=True):
    """What was written between the first touch and 完成, pen down to pen up in order."""

    strokes: Annotated[tuple[Stroke, ...], Meta(max_length=MOST_STROKES)] = ()

    def __repr__(self) -> str:
        """Strokes are personal: show how many there are."""
        return f"Signature({len(self.strokes)} strokes, {sum(map(len, self.strokes))} points)"


def encoded(signature: Signature) -> bytes:
    """The signature as JSON, for the form it belongs to."""
    return msgspec.json.encode(signature)


def decoded(data: bytes) -> Signature:
    """The signature in `data`; msgspec.ValidationError when a point lies outside the pad or there are too many."""
    signature = msgspec.json.decode(data, type=Signature)
    if sum(map(len, signature.strokes)) > MOST_POINTS:
        raise msgspec.ValidationError(f"a signature has at most {MOST_POINTS} points")
    return signature


def ink_mm(signature: Signature) -> float:
    """The length of everything written."""
    return sum(dist(_at(one), _at(two)) for one, two in _pieces(signature))


def box_of(signature: Signature) -> Box | None:
    """The box around everything written; None for an empty pad."""
    points = [point for stroke in signature.strokes for point in stroke]
    if not points:
        return None
    left, top = min(point.x_mm for point in points), min(point.y_mm for point in points)
    right, bottom = max(point.x_mm for point in points), max(point.y_mm for point in points)
    return Box(left, top, right - left, bottom - top)


def trouble_of(signature: Signature) -> SignatureTrouble | None:
    """Why this is no signature, or None; whether it is the right one no machine decides here."""
    box = box_of(signature)
    if box is None:
        return "empty"
    short = ink_mm(signature) < SHORTEST_INK_MM or max(box.width, box.height) < SMALLEST_SIDE_MM
    return "too_short" if short else None


def simplified(signature: Signature, tolerance_mm: float = TOLERANCE_MM) -> Signature:
    """The same strokes with fewer points, nowhere further than `tolerance_mm` off (Ramer, Douglas and Peucker).

    Should more than `MOST_POINTS` be left, the tolerance doubles until they are not. First and last points stay.
    """
    while True:
        strokes = tuple(tuple(_thinned(stroke, tolerance_mm)) for stroke in signature.strokes[:MOST_STROKES])
        if sum(map(len, strokes)) <= MOST_POINTS or tolerance_mm > PAD_MM:
            return Signature(strokes)
        tolerance_mm *= 2


def svg_path(signature: Signature) -> str:
    """The strokes as the ``d`` of an SVG path, in millimetres; a dot is a line of no length."""
    return "".join(_svg_stroke(stroke) for stroke in signature.strokes)


def svg(signature: Signature) -> str:
    """A picture of the strokes that is as large as they are, with room for the pen; empty pads give an empty one."""
    box = box_of(signature) or Box(0.0, 0.0, 0.0, 0.0)
    left, top, width, height = box.left - PEN_MM, box.top - PEN_MM, box.width + 2 * PEN_MM, box.height + 2 * PEN_MM
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.2f}mm" height="{height:.2f}mm"'
        f' viewBox="{left:.2f} {top:.2f} {width:.2f} {height:.2f}"><path d="{svg_path(signature)}" fill="none"'
        f' stroke="#000" stroke-width="{PEN_MM}" stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )


def _at(point: Point) -> tuple[float, float]:
    return point.x_mm, point.y_mm


def _pieces(signature: Signature) -> Iterator[tuple[Point, Point]]:
    for stroke in signature.strokes:
        yield from pairwise(stroke)


def _svg_stroke(stroke: Stroke) -> str:
    (first, *others) = (f"{point.x_mm:.2f} {point.y_mm:.2f}" for point in stroke)
    return f"M{first}L{'L'.join(others or [first])}"


def _thinned(stroke: Stroke, tolerance_mm: float) -> Iterator[Point]:
    kept, spans = {0, len(stroke) - 1}, [(0, len(stroke) - 1)]
    while spans:  # a stack of our own: a stroke of thousands of points would be too deep for Python's
        first, last = spans.pop()
        away = _away_from(stroke[first], stroke[last])
        furthest = max(range(first + 1, last), key=lambda each: away(stroke[each]), default=None)
        if furthest is not None and away(stroke[furthest]) > tolerance_mm:
            kept.add(furthest)
            spans += [(first, furthest), (furthest, last)]
    return (stroke[each] for each in sorted(kept))


def _away_from(one: Point, two: Point) -> Callable[[Point], float]:
    """How far a point lies from the piece of line between two others."""
    (x, y), (dx, dy) = _at(one), (two.x_mm - one.x_mm, two.y_mm - one.y_mm)
    square = dx * dx + dy * dy

    def away(point: Point) -> float:
        along = ((point.x_mm - x) * dx + (point.y_mm - y) * dy) / square if square else 0.0
        along = min(1.0, max(0.0, along))
        return hypot(point.x_mm - x - along * dx, point.y_mm - y - along * dy)

    return away
