"""A folder stands for a camera: every new picture is one frame."""

import shutil

import numpy as np
import pytest
from PIL import Image

from devices.code_scanner.folder_source import FolderSource
from devices.code_scanner.picture_scanner import PictureScanner, open_scanner
from devices.code_scanner.scene import qr_picture
from devices.contract import DeviceGone
from kiosk.core.conditions import Status

QR = frozenset({"qr"})


def put(folder, name: str, gray: np.ndarray) -> None:
    Image.fromarray(gray).save(folder / name)


def test_each_new_picture_is_one_frame_and_old_ones_are_none(tmp_path):
    put(tmp_path, "old.png", np.full((3, 3), 9, np.uint8))
    source = FolderSource(tmp_path)
    assert source.next_frame(0.0) is None
    put(tmp_path, "b.png", np.full((3, 3), 2, np.uint8))
    put(tmp_path, "a.png", np.full((3, 3), 1, np.uint8))
    assert [int(source.next_frame(0.0)[0, 0]) for _ in range(2)] == [1, 2]
    assert source.next_frame(0.15) is None


def test_a_half_written_picture_counts_once_it_is_whole(tmp_path):
    source = FolderSource(tmp_path)
    put(tmp_path, "whole.bmp", np.full((30, 30), 7, np.uint8))
    data = (tmp_path / "whole.bmp").read_bytes()
    (tmp_path / "whole.bmp").unlink()
    (tmp_path / "code.bmp").write_bytes(data[:20])
    assert source.next_frame(0.0) is None
    (tmp_path / "code.bmp").write_bytes(data)
    assert source.next_frame(0.0)[0, 0] == 7


def test_a_folder_that_goes_away_is_an_unplugged_camera(tmp_path):
    folder = tmp_path / "camera"
    folder.mkdir()
    source = FolderSource(folder)
    assert source.fault() == ""
    shutil.rmtree(folder)
    assert source.fault() == "camera_unplugged"
    with pytest.raises(DeviceGone):
        source.next_frame(0.0)


def test_a_scanner_over_a_folder_reads_the_next_picture(tmp_path):
    scanner: PictureScanner = open_scanner(str(tmp_path))
    try:
        assert scanner.condition().status is Status.ONLINE
        put(tmp_path, "no code.png", np.full((50, 50), 200, np.uint8))
        put(tmp_path, "not now.png", qr_picture(b"KIOSK:CASE:1234"))
        (tmp_path / "damaged.png").write_bytes(b"\x89PNG")
        assert scanner.scan(QR, 5.0).payload == b"KIOSK:CASE:1234"
        assert scanner.scan(QR, 0.05) is None
    finally:
        scanner.close()
