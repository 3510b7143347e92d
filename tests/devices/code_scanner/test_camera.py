"""The scanner over the emulated camera, end to end: codes held up, and every way the camera fails."""

import sys
import threading
import time
from contextlib import closing

import numpy as np
import pytest
from PIL import Image

from devices.code_scanner.emulator import FAULTS, CameraEmulator, UnixLine
from devices.code_scanner.picture_scanner import FAILURES, PictureScanner, open_scanner
from devices.code_scanner.scene import Scene, qr_picture
from devices.code_scanner.socket_camera import SocketCamera
from devices.code_scanner.worker import DecodingWorker
from devices.contract import DeviceError, DeviceGone, DeviceSilent, PortMissing, WireError
from devices.emulation import Control, TcpLine, order
from kiosk.core.conditions import Condition, Device, Presence, Status

QR = frozenset({"qr"})
SILENT_S = 0.8


@pytest.fixture
def world(tmp_path):
    """The control socket and the address of a camera that takes 60 small frames a second."""
    line = UnixLine(str(tmp_path / "camera.sock"))
    with closing(CameraEmulator(line, Scene(480, 360), frames_per_s=60)) as camera:
        camera.start()
        with closing(Control(str(tmp_path / "control.sock"), camera.verbs())):
            yield str(tmp_path / "control.sock"), line.address


@pytest.fixture
def control(world):
    def told(do: str, **arguments):
        answer = order(world[0], do, **arguments)
        assert answer["ok"], answer

    return told


@pytest.fixture
def camera(world):
    with closing(SocketCamera(world[1], silent_s=SILENT_S)) as source:
        yield source


@pytest.fixture
def scanner(camera):
    with closing(PictureScanner(camera, DecodingWorker())) as made:
        yield made


def test_a_code_is_read_while_it_is_held_up_and_no_longer(scanner, control):
    assert scanner.scan(QR, 0.2) is None
    control("show_text", text="回执 KIOSK:CASE:1234")
    code = scanner.scan(QR, 5.0)
    assert (code.format, code.text) == ("qr", "回执 KIOSK:CASE:1234")
    assert "1234" not in repr(code)
    control("clear")
    assert scanner.scan(QR, 0.2) is None


def test_a_picture_file_is_held_up(scanner, control, tmp_path):
    Image.fromarray(qr_picture("张三".encode("gbk"))).save(tmp_path / "code.png")
    control("show_code", file=str(tmp_path / "code.png"))
    assert scanner.scan(QR, 5.0).payload == "张三".encode("gbk")


def condition(status: Status, fault: str = "") -> Condition:
    return Condition(Device.CODE_SCANNER, status, fault=fault)


def test_the_condition_follows_the_cable(scanner, control):
    control("show_text", text="x")
    assert scanner.condition() == condition(Status.ONLINE)
    control("unplug")
    with pytest.raises(DeviceGone):
        scanner.scan(QR, 1.0)
    with pytest.raises(PortMissing):
        scanner.scan(QR, 1.0)
    assert scanner.condition() == condition(Status.NO_DEVICE, "camera_unplugged")
    control("plug")
    assert scanner.condition() == condition(Status.ONLINE)
    assert scanner.scan(QR, 5.0).payload == b"x"


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("black", condition(Status.HARDWARE_ERROR, "camera_black")),
        ("frozen", condition(Status.HARDWARE_ERROR, "camera_frozen")),
        ("silent", condition(Status.HARDWARE_ERROR, "camera_silent")),
        ("garbled", condition(Status.HARDWARE_ERROR, "camera_garbled")),
        ("half", condition(Status.HARDWARE_ERROR, "camera_garbled")),
    ],
)
def test_each_fault_shows_in_the_condition_and_goes_with_its_cause(scanner, control, fault, expected):
    assert scanner.condition().usable
    control("set_faults", names=[fault])
    assert scanner.condition() == expected
    control("set_faults", names=[])
    assert scanner.condition() == condition(Status.ONLINE)


