"""`kiosk emulate camera` as a process."""

import subprocess
import sys
from contextlib import closing

import pytest
from PIL import Image

from devices.code_scanner.picture_scanner import open_scanner
from devices.code_scanner.scene import qr_picture
from devices.emulation import order

KIOSK = (sys.executable, "-m", "kiosk", "emulate", "camera")


def ended(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run((*KIOSK, *arguments), check=False, capture_output=True, text=True, timeout=30)


def test_it_shows_a_picture_takes_orders_and_leaves_nothing_behind(tmp_path):
    Image.fromarray(qr_picture(b"KIOSK:CASE:1234")).save(tmp_path / "code.png")
    link, control = tmp_path / "camera.sock", tmp_path / "control.sock"
    command = (*KIOSK, "--link", str(link), "--show", str(tmp_path / "code.png"), "--control", str(control))
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert [process.stdout.readline(), process.stdout.readline()] == [f"listening {link}\n", "ready\n"]
        with closing(open_scanner(str(link))) as scanner:
            assert scanner.scan(frozenset({"qr"}), 10.0).payload == b"KIOSK:CASE:1234"
            assert order(str(control), "clear") == {"ok": True}
            assert scanner.scan(frozenset({"qr"}), 0.3) is None
        process.terminate()
        assert process.wait(10) == 0
    assert not link.exists()
    assert not control.exists()


def test_a_free_tcp_port_is_named():
    with subprocess.Popen((*KIOSK, "--listen", "127.0.0.1:0"), stdout=subprocess.PIPE, text=True) as process:
        where = process.stdout.readline().split()[1]
        with closing(open_scanner(where)) as scanner:
            assert scanner.condition().usable
        process.terminate()


def test_the_faults_are_listed():
    listed = ended("--list-faults")
    assert listed.returncode == 0
    assert [line.split(":")[0] for line in listed.stdout.splitlines()] == [
        "black",
        "frozen",
        "slow",
        "silent",
        "garbled",
        "half",
    ]


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ((), 64),
        (("--listen", "nowhere"), 64),
        (("--link", "/tmp/x", "--fault", "rusty"), 64),
        (("--listen", "127.0.0.1:0", "--show", "/no/such.png"), 66),
        (("--link", "/proc/camera.sock"), 69),
    ],
)
def test_what_cannot_start_says_why_in_a_sentence(arguments, status):
    refused = ended(*arguments)
    assert refused.returncode == status
    assert refused.stderr
    assert "Traceback" not in refused.stderr
