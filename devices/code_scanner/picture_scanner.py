"""A code scanner over anything that takes pictures."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Literal, Protocol

from devices.code_scanner.camera_frames import Gray, SourceFault
from devices.code_scanner.folder_source import FolderSource
from devices.code_scanner.readings import Read, Unread
from devices.code_scanner.socket_camera import SocketCamera
from devices.code_scanner.worker import DecodingWorker
from devices.contract import DeviceGone, ScannedCode
from kiosk.core.conditions import Condition, Device, Presence, Status

FRAME_S = 2.0  # a 720p frame takes 2 to 50 ms; a decoder that needs two seconds hangs
THOROUGH_EVERY_S = 0.2  # an empty 720p frame takes one reader 2 ms and all of them 50: not for 30 frames a second
FAILURES = 3  # this many frames in a row without an answer are not the frames' fault


STATUS_OF: Mapping[SourceFault | Literal["decoder_down"], Status] = MappingProxyType(
    {
        "": Status.ONLINE,
        "camera_unplugged": Status.NO_DEVICE,
        "camera_silent": Status.HARDWARE_ERROR,
        "camera_garbled": Status.HARDWARE_ERROR,
        "camera_black": Status.HARDWARE_ERROR,
        "camera_frozen": Status.HARDWARE_ERROR,
        "decoder_down": Status.HARDWARE_ERROR,
    }
)
"""Every fault a scanner can have."""


class FrameSource(Protocol):
    """Where frames come from: a camera, or what stands for one."""

    def next_frame(self, timeout_s: float) -> Gray | None:
        """A frame (height x width luma bytes) taken after the call began, or None; DeviceError when that fails."""
        ...

    def fault(self) -> SourceFault:
        """A fault id after looking at the source, empty when it works; never raises."""
        ...

    def close(self) -> None: ...


class PictureScanner:
    """Looks for codes in a source's frames; owns the source and the decoding process."""

    def __init__(self, source: FrameSource, worker: DecodingWorker) -> None:
        self._source, self._worker = source, worker
        self._thorough_at = -THOROUGH_EVERY_S

    def scan(self, formats: frozenset[str], timeout_s: float) -> ScannedCode | None:
        """The first code of one of `formats` within `timeout_s`, or None; DeviceError when source or decoder fails."""
        deadline = time.monotonic() + timeout_s
        while (left_s := deadline - time.monotonic()) > 0:
            frame = self._source.next_frame(left_s)
            reading = None if frame is None else self._worker.decode(frame, formats, thorough=self._thorough_now())
            if isinstance(reading, Read) and reading.codes:
                return reading.codes[0]
            if isinstance(reading, Unread) and self._worker.failures_in_a_row >= FAILURES:
                raise DeviceGone("the decoding process does not stay alive")
        return None

    def _thorough_now(self) -> bool:
        now = time.monotonic()
        due = now - self._thorough_at >= THOROUGH_EVERY_S
        self._thorough_at = now if due else self._thorough_at
        return due

    def presence(self, timeout_s: float) -> Presence:  # noqa: ARG002 - the contract's
        """Not told yet by this scanner."""
        return Presence.UNKNOWN

    def condition(self) -> Condition:
        """Look at a few frames and at the decoder; fault ids are the source's and ``decoder_down``."""
        fault = self._source.fault() or ("" if self._worker.start() else "decoder_down")
        return Condition(Device.CODE_SCANNER, STATUS_OF[fault], fault=fault)

    def close(self) -> None:
        """End the decoding process and give the source back."""
        self._worker.close()
        self._source.close()


def open_scanner(where: str) -> PictureScanner:
    """A scanner over a camera at ``tcp://HOST:PORT`` or a Unix socket's path, or over the new pictures of a folder.

    Connects when first used; DeviceGone when a folder cannot be listed.
    """
    source = FolderSource(Path(where)) if Path(where).is_dir() else SocketCamera(where)
    return PictureScanner(source, DecodingWorker(decode_s=FRAME_S))