def test_a_slow_camera_is_slow_and_not_broken(world, control):
    control("set_faults", names=["slow"])
    with closing(SocketCamera(world[1])) as camera:
        assert camera.next_frame(3.0) is not None
        assert camera.next_frame(0.2) is None
        assert camera.fault() == ""


@pytest.mark.parametrize(
    ("fault", "error"), [("silent", DeviceSilent), ("garbled", WireError), ("black", DeviceSilent)]
)
def test_a_scan_with_a_broken_camera_ends_with_the_device_error(scanner, control, fault, error):
    control("set_faults", names=[fault])
    with pytest.raises(error):
        scanner.scan(QR, 20.0)


def test_a_frozen_camera_does_not_show_the_same_code_twice(scanner, control):
    control("show_text", text="an earlier citizen's code")
    assert scanner.scan(QR, 5.0) is not None
    control("set_faults", names=["frozen"])
    scanner.scan(QR, 0.2)  # the frame it froze on may be a new one
    with pytest.raises(DeviceSilent):
        scanner.scan(QR, 20.0)


def test_waiting_for_a_frame_adds_up_to_silence(camera, control):
    control("set_faults", names=["silent"])
    assert camera.next_frame(SILENT_S * 0.6) is None
    with pytest.raises(DeviceSilent):
        camera.next_frame(SILENT_S * 0.6)


def test_every_wrong_order_is_answered_with_a_sentence(world):
    assert FAULTS.keys() == {"black", "frozen", "slow", "silent", "garbled", "half"}
    for do, arguments in [
        ("set_faults", {"names": ["rusty"]}),
        ("show_code", {"file": "/no/such/picture.png"}),
        ("show_text", {"text": "x" * 4000}),
        ("show_text", {}),
        ("dance", {}),
    ]:
        answer = order(world[0], do, **arguments)
        assert not answer["ok"]
        assert answer["sentence"]


def test_a_camera_over_tcp_gives_frames_of_its_size():
    line = TcpLine("127.0.0.1:0")
    with closing(CameraEmulator(line, Scene(64, 48), frames_per_s=200)) as emulator:
        emulator.start()
        with closing(SocketCamera(f"tcp://{line.address}")) as camera:
            frames = [camera.next_frame(5.0) for _ in range(3)]
    assert [frame.shape for frame in frames] == [(48, 64)] * 3
    assert not np.array_equal(frames[0], frames[1])


def test_a_missing_camera_is_a_condition_and_an_error(tmp_path):
    with closing(open_scanner(str(tmp_path / "none.sock"))) as scanner:
        assert scanner.condition() == condition(Status.NO_DEVICE, "camera_unplugged")
        with pytest.raises(PortMissing):
            scanner.scan(QR, 1.0)


class OneFrame:
    """A source that shows the same code for ever."""

    continuous = False

    def next_frame(self, _timeout_s: float) -> np.ndarray:
        return qr_picture(b"x")

    def fault(self) -> str:
        return ""

    def close(self) -> None:
        pass


DIES_AFTER_HELLO = """
import socket
from devices.code_scanner.decoder_line import Answer, encode
line = socket.socket(fileno=0)
line.send(encode(Answer(0, ())))
line.recv(1 << 20)
"""


def test_a_decoder_that_keeps_dying_ends_the_scan():
    pauses = []
    worker = DecodingWorker((sys.executable, "-c", DIES_AFTER_HELLO), pause=pauses.append)
    with closing(PictureScanner(OneFrame(), worker)) as scanner, pytest.raises(DeviceGone):
        scanner.scan(QR, 20.0)
    assert len(pauses) == FAILURES


def test_a_decoder_that_does_not_start_is_a_condition():
    worker = DecodingWorker((sys.executable, "-c", "raise SystemExit(1)"), pause=lambda _s: None)
    with closing(PictureScanner(OneFrame(), worker)) as scanner:
        assert scanner.condition() == condition(Status.HARDWARE_ERROR, "decoder_down")


