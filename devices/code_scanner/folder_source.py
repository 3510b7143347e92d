"""A folder as a camera: each picture that is put into it is one frame."""

from __future__ import annotations

import os
import time
from pathlib import Path

from devices.code_scanner.camera_frames import Gray, SourceFault
from devices.code_scanner.pictures import pictures_in, read_picture
from devices.code_scanner.readings import Unread
from devices.contract import DeviceGone

POLL_S = 0.1

_Seen = tuple[Path, int, int]  # path, time of change, size: a half-written file counts again once it is whole


class FolderSource:
    """New pictures of one folder, each once; what lies there at the start is old."""

    continuous = False

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen = set(self._listed())

    def next_frame(self, timeout_s: float) -> Gray | None:
        """The next new picture that can be read, or None within `timeout_s`; DeviceGone when the folder is gone."""
        deadline = time.monotonic() + timeout_s
        while True:
            if (frame := self._new_frame()) is not None:
                return frame
            left_s = deadline - time.monotonic()
            if left_s <= 0:
                return None
            time.sleep(min(POLL_S, left_s))

    def fault(self) -> SourceFault:
        """``camera_unplugged`` while the folder is missing, else none."""
        return "" if os.path.isdir(self._folder) else "camera_unplugged"  # noqa: PTH112 - Path.is_dir may raise

    def close(self) -> None:
        """Nothing is held."""

    def _new_frame(self) -> Gray | None:
        listed = self._listed()
        self._seen.intersection_update(listed)
        for each in listed:
            if each not in self._seen:
                self._seen.add(each)
                picture = read_picture(each[0])
                if not isinstance(picture, Unread):
                    return picture
        return None

    def _listed(self) -> list[_Seen]:
        try:
            stats = [(path, path.stat()) for path in pictures_in(self._folder)]
        except OSError as error:
            raise DeviceGone(f"the folder {self._folder} cannot be listed") from error
        return [(path, stat.st_mtime_ns, stat.st_size) for path, stat in stats]
