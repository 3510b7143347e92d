"""Disks that misbehave, as SQLite VFSs: one whose power is cut, one that is small."""

# ruff: noqa: N802 - the methods' names are SQLite's

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import apsw

Write = tuple[int, bytes | None]  # offset and data, or a size to truncate to


class PowerCutDisk(apsw.VFS):
    """Remembers what was flushed; at write number `cut_at` it tells `on_cut` what a power cut would leave.

    What was written after a file's last flush is lost, or half of it at random, as a disk's cache would do.
    """

    def __init__(self, name: str, seed: int) -> None:
        super().__init__(name, "")
        self.vfs_name = name
        self.flushed: dict[Path, bytes] = {}
        self.pending: dict[Path, list[Write]] = {}
        self.on_cut: Callable[[dict[str, bytes]], None] = lambda _: None
        self.cut_at = 0
        self._chance = random.Random(seed)

    def xOpen(self, name, flags):
        return _PowerCutFile(self, name, flags)

    def xDelete(self, name, sync_folder):
        self.flushed.pop(Path(name), None)
        self.pending.pop(Path(name), None)
        return super().xDelete(name, sync_folder)

    def wrote(self, path: Path, write: Write) -> None:
        self.cut_at -= 1
        if self.cut_at == 0:
            self.on_cut(self._left())
        self.pending[path].append(write)

    def _left(self) -> dict[str, bytes]:
        keeps = self._chance.choice([0.0, 0.5])
        return {
            path.name: applied(content, [w for w in self.pending[path] if self._chance.random() < keeps])
            for path, content in self.flushed.items()
        }


class _PowerCutFile(apsw.VFSFile):
    def __init__(self, disk, name, flags):
        super().__init__("", name, flags)
        self._disk = disk
        self._path = Path(name.filename() if isinstance(name, apsw.URIFilename) else name)
        disk.flushed.setdefault(self._path, self._path.read_bytes())
        disk.pending.setdefault(self._path, [])

    def xWrite(self, data, offset):
        self._disk.wrote(self._path, (offset, bytes(data)))
        return super().xWrite(data, offset)

    def xTruncate(self, size):
        self._disk.wrote(self._path, (size, None))
        return super().xTruncate(size)

    def xSync(self, flags):
        super().xSync(flags)
        self._disk.flushed[self._path] = applied(self._disk.flushed[self._path], self._disk.pending[self._path])
        self._disk.pending[self._path] = []


def applied(content: bytes, writes: list[Write]) -> bytes:
    """A file's content after `writes`; a hole is zeroes."""
    held = bytearray(content)
    for offset, data in writes:
        if data is None:
            del held[offset:]
            continue
        held.extend(bytes(max(0, offset - len(held))))
        held[offset : offset + len(data)] = data
    return bytes(held)


class SmallDisk(apsw.VFS):
    """A disk of `capacity` bytes that holds `folder` and nothing else; a write that does not fit is SQLITE_FULL."""

    def __init__(self, name: str, folder: Path, capacity: int) -> None:
        super().__init__(name, "")
        self.vfs_name = name
        self._folder = folder
        self._capacity = capacity

    def xOpen(self, name, flags):
        return _SmallFile(self, name, flags)

    def need(self, more: int) -> None:
        held = sum(entry.stat().st_size for entry in os.scandir(self._folder))
        if more > 0 and held + more > self._capacity:
            raise apsw.FullError("no room")


class _SmallFile(apsw.VFSFile):
    def __init__(self, disk, name, flags):
        super().__init__("", name, flags)
        self._disk = disk

    def xWrite(self, data, offset):
        self._disk.need(offset + len(data) - self.xFileSize())
        return super().xWrite(data, offset)