def test_every_trouble_of_the_source_is_of_the_one_family():
    assert all(issubclass(error, DeviceError) for error in (DeviceGone, DeviceSilent, PortMissing, WireError))


class Counted(DecodingWorker):
    """Counts what it is asked."""

    asked = 0

    def decode(self, gray, formats, effort="everything"):
        self.asked += 1
        return super().decode(gray, formats, effort)


class Still:
    """A camera before which nothing moves but the sensor's noise."""

    continuous = True

    def __init__(self, code: bytes = b"") -> None:
        self._scene = Scene(480, 360, coming_frames=0)
        self.left = 60
        if code:
            self._scene.show(qr_picture(code))

    def next_frame(self, _timeout_s: float) -> np.ndarray:
        self.left -= 1
        if self.left < 0:
            raise DeviceSilent("that was all")
        return self._scene.frame()

    def fault(self) -> str:
        return ""

    def close(self) -> None:
        pass


def test_what_does_not_move_is_not_read_over_and_over():
    worker = Counted()
    with closing(PictureScanner(Still(), worker)) as scanner, pytest.raises(DeviceSilent):
        scanner.scan(QR, 20.0)
    assert 1 <= worker.asked < 60 / 4


def test_what_is_held_there_already_is_read():
    with closing(PictureScanner(Still(b"x"), DecodingWorker())) as scanner:
        assert scanner.scan(QR, 10.0).payload == b"x"


def test_a_paper_that_was_left_there_is_not_read_for_the_next_citizen(scanner, control):
    control("show_text", text="the first citizen's")
    assert scanner.scan(QR, 5.0).text == "the first citizen's"
    assert scanner.scan(QR, 0.8) is None
    control("show_text", text="the second citizen's")
    assert scanner.scan(QR, 5.0).text == "the second citizen's"


def test_a_code_that_was_taken_away_is_read_again(scanner, control):
    control("show_text", text="mine")
    assert scanner.scan(QR, 5.0) is not None
    control("clear")
    assert scanner.scan(QR, 0.8) is None
    control("show_text", text="mine")
    assert scanner.scan(QR, 5.0).text == "mine"


def test_somebody_who_comes_is_seen_and_an_empty_hall_is_not_somebody(scanner, control):
    assert scanner.presence(1.0) is Presence.ABSENT
    was_seen = threading.Event()
    comes = threading.Thread(target=walk_by, args=(control, was_seen))
    comes.start()
    assert scanner.presence(20.0) is Presence.PRESENT
    was_seen.set()
    comes.join()


def walk_by(control, was_seen) -> None:
    while not was_seen.is_set():
        control("show_text", text="a person, for a camera that can tell no better")
        time.sleep(0.12)
        control("clear")
        time.sleep(0.12)


def test_a_scanner_that_cannot_tell_does_not_guess(control, scanner, tmp_path):
    with closing(open_scanner(str(tmp_path))) as folder:
        assert folder.presence(5.0) is Presence.UNKNOWN
    control("unplug")
    with pytest.raises(DeviceError):
        scanner.presence(1.0)


class Viewed:
    """Remembers what was shown."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def show(self, frame: np.ndarray) -> None:
        assert frame.shape == (360, 480)
        self.calls.append("show")

    def hide(self) -> None:
        self.calls.append("hide")


def test_the_viewer_sees_the_scan_and_nothing_after_the_code(scanner, control):
    viewed = Viewed()
    scanner.show_to(viewed)
    scanner.condition()
    assert viewed.calls == []
    assert scanner.scan(QR, 0.3) is None
    assert set(viewed.calls) == {"show"}
    control("show_text", text="x")
    assert scanner.scan(QR, 5.0) is not None
    assert viewed.calls[-1] == "hide"
