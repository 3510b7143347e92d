"""`kiosk scan` as a process."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from devices.code_scanner.scene import qr_picture


def scan(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = (sys.executable, "-m", "kiosk", "scan", *map(str, arguments))
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=30)


def found(*arguments: str | Path) -> list[dict]:
    ended = scan(*arguments, "--json")
    assert ended.returncode == 0, ended.stderr
    assert ended.stderr == ""
    return [json.loads(line) for line in ended.stdout.splitlines()]


@pytest.fixture
def folder(tmp_path):
    pictures = {
        "a 张三.png": qr_picture("姓名:张三".encode()),
        "b.png": qr_picture("姓名:张三".encode("gbk")),
        "c.bmp": np.full((60, 80), 200, np.uint8),
        "d.png": qr_picture(b"\x00\x01\xff"),
        "e.png": np.pad(
            np.array(zxingcpp.create_barcode("A-1", zxingcpp.BarcodeFormat.Code128).to_image(scale=3)),
            30,
            constant_values=255,
        ),
    }
    for name, gray in pictures.items():
        Image.fromarray(gray).save(tmp_path / name)
    (tmp_path / "f.png").write_bytes(b"\x89PNG\r\n\x1a\n damaged")
    (tmp_path / "note.txt").write_text("no picture")
    (tmp_path / "inner").mkdir()
    Image.fromarray(qr_picture(b"inner")).save(tmp_path / "inner" / "g.png")
    return tmp_path


def test_a_folder_is_read_in_name_order_one_line_a_picture(folder):
    lines = found("--images", folder)
    assert [Path(line["file"]).name for line in lines] == ["a 张三.png", "b.png", "c.bmp", "d.png", "e.png", "f.png"]
    qr = [line["codes"][0] if line["codes"] else None for line in lines]
    assert qr[0] == {"format": "qr", "hex": "姓名:张三".encode().hex(), "text": "姓名:张三"}
    assert qr[1] == {"format": "qr", "hex": "姓名:张三".encode("gbk").hex(), "text": "姓名:张三"}
    assert qr[2] is None
    assert qr[3] == {"format": "qr", "hex": "0001ff", "text": None}
    assert lines[5] == {"file": str(folder / "f.png"), "codes": [], "error": "not_a_picture"}
    assert all(line["ms"] > 0 for line in lines[:5])


def test_files_are_read_in_the_order_given_whatever_they_are(folder):
    lines = found("--images", folder / "note.txt", folder / "b.png", folder / "inner")
    assert [line.get("error", line["codes"] and line["codes"][0]["text"]) for line in lines] == [
        "not_a_picture",
        "姓名:张三",
        "inner",
    ]


def test_the_formats_asked_for_are_the_formats_read(folder):
    assert [code["format"] for line in found("--images", folder / "e.png") for code in line["codes"]] == []
    lines = found("--images", folder / "e.png", folder / "b.png", "--formats", "code128,qr")
    assert [code["format"] for line in lines for code in line["codes"]] == ["code128", "qr"]


def test_without_json_a_person_can_read_it(folder):
    lines = scan("--images", folder).stdout.splitlines()
    assert 'qr "姓名:张三"' in lines[0]
    assert "没有码 no code" in lines[2]
    assert "qr 0001ff" in lines[3]
    assert "not_a_picture" in lines[5]


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("--images", "/no/such/picture.png"), 66),
        (("--images", "/no/such/folder", "--json"), 66),
        (("--images", "/tmp", "--formats", "qr,rune"), 64),
        (("--images", "/tmp", "--formats", ""), 64),
        (("--images",), 64),
        ((), 64),
    ],
)
def test_wrong_calls_end_with_one_sentence(arguments, status):
    ended = scan(*arguments)
    assert ended.returncode == status
    assert ended.stdout == ""
    assert ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_missing_path_is_told_before_anything_is_read(folder):
    ended = scan("--images", folder, folder / "gone.png")
    assert ended.returncode == 66
    assert ended.stdout == ""
    assert len(ended.stderr.splitlines()) == 1
