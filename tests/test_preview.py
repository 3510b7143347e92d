"""The camera's picture on its way to the screen: never torn, never old, and gone when nobody scans."""

import subprocess
import sys
import time
import zlib
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from kiosk.camera_view import EVERY_S, CameraView
from kiosk.preview import HEADER, HEIGHT_PX, KEPT_S, LARGEST, SIZE, WIDTH_PX, Glimpse, PreviewReader, PreviewWriter

PATIENCE_S = 20.0


class Clock:
    """Milliseconds moved by hand."""

    ms = 50_000

    def __call__(self) -> int:
        return self.ms


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "screen.preview"


@pytest.fixture
def writer(path, clock):
    with closing(PreviewWriter(path, clock)) as made:
        yield made


@pytest.fixture
def reader(path, clock):
    with closing(PreviewReader(path, clock)) as made:
        yield made


def test_each_picture_is_seen_once(writer, reader, clock):
    assert reader.newer() is None
    writer.write(b"abcdef", 3, 2)
    assert reader.newer() == Glimpse(3, 2, clock.ms, b"abcdef")
    assert reader.newer() is None
    writer.write(b"uvwxyz", 2, 3)
    assert reader.newer() == Glimpse(2, 3, clock.ms, b"uvwxyz")


def test_an_old_picture_is_none(writer, reader, clock):
    writer.write(b"abcdef", 3, 2)
    clock.ms += int(KEPT_S * 1000) + 1
    assert reader.newer() is None
    assert not reader.is_fresh(clock.ms - 1001)
    assert reader.is_fresh(clock.ms - 999)


def test_only_its_owner_may_look(writer, path):
    assert path.stat().st_mode & 0o777 == 0o600


def pixels(path: Path) -> bytes:
    return path.read_bytes()[4:]  # behind the turn


def test_wiped_is_wiped(writer, reader, path):
    writer.write(b"\x99" * LARGEST, WIDTH_PX, HEIGHT_PX)
    assert b"\x99" in pixels(path)
    writer.wipe()
    assert not any(pixels(path))
    assert reader.newer() is None


def test_a_picture_that_none_follows_is_wiped_by_itself(writer, path):
    writer.write(b"\x99" * 6, 3, 2)
    until = time.monotonic() + PATIENCE_S
    while any(pixels(path)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(pixels(path))


def test_what_a_killed_terminal_left_is_gone_with_the_next_start(path, clock):
    path.write_bytes(b"\x99" * SIZE)
    with closing(PreviewWriter(path, clock)):
        assert not any(path.read_bytes())


def test_closed_means_gone(path, clock):
    writer = PreviewWriter(path, clock)
    writer.close()
    writer.close()
    writer.write(b"abcdef", 3, 2)
    writer.wipe()
    assert not path.exists()


def test_a_reader_waits_for_a_file_that_is_not_there_yet(reader, path, clock):
    assert reader.newer() is None
    path.write_bytes(b"short")
    assert reader.newer() is None
    with closing(PreviewWriter(path, clock)) as writer:
        writer.write(b"abcdef", 3, 2)
        assert reader.newer() is not None


@pytest.mark.parametrize(
    ("turn", "width", "height", "crc_off"),
    [(3, 3, 2, 0), (4, 3, 2, 1), (4, 0, 2, 0), (4, 60000, 60000, 0), (4, 3, 1, 0)],
)
def test_a_torn_or_damaged_picture_is_none(path, reader, clock, turn, width, height, crc_off):
    header = HEADER.pack(turn, zlib.crc32(b"abcdef") + crc_off, clock.ms, width, height)
    path.write_bytes((header + b"abcdef").ljust(SIZE, b"\0"))
    assert reader.newer() is None


WRITES = """
import sys
from pathlib import Path
from kiosk.preview import HEIGHT_PX, WIDTH_PX, PreviewWriter
writer = PreviewWriter(Path(sys.argv[1]))
print("ready", flush=True)
for turn in range(10**9):
    writer.write(bytes([turn % 251]) * (WIDTH_PX * HEIGHT_PX), WIDTH_PX, HEIGHT_PX)
"""


def test_another_process_that_writes_without_pause_never_shows_a_torn_picture(path):
    command = (sys.executable, "-c", WRITES, str(path))
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[1]) as writing,
        closing(PreviewReader(path)) as reader,
    ):
        writing.stdout.readline()
        until, seen = time.monotonic() + PATIENCE_S, 0
        while seen < 100 and time.monotonic() < until:
            glimpse = reader.newer()
            if glimpse is not None:
                seen += 1
                assert len(set(glimpse.luma)) == 1
        writing.kill()
    assert seen == 100


def test_nothing_of_a_picture_stands_in_its_repr():
    assert repr(Glimpse(3, 2, 7, b"abcdef")) == "Glimpse(3x2)"


def test_the_view_is_small_and_no_faster_than_the_eye(writer, reader):
    moment = [0.0]
    view = CameraView(writer, clock=lambda: moment[0])
    view.turned(to_show=True)
    frame = np.full((720, 1280), 77, np.uint8)
    for _ in range(3):
        view.show(frame)
    glimpse = reader.newer()
    assert (glimpse.width, glimpse.height) == (427, 240)
    assert set(glimpse.luma) == {77}
    assert reader.newer() is None
    moment[0] += EVERY_S
    view.show(frame[:, ::-1])  # a view with a stride of its own
    assert reader.newer() is not None
    view.hide()
    assert reader.newer() is None


@pytest.mark.parametrize("shape", [(1080, 1920), (270, 480), (48, 64), (2160, 3840), (1280, 720)])
def test_every_camera_s_picture_fits(writer, reader, shape):
    view = CameraView(writer)
    view.turned(to_show=True)
    view.show(np.full(shape, 9, np.uint8))
    glimpse = reader.newer()
    assert glimpse.width <= WIDTH_PX
    assert glimpse.height <= HEIGHT_PX
    assert abs(glimpse.width / glimpse.height - shape[1] / shape[0]) < 0.02


def test_the_picture_goes_with_the_page_and_none_follows(writer, path):
    view = CameraView(writer)
    frame = np.full((270, 480), 0x99, np.uint8)
    view.show(frame)
    assert not any(pixels(path)), "nobody is on the page that shows it yet"
    view.turned(to_show=True)
    view.show(frame)
    assert b"\x99" in pixels(path)
    view.turned(to_show=False)
    assert not any(pixels(path))
    view.show(frame)  # the scanner looks on until its turn is over
    assert not any(pixels(path))
