"""Where a V4L2 camera is and how it is set: ``v4l2:/dev/v4l/by-id/NAME?size=1280x720&exposure=auto``."""

from __future__ import annotations

import re
from pathlib import Path

from msgspec import Struct

from devices.code_scanner.luma import PIXEL_FORMATS, PixelFormat
from devices.code_scanner.readings import MAX_PIXELS
from devices.contract import PortMissing
from devices.places import split_place

SCHEME = "v4l2:"
LINKS = (Path("/dev/v4l/by-id"), Path("/dev/v4l/by-path"))  # udev's names: by the camera itself, by its USB socket
SIZE = re.compile(r"([1-9]\d{1,3})x([1-9]\d{1,3})", re.ASCII)
WHOLE = re.compile(r"\d{1,5}", re.ASCII)


class CameraPlace(Struct, frozen=True):
    """A camera and its settings; None leaves one to the camera.

    `exposure_100us` and `focus` are manual values in the camera's own steps (V4L2_CID_EXPOSURE_ABSOLUTE counts 100
    microseconds); without them both are automatic, but `autofocus` off holds the focus where it is.
    """

    name: str
    width: int = 1280
    height: int = 720
    fps: int = 30
    exposure_100us: int | None = None
    autofocus: bool = True
    focus: int | None = None
    pixel_format: PixelFormat | None = None

    def path(self) -> Path:
        """The device node: the name itself when it is a path, else the link of that name; PortMissing when none is."""
        if self.name.startswith("/"):
            candidates: tuple[Path, ...] = (Path(self.name),)
        else:
            candidates = tuple(folder / self.name for folder in LINKS)
        for each in candidates:
            if each.exists():
                return each
        raise PortMissing(f"没有接上摄像头 {self.name}。 No camera is {self.name} now.")


def camera_place(where: str) -> CameraPlace:
    """The place that `where` spells; PortMissing when it is wrong.

    Options: ``size=WxH``, ``fps=N``, ``exposure=auto|N``, ``focus=auto|hold|N``, ``format=auto|YUYV|GREY|NV12|MJPG``
    (a USB 2 camera may give 720p without compression only ten times a second; reading a code costs a quarter of
    unpacking an MJPG picture).
    """
    formats: dict[str, PixelFormat | None] = {"auto": None, **{each: each for each in PIXEL_FORMATS}}
    name, options = split_place(
        where.removeprefix(SCHEME), size=None, fps=None, exposure=None, focus=None, format=frozenset(formats)
    )
    if not name or name.isdigit():
        raise PortMissing(f"{where}: name the camera by its link in /dev/v4l/by-id, not by the number of its start")
    width, height = _size(where, options.get("size", "1280x720"))
    focus = options.get("focus", "auto")
    return CameraPlace(
        name,
        width,
        height,
        fps=_number(where, "fps", options.get("fps", "30"), least=1),
        exposure_100us=_manual(where, "exposure", options.get("exposure", "auto")),
        autofocus=focus == "auto",
        focus=None if focus == "hold" else _manual(where, "focus", focus),
        pixel_format=formats[options.get("format", "auto")],
    )


def _size(where: str, text: str) -> tuple[int, int]:
    found = SIZE.fullmatch(text)
    if found is None or int(found[1]) * int(found[2]) > MAX_PIXELS:
        raise PortMissing(f"{where}: size is written 1280x720")
    return int(found[1]), int(found[2])


def _manual(where: str, option: str, text: str) -> int | None:
    return None if text == "auto" else _number(where, option, text, least=0)


def _number(where: str, option: str, text: str, least: int) -> int:
    if not WHOLE.fullmatch(text) or int(text) < least:
        raise PortMissing(f"{where}: {option} is a whole number from {least} on, or auto where that is possible")
    return int(text)
