"""A signature as strokes: bounds, emptiness, simplification within its tolerance, and its picture."""

import xml.etree.ElementTree as ET
from math import cos, pi, sin

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.sign_pad.signature import (
    MOST_POINTS,
    MOST_STROKES,
    TOLERANCE_MM,
    Box,
    Point,
    Signature,
    _away_from,
    box_of,
    decoded,
    encoded,
    ink_mm,
    simplified,
    svg,
    svg_path,
    trouble_of,
)


def stroke(*places):
    return tuple(Point(float(x), float(y), 10 * at) for at, (x, y) in enumerate(places))


LINE = Signature((stroke((10, 10), (40, 10)),))
CIRCLE = Signature((stroke(*((50 + 20 * cos(a * pi / 180), 50 + 20 * sin(a * pi / 180)) for a in range(361))),))

coordinates = st.floats(0, 100, allow_nan=False).map(lambda value: round(value, 2))
points = st.builds(Point, coordinates, coordinates, st.integers(0, 60_000), st.none() | st.floats(0, 1))
signatures = st.builds(Signature, st.lists(st.lists(points, min_size=1, max_size=30).map(tuple), max_size=6).map(tuple))


@given(signatures)
def test_a_signature_goes_out_and_comes_back_unchanged(signature):
    assert decoded(encoded(signature)) == signature


@pytest.mark.parametrize(
    ("signature", "trouble"),
    [
        (Signature(), "empty"),
        (Signature((stroke((5, 5)),)), "too_short"),
        (Signature((stroke((5, 5), (8, 5)),)), "too_short"),
        (Signature((stroke(*((10 + each % 2, 10) for each in range(40))),)), "too_short"),  # rubbing on one spot
        (LINE, None),
        (CIRCLE, None),
    ],
)
def test_what_will_not_do(signature, trouble):
    assert trouble_of(signature) == trouble


def test_length_and_box():
    assert ink_mm(LINE) == pytest.approx(30.0)
    assert ink_mm(CIRCLE) == pytest.approx(2 * pi * 20, rel=1e-3)
    assert box_of(LINE) == Box(10.0, 10.0, 30.0, 0.0)
    assert box_of(Signature()) is None


def test_pen_lifted_is_no_ink():
    apart = Signature((stroke((0, 0), (10, 0)), stroke((90, 0), (100, 0))))
    assert ink_mm(apart) == pytest.approx(20.0)


def away_from_line(point, line):
    return min(_away_from(one, two)(point) for one, two in zip(line, line[1:] or line, strict=False))


@given(signatures, st.sampled_from([TOLERANCE_MM, 1.0, 5.0]))
def test_simplifying_keeps_ends_and_order_and_stays_within_its_tolerance(signature, tolerance_mm):
    simpler = simplified(signature, tolerance_mm)
    for before, after in zip(signature.strokes, simpler.strokes, strict=True):
        assert (after[0], after[-1]) == (before[0], before[-1])
        following = iter(before)
        assert all(point in following for point in after)
        assert all(away_from_line(point, after) <= tolerance_mm + 1e-9 for point in before)


def test_a_circle_needs_few_points():
    assert 10 < len(simplified(CIRCLE).strokes[0]) < 60


def test_scribbling_for_minutes_is_bounded():
    scribble = tuple(Point(float(each * 7 % 300), float(each * 13 % 200), each) for each in range(3 * MOST_POINTS))
    taps = tuple(stroke((each % 100, 5)) for each in range(2 * MOST_STROKES))
    bounded = simplified(Signature((scribble, *taps)))
    assert len(bounded.strokes) == MOST_STROKES
    assert sum(map(len, bounded.strokes)) <= MOST_POINTS
    assert decoded(encoded(bounded)) == bounded


def test_the_picture_is_as_large_as_the_strokes():
    picture = ET.fromstring(svg(LINE))
    assert (picture.get("width"), picture.get("height")) == ("31.00mm", "1.00mm")
    assert picture.get("viewBox") == "9.50 9.50 31.00 1.00"
    assert picture[0].get("d") == "M10.00 10.00L40.00 10.00"
    assert ET.fromstring(svg(Signature()))[0].get("d") == ""


def test_a_dot_is_drawn():
    assert svg_path(Signature((stroke((1, 2)),))) == "M1.00 2.00L1.00 2.00"


@pytest.mark.parametrize(
    "data",
    [
        b'{"strokes":[[]]}',
        b'{"strokes":[[[1,2]]]}',
        b'{"strokes":[[[1,2,-5]]]}',
        b'{"strokes":[[[-1,2,0]]]}',
        b'{"strokes":[[[1,2000,0]]]}',
        b'{"strokes":[[[1,2,0,1.5]]]}',
        b'{"strokes":[[["1",2,0]]]}',
        b'{"strokes":' + b"[" + b"[[1,2,0]]," * MOST_STROKES + b"[[1,2,0]]]}",
        b'{"strokes":[[' + b"[1,2,0]," * MOST_POINTS + b"[1,2,0]]]}",
    ],
)
def test_what_cannot_be_a_signature_is_refused(data):
    with pytest.raises(msgspec.ValidationError):
        decoded(data)


def test_nothing_written_shows_in_a_log():
    assert repr(LINE) == "Signature(1 strokes, 2 points)"
