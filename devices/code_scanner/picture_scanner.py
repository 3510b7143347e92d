"""A code scanner over anything that takes pictures."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Protocol

from devices.code_scanner.camera_frames import Gray, SourceFault
from devices.code_scanner.camera_place import SCHEME
from devices.code_scanner.folder_source import FolderSource
from devices.code_scanner.front import BETWEEN_S, LASTS, Front
from devices.code_scanner.gate import Gate
from devices.code_scanner.left_code import LeftCodes
from devices.code_scanner.live_camera import LiveCamera
from devices.code_scanner.looks import Looks
from devices.code_scanner.readings import Effort, Read
from devices.code_scanner.socket_camera import SocketCamera
from devices.code_scanner.worker import DecodingWorker
from devices.contract import DeviceGone, ScannedCode
from devices.faults import condition_of
from kiosk.core.conditions import Condition, Device, Presence

FRAME_S = 2.0  # a 720p frame takes 2 to 50 ms; a decoder that needs two seconds hangs
STILL_EVERY_S = 2.0  # a picture at rest was searched when it moved; its noise may be kinder the next time
SAME_REQUEST_S = 0.5  # a worker asks again within this time
FAILURES = 3  # this many frames in a row without an answer are not the frames' fault


class FrameSource(Protocol):
    """Where frames come from: a camera, or what stands for one."""

    continuous: bool
    """Whether frames follow each other as those of a camera, so that motion between them means something."""

    def next_frame(self, timeout_s: float) -> Gray | None:
        """A frame (height x width luma bytes) taken after the call began, or None; DeviceError when that fails."""
        ...

    def fault(self) -> SourceFault:
        """A fault id after looking at the source, empty when it works; never raises."""
        ...

    def close(self) -> None: ...


class Viewer(Protocol):
    """Who shows the citizen what the camera sees; both calls return at once and never raise."""

    def show(self, frame: Gray) -> None:
        """A frame was taken while a code is looked for."""
        ...

    def hide(self) -> None:
        """The code was found: nothing of the picture may stay."""
        ...


class PictureScanner:
    """Looks for codes in a source's frames; owns the source and the decoding process."""

    def __init__(self, source: FrameSource, worker: DecodingWorker) -> None:
        self._source, self._worker = source, worker
        self._viewer: Viewer | None = None
        self._gate = Gate()
        self._left = LeftCodes()
        self._looks = Looks()
        self._scanned_at = self._looked_at = float("-inf")

    def show_to(self, viewer: Viewer | None) -> None:
        """From now on `viewer` gets the frames in which a code is looked for."""
        self._viewer = viewer

    def scan(self, formats: frozenset[str], timeout_s: float) -> ScannedCode | None:
        """The first code of one of `formats` within `timeout_s`, or None; DeviceError when source or decoder fails.

        A delivered code is none until it has been out of the picture once.
        """
        deadline = time.monotonic() + timeout_s
        if time.monotonic() - self._scanned_at > SAME_REQUEST_S:
            self._begin()
        try:
            while (left_s := deadline - time.monotonic()) > 0:
                frame = self._source.next_frame(left_s)
                code = None if frame is None else self._code_in(frame, formats)
                if code is not None:
                    return code
        finally:
            self._scanned_at = time.monotonic()
        return None

    def presence(self, timeout_s: float) -> Presence:
        """PRESENT as soon as somebody moves, ABSENT after `timeout_s`, UNKNOWN for too few frames to tell.

        A folder of pictures cannot tell. DeviceError when the source fails.
        """
        if not self._source.continuous:
            return Presence.UNKNOWN
        deadline, front = time.monotonic() + timeout_s, Front()
        while (left_s := deadline - time.monotonic()) > 0:
            frame = self._source.next_frame(left_s)
            if frame is not None and front.feed(frame, time.monotonic()):
                return Presence.PRESENT
            time.sleep(max(0.0, min(BETWEEN_S, deadline - time.monotonic())))
        return Presence.ABSENT if front.looks >= LASTS else Presence.UNKNOWN

    def condition(self) -> Condition:
        """Look at a few frames and at the decoder; fault ids are the source's and ``decoder_down``."""
        fault = self._source.fault() or ("" if self._worker.start() else "decoder_down")
        if fault:
            self._left = LeftCodes()  # nobody saw what was before it meanwhile
        return condition_of(Device.CODE_SCANNER, fault)

    def close(self) -> None:
        """End the decoding process and give the source back."""
        if self._viewer is not None:
            self._viewer.hide()
        self._worker.close()
        self._source.close()

    def _begin(self) -> None:
        """Somebody else may be looking: what is held there already must be read as well."""
        self._looks.restart()
        self._looked_at = float("-inf")

    def _code_in(self, frame: Gray, formats: frozenset[str]) -> ScannedCode | None:
        if self._viewer is not None:
            self._viewer.show(frame)
        code = self._code_among_many(frame, formats) if self._source.continuous else self._code_alone(frame, formats)
        if code is not None and self._viewer is not None:
            self._viewer.hide()
        return code

    def _code_alone(self, frame: Gray, formats: frozenset[str]) -> ScannedCode | None:
        """A picture that somebody put there, and no other one follows."""
        return next(iter(self._read(frame, formats, "everything")), None)

    def _code_among_many(self, frame: Gray, formats: frozenset[str]) -> ScannedCode | None:
        """Searched while something moves, or after a long rest; a code that may be left is watched until it goes."""
        now, moving = time.monotonic(), self._gate.feed(frame)
        if not (moving or self._left.may_lie_there or now - self._looked_at >= STILL_EVERY_S):
            return None
        self._looked_at = now
        effort = self._left.effort(self._looks.effort(now, moving=moving))
        codes = self._read(frame, formats, effort)
        return self._left.first_new(self._looks.counted(codes), now, effort)

    def _read(self, frame: Gray, formats: frozenset[str], effort: Effort) -> tuple[ScannedCode, ...]:
        reading = self._worker.decode(frame, formats, effort)
        if isinstance(reading, Read):
            return reading.codes
        if self._worker.failures_in_a_row >= FAILURES:
            raise DeviceGone("the decoding process does not stay alive")
        return ()


def open_source(where: str) -> FrameSource:
    """A camera at ``v4l2:NAME?options``, ``tcp://HOST:PORT`` or a Unix socket's path, or a folder's new pictures.

    Connects when first used; PortMissing when a place is written wrong, DeviceGone when a folder cannot be listed.
    """
    if where.startswith(SCHEME):
        return LiveCamera(where)
    return FolderSource(Path(where)) if Path(where).is_dir() else SocketCamera(where)


def open_scanner(where: str) -> PictureScanner:
    """A scanner over the source at `where`, see `open_source`."""
    return PictureScanner(open_source(where), DecodingWorker(decode_s=FRAME_S))
