"""`kiosk scan` before a camera and over a video, as a process."""

import json
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import cv2
import numpy as np
import pytest
import zxingcpp
from PIL import Image

from devices.code_scanner.emulator import emulate_camera, emulate_v4l2
from devices.code_scanner.scene import Scene, qr_picture


def scan(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = (sys.executable, "-m", "kiosk", "scan", *map(str, arguments))
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=50)


@pytest.mark.parametrize("emulate", [emulate_camera, emulate_v4l2])
def test_each_code_held_up_is_one_line(emulate, tmp_path):
    with closing(emulate(tmp_path)) as camera:
        camera.show_text("回执 KIOSK:CASE:1234")
        ended = scan("--camera", camera.where, "--seconds", "6", "--json")
    assert (ended.returncode, ended.stderr) == (0, "")
    (line,) = [json.loads(each) for each in ended.stdout.splitlines()]
    assert line["file"] == camera.where
    assert line["codes"][0]["text"] == "回执 KIOSK:CASE:1234"
    assert line["frame"] >= 1


def test_a_folder_that_stays_empty_has_no_code(tmp_path):
    Image.fromarray(qr_picture(b"was there before")).save(tmp_path / "old.png")
    ended = scan("--camera", tmp_path, "--seconds", "0.3")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "没有码 no code" in ended.stdout


def test_a_picture_put_into_a_folder_is_searched_as_one_that_no_other_follows(tmp_path):
    """A one-dimensional code needs no second picture."""
    command = (sys.executable, "-m", "kiosk", "scan", "--camera", str(tmp_path), "--seconds", "8", "--json")
    with subprocess.Popen((*command, "--formats", "code128"), stdout=subprocess.PIPE, text=True) as scanning:
        code = zxingcpp.create_barcode("DEMO-128", zxingcpp.BarcodeFormat.Code128)
        picture = Image.fromarray(np.array(code.to_image(scale=3)))
        assert scanning.stdout is not None
        for number in range(40):  # whenever it begins to look: what lies there at the start is old
            picture.save(tmp_path / f"{number}.png")
            time.sleep(0.1)
        lines = [json.loads(each) for each in scanning.stdout]
    assert [each["text"] for line in lines for each in line["codes"]] == ["DEMO-128"]


@pytest.mark.parametrize(("fault", "word"), [("garbled", "no whole picture"), ("frozen", "same picture")])
def test_a_camera_that_fails_is_one_sentence_of_the_fault_table(tmp_path, fault, word):
    with closing(emulate_camera(tmp_path)) as camera:
        camera.set_faults([fault])
        ended = scan("--camera", camera.where, "--seconds", "40")
    assert ended.returncode == 69
    assert len(ended.stderr.splitlines()) == 1
    assert word in ended.stderr


def video(path: Path, shown: bytes) -> Path:
    scene = Scene(320, 240, coming_frames=0)
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 30, (320, 240))
    for picture in (None, None, qr_picture(shown)):
        if picture is not None:
            scene.show(picture)
        writer.write(cv2.cvtColor(scene.frame(), cv2.COLOR_GRAY2BGR))
    writer.release()
    return path


def test_every_frame_of_a_video_is_one_line(tmp_path):
    path = video(tmp_path / "视频.avi", "姓名:张三".encode("gbk"))
    ended = scan("--video", path, "--json")
    assert (ended.returncode, ended.stderr) == (0, "")
    lines = [json.loads(each) for each in ended.stdout.splitlines()]
    assert [(line["file"], line["frame"]) for line in lines] == [(str(path), 1), (str(path), 2), (str(path), 3)]
    assert [[code["text"] for code in line["codes"]] for line in lines] == [[], [], ["姓名:张三"]]
    assert f"{path} #3: qr" in scan("--video", path).stdout


def test_a_token_is_shown_as_the_bytes_it_is(tmp_path):
    assert "qr 0001ff" in scan("--video", video(tmp_path / "token.avi", b"\x00\x01\xff")).stdout


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("--camera", "v4l2:/nowhere/video0"), 66),
        (("--camera", "/nowhere/camera.sock"), 66),
        (("--camera", "v4l2:x?size=small"), 64),
        (("--camera", "x", "--seconds", "0"), 64),
        (("--camera", "x", "--seconds", "soon"), 64),
        (("--camera", "x", "--images", "y"), 64),
        (("--video", "/nowhere.avi"), 66),
        (("--video", __file__), 66),
    ],
)
def test_wrong_calls_end_with_one_sentence(arguments, status):
    ended = scan(*arguments)
    assert ended.returncode == status
    assert ended.stdout == ""
    assert ended.stderr
    assert "Traceback" not in ended.stderr
