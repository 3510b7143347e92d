"""A camera that is asked: a line is given the time to start, and closed when it has been quiet for too long."""

import itertools
from contextlib import closing

import numpy as np
import pytest

from devices.code_scanner.socket_camera import AskedCamera
from devices.contract import DeviceSilent, WireError

NOISE = np.random.default_rng(3)


class Line:
    """Says nothing until told; remembers how it ended."""

    def __init__(self) -> None:
        self.speaks = self.within = self.closed = False

    def frame(self, _deadline: float) -> np.ndarray | None:
        return NOISE.integers(40, 200, (48, 64), np.uint8) if self.speaks else None

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def lines():
    return []


@pytest.fixture
def camera(lines):
    def connect() -> Line:
        lines.append(Line())
        return lines[-1]

    with closing(AskedCamera(connect, silent_s=0.01, start_s=3600.0)) as made:
        yield made


def called(camera, error) -> None:
    """Ask until it is called something; a line that answers at once takes no time of ours."""
    with pytest.raises(error):
        all(camera.next_frame(0.01) is None for _ in itertools.count())


def test_a_camera_that_starts_slowly_is_silent_but_keeps_its_line(camera, lines):
    for _ in range(3):
        called(camera, DeviceSilent)
        assert camera.fault() == "camera_silent"
    lines[0].speaks = True
    assert camera.fault() == ""
    assert len(lines) == 1


def test_a_camera_that_has_stopped_gets_a_new_line(camera, lines):
    camera.fault()
    lines[0].speaks = True
    assert camera.fault() == ""
    lines[0].speaks = False
    while not lines[0].closed:
        called(camera, DeviceSilent)
    assert camera.fault() == "camera_silent"
    lines[1].speaks = True
    assert camera.fault() == ""


def test_a_frame_that_does_not_end_is_no_silence(camera, lines):
    camera.fault()
    lines[0].within = True
    called(camera, WireError)
    assert lines[0].closed
