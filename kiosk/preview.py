"""The camera's small picture on its way to the screen: a file in memory, one writer, any reader, never a torn picture.

Part of the screen link's rules: pictures do not travel in faces. Layout, little endian: ``turn`` (odd while a picture
is written), ``crc`` of the pixels, ``at_ms`` (CLOCK_MONOTONIC, one for all processes of a machine), ``width``,
``height``, then width x height bytes of luma. Without a picture all of it but ``turn`` is zero.
"""

from __future__ import annotations

import mmap
import os
import struct
import threading
import time
import zlib
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

HEADER = struct.Struct("<IIQHH")
WIDTH_PX, HEIGHT_PX = 480, 270
LARGEST = WIDTH_PX * HEIGHT_PX
SIZE = HEADER.size + LARGEST
KEPT_S = 1.0  # a picture older than this is shown by nobody, and is wiped by its writer

MonotonicMs = Callable[[], int]


def monotonic_ms() -> int:
    """The machine's clock for both ends."""
    return time.monotonic_ns() // 1_000_000


class Glimpse(Struct, frozen=True):
    """One picture, width x height luma bytes from the top left corner; `at_ms` is when it was written."""

    width: int
    height: int
    at_ms: int
    luma: bytes

    def __repr__(self) -> str:
        """Whoever stands before the camera is nobody's business: show its size only."""
        return f"Glimpse({self.width}x{self.height})"


class PreviewWriter:
    """Owns the file at `path`, readable by its owner only.

    A thread of its own wipes a picture that no newer one has followed for `KEPT_S`: whatever becomes of the scanner's
    thread, the citizen's picture goes.
    """

    def __init__(self, path: Path, now_ms: MonotonicMs = monotonic_ms) -> None:
        self._path, self._now_ms = path, now_ms
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)  # what a killed terminal left
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.ftruncate(descriptor, SIZE)
            self._memory = mmap.mmap(descriptor, SIZE)
        finally:
            os.close(descriptor)
        self._turn = 0
        self._changed = threading.Condition()
        self._wipe_at: float | None = None
        self._closed = False
        self._wiper = threading.Thread(target=self._wipe_in_time, name="preview", daemon=True)
        self._wiper.start()

    def write(self, luma: bytes, width: int, height: int) -> None:
        """Show width x height bytes from now on; nothing happens after `close`."""
        assert len(luma) == width * height <= LARGEST, "a picture that is larger than the memory"
        with self._changed:
            if self._closed:
                return
            self._put(HEADER.pack(self._turn + 1, zlib.crc32(luma), self._now_ms(), width, height), luma)
            if self._wipe_at is None:
                self._changed.notify()
            self._wipe_at = time.monotonic() + KEPT_S

    def wipe(self) -> None:
        """No picture from now on: every byte of the last one is overwritten."""
        with self._changed:
            if self._wipe_at is not None:
                self._wipe()

    def close(self) -> None:
        """Wipe and remove the file; a second call does nothing."""
        with self._changed:
            if self._closed:
                return
            self._wipe()
            self._closed = True
            self._changed.notify()
        self._wiper.join()
        self._memory.close()
        self._path.unlink(missing_ok=True)

    def _put(self, header: bytes, luma: bytes) -> None:
        self._memory[: len(header)] = header
        self._memory[HEADER.size : HEADER.size + len(luma)] = luma
        self._turn = (self._turn + 2) % 2**32
        self._memory[:4] = self._turn.to_bytes(4, "little")

    def _wipe(self) -> None:
        self._put(HEADER.pack(self._turn + 1, 0, 0, 0, 0), bytes(LARGEST))
        self._wipe_at = None

    def _wipe_in_time(self) -> None:
        with self._changed:
            while not self._closed:
                left_s = None if self._wipe_at is None else self._wipe_at - time.monotonic()
                if left_s is not None and left_s <= 0:
                    self._wipe()
                else:
                    self._changed.wait(left_s)


class PreviewReader:
    """Looks at a writer's file, which may come, go and be another one the next time."""

    def __init__(self, path: Path, now_ms: MonotonicMs = monotonic_ms) -> None:
        self._path, self._now_ms = path, now_ms
        self._memory: mmap.mmap | None = None
        self._turn = -1

    def newer(self) -> Glimpse | None:
        """A picture that this reader has not seen yet, or None; a torn, stale or damaged one is none. Never raises."""
        memory = self._opened()
        if memory is None:
            return None
        turn, crc, at_ms, width, height = HEADER.unpack_from(memory)
        if turn == self._turn or turn % 2 or not 0 < width * height <= LARGEST:
            return None
        luma = memory[HEADER.size : HEADER.size + width * height]
        if HEADER.unpack_from(memory)[0] != turn or zlib.crc32(luma) != crc:
            return None  # Python knows no memory barriers, so the sum has the last word
        self._turn = turn
        return Glimpse(width, height, at_ms, luma) if self.is_fresh(at_ms) else None

    def is_fresh(self, at_ms: int) -> bool:
        """Whether a picture of that time may still be shown."""
        return 0 <= self._now_ms() - at_ms <= KEPT_S * 1000

    def close(self) -> None:
        """Look away; a later call looks again."""
        if self._memory is not None:
            self._memory.close()
            self._memory = None

    def _opened(self) -> mmap.mmap | None:
        if self._memory is None:
            try:
                with self._path.open("rb") as file:
                    self._memory = mmap.mmap(file.fileno(), SIZE, prot=mmap.PROT_READ)
            except (OSError, ValueError):  # not there, or not whole yet
                return None
        return self._memory
