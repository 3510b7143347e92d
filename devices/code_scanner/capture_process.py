"""The process in which a camera's driver may hang: ``python -m devices.code_scanner.capture_process WHERE``.

Standard input is the line on which frames are asked for (`camera_frames`). A live camera is grabbed without pause, so
that what is sent was taken after it was asked for; a video file only when asked. How it ends says why, see `Ending`.
"""

from __future__ import annotations

import resource
import select
import signal
import socket
import sys
from contextlib import closing
from enum import IntEnum
from pathlib import Path

import cv2
import numpy as np

from devices.code_scanner.camera_frames import Gray, header_bytes
from devices.code_scanner.camera_place import SCHEME, camera_place
from devices.code_scanner.captures import Capture, decoded_jpeg, open_camera, open_video
from devices.code_scanner.luma import luma_of
from devices.contract import DeviceGone, PortBusy, PortMissing, WireError

HUNG_S = 60.0  # longer than any driver waits for a picture: OpenCV gives up after ten seconds


class Ending(IntEnum):
    """Exit statuses, after sysexits.h."""

    DONE = 0  # the asker hung up, or the file ended
    MISSING = 66
    BUSY = 69
    GONE = 74
    GARBLED = 76


def main(where: str) -> Ending:
    """Answer on standard input until the asker hangs up or the pictures end."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash must not leave a citizen's picture on the disk
    cv2.setNumThreads(1)
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)  # the ending says it
    try:
        with closing(_opened(where)) as capture, socket.socket(fileno=sys.stdin.fileno()) as line:
            return serve(line, capture)
    except PortBusy:
        return Ending.BUSY
    except PortMissing:
        return Ending.MISSING
    except WireError:
        return Ending.GARBLED
    except (DeviceGone, OSError):
        return Ending.GONE


def serve(line: socket.socket, capture: Capture, hung_s: float = HUNG_S) -> Ending:
    """Send one frame for each byte that came; says how it ended.

    When a driver hangs for `hung_s` the process is ended by SIGALRM, which needs no help of Python's: the keeper kills
    it long before, but an orphan would hold the camera for ever.
    """
    owed, seq = 0, 0
    while True:
        asked = _asked(line, wait=not capture.live and owed == 0)
        if asked is None:
            return Ending.DONE
        owed += asked
        signal.setitimer(signal.ITIMER_REAL, hung_s)
        grabbed = capture.grab()
        signal.setitimer(signal.ITIMER_REAL, 0)
        if not grabbed:
            return Ending.GONE if capture.live else Ending.DONE
        gray = luma_of(capture.raw(), decoded_jpeg) if owed else None
        if gray is not None:
            owed, seq = owed - 1, seq + 1
            _send(line, gray, seq)


def _opened(where: str) -> Capture:
    return open_camera(camera_place(where)) if where.startswith(SCHEME) else open_video(Path(where))


def _asked(line: socket.socket, *, wait: bool) -> int | None:
    """How many frames were asked for meanwhile; None when the asker has hung up."""
    ready, _, _ = select.select([line], [], [], None if wait else 0)
    return (len(line.recv(64)) or None) if ready else 0


def _send(line: socket.socket, gray: Gray, seq: int) -> None:
    line.sendall(header_bytes(gray, seq))
    line.sendall(np.ascontiguousarray(gray).data)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
