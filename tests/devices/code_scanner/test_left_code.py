"""A delivered code is none until it has been out of the picture once."""

import pytest

from devices.code_scanner.left_code import LeftCodes
from devices.contract import ScannedCode

MINE, YOURS = ScannedCode("qr", b"mine", "mine"), ScannedCode("qr", b"yours", "yours")


def delivered(effort="glance") -> LeftCodes:
    left = LeftCodes()
    assert left.first_new([MINE], 0.0, effort) == MINE
    return left


def test_what_lies_there_is_not_delivered_twice_however_long():
    left = delivered()
    assert [left.first_new([MINE], at, "glance") for at in (0.1, 1.0, 3600.0)] == [None] * 3
    assert left.may_lie_there


def test_another_code_is_new_also_beside_the_old_one():
    assert delivered().first_new([MINE, YOURS], 0.1, "glance") == YOURS
    assert delivered().first_new([YOURS], 0.1, "glance") == YOURS


def test_a_code_that_was_left_stays_old_when_others_are_read_beside_it():
    left = delivered()
    assert left.first_new([MINE, YOURS], 1.0, "glance") == YOURS
    assert left.first_new([MINE, YOURS], 60.0, "glance") is None, "the third citizen must not get the first one's"


def test_after_it_was_away_it_is_new():
    left = delivered()
    for at in (1.0, 1.15, 1.3):
        assert left.first_new([], at, "glance") is None
    assert not left.may_lie_there
    assert left.first_new([MINE], 1.4, "glance") == MINE


def test_a_blurred_frame_is_not_away():
    left = delivered()
    for at in (1.0, 1.03, 1.06, 1.09):
        left.first_new([], at, "glance")
    assert left.first_new([MINE], 1.12, "glance") is None
    for at in (2.0, 2.3):
        left.first_new([], at, "glance")
    assert left.first_new([MINE], 2.6, "glance") is None


@pytest.mark.parametrize("took", ["glance", "sharpen", "everything"])
def test_what_took_patience_to_find_is_watched_with_no_less(took):
    left = delivered(took)
    assert left.effort("glance") == took
    assert left.effort("everything") == "everything"
    for at in (1.0, 1.2, 1.4):
        left.first_new([], at, left.effort("glance"))
    assert left.effort("glance") == "glance", "once it has gone, looks cost what they did"


def test_nothing_of_a_payload_is_kept():
    assert b"mine" not in repr(vars(delivered())).encode()
