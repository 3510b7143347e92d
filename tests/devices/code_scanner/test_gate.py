"""Motion opens the gate; noise, a lamp that flickers and what stands still do not; a repeated frame is told."""

import numpy as np
import pytest

from devices.code_scanner.gate import CELL_PX, Gate
from devices.code_scanner.scene import Scene, qr_picture

HEIGHT, WIDTH = 360, 640
CODE = np.asarray(qr_picture(b"x"))[::2, ::2]


def frames(seed: int, noise: float, view=None):
    """A wall with the light from one side, or `view`, seen by a noisy sensor for ever."""
    draw = np.random.default_rng(seed)
    view = np.tile(np.linspace(60, 160, WIDTH), (HEIGHT, 1)) if view is None else view
    taken = [(view + draw.normal(0, noise, view.shape)).clip(0, 255).astype(np.uint8) for _ in range(12)]
    while True:
        yield from draw.permutation(taken[:6])
        yield from draw.permutation(taken[6:])


def with_code(frame, at_x, at_y=60):
    shown = frame.copy()
    part = shown[at_y : at_y + CODE.shape[0], at_x : at_x + CODE.shape[1]]
    part[:] = CODE[: part.shape[0], : part.shape[1]]
    return shown


@pytest.fixture(params=[1, 4, 12])
def watched(request):
    """A gate that has seen a second of a still scene, and the frames that go on."""
    gate, source = Gate(), frames(7, request.param)
    for _ in range(30):
        gate.feed(next(source))
    return gate, source


def test_the_first_frame_counts_as_motion():
    assert Gate().feed(next(frames(1, 4)))


def test_a_still_scene_stays_closed_whatever_the_noise(watched):
    gate, source = watched
    assert [gate.feed(next(source)) for _ in range(200)] == [False] * 200
    assert not gate.moving


def test_a_code_that_comes_in_opens_it_at_once(watched):
    gate, source = watched
    assert gate.feed(with_code(next(source), 400))
    assert gate.moving
    assert gate.motion > 20


def test_a_code_held_still_keeps_it_open_for_more_than_a_second_and_not_for_ever(watched):
    gate, source = watched
    held = [gate.feed(with_code(next(source), 400)) for _ in range(400)]
    assert all(held[:35])
    assert not any(held[-30:])


def test_a_hand_that_shakes_by_a_pixel_keeps_it_open(watched):
    gate, source = watched
    draw = np.random.default_rng(3)
    held = [gate.feed(with_code(next(source), 400 + int(draw.integers(-8, 9)))) for _ in range(200)]
    assert np.mean(held) > 0.9


def test_light_that_changes_everywhere_is_not_motion(watched):
    gate, source = watched
    for number in range(120):
        brighter = next(source).astype(int) + round(12 * np.sin(number / 3))
        assert not gate.feed(brighter.clip(0, 255).astype(np.uint8))


def test_one_cell_alone_is_not_motion(watched):
    gate, source = watched
    spot = next(source)
    spot[:CELL_PX, :CELL_PX] = 255
    assert not gate.feed(spot)
    assert gate.motion > 20


def test_a_camera_that_repeats_its_frame_is_told_by_the_count():
    gate, source = Gate(), frames(2, 1)
    for _ in range(5):
        gate.feed(next(source))
        assert gate.repeats == 0
    frozen = next(source)
    gate.feed(frozen)
    for count in range(1, 60):
        gate.feed(frozen.copy())
        assert gate.repeats == count
    gate.feed(next(source))
    assert gate.repeats == 0


def test_the_emulated_camera_is_noisy_and_still():
    scene, gate = Scene(1280, 720), Gate()
    moved = [gate.feed(scene.frame()) for _ in range(40)]
    assert moved == [True] + [False] * 39
    scene.show(qr_picture(b"x"))
    assert gate.feed(scene.frame())


@pytest.mark.parametrize("shape", [(0, 5), (5, 5), (31, 700), (48, 64)])
def test_a_frame_too_small_to_tell_always_opens_it(shape):
    gate = Gate()
    assert all(gate.feed(np.zeros(shape, np.uint8)) for _ in range(3))


def test_a_change_of_the_frames_size_opens_it_once():
    gate = Gate()
    source, larger = frames(1, 2), frames(1, 2, np.full((720, 1280), 90.0))
    gate.feed(next(source))
    assert not gate.feed(next(source))
    assert gate.feed(next(larger))
    assert not gate.feed(next(larger))


def test_a_plane_that_is_a_view_into_another_buffer_serves_as_well():
    draw = np.random.default_rng(5)
    packed = draw.integers(0, 255, (HEIGHT, WIDTH, 2), dtype=np.uint8)  # YUYV: each second byte is luma
    view, gate, other = packed[:, :, 0], Gate(), Gate()
    for _ in range(2):
        gate.feed(view)
        other.feed(np.ascontiguousarray(view))
    assert (gate.repeats, gate.motion) == (other.repeats, other.motion) == (1, 0.0)
