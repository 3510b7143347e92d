"""The capturing process: a real video file through OpenCV, and the emulated camera in the place of a device node."""

import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import cv2
import numpy as np
import pytest

from devices.code_scanner.emulator import emulate_v4l2
from devices.code_scanner.live_camera import LiveCamera, frames_of_video
from devices.code_scanner.picture_scanner import open_scanner
from devices.contract import DeviceError, DeviceGone, DeviceSilent, PortBusy, PortMissing
from kiosk.core.conditions import Status

QR = frozenset({"qr"})
LONG_S = 20.0


@pytest.fixture
def emulator(tmp_path):
    with closing(emulate_v4l2(tmp_path)) as emulated:
        yield emulated


@pytest.fixture
def camera(emulator):
    with closing(LiveCamera(emulator.where, silent_s=LONG_S)) as made:
        yield made


@pytest.fixture
def video(tmp_path) -> Path:
    path = tmp_path / "steps.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 30, (64, 48))
    for level in (40, 90, 140, 190):
        writer.write(np.full((48, 64, 3), level, np.uint8))
    writer.release()
    return path


def test_every_frame_of_a_video_comes_once_and_in_order(video):
    frames = list(frames_of_video(video))
    assert [frame.shape for frame in frames] == [(48, 64)] * 4
    assert np.abs([frame.mean() - level for frame, level in zip(frames, (40, 90, 140, 190), strict=True)]).max() < 4


def test_what_is_no_video_is_told(tmp_path):
    (tmp_path / "text.avi").write_text("no video")
    for path, error in ((tmp_path / "text.avi", PortBusy), (tmp_path / "none.avi", PortMissing)):
        with pytest.raises(error):
            next(frames_of_video(path))


def test_frames_come_through_the_process(camera):
    frames = [camera.next_frame(LONG_S) for _ in range(3)]
    assert {frame.shape for frame in frames} == {(360, 640)}
    assert not np.array_equal(frames[0], frames[1])


def test_a_scanner_reads_through_it(emulator):
    with closing(open_scanner(emulator.where)) as scanner:
        emulator.show_text("KIOSK:CASE:1234")
        assert scanner.condition().status is Status.ONLINE
        assert scanner.scan(QR, LONG_S).text == "KIOSK:CASE:1234"


def test_it_comes_back_as_often_as_it_is_replugged(camera, emulator):
    for _ in range(3):
        assert camera.next_frame(LONG_S) is not None
        emulator.unplug()
        with pytest.raises(DeviceGone):
            camera.next_frame(LONG_S)
        with pytest.raises(PortMissing):
            camera.next_frame(LONG_S)
        assert camera.fault() == "camera_unplugged"
        emulator.plug()
        assert camera.fault() == ""


@pytest.mark.parametrize(
    ("fault", "found"), [("frozen", "camera_frozen"), ("black", "camera_black"), ("garbled", "camera_garbled")]
)
def test_a_fault_is_found_and_goes_with_its_cause(camera, emulator, fault, found):
    assert camera.fault() == ""
    emulator.set_faults([fault])
    assert camera.fault() == found
    emulator.set_faults()
    assert camera.fault() == ""


def test_a_driver_that_hangs_is_ended_and_another_process_takes_over(emulator):
    with closing(LiveCamera(emulator.where)) as camera:
        assert camera.next_frame(LONG_S) is not None
        hung = camera._line._process
        emulator.set_faults(["silent"])
        with pytest.raises(DeviceSilent):
            camera.next_frame(LONG_S)
        assert hung.returncode is not None
        emulator.set_faults()
        assert camera.next_frame(LONG_S) is not None


def test_a_node_that_is_no_camera_does_not_open(tmp_path):
    (tmp_path / "video0").write_bytes(b"no camera")
    with closing(LiveCamera(f"v4l2:{tmp_path}/video0")) as camera:
        assert camera.fault() == "camera_busy"
        with pytest.raises(DeviceError):
            camera.next_frame(LONG_S)


def test_no_library_of_pictures_is_loaded_where_the_terminal_runs():
    check = "import sys, devices.code_scanner.live_camera; assert not {'cv2', 'zxingcpp'} & set(sys.modules)"
    ended = subprocess.run((sys.executable, "-c", check), cwd=Path(__file__).parents[3], check=False)
    assert ended.returncode == 0


HANGS = """
import socket, sys, time
from devices.code_scanner.capture_process import serve
class Hung:
    live = True
    def grab(self):
        time.sleep(60)
line, asker = socket.socketpair()
asker.send(b"\\n")
serve(line, Hung(), hung_s=0.2)
"""


def test_an_orphan_whose_driver_hangs_ends_by_itself():
    ended = subprocess.run((sys.executable, "-c", HANGS), check=False, timeout=LONG_S, cwd=Path(__file__).parents[3])
    assert ended.returncode == -signal.SIGALRM
