"""A delivered code is none until it has been out of the picture once."""

from devices.code_scanner.left_code import LeftCode
from devices.contract import ScannedCode

MINE, YOURS = ScannedCode("qr", b"mine", "mine"), ScannedCode("qr", b"yours", "yours")


def delivered() -> LeftCode:
    left = LeftCode()
    assert left.first_new([MINE], 0.0) == MINE
    return left


def test_what_lies_there_is_not_delivered_twice_however_long():
    left = delivered()
    assert [left.first_new([MINE], at) for at in (0.1, 1.0, 3600.0)] == [None] * 3
    assert left.may_lie_there


def test_another_code_is_new_also_beside_the_old_one():
    assert delivered().first_new([MINE, YOURS], 0.1) == YOURS
    assert delivered().first_new([YOURS], 0.1) == YOURS


def test_after_it_was_away_it_is_new():
    left = delivered()
    for at in (1.0, 1.15, 1.3):
        assert left.first_new([], at) is None
    assert not left.may_lie_there
    assert left.first_new([MINE], 1.4) == MINE


def test_a_blurred_frame_is_not_away():
    left = delivered()
    for at in (1.0, 1.03, 1.06, 1.09):
        left.first_new([], at)
    assert left.first_new([MINE], 1.12) is None
    for at in (2.0, 2.3):
        left.first_new([], at)
    assert left.first_new([MINE], 2.6) is None


def test_nothing_of_a_payload_is_kept():
    assert b"mine" not in repr(vars(delivered())).encode()
    assert "mine" not in repr(delivered()._delivered)
