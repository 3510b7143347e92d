"""The document camera against an emulated desk."""

import contextlib
import os
import socket
import threading
from contextlib import closing

import numpy as np
import pytest
from PIL import Image

from devices.contract import DeviceError, DeviceSilent, PortMissing, WireError
from devices.document_camera.desk_camera import DeskCamera, open_desk_camera
from devices.document_camera.desk_scene import SCENES, Laid, noisy, picture
from devices.document_camera.emulator import FAULTS, emulate_document_camera
from devices.document_camera.picture_sources import ASK, LinePictures, ProcessPictures, colour_of, connect
from devices.faults import fault_of, faults
from kiosk.core.conditions import Device, Status

WAIT_S = 20.0


@pytest.fixture
def desk(tmp_path):
    with closing(emulate_document_camera(tmp_path)) as desk:
        yield desk


@pytest.fixture
def camera(desk):
    with closing(open_desk_camera(desk.where)) as camera:
        yield camera


@pytest.mark.parametrize("name", SCENES)
def test_each_page_is_taken_or_its_trouble_told(desk, camera, name):
    desk.lay_page(name)
    captured = camera.capture(WAIT_S)
    assert captured.trouble == {"blank": "blank", "cut-off": "cut_off"}.get(name)
    assert bool(captured.jpeg) is (captured.trouble is None)


def test_an_empty_desk_and_then_a_page(desk, camera):
    assert camera.capture(WAIT_S).trouble == "no_page"
    desk.lay_page("letter")
    assert camera.capture(WAIT_S).jpeg
    desk.take_page()
    assert camera.capture(WAIT_S).trouble == "no_page"


@pytest.mark.parametrize("fault", ["blurred", "dark"])
def test_what_a_citizen_can_mend_is_no_fault_of_the_camera(desk, camera, fault):
    desk.lay_page("letter")
    desk.set_faults([fault])
    assert camera.capture(WAIT_S).trouble == fault
    assert camera.condition().usable


@pytest.mark.parametrize(
    ("fault", "told", "raised"),
    [
        ("black", "camera_black", DeviceSilent),
        ("frozen", "camera_frozen", DeviceSilent),
        ("garbled", "camera_garbled", WireError),
    ],
)
def test_a_camera_that_fails_says_how_and_comes_back(desk, camera, fault, told, raised):
    desk.lay_page("letter")
    desk.set_faults([fault])
    assert (camera.condition().status, camera.condition().fault) == (Status.HARDWARE_ERROR, told)
    with pytest.raises(raised):
        camera.capture(WAIT_S)
    desk.set_faults([])
    assert camera.condition().usable
    assert camera.capture(WAIT_S).jpeg


def test_a_camera_without_pictures_is_silent(desk):
    desk.set_faults(["silent"])
    with closing(DeskCamera(LinePictures(lambda: connect(desk.where)), picture_s=0.2)) as camera:
        assert camera.condition().fault == "camera_silent"
        with pytest.raises(DeviceSilent):
            camera.capture(0.5)
        desk.set_faults([])
        assert until_usable(camera)


def until_usable(camera):
    return any(camera.condition().usable for _ in range(50))


def test_every_emulated_fault_is_tried_above():
    assert set(FAULTS) == {"blurred", "dark", "black", "frozen", "garbled", "silent"}


def test_unplugged_and_plugged_again(desk, camera):
    assert camera.condition().usable
    desk.unplug()
    assert (camera.condition().status, camera.condition().fault) == (Status.NO_DEVICE, "camera_unplugged")
    with pytest.raises(DeviceError):
        camera.capture(WAIT_S)
    desk.plug()
    desk.lay_page("form")
    assert camera.capture(WAIT_S).jpeg


def test_a_usb_camera_that_is_not_there_is_unplugged():
    with closing(open_desk_camera("v4l2:/dev/no-such-camera")) as camera:
        assert camera.condition().fault == "camera_unplugged"


