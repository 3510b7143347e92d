"""Pages found on generated desks, their corners known."""

import cv2
import numpy as np
import pytest

from devices.document_camera.desk_scene import Laid, corners_of, noisy, page, picture
from devices.document_camera.page_finding import _ordered, find_page
from devices.document_camera.page_reading import LONG_SIDE_PX, read_page, straightened, trouble_of

CLOSE_PX = 1.0  # of 1600


def seen(laid, sheet="letter", seed=1):
    return noisy(picture(sheet, laid, seed), np.random.default_rng(seed))


@pytest.mark.parametrize(
    "laid",
    [
        Laid(),
        Laid(angle=-30, scale=0.65, desk="wood"),
        Laid(angle=95, scale=0.75, desk="green"),
        Laid(angle=14, tilt=25, scale=0.7),
        Laid(angle=8, shadow=0.45, desk="wood"),
        Laid(angle=-5, desk="cloth"),
        Laid(angle=20, scale=0.7, desk="light", light=0.8),
        Laid(angle=40, scale=0.4),
    ],
    ids=str,
)
def test_the_corners_are_where_they_are(laid):
    found = find_page(seen(laid))
    assert found.corners is not None
    wrong = np.linalg.norm(found.corners - _ordered(corners_of(laid).astype(float)), axis=1)
    assert wrong.max() < CLOSE_PX


@pytest.mark.nightly
@pytest.mark.timeout(600)
def test_rates_over_many_desks():
    """Each class: at least 19 of 20 found, no corner of a found page more than 2 px of 1600 off."""
    rng = np.random.default_rng(2026)
    classes = {
        **{desk: {"desk": desk} for desk in ("dark", "wood", "cloth", "green", "light")},
        "shadow": {"desk": "wood", "shadow": 0.45},
        "tilt": {"tilt": 25.0},
    }
    for name, habits in classes.items():
        wrong = []
        for seed in range(20):
            free = Laid(
                rng.uniform(-40, 40), rng.uniform(0, 12), rng.uniform(0.5, 0.68), (rng.uniform(0.45, 0.55), 0.5)
            )
            laid = Laid(**{**{each: getattr(free, each) for each in free.__struct_fields__}, **habits})
            found = find_page(seen(laid, ("letter", "form", "table")[seed % 3], seed))
            if found.corners is not None:
                truth = _ordered(corners_of(laid).astype(float))
                wrong.append(float(np.linalg.norm(found.corners - truth, axis=1).max()))
        assert len(wrong) >= 19, name
        assert max(wrong) < 2.0, name


@pytest.mark.parametrize(
    ("desk", "shadow"), [("dark", 0.0), ("dark", 0.4), ("wood", 0.4), ("cloth", 0.0), ("light", 0.4)]
)
def test_an_empty_desk_has_no_page(desk, shadow):
    assert read_page(seen(Laid(desk=desk, shadow=shadow), None)).trouble == "no_page"


@pytest.mark.parametrize(
    ("middle", "desk"), [((0.1, 0.5), "dark"), ((0.9, 0.5), "wood"), ((0.5, 0.05), "green"), ((0.5, 0.97), "dark")]
)
def test_a_page_cut_off_by_the_picture_is_said(middle, desk):
    assert read_page(seen(Laid(angle=6, middle=middle, desk=desk))).trouble == "cut_off"


@pytest.mark.parametrize(
    ("laid", "sheet", "trouble"),
    [
        (Laid(angle=3), "blank", "blank"),
        (Laid(angle=3, desk="wood"), "blank", "blank"),
        (Laid(blur_px=3), "letter", "blurred"),
        (Laid(blur_px=5, desk="wood", shadow=0.3), "form", "blurred"),
        (Laid(light=0.15), "letter", "dark"),
        (Laid(light=0.3, desk="green"), "table", "dark"),
        (Laid(light=0.6), "letter", None),
        (Laid(blur_px=1.0, shadow=0.4), "table", None),
    ],
)
def test_what_is_wrong_with_a_page(laid, sheet, trouble):
    assert read_page(seen(laid, sheet)).trouble == trouble


@pytest.mark.parametrize(("angle", "upright"), [(0, True), (-35, True), (35, True), (80, False), (100, False)])
def test_a_page_comes_out_upright_with_the_ratio_of_a4(angle, upright):
    captured = read_page(seen(Laid(angle=angle, scale=0.65, tilt=8)))
    assert (captured.height_px > captured.width_px) is upright
    sides = sorted((captured.width_px, captured.height_px))
    assert sides[1] / sides[0] == pytest.approx(2**0.5, rel=0.002)
    assert sides[1] <= LONG_SIDE_PX


def test_a_straightened_page_is_the_page_that_was_laid():
    sheet = page("form", 1)
    flat = straightened(seen(Laid(angle=-7, tilt=12, desk="wood"), "form"))
    target = cv2.resize(sheet, flat.shape[1::-1], interpolation=cv2.INTER_AREA)
    one, two = (
        cv2.GaussianBlur(cv2.cvtColor(each, cv2.COLOR_RGB2GRAY), (0, 0), 1.0).ravel() for each in (flat, target)
    )
    assert np.corrcoef(one, two)[0, 1] > 0.9
    assert trouble_of(target) is None


@pytest.mark.parametrize("shape", [(1, 1), (30, 40), (1200, 5)])
def test_odd_pictures_hold_no_page(shape):
    rng = np.random.default_rng(0)
    assert find_page(rng.integers(0, 255, (*shape, 3), np.uint8)).corners is None
    assert find_page(np.full((*shape, 3), 128, np.uint8)).corners is None
