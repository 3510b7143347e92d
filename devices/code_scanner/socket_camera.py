"""A camera that is asked for each frame: over a socket, or in a process of its own (`live_camera`).

A frame is asked for and not merely taken from a queue, for what waited there may show an earlier citizen's code.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from typing import Protocol

from devices.code_scanner.camera_frames import ASK, FrameReader, Gray, SourceFault, is_black, sample
from devices.contract import DeviceError, DeviceGone, DeviceSilent, PortBusy, PortMissing, WireError
from devices.ports import CONNECT_S, split_address

SILENT_S = 2.0  # a camera that takes a frame a second is slow, one that shows nothing new for two has stopped
LEAST_LOOK_S = 0.5  # a look right after silence need not be silent for as long again
CHUNK_BYTES = 1 << 18
FROZEN_S = 2.0  # the same frame, or a black one, for so long is no accident of the start
LEAST_TO_JUDGE = 2  # frames: one alone is neither frozen nor black


class FrameLine(Protocol):
    """Our end of a line to a camera."""

    def frame(self, deadline: float) -> Gray | None:
        """A frame taken after this call began, None after `deadline` (time.monotonic); DeviceError when it fails."""
        ...

    @property
    def within(self) -> bool:
        """Whether a frame has begun to arrive and not ended."""
        ...

    def close(self) -> None: ...


class AskedCamera:
    """Frames from a line that is opened when first needed, and anew after a loss.

    Nothing new for `silent_s` is silence; a line just opened is kept for `start_s` all the same.
    """

    continuous = True

    def __init__(
        self, connect: Callable[[], FrameLine], silent_s: float = SILENT_S, start_s: float | None = None
    ) -> None:
        self._connect, self._silent_s = connect, silent_s
        self._start_s = silent_s if start_s is None else start_s
        self._line: FrameLine | None = None
        self._spoke = False  # on this line
        self._quiet_since: float | None = None  # asked, and no frame came
        self._waited_s = 0.0  # for a new frame
        self._silent_at = float("-inf")
        self._last = b""

    def next_frame(self, timeout_s: float) -> Gray | None:
        """A frame taken after this call began, or None within `timeout_s`.

        DeviceSilent when none came through `silent_s` of waiting in all, WireError when one never ended; another
        DeviceError when the line fails. A frame equal to the one before is none: a frozen camera would go on showing
        an earlier citizen's code.
        """
        began = self._begun()
        deadline = began + min(timeout_s, self._silent_s - self._waited_s)
        while (frame := self._taken(deadline)) is not None:
            if self._is_new(frame):
                self._waited_s = 0.0
                return frame
        self._waited_s += time.monotonic() - began
        if self._waited_s < self._silent_s:
            return None
        self._waited_s, self._silent_at = 0.0, time.monotonic()
        raise self._silence()

    def fault(self) -> SourceFault:
        """Look until two frames differ, for at most `silent_s`, shortly when it was silent just now; never raises."""
        now = self._begun()
        look_s = self._silent_s if now - self._silent_at > self._silent_s else min(LEAST_LOOK_S, self._silent_s)
        try:
            return self._looked(now + look_s)
        except WireError:
            return "camera_garbled"
        except PortBusy:
            return "camera_busy"
        except DeviceSilent:
            return "camera_silent"
        except DeviceError:
            return "camera_unplugged"

    def close(self) -> None:
        """Give the line back; the next frame would open it again."""
        if self._line is not None:
            self._line.close()
        self._line, self._spoke, self._quiet_since = None, False, None
        self._waited_s, self._last = 0.0, b""

    def _begun(self) -> float:
        now = time.monotonic()
        self._quiet_since = now if self._quiet_since is None else self._quiet_since
        return now

    def _looked(self, deadline: float) -> SourceFault:
        seen, black = 0, False
        while (frame := self._taken(deadline)) is not None:
            differs, black, seen = self._is_new(frame) and seen > 0, is_black(frame), seen + 1
            if differs and not black:
                self._waited_s, self._silent_at = 0.0, float("-inf")
                return ""
            deadline = deadline if seen > 1 else min(deadline, time.monotonic() + FROZEN_S)
        if seen == 0:
            raise self._silence()
        if seen < LEAST_TO_JUDGE:
            return ""
        return "camera_black" if black else "camera_frozen"

    def _silence(self) -> DeviceError:
        """What to say of it; a line that was quiet for too long is closed, so that the next call begins anew.

        One that has just been opened is left alone, or a camera that starts slowly would never be there.
        """
        quiet_s = 0.0 if self._quiet_since is None else time.monotonic() - self._quiet_since
        within = self._line is not None and self._line.within
        if quiet_s >= (self._silent_s if self._spoke or within else self._start_s):
            self.close()
            if within:
                return WireError("a frame began and did not end")
        return DeviceSilent(f"no new frame came within {self._silent_s:g} s")

    def _is_new(self, frame: Gray) -> bool:
        before, self._last = self._last, sample(frame)
        return self._last != before

    def _taken(self, deadline: float) -> Gray | None:
        if deadline <= time.monotonic():
            return None
        try:
            if self._line is None:
                self._line = self._connect()
            frame = self._line.frame(deadline)
        except DeviceError:
            self.close()
            raise
        if frame is not None:
            self._spoke, self._quiet_since = True, None
        return frame


class SocketLine:
    """Asks over a socket; an answer that came too late for its question is thrown away."""

    def __init__(self, line: socket.socket) -> None:
        self._socket, self._reader = line, FrameReader()
        self._owed = 0

    def frame(self, deadline: float) -> Gray | None:
        """A frame taken after this call began; DeviceGone when the line closes, WireError when the bytes are none."""
        try:
            self._socket.sendall(ASK)
            self._owed += 1
            while (frame := self._next(deadline)) is not None:
                self._owed -= 1
                if self._owed == 0:
                    return frame
        except TimeoutError:
            return None
        except OSError as error:
            raise DeviceGone("the line to the camera closed") from error
        return None

    @property
    def within(self) -> bool:
        """Whether a frame has begun to arrive and not ended."""
        return self._reader.within

    def close(self) -> None:
        """Close the socket."""
        self._socket.close()

    def _next(self, deadline: float) -> Gray | None:
        frame = self._reader.feed(b"") if self._reader.within else None
        while frame is None and (left_s := deadline - time.monotonic()) > 0:
            self._socket.settimeout(left_s)
            frame = self._reader.feed(self._received())
        return frame

    def _received(self) -> bytes:
        data = self._socket.recv(CHUNK_BYTES)
        if not data:
            raise DeviceGone("the camera closed the line")
        return data


class SocketCamera(AskedCamera):
    """A camera at ``tcp://HOST:PORT`` or a Unix socket's path: an emulator, or another program that has one."""

    def __init__(self, where: str, silent_s: float = SILENT_S) -> None:
        super().__init__(lambda: SocketLine(connect(where)), silent_s)


def connect(where: str) -> socket.socket:
    """A socket to a camera; PortMissing when none answers."""
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