def test_what_is_there_and_no_camera_ends_with_its_process(tmp_path):
    (tmp_path / "video0").touch()
    with closing(open_desk_camera(f"v4l2:{tmp_path}/video0")) as camera:
        assert camera.condition().fault == "camera_unplugged"


def test_a_camera_that_does_not_open_is_silent_and_its_process_ends(tmp_path):
    os.mkfifo(tmp_path / "video0")
    source = ProcessPictures(f"v4l2:{tmp_path}/video0", start_s=0.01)  # no Python starts as fast as that
    with closing(DeskCamera(source)) as camera:
        assert camera.condition().fault == "camera_silent"


def test_a_place_written_wrong_is_refused_before_anything_is_opened():
    with pytest.raises(PortMissing, match="lens"):
        open_desk_camera("v4l2:usb-camera?lens=blue")


def test_every_fault_has_its_row():
    named = {f"camera_{each}" for each in ("unplugged", "silent", "garbled", "black", "frozen")}
    assert set(faults()[Device.DOCUMENT_CAMERA]) == named
    assert fault_of(Device.DOCUMENT_CAMERA, "camera_black").who == "keeper"


class Moving:
    """A camera over a page that somebody pulls along."""

    live = True

    def __init__(self):
        self._rng = np.random.default_rng(0)
        self._views = [picture("letter", Laid(middle=(0.45 + 0.1 * each, 0.5))) for each in range(2)]
        self.taken = 0

    def next_picture(self, timeout_s):
        self.taken += 1
        return noisy(self._views[self.taken % 2 if self.taken < 6 else 0], self._rng)

    def close(self):
        """Nothing is held."""


def test_a_page_counts_once_it_lies_still():
    source = Moving()
    assert DeskCamera(source).capture(WAIT_S).jpeg
    assert source.taken == 7


def test_a_folder_gives_a_page_from_each_picture(tmp_path):
    for name in ("letter", "form"):
        sheet, laid = SCENES[name]
        Image.fromarray(picture(sheet, laid)).save(tmp_path / f"{name}.png")
    with closing(open_desk_camera(str(tmp_path))) as camera:
        assert camera.condition().usable
        assert [camera.capture(WAIT_S).trouble for _ in range(2)] == [None, None]
        with pytest.raises(DeviceSilent):
            camera.capture(0.1)


def test_a_line_on_which_bytes_trickle_for_ever_is_given_up_in_time():
    ours, theirs = socket.socketpair()
    ended = threading.Event()

    def trickle():
        theirs.sendall((20 << 20).to_bytes(4, "big"))
        while not ended.wait(0.002):
            with contextlib.suppress(OSError):
                theirs.send(b"x")

    trickling = threading.Thread(target=trickle)
    trickling.start()
    with theirs, closing(LinePictures(lambda: ours)) as source:
        assert source.next_picture(0.3) is None
        ended.set()
        trickling.join()


@pytest.mark.parametrize("answer", [b"", b"\xff\xff\xff\xff", (3).to_bytes(4, "big") + b"xyz", b"\x00\x00\x00\x00"])
def test_a_line_that_answers_nonsense_is_a_device_error(answer):
    ours, theirs = socket.socketpair()
    with theirs, closing(LinePictures(lambda: ours)) as source:
        theirs.sendall(answer)
        theirs.shutdown(socket.SHUT_WR)
        with pytest.raises(DeviceError):
            source.next_picture(5.0)
        assert theirs.recv(1) == ASK


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"\xff\xd8\xff\xe0" + b"\0" * 64])
def test_damaged_pictures_are_refused(data):
    with pytest.raises(WireError):
        colour_of(data)


def test_wrong_words_are_refused(desk):
    with pytest.raises(ValueError, match="known:"):
        desk.lay_page("novel")
    with pytest.raises(ValueError, match="known:"):
        desk.set_faults(["rusty"])
    with pytest.raises(PortMissing):
        open_desk_camera("tcp://nowhere").capture(1.0)
