"""`kiosk photograph` and `kiosk emulate document-camera` as processes."""

import hashlib
import subprocess
import sys

from PIL import Image

from devices.document_camera.desk_scene import SCENES, picture
from devices.emulation import order

KIOSK = (sys.executable, "-m", "kiosk")


def ended(*arguments):
    return subprocess.run((*KIOSK, *arguments), check=False, capture_output=True, text=True, timeout=50)


def test_a_folder_of_pictures_becomes_one_pdf_with_its_digests(tmp_path):
    for name in ("form", "letter"):
        Image.fromarray(picture(*SCENES[name])).save(tmp_path / f"{name}.png")
    done = ended("photograph", "--images", str(tmp_path), "--out", str(tmp_path / "out.pdf"))
    assert done.returncode == 0, done.stderr
    assert hashlib.sha256((tmp_path / "out.pdf").read_bytes()).hexdigest() in done.stdout


def test_a_page_that_cannot_be_used_makes_no_pdf(tmp_path):
    Image.fromarray(picture(*SCENES["cut-off"])).save(tmp_path / "cut.png")
    done = ended("photograph", "--images", str(tmp_path), "--out", str(tmp_path / "out.pdf"))
    assert (done.returncode, (tmp_path / "out.pdf").exists()) == (1, False)
    assert "outside the picture" in done.stdout


def test_an_emulated_camera_in_a_process_is_photographed_and_leaves_nothing_behind(tmp_path):
    control = tmp_path / "control"
    command = (*KIOSK, "emulate", "document-camera", "--dir", str(tmp_path), "--control", str(control))
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        where = process.stdout.readline().split()[1]
        assert process.stdout.readline() == "ready\n"
        assert order(str(control), "lay_page", name="table") == {"ok": True}
        done = ended("photograph", "--camera", where, "--out", str(tmp_path / "out.pdf"))
        process.terminate()
        assert process.wait(20) == 0
    assert done.returncode == 0, done.stderr
    assert [each.name for each in tmp_path.iterdir()] == ["out.pdf"]


def test_what_cannot_start_says_why_in_a_sentence(tmp_path):
    for arguments, status in (
        (("photograph", "--images", str(tmp_path / "none"), "--out", "x"), 66),
        (("photograph", "--out", "x"), 64),
        (("emulate", "switch", "--dir", str(tmp_path), "--fault", "rusty"), 64),
    ):
        refused = ended(*arguments)
        assert refused.returncode == status
        assert refused.stderr
        assert "Traceback" not in refused.stderr
