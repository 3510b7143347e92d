"""A V4L2 camera is named by what does not change, and set by what is written behind."""

import pytest

from devices.code_scanner.camera_place import CameraPlace, camera_place
from devices.contract import PortMissing


def test_without_options_it_is_720p_and_automatic():
    assert camera_place("v4l2:usb-Maker-index0") == CameraPlace("usb-Maker-index0", 1280, 720, 30)


def test_every_option_is_taken():
    place = camera_place("v4l2:/dev/video2?size=640x480&fps=15&exposure=157&focus=30&format=NV12")
    assert place == CameraPlace("/dev/video2", 640, 480, 15, 157, autofocus=False, focus=30, pixel_format="NV12")
    assert camera_place("v4l2:/dev/video2?focus=hold") == CameraPlace("/dev/video2", autofocus=False)


@pytest.mark.parametrize(
    "where",
    [
        "v4l2:",
        "v4l2:0",
        "v4l2:x?size=720p",
        "v4l2:x?size=9999x9999",
        "v4l2:x?fps=0",
        "v4l2:x?fps=auto",
        "v4l2:x?exposure=-1",
        "v4l2:x?focus=sharp",
        "v4l2:x?format=H264",
        "v4l2:x?colour=yes",
        "v4l2:x?fps=5&fps=6",
    ],
)
def test_a_wrong_place_is_told(where):
    with pytest.raises(PortMissing):
        camera_place(where)


def test_a_camera_that_is_not_there_is_missing(tmp_path):
    for name in ("usb-nobody-has-this-one", str(tmp_path / "video0")):
        with pytest.raises(PortMissing):
            CameraPlace(name).path()
    (tmp_path / "video0").touch()
    assert CameraPlace(str(tmp_path / "video0")).path() == tmp_path / "video0"
