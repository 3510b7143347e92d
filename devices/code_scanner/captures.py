"""What takes pictures within the capturing process: a V4L2 camera or a video file through OpenCV, or an emulator.

All keep one tiny protocol, grab and then raw, which is all that the rest knows of OpenCV.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.code_scanner.camera_frames import Gray
from devices.code_scanner.camera_place import CameraPlace
from devices.code_scanner.luma import PIXEL_FORMATS, PixelFormat, Raw
from devices.code_scanner.socket_camera import SILENT_S, SocketLine, connect
from devices.contract import DeviceGone, PortBusy, PortMissing

NEUTRAL_CHROMA = 128
AUTO_EXPOSURE, MANUAL_EXPOSURE = 3, 1  # V4L2_EXPOSURE_APERTURE_PRIORITY and V4L2_EXPOSURE_MANUAL (v4l2-controls.h)


class Capture(Protocol):
    """Pictures one after the other."""

    live: bool
    """Whether pictures are lost when nobody grabs them."""

    def grab(self) -> bool:
        """Wait for the next picture; False when no other will come. May hang in a driver: call it in a process."""
        ...

    def raw(self) -> Raw:
        """The picture grabbed last."""
        ...

    def close(self) -> None: ...


class V4l2Capture:
    """A camera of the kernel's video interface, set to give a luma plane where it can."""

    live = True

    def __init__(self, place: CameraPlace) -> None:
        self._camera = _opened(str(place.path().resolve()), cv2.CAP_V4L2)
        self._format = _settled(self._camera, place)
        # what the driver made of our wishes
        self._width, self._height = (
            int(self._camera.get(each)) for each in (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT)
        )

    def grab(self) -> bool:
        """One buffer from the driver's queue."""
        return bool(self._camera.grab())

    def raw(self) -> Raw:
        """That buffer, as it came."""
        return Raw(self._format, self._width, self._height, _retrieved(self._camera))

    def close(self) -> None:
        """Give the camera back."""
        self._camera.release()


class VideoCapture:
    """A video file, every picture once."""

    live = False

    def __init__(self, path: Path) -> None:
        self._video = _opened(str(path), cv2.CAP_FFMPEG)

    def grab(self) -> bool:
        """The file's next picture."""
        return bool(self._video.grab())

    def raw(self) -> Raw:
        """That picture; FFmpeg's own conversion is used, for files come in every pixel format there is."""
        gray = np.asarray(cv2.cvtColor(_retrieved(self._video), cv2.COLOR_BGR2GRAY), np.uint8)
        return Raw("GREY", gray.shape[1], gray.shape[0], gray)

    def close(self) -> None:
        """Close the file."""
        self._video.release()


class EmulatedCapture:
    """An emulated camera in the place of the device node: its frames, packed as YUYV like a real camera's."""

    live = True

    def __init__(self, path: Path) -> None:
        self._line = SocketLine(connect(str(path)))
        self._frame: Gray = np.zeros((0, 0), np.uint8)

    def grab(self) -> bool:
        """The emulator's next frame; hangs while it is silent, as a driver may; DeviceGone, WireError as it plays."""
        while (frame := self._line.frame(time.monotonic() + SILENT_S)) is None:
            pass
        self._frame = frame
        return True

    def raw(self) -> Raw:
        """Luma and chroma in turn."""
        height, width = self._frame.shape
        packed = np.full((height, width, 2), NEUTRAL_CHROMA, np.uint8)
        packed[:, :, 0] = self._frame
        return Raw("YUYV", width, height, packed)

    def close(self) -> None:
        """Hang up."""
        self._line.close()


def open_video(path: Path) -> VideoCapture:
    """A video file; PortMissing when it is none."""
    return VideoCapture(path)


def open_camera(place: CameraPlace) -> Capture:
    """The camera of a place; PortMissing when it is not there, PortBusy when it gives no pictures."""
    path = place.path()
    return EmulatedCapture(path) if path.is_socket() else V4l2Capture(place)


def decoded_jpeg(data: NDArray[np.uint8]) -> Gray | None:
    """The gray plane of a JPEG, None for a damaged one; a third of the time that colours would take."""
    gray = cv2.imdecode(data, cv2.IMREAD_GRAYSCALE)
    return None if gray is None else np.asarray(gray, np.uint8)


def _opened(path: str, backend: int) -> cv2.VideoCapture:
    if not Path(path).exists():
        raise PortMissing(f"{path} does not exist")
    opened = cv2.VideoCapture(path, backend)
    if not opened.isOpened():
        raise PortBusy(f"{path} is there but gives no pictures: another program may use it, or it is no camera")
    return opened


def _retrieved(source: cv2.VideoCapture) -> NDArray[np.uint8]:
    taken, data = source.retrieve()
    if not taken:
        raise DeviceGone("a picture was announced and not given")
    return np.asarray(data, np.uint8)


def _settled(camera: cv2.VideoCapture, place: CameraPlace) -> PixelFormat:
    """Format, size, speed and light as the place says; returns the pixel format that the camera took."""
    camera.set(cv2.CAP_PROP_CONVERT_RGB, 0)
    chosen = _format_taken(camera, place)
    camera.set(cv2.CAP_PROP_FRAME_WIDTH, place.width)
    camera.set(cv2.CAP_PROP_FRAME_HEIGHT, place.height)
    camera.set(cv2.CAP_PROP_FPS, place.fps)
    if place.exposure_100us is None:
        camera.set(cv2.CAP_PROP_AUTO_EXPOSURE, AUTO_EXPOSURE)
    else:
        camera.set(cv2.CAP_PROP_AUTO_EXPOSURE, MANUAL_EXPOSURE)
        camera.set(cv2.CAP_PROP_EXPOSURE, place.exposure_100us)
    camera.set(cv2.CAP_PROP_AUTOFOCUS, int(place.autofocus))
    if place.focus is not None:
        camera.set(cv2.CAP_PROP_FOCUS, place.focus)
    return chosen


def _format_taken(camera: cv2.VideoCapture, place: CameraPlace) -> PixelFormat:
    for pixel_format in (place.pixel_format,) if place.pixel_format else PIXEL_FORMATS:
        code = cv2.VideoWriter.fourcc(*pixel_format)
        camera.set(cv2.CAP_PROP_FOURCC, code)
        if int(camera.get(cv2.CAP_PROP_FOURCC)) == code:
            return pixel_format
    raise PortBusy("the camera gives no pictures of a format we read")
