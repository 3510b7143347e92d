"""One frame in three is searched harder, a long motion once with everything; a one-dimensional code needs two looks."""

from collections import Counter

import pytest

from devices.code_scanner.looks import EVERYTHING_AFTER_S, Looks
from devices.contract import ScannedCode

FRAME_S = 1 / 30
QR = ScannedCode("qr", b"1", "1")
BARS, OTHER_BARS = ScannedCode("code128", b"1", "1"), ScannedCode("code128", b"7", "7")


def efforts(looks: Looks, number: int, *, moving: bool, since_s: float = 0.0) -> list[str]:
    return [looks.effort(since_s + each * FRAME_S, moving=moving) for each in range(number)]


def test_while_something_moves_one_look_in_three_is_sharper_and_few_are_patient():
    seen = Counter(efforts(Looks(), 300, moving=True))
    assert 70 <= seen["sharpen"] <= 100
    assert seen["everything"] == 4
    assert seen.total() == 300


def test_the_first_look_is_a_sharper_one_and_a_scene_at_rest_gets_glances():
    assert efforts(Looks(), 100, moving=False) == ["sharpen"] + ["glance"] * 99


def test_a_restart_looks_sharper_once_more_but_is_not_held_up_by_everything():
    looks = Looks()
    efforts(looks, 100, moving=False)
    looks.restart()
    assert efforts(looks, 3, moving=False, since_s=100.0) == ["sharpen", "glance", "glance"]


def test_motion_after_a_long_rest_starts_with_quick_looks():
    looks = Looks()
    efforts(looks, 30, moving=False)
    seen = efforts(looks, int(EVERYTHING_AFTER_S / FRAME_S) - 1, moving=True, since_s=500.0)
    assert "everything" not in seen


@pytest.mark.parametrize(
    ("looked", "counted"),
    [
        ([[QR]], [[QR]]),
        ([[BARS], [BARS]], [[], [BARS]]),
        ([[BARS], [], [BARS]], [[], [], []]),
        ([[BARS], [OTHER_BARS], [BARS]], [[], [], []]),
        ([[BARS], [OTHER_BARS, BARS], [OTHER_BARS]], [[], [BARS], [OTHER_BARS]]),
        ([[QR, BARS], [QR, BARS]], [[QR], [QR, BARS]]),
    ],
)
def test_a_one_dimensional_code_counts_when_the_look_before_found_the_same(looked, counted):
    looks = Looks()
    assert [list(looks.counted(codes)) for codes in looked] == counted


def test_what_the_visitor_before_showed_is_no_first_reading():
    looks = Looks()
    assert looks.counted([BARS]) == ()
    looks.restart()
    assert looks.counted([BARS]) == ()
    assert looks.counted([BARS]) == (BARS,)
