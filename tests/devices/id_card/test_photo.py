"""The plug-in for photos against small libraries built here that behave like vendors': they work, lie, crash, hang."""

import contextlib
import os
import shutil
import stat
import subprocess
import threading
import time
from pathlib import Path

import pytest

from devices.contract import CardReading
from devices.id_card.emulated_module import PHOTO
from devices.id_card.emulator import emulate_sdt
from devices.id_card.photo import MEMORY, PREFIX, PhotoDecoder
from devices.id_card.sdt_reader import open_reader
from kiosk.core.conditions import Status

SOURCE = Path(__file__).with_name("wlt_library.c")
COMPILER = shutil.which("cc") or shutil.which("gcc")
WLT = bytes(at * 7 % 256 for at in range(1024))
needs_compiler = pytest.mark.skipif(COMPILER is None, reason="no C compiler here to build a library with")
needs_memory = pytest.mark.skipif(not MEMORY.is_dir(), reason="no tmpfs at /dev/shm")


@pytest.fixture(scope="module")
def build(tmp_path_factory):
    folder = tmp_path_factory.mktemp("libraries")

    def built(*defines):
        library = folder / f"lib{abs(hash(defines))}.so"
        if not library.exists():
            flags = [f"-D{each}" for each in defines]
            subprocess.run([COMPILER, "-shared", "-fPIC", "-o", library, *flags, SOURCE], check=True, timeout=60)
        return library

    return built


def by_file(right=1, otherwise=0):
    return "GETBMP", f"RIGHT_INTERFACE={right}", f"RESULT_OTHERWISE={otherwise}"


def running(library):
    found = []
    for each in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):  # ended meanwhile
            found += [each] if str(library).encode() in each.read_bytes() else []
    return found


def left_behind():
    return [each.name for each in MEMORY.glob(f"{PREFIX}{os.getpid()}-*")]


@needs_compiler
@needs_memory
@pytest.mark.parametrize("defines", [by_file(), by_file(right=2), ("UNPACK=unpack",), ("UNPACK=_Z6unpackPcS_i",)])
def test_each_known_interface_gives_a_bitmap(build, defines):
    photo = PhotoDecoder(build(*defines)).decode(WLT)
    assert (photo.width_px, photo.height_px, len(photo.bmp)) == (102, 126, 38862)
    assert repr(photo) == "CardPhoto(102x126)"
    assert left_behind() == []


@needs_compiler
@needs_memory
def test_raw_pixels_have_red_first_and_a_bitmap_has_blue_first(build):
    bitmap = PhotoDecoder(build("UNPACK=unpack")).decode(WLT).bmp
    assert bitmap[54:60] == bytes((WLT[2], WLT[1], WLT[0], WLT[5], WLT[4], WLT[3]))
    assert bitmap[54 + 306 : 54 + 308] == b"\0\0"
    second_row = WLT[306:309]
    assert bitmap[54 + 308 : 54 + 311] == second_row[::-1]


@needs_compiler
@needs_memory
@pytest.mark.parametrize(
    ("defines", "usable"),
    [
        (("CRASHES",), True),
        (("NOTHING",), True),
        (by_file(right=9, otherwise=-1), True),
        (by_file(right=9, otherwise=-5), False),  # not licensed for this reader
        ((), False),  # no interface that we know
    ],
)
def test_a_photo_that_is_not_decoded_is_none_and_leaves_nothing(build, defines, usable):
    decoder = PhotoDecoder(build(*defines))
    assert decoder.decode(WLT) is None
    assert decoder.usable is usable
    assert left_behind() == []


@needs_compiler
@needs_memory
def test_a_library_that_hangs_is_ended_with_all_it_started(build):
    decoder = PhotoDecoder(build("HANGS"))
    seen = []

    def look():
        mine = next(iter(MEMORY.glob(f"{PREFIX}{os.getpid()}-*")), None)
        while mine is None and not seen:
            mine = next(iter(MEMORY.glob(f"{PREFIX}{os.getpid()}-*")), None)
        seen.append(stat.S_IMODE(mine.stat().st_mode))

    looking = threading.Thread(target=look)
    looking.start()
    assert decoder.decode(WLT, 1.0) is None
    looking.join()
    assert seen == [0o700]
    assert left_behind() == []
    deadline = time.monotonic() + 10
    while running(decoder._library) and time.monotonic() < deadline:  # a killed process takes its moment to go
        time.sleep(0.01)
    assert running(decoder._library) == []


@needs_memory
def test_a_library_that_is_none_is_found_out_once(tmp_path):
    (tmp_path / "no-library.so").write_bytes(b"text")
    decoder = PhotoDecoder(tmp_path / "no-library.so")
    assert decoder.usable
    assert decoder.decode(WLT) is None
    assert not decoder.usable
    assert not PhotoDecoder(tmp_path / "nothing").usable
    assert PhotoDecoder(tmp_path / "nothing").decode(WLT) is None


def test_without_a_place_in_memory_no_photo_is_written_anywhere(tmp_path):
    (tmp_path / "library.so").touch()
    assert not PhotoDecoder(tmp_path / "library.so", tmp_path / "nowhere").usable


def test_what_a_killed_terminal_left_is_removed(tmp_path):
    ended = subprocess.Popen(["/bin/true"])
    ended.wait()
    dead, alive = tmp_path / f"{PREFIX}{ended.pid}-x", tmp_path / f"{PREFIX}{os.getpid()}-x"
    for each in (dead, alive):
        each.mkdir()
        (each / "photo.wlt").write_bytes(WLT)
    PhotoDecoder(tmp_path / "library.so", tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == [alive.name]


@needs_compiler
@needs_memory
def test_the_driver_hands_the_photo_over_with_the_card(build, tmp_path):
    emulator = emulate_sdt(tmp_path)
    emulator.insert_card("wang-lei")
    reader = open_reader(emulator.where, PhotoDecoder(build(*by_file())))
    reading = reader.read(10.0)
    assert reading.card.name == "王磊"
    assert reading.photo.bmp[54:] == (PHOTO * 38)[: 126 * 308]
    assert "Z" not in repr(reading)
    assert reader.condition().fault == ""
    reader.close()
    emulator.close()


def test_a_missing_library_is_said_in_the_condition_and_cards_are_read(tmp_path):
    emulator = emulate_sdt(tmp_path)
    emulator.insert_card("wang-lei")
    reader = open_reader(emulator.where, PhotoDecoder(tmp_path / "nothing.so"))
    told = reader.condition()
    reading = reader.read(5.0)
    assert (told.status, told.fault, told.usable) == (Status.ONLINE, "photo_unavailable", True)
    assert isinstance(reading, CardReading)
    assert (reading.card.name, reading.photo) == ("王磊", None)
    reader.close()
    emulator.close()
