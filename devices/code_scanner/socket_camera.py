"""A camera at the other end of a socket: the emulator, or a program beside a camera we cannot open ourselves."""

from __future__ import annotations

import socket
import time
import zlib

from devices.code_scanner.camera_frames import ASK, FrameReader, Gray, SourceFault, fault_of
from devices.contract import DeviceError, DeviceGone, DeviceSilent, PortMissing, WireError
from devices.ports import CONNECT_S, split_address

SILENT_S = 3.0  # a camera that takes a frame a second is slow, one that takes none in three is silent
FAULT_FRAMES = 3
CHUNK_BYTES = 1 << 18


class SocketCamera:
    """Frames from ``tcp://HOST:PORT`` or a Unix socket's path; connects when first asked, and anew after a loss."""

    def __init__(self, where: str, silent_s: float = SILENT_S) -> None:
        self._where, self._silent_s = where, silent_s
        self._line: socket.socket | None = None
        self._waited_s = 0.0
        self._last_crc = -1

    def next_frame(self, timeout_s: float) -> Gray | None:
        """A frame taken after this call began, or None within `timeout_s`.

        DeviceSilent when none came through `silent_s` of waiting in all; another DeviceError when the line fails. A
        frame equal to the one before is none: a frozen camera would go on showing an earlier citizen's code.
        """
        began = time.monotonic()
        deadline = began + min(timeout_s, self._silent_s - self._waited_s)
        while (frame := self._taken(deadline - time.monotonic())) is not None:
            if self._is_new(frame):
                self._waited_s = 0.0
                return frame
        self._waited_s += time.monotonic() - began
        if self._waited_s >= self._silent_s:
            self._waited_s = 0.0
            raise DeviceSilent(f"no new frame came within {self._silent_s:g} s")
        return None

    def fault(self) -> SourceFault:
        """Look at a few frames: ``camera_unplugged``, ``camera_silent``, ``camera_garbled``, or `fault_of` them."""
        try:
            frames = [self._taken(self._silent_s) for _ in range(FAULT_FRAMES)]
        except WireError:
            return "camera_garbled"
        except DeviceError:
            return "camera_unplugged"
        taken = [frame for frame in frames if frame is not None]
        return fault_of(taken) if len(taken) == FAULT_FRAMES else "camera_silent"

    def close(self) -> None:
        """Give the line back; the next frame would open it again."""
        if self._line is not None:
            self._line.close()
            self._line = None

    def _connected(self) -> socket.socket:
        if self._line is None:
            self._line = _connect(self._where)
        return self._line

    def _is_new(self, frame: Gray) -> bool:
        before, self._last_crc = self._last_crc, zlib.crc32(frame.data)
        return self._last_crc != before

    def _taken(self, timeout_s: float) -> Gray | None:
        if timeout_s <= 0:
            return None
        try:
            frame = _asked(self._connected(), time.monotonic() + timeout_s)
        except (DeviceGone, WireError):
            self.close()
            raise
        if frame is None:
            self.close()  # or the frame asked for now would be taken for the answer to a later question
        return frame


def _asked(line: socket.socket, deadline: float) -> Gray | None:
    reader, frame = FrameReader(), None
    try:
        line.sendall(ASK)
        while frame is None and (left_s := deadline - time.monotonic()) > 0:
            line.settimeout(left_s)
            frame = reader.feed(_received(line))
    except TimeoutError:
        return None
    except OSError as error:
        raise DeviceGone("the line to the camera closed") from error
    return frame


def _received(line: socket.socket) -> bytes:
    data = line.recv(CHUNK_BYTES)
    if not data:
        raise DeviceGone("the camera closed the line")
    return data


def _connect(where: str) -> socket.socket:
    try:
        if where.startswith("tcp://"):
            return socket.create_connection(split_address(where.removeprefix("tcp://")), timeout=CONNECT_S)
        return _connect_unix(where)
    except (OSError, UnicodeError) as error:  # a host that no name of the DNS can have is a UnicodeError
        raise PortMissing(f"no camera answers at {where}") from error


def _connect_unix(path: str) -> socket.socket:
    line = socket.socket(socket.AF_UNIX)
    try:
        line.settimeout(CONNECT_S)
        line.connect(path)
    except OSError:
        line.close()
        raise
    return line
