"""Somebody is motion of some size that lasts; light that comes and goes is nobody."""

import numpy as np
import pytest

from devices.code_scanner.front import BETWEEN_S, LASTS, Front

WIDTH, HEIGHT = 640, 360
generator = np.random.default_rng(11)
HALL = generator.integers(60, 180, (HEIGHT // 40, WIDTH // 40)).repeat(40, 0).repeat(40, 1).astype(np.float32)


def frame(view: np.ndarray) -> np.ndarray:
    return (view + generator.normal(0, 4, view.shape)).clip(0, 255).astype(np.uint8)


def seen(views) -> bool:
    """Whether somebody is seen in these views, one each look."""
    front = Front()
    return any(front.feed(frame(view), number * (BETWEEN_S + 0.01)) for number, view in enumerate(views))


def person_at(x: int) -> np.ndarray:
    view = HALL.copy()
    view[80:, x : x + 90] = 45
    view[90:150, x + 20 : x + 70] = 170
    return view


def test_somebody_who_walks_by_is_seen():
    assert seen([person_at(x) for x in range(100, 400, 30)])


def test_somebody_who_walks_in_poor_light_is_seen():
    assert seen([person_at(x) / 4 for x in range(100, 400, 30)])


def lamp(level: float) -> np.ndarray:
    """One side of the hall lit more."""
    return HALL * np.linspace(1.0, level, WIDTH, dtype=np.float32)[np.newaxis, :]


@pytest.mark.parametrize(
    "views",
    [
        [HALL] * 12,
        [HALL * (0.7 if n % 2 else 1.0) for n in range(12)],
        [lamp(1.4 if n % 3 else 0.6) for n in range(12)],
        [HALL] * 5 + [person_at(200)] * 7,
        [person_at(200)] * 12,
    ],
    ids=["empty", "flicker", "a lamp at one side", "a chair was put there", "a poster"],
)
def test_nobody_is_not_somebody(views):
    assert not seen(views)


def test_a_fly_is_not_somebody():
    views = []
    for x in range(100, 400, 30):
        views.append(HALL.copy())
        views[-1][100:112, x : x + 12] = 0
    assert not seen(views)


def test_looks_are_counted_and_frames_between_them_are_not():
    front = Front()
    for number in range(60):
        front.feed(frame(HALL), number / 30)
    assert LASTS <= front.looks <= 2 / BETWEEN_S
