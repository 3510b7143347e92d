"""A camera above the desk: photographs one sheet of paper at a time, once it lies still."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from devices.code_scanner.camera_place import SCHEME
from devices.contract import DeviceError, DeviceSilent, PageCaptured, PictureTrouble, WireError
from devices.document_camera.picture_sources import (
    Colour,
    FolderPictures,
    LinePictures,
    PictureSource,
    ProcessPictures,
    connect,
)
from devices.faults import condition_of
from kiosk.core.conditions import Condition, Device

PICTURE_S = 4.0  # a camera at full size gives two pictures a second
BLACK = 16  # video black
SAME_TROUBLES = 3  # pictures in a row with the same trouble: it will not pass by itself
STILL = 6.0  # gray levels that two pictures of a sheet at rest differ at most, on average over a coarse grid


class DeskCamera:
    """A DocumentCamera over a source of pictures, which it owns."""

    def __init__(
        self,
        source: PictureSource,
        picture_s: float = PICTURE_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._source, self._picture_s, self._clock = source, picture_s, clock

    def capture(self, timeout_s: float) -> PageCaptured:
        """One page, or the last trouble when it stays or the time is up; DeviceError when the camera fails.

        With a live camera a page counts once two pictures in a row agree: hands and a sheet being moved do not. A
        frozen one is DeviceSilent, for it would go on showing an earlier citizen's page.
        """
        from devices.document_camera.page_reading import read_page  # noqa: PLC0415 - brings OpenCV: only when needed

        deadline, before, troubles = self._clock() + timeout_s, None, list[PictureTrouble | None]()
        while (left_s := deadline - self._clock()) > 0:
            picture = self._source.next_picture(min(left_s, self._picture_s))
            if picture is None:
                continue
            if before is not None and _crc(before) == _crc(picture):
                raise DeviceSilent("the camera gives the same picture again")
            still = not self._source.live or (before is not None and _difference(before, picture) <= STILL)
            before = picture
            if not still:
                continue
            page = read_page(picture)
            troubles.append(page.trouble)
            if page.trouble is None or not self._source.live or _stays(troubles):
                return page
        if before is None:
            raise DeviceSilent("no picture came")
        return PageCaptured(trouble=troubles[-1] if troubles else "blurred")

    def glance(self) -> NDArray[np.uint8] | None:
        """The green of the newest picture stands for its luma: a preview is for finding the page, not for reading."""
        picture = self._source.next_picture(self._picture_s) if self._source.live else None
        return None if picture is None else np.ascontiguousarray(picture[:, :, 1])

    def condition(self) -> Condition:
        """Look at two pictures; never raises, at most twice `picture_s` and a start. A folder is only looked at."""
        return condition_of(Device.DOCUMENT_CAMERA, self._fault())

    def close(self) -> None:
        """Give the camera back; a second call does nothing."""
        self._source.close()

    def _fault(self) -> str:
        if isinstance(self._source, FolderPictures):
            return "" if self._source.there() else "camera_unplugged"
        try:
            one = self._source.next_picture(self._picture_s)
            two = None if one is None else self._source.next_picture(self._picture_s)
        except WireError:
            return "camera_garbled"
        except DeviceSilent:
            return "camera_silent"
        except DeviceError:
            return "camera_unplugged"
        if one is None or two is None:
            return "camera_silent"
        if max(int(one.max()), int(two.max())) <= BLACK:
            return "camera_black"
        return "camera_frozen" if _crc(one) == _crc(two) else ""


def _crc(picture: Colour) -> int:
    """A sensor's noise makes every two pictures differ, so equal ones are the same picture again."""
    return zlib.crc32(np.ascontiguousarray(picture).data)


def _difference(one: Colour, two: Colour) -> float:
    if one.shape != two.shape:
        return float("inf")
    step = max(1, one.shape[1] // 160)
    difference = one[::step, ::step].astype(np.int16) - two[::step, ::step]
    return float(np.abs(difference).mean())


def _stays(troubles: list[PictureTrouble | None]) -> bool:
    last = troubles[-SAME_TROUBLES:]
    return len(last) == SAME_TROUBLES and len(set(last)) == 1


def open_desk_camera(where: str) -> DeskCamera:
    """A camera at ``v4l2:NAME?size=2592x1944``, a folder of pictures, ``tcp://HOST:PORT`` or a Unix socket's path.

    Connects when first used; PortMissing at once when a camera's place is written wrong.
    """
    if where.startswith(SCHEME):
        return DeskCamera(ProcessPictures(where))
    if Path(where).is_dir():
        return DeskCamera(FolderPictures(Path(where)))
    return DeskCamera(LinePictures(lambda: connect(where)))
