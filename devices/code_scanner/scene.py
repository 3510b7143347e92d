"""What the emulated camera sees: an empty hall, or a picture brought up from below and held in a hand that trembles."""

from __future__ import annotations

import numpy as np
import qrcode
from PIL import Image, ImageFilter
from qrcode.exceptions import DataOverflowError

from devices.code_scanner.camera_frames import Gray

SHARE = 0.7  # of the frame's height and width that a shown picture may fill
BLUR_PX = 0.7
NOISE = 4.0  # standard deviation in gray levels, a small sensor indoors
NOISE_FRAMES = 8
MOST_NOISE = 20
DARK, BRIGHT = 24, 231  # what a lens leaves of black and white; the noise stays within a byte
COMING_FRAMES = 10  # a third of a second from the edge to the middle
TREMBLE_PX = 1
MODULE_PX = 8
QUIET_MODULES = 4  # ISO/IEC 18004: the quiet zone of a QR code


class Scene:
    """Frames of `width` x `height`, drawn from a seeded generator: the same seed gives the same frames."""

    def __init__(self, width: int, height: int, seed: int = 0, coming_frames: int = COMING_FRAMES) -> None:
        self._generator = np.random.default_rng(seed)
        self._empty = _gradient(width, height)
        # bytes that wrap around: adding 250 takes 6 away
        noise = self._generator.normal(0.0, NOISE, (NOISE_FRAMES, height, width)).clip(-MOST_NOISE, MOST_NOISE)
        self._noise = noise.astype(np.int8).view(np.uint8)
        self._coming_frames = coming_frames
        self._turn = 0
        self._shown: Gray | None = None
        self._held = 0

    def show(self, picture: Gray) -> None:
        """Bring up `picture` to the middle of the view, as large as it may be."""
        height, width = self._empty.shape
        scale = min(SHARE * width / picture.shape[1], SHARE * height / picture.shape[0])
        size = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
        shown = Image.fromarray(picture).resize(size, Image.Resampling.BOX if scale < 1 else Image.Resampling.BILINEAR)
        gray = np.asarray(shown.filter(ImageFilter.GaussianBlur(BLUR_PX)), np.float32)
        self._shown, self._held = (DARK + gray * ((BRIGHT - DARK) / 255)).astype(np.uint8), 0

    def clear(self) -> None:
        """Nothing in front of the camera."""
        self._shown = None

    @property
    def showing(self) -> bool:
        """Whether anything is in front of the camera."""
        return self._shown is not None

    def frame(self) -> Gray:
        """The view with fresh noise; no two frames that follow each other are equal."""
        self._turn = (self._turn + 1) % NOISE_FRAMES
        noisy: Gray = self._view() + self._noise[self._turn]
        return noisy

    def _view(self) -> Gray:
        if self._shown is None:
            return self._empty
        (height, width), (tall, wide) = self._empty.shape, self._shown.shape
        left, rest = (width - wide) // 2, (height - tall) // 2
        self._held += 1
        coming = max(0.0, 1 - self._held / self._coming_frames) if self._coming_frames else 0.0
        top = rest + round(coming * (height - rest))
        dx, dy = (int(each) for each in self._generator.integers(-TREMBLE_PX, TREMBLE_PX + 1, 2))
        view, top, left = self._empty.copy(), max(0, top + dy), max(0, left + dx)
        seen = view[top : top + tall, left : left + wide]
        seen[:] = self._shown[: seen.shape[0], : seen.shape[1]]
        return view


def _gradient(width: int, height: int) -> Gray:
    across, down = np.linspace(0, 60, width), np.linspace(90, 150, height)
    return (across[np.newaxis, :] + down[:, np.newaxis]).astype(np.uint8)


def qr_picture(payload: bytes) -> Gray:
    """A QR code of `payload` (error correction M) as a gray picture with its quiet zone; ValueError when too long."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=QUIET_MODULES)
    try:
        code.add_data(payload, optimize=0)
        code.make(fit=True)
    except (DataOverflowError, ValueError) as error:
        raise ValueError(f"{len(payload)} bytes do not fit into a QR code") from error
    modules = np.where(np.array(code.get_matrix()), 0, 255).astype(np.uint8)
    return np.kron(modules, np.ones((MODULE_PX, MODULE_PX), np.uint8))
