"""`kiosk gallery` as a translator starts it: what it finds wrong, what it draws, and what it cannot read."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from kiosk.core.face_bodies import Choose
from kiosk.core.face_parts import Choice
from kiosk.core.faces import Face
from screens.finding import Finding
from tests.screens.sample_frame import face

pytestmark = pytest.mark.screen

CLEAN = face(
    "clean", "选一样", "点一下。", Choose("", (Choice("row:0", "一样"), Choice("row:1", "另一样"))), step=(1, 3)
)
WITHOUT_STRIP = msgspec.structs.replace(CLEAN, name="spoiled", strip="")


def gallery(*arguments: str, faces: tuple[Face, ...] = ()) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kiosk", "gallery", *arguments],
        input="\n".join(msgspec.json.encode(each).decode() for each in faces),
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )


def test_pages_without_a_fault_are_counted_and_the_exit_code_is_0():
    done = gallery("--audit", "--faces", "-", faces=(CLEAN,))
    assert (done.stdout, done.returncode) == ("1 页，0 处不合格。 1 pages, 0 violations.\n", 0)


def test_a_fault_is_a_line_and_the_exit_code_is_1():
    done = gallery("--audit", "--faces", "-", faces=(CLEAN, WITHOUT_STRIP))
    first, last = done.stdout.splitlines()
    assert first == "spoiled [zh standard]: strip: is empty"
    assert (last, done.returncode) == ("2 页，1 处不合格。 2 pages, 1 violations.", 1)


def test_as_json_each_fault_is_an_object_and_nothing_else_is_said():
    done = gallery("--audit", "--json", "--faces", "-", "--text-size", "large", faces=(WITHOUT_STRIP, CLEAN))
    (found,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert msgspec.convert(found, Finding) == Finding("spoiled [zh large]", "strip", "is empty")
    assert done.returncode == 1


def test_faces_that_look_the_same_are_measured_once():
    again = msgspec.structs.replace(WITHOUT_STRIP, name="spoiled-again", rev=9)
    done = gallery("--audit", "--json", "--faces", "-", faces=(WITHOUT_STRIP, again))
    assert [json.loads(line)["page"] for line in done.stdout.splitlines()] == ["spoiled [zh standard]"]


def test_faces_are_drawn_into_a_directory_with_a_sheet_of_them(tmp_path: Path):
    done = gallery("--out", str(tmp_path / "new"), "--faces", "-", faces=(CLEAN,))
    assert done.returncode == 0
    assert sorted(each.name for each in (tmp_path / "new").iterdir()) == ["01-clean.png", "sheet-common.png"]
    with Image.open(tmp_path / "new" / "01-clean.png") as picture:
        assert picture.size == (1080, 1920)


def test_faces_that_cannot_be_read_and_matters_that_are_not_there_are_said(tmp_path: Path):
    spoiled = tmp_path / "faces.jsonl"
    spoiled.write_text('{"name": 1}\n', "utf-8")
    for arguments in (("--faces", str(spoiled)), ("--faces", str(tmp_path / "none")), ("--matter", "NO-SUCH")):
        done = gallery("--audit", *arguments)
        assert (done.returncode, done.stdout) == (66, "")
        assert "Traceback" not in done.stderr


def test_a_picture_and_an_audit_at_once_is_a_usage_error():
    assert gallery("--audit", "--out", "x").returncode == 64
    assert gallery().returncode == 64
