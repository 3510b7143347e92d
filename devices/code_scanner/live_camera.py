"""A V4L2 camera, opened through OpenCV in a child process: a driver that hangs is killed, not waited for.

Neither a time-out nor a thread would do: OpenCV waits ten seconds for a frame, the kernel's own calls without bound
while a USB device resets, and a thread that sits in one of them keeps the device node, so that the camera would come
back under another number. A killed process gives node, memory and handles back, whatever state the library was in.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from devices.code_scanner.camera_frames import Gray
from devices.code_scanner.camera_place import camera_place
from devices.code_scanner.socket_camera import AskedCamera, SocketLine
from devices.contract import DeviceError, DeviceGone, DeviceSilent, PortBusy, PortMissing, WireError

COMMAND = (sys.executable, "-m", "devices.code_scanner.capture_process")
ROOT = Path(__file__).parents[2]  # where `-m` finds us, installed or not
SILENT_S = 3.0  # half a second until the library is loaded, one until a cold camera gives its first picture
START_S = 15.0  # the same on a machine that has much else to do; the condition says silent meanwhile
FRAME_S = 10.0  # the largest picture of a video file, on a busy machine
END_S = 2.0  # from kill to the exit status; a process stuck in the kernel dies later


class CaptureLine:
    """A capturing process and our end of the line to it."""

    def __init__(self, where: str) -> None:
        ours, theirs = socket.socketpair()
        with theirs, contextlib.ExitStack() as unless_started:
            unless_started.callback(ours.close)
            try:
                self._process = subprocess.Popen(  # noqa: S603 - our own command
                    (*COMMAND, where),
                    stdin=theirs.fileno(),
                    stdout=subprocess.DEVNULL,  # native libraries print; ours belongs to the caller
                    cwd=ROOT,
                    process_group=0,  # Ctrl-C is for us, not for it
                )
            except OSError as error:
                raise DeviceGone("the capturing process does not start") from error
            unless_started.pop_all()
        self._line = SocketLine(ours)

    def frame(self, deadline: float) -> Gray | None:
        """A frame taken after this call began; DeviceError as the process ended."""
        try:
            return self._line.frame(deadline)
        except DeviceGone as error:
            raise self._ending() from error

    @property
    def within(self) -> bool:
        """Whether a frame has begun to arrive and not ended."""
        return self._line.within

    def close(self) -> None:
        """Hang up and end the process."""
        self._line.close()
        self._process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(END_S)

    @property
    def ended_well(self) -> bool:
        """Whether the process has ended because there are no more pictures."""
        return self._process.poll() == 0

    def _ending(self) -> DeviceError:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(END_S)
        match self._process.returncode:
            case os.EX_NOINPUT:
                return PortMissing("the camera is not there any more")
            case os.EX_UNAVAILABLE:
                return PortBusy("the camera is there but gives no pictures; another program may use it")
            case os.EX_PROTOCOL:
                return WireError("the camera delivers what is no picture")
            case _:
                return DeviceGone("the camera went, or its process ended")


class LiveCamera(AskedCamera):
    """The camera at ``v4l2:NAME?options`` (`camera_place`); PortMissing at once when that is written wrong."""

    def __init__(self, where: str, silent_s: float = SILENT_S) -> None:
        self._where, self._place = where, camera_place(where)
        super().__init__(self._opened, silent_s, max(START_S, silent_s))

    def _opened(self) -> CaptureLine:
        self._place.path()  # no process is started for a camera that is not there
        return CaptureLine(self._where)


def frames_of_video(path: Path) -> Iterator[Gray]:
    """Every picture of a video file in order; DeviceError when it is none, or when its decoder dies or hangs."""
    with contextlib.closing(CaptureLine(str(path.absolute()))) as line:
        while True:
            try:
                frame = line.frame(time.monotonic() + FRAME_S)
            except DeviceGone:
                if line.ended_well:
                    return
                raise
            if frame is None:
                raise DeviceSilent(f"no picture came out of the file within {FRAME_S:g} s")
            yield frame
