"""A visit at 30 frames a second: an empty counter, a phone that comes in with its code, held for a second.

Every pipeline gets each frame when it is due. What it does between two frames is its time; a code counts from the
frame that showed it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping

import cv2
import numpy as np
from msgspec import Struct

from devices.code_scanner.picture_scanner import PictureScanner
from devices.code_scanner.worker import DecodingWorker
from script.benches import code_frames, scan_peers
from script.benches.code_frames import Gray

QR = frozenset({"qr"})
OURS, PEER = "ours, with its process", "motion gate, zxing-cpp QR"
FRAME_S = 1 / 30
IDLE, ENTERING, HELD = 90, 20, 30  # frames
LEVEL = code_frames.LEVELS["medium"]
NOISE = 4.0
HAND_PX = 1.5  # how far a hand that holds still moves from frame to frame
GATE_LEVELS, GATE_SHARE = 12, 0.005  # of the peers' motion gate: gray levels, and the share of pixels that changed


class Passed(Struct, frozen=True):
    """How one pipeline did in one visit: milliseconds spent on each idle frame, and the frame that it read."""

    idle_ms: tuple[float, ...]
    busy_ms: tuple[float, ...]
    read_at: int | None

    @property
    def wait_ms(self) -> float | None:
        """From the first frame that shows the phone to the one that was read."""
        return None if self.read_at is None else (self.read_at - IDLE) * FRAME_S * 1000


class Source:
    """One visit's frames, each when it is due, as a camera gives them."""

    continuous = True

    def __init__(self, frames: list[Gray]) -> None:
        self._frames = frames
        self._began = time.monotonic()
        self._given_at: float | None = None
        self.spent_ms: list[float] = []

    def next_frame(self, timeout_s: float) -> Gray | None:
        """The next frame, or None after the last one."""
        if self._given_at is not None:
            self.spent_ms.append((time.perf_counter() - self._given_at) * 1000)
            self._given_at = None
        if len(self.spent_ms) == len(self._frames):
            time.sleep(timeout_s)
            return None
        time.sleep(max(0.0, self._began + len(self.spent_ms) * FRAME_S - time.monotonic()))
        self._given_at = time.perf_counter()
        return self._frames[len(self.spent_ms)]

    def fault(self) -> str:
        """None."""
        return ""

    def close(self) -> None:
        """Nothing is held."""


Scan = Callable[[Source], bool]
"""Looks for a code until one is found or no frame comes; whether one was found."""


def passed(scan: Scan, frames: list[Gray]) -> Passed:
    """One pipeline in one visit."""
    source = Source(frames)
    found = scan(source)
    source.next_frame(0.0)  # or the time of the frame that was read is missing
    spent = tuple(source.spent_ms)
    return Passed(spent[1:IDLE], spent[IDLE:], len(spent) - 1 if found else None)


def visits(seed: int, number: int) -> Iterator[list[Gray]]:
    """The frames of `number` visits, 720p."""
    draw = np.random.default_rng(seed)
    for _ in range(number):
        yield _visit(draw)


def _visit(draw: np.random.Generator) -> list[Gray]:
    room = code_frames.scene(draw, code_frames.SIZES[0])
    code = code_frames.modules(draw, code_frames.payload(draw))
    shown, held_at = code_frames.printed(draw, code, LEVEL), code_frames.pose(draw, len(code), room.shape, LEVEL)
    frames, before = [], 1.0
    for number in range(IDLE + ENTERING + HELD):
        away = max(0.0, 1 - (number - IDLE + 1) / ENTERING) ** 3 if number >= IDLE else 1.0
        view = room.copy()
        if number >= IDLE:
            shift = np.array([away * room.shape[1], 0]) + draw.normal(0, HAND_PX, 2)
            code_frames.lay(view, shown, (held_at + shift).astype(np.float32))
            exposed_px = int((before - away) * room.shape[1] / 4) | 1
            view = cv2.blur(view, (exposed_px, 1))
            before = away
        frames.append(code_frames.noisy(draw, cv2.GaussianBlur(view, (0, 0), 0.8), NOISE))
    return frames


def plain(read: scan_peers.Reader) -> Scan:
    """A pipeline that reads every frame."""

    def scan(source: Source) -> bool:
        while (frame := source.next_frame(0.0)) is not None:
            if read(frame):
                return True
        return False

    return scan


def gated(read: scan_peers.Reader) -> Scan:
    """A pipeline that reads the frames in which a thumbnail of an eighth differs from the frame before."""

    def scan(source: Source) -> bool:
        before: Gray | None = None
        while (frame := source.next_frame(0.0)) is not None:
            thumbnail = scan_peers.half(scan_peers.half(scan_peers.half(frame)))
            moved = before is None or np.mean(cv2.absdiff(thumbnail, before) > GATE_LEVELS) > GATE_SHARE
            before = thumbnail
            if moved and read(frame):
                return True
        return False

    return scan


def pipelines(worker: DecodingWorker) -> Mapping[str, Scan]:
    """Name and pipeline; ours is the scanner as the terminal uses it, with the decoding process `worker`."""

    def ours(source: Source) -> bool:
        return PictureScanner(source, worker).scan(QR, (IDLE + ENTERING + HELD + 1) * FRAME_S) is not None

    return {
        "pyzbar, QR only": plain(scan_peers.pyzbar_qr),
        "zxing-cpp, QR only": plain(scan_peers.zxing_qr),
        "C half fast, full": plain(scan_peers.chain_c),
        PEER: gated(scan_peers.zxing_qr),
        "motion gate, G": gated(scan_peers.chain_g),
        OURS: ours,
    }
