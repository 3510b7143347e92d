"""The photo on a card, decoded by the WLT library that came with the customer's reader; without one there is no photo.

The format is closed and no library is ours to give: the settings name the customer's own (`wlt_library`). It works on
files, so they lie in a private directory in memory (tmpfs, mode 0700), for as long as one decoding takes.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from devices.contract import CardPhoto
from devices.id_card.wlt_decoding import BITMAP_SIZE, HEIGHT, LIBRARY_UNUSABLE, WIDTH

MEMORY = Path("/dev/shm")  # noqa: S108 - tmpfs on every Debian; each decoding makes a directory of mode 0700 in it
PREFIX = "kiosk-photo-"
WLT_SIZE = 1024
DECODE_S = 3.0
_PROGRAM = Path(__file__).with_name("wlt_decoding.py")


class PhotoDecoder:
    """Decodes photos with the library at a path, each in a process of its own that may hang or crash."""

    def __init__(self, library: Path, memory: Path = MEMORY) -> None:
        self.usable = library.is_file() and memory.is_dir()
        self._library = library.absolute()
        self._memory = memory
        _sweep(memory)

    def decode(self, wlt: bytes, within_s: float = DECODE_S) -> CardPhoto | None:
        """The photo, or None: not to be decoded within `within_s` (at most `DECODE_S`), or the library is unusable.

        `usable` turns False when the library cannot be loaded, has no known interface or is not licensed here.
        """
        if not self.usable or len(wlt) != WLT_SIZE or within_s <= 0:
            return None
        try:
            with _private_directory(self._memory) as directory:
                (directory / "photo.wlt").write_bytes(wlt)
                return self._decoded_in(directory, min(within_s, DECODE_S))
        except OSError:  # memory is full, or the place in memory went: this card goes without
            return None

    def _decoded_in(self, directory: Path, within_s: float) -> CardPhoto | None:
        status = _run([sys.executable, "-I", "-S", "-B", str(_PROGRAM), str(self._library)], directory, within_s)
        if status == LIBRARY_UNUSABLE:
            self.usable = False
        bitmap = directory / "photo.bmp"
        return _photo(bitmap.read_bytes()) if status == 0 and bitmap.is_file() else None


def _run(argv: list[str], directory: Path, within_s: float) -> int | None:
    """The exit status of a program that sees nothing of ours but its directory; None when it took too long."""
    nothing = subprocess.DEVNULL
    with subprocess.Popen(  # noqa: S603 - our own interpreter and file; the library is the settings' word
        argv, cwd=directory, env={}, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True
    ) as child:
        try:
            return child.wait(within_s)
        except subprocess.TimeoutExpired:
            return None
        finally:
            with contextlib.suppress(ProcessLookupError):  # the whole group: a library may start programs
                os.killpg(child.pid, signal.SIGKILL)


@contextlib.contextmanager
def _private_directory(memory: Path) -> Iterator[Path]:
    directory = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=memory))
    try:
        yield directory
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def _sweep(memory: Path) -> None:
    """Remove what a terminal left that ended in the middle of a decoding (power cut, SIGKILL)."""
    for directory in memory.glob(f"{PREFIX}*"):
        owner = directory.name.removeprefix(PREFIX).partition("-")[0]
        if directory.is_dir() and owner.isdigit() and not Path(f"/proc/{owner}").exists():
            shutil.rmtree(directory, ignore_errors=True)


def _photo(bitmap: bytes) -> CardPhoto | None:
    """The photo when the file is a bitmap of the one size and depth a card has; the library's word is not taken."""
    width, height = (int.from_bytes(bitmap[at : at + 4], "little", signed=True) for at in (18, 22))
    sound = len(bitmap) >= BITMAP_SIZE and bitmap.startswith(b"BM") and (width, abs(height)) == (WIDTH, HEIGHT)
    return CardPhoto(bitmap, WIDTH, HEIGHT) if sound and bitmap[28:30] == bytes((24, 0)) else None
