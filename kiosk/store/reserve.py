"""A file that only holds room: freed when the disk is full, so that what must be finished or deleted still can be."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


class Reserve:
    """`size` bytes of disk in `path`, really allocated."""

    def __init__(self, path: Path, size: int) -> None:
        self._path = path
        self._size = size

    def free(self) -> bool:
        """Give the room back to the disk; False when it was given back before."""
        try:
            self._path.unlink()
        except FileNotFoundError:
            return False
        return True

    def fill(self) -> bool:
        """Take the room again if it is not held; False when the disk has none."""
        try:
            with self._path.open("ab") as file:
                os.posix_fallocate(file.fileno(), 0, self._size)  # a sparse file would hold nothing
        except OSError:
            with contextlib.suppress(OSError):  # a half-made one holds less than it says
                self._path.unlink()
            return False
        return True
