"""The process in which a USB camera's driver may hang: ``python -m devices.document_camera.picture_process WHERE``.

Standard input is the line on which pictures are asked for (`picture_sources`). The camera's own JPEG goes over as it
is; a camera without MJPEG has its pictures encoded here. Ends when the asker hangs up or the camera is gone.
"""

from __future__ import annotations

import resource
import select
import socket
import sys

import cv2
import numpy as np

from devices.code_scanner.camera_place import camera_place
from devices.contract import PortMissing
from devices.document_camera.picture_sources import HELLO

MISSING, GONE = 66, 74  # EX_NOINPUT, EX_IOERR of sysexits.h
JPEG_START = b"\xff\xd8"
OWN_QUALITY = 95


def main(where: str) -> int:
    """Serve pictures until one end is gone; the exit status says which."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash must not leave a citizen's picture on the disk
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)  # the exit status says it
    try:
        camera = _opened(where)
    except PortMissing:
        return MISSING
    try:
        with socket.socket(fileno=sys.stdin.fileno()) as line:
            return _serve(line, camera)
    except OSError:  # the asker hung up in the middle of a picture
        return 0


def _serve(line: socket.socket, camera: cv2.VideoCapture) -> int:
    line.sendall(HELLO)
    while camera.grab():  # without pause, so that what is sent was taken after it was asked for
        if select.select([line], [], [], 0)[0]:
            if not line.recv(1):
                return 0
            camera.grab()
            data = _jpeg(camera.retrieve()[1])
            line.sendall(len(data).to_bytes(4, "big") + data)
    return GONE


def _opened(where: str) -> cv2.VideoCapture:
    place = camera_place(where)
    camera = cv2.VideoCapture(str(place.path()), cv2.CAP_V4L2)
    if not camera.isOpened():
        raise PortMissing(f"{where} cannot be opened")
    camera.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
    camera.set(cv2.CAP_PROP_FRAME_WIDTH, place.width)
    camera.set(cv2.CAP_PROP_FRAME_HEIGHT, place.height)
    camera.set(cv2.CAP_PROP_CONVERT_RGB, 0 if _speaks_jpeg(camera) else 1)
    return camera


def _speaks_jpeg(camera: cv2.VideoCapture) -> bool:
    return int(camera.get(cv2.CAP_PROP_FOURCC)) == cv2.VideoWriter.fourcc(*"MJPG")


def _jpeg(picture: np.ndarray) -> bytes:
    data: bytes = picture.tobytes()
    if data.startswith(JPEG_START):
        return data
    return cv2.imencode(".jpg", picture, (cv2.IMWRITE_JPEG_QUALITY, OWN_QUALITY))[1].tobytes()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
