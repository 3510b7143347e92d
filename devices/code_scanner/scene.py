"""What the emulated camera sees: an empty scene, or a picture with a code held in front of it, through a lens."""

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
MODULE_PX = 8
QUIET_MODULES = 4  # ISO/IEC 18004: the quiet zone of a QR code


class Scene:
    """Frames of `width` x `height`, drawn from a seeded generator: the same seed gives the same frames."""

    def __init__(self, width: int, height: int, seed: int = 0) -> None:
        self._generator = np.random.default_rng(seed)
        self._empty = _gradient(width, height)
        self._noise = self._generator.normal(0.0, NOISE, (NOISE_FRAMES, height, width)).astype(np.int16)
        self._turn = 0
        self._view = self._empty
        self.clear()

    def show(self, picture: Gray) -> None:
        """Hold `picture` in the middle of the view, as large as it may be."""
        height, width = self._empty.shape
        scale = min(SHARE * width / picture.shape[1], SHARE * height / picture.shape[0])
        size = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
        shown = Image.fromarray(picture).resize(size, Image.Resampling.BOX if scale < 1 else Image.Resampling.BILINEAR)
        view = Image.fromarray(self._empty)
        view.paste(shown, ((width - size[0]) // 2, (height - size[1]) // 2))
        self._view = np.asarray(view.filter(ImageFilter.GaussianBlur(BLUR_PX)))

    def clear(self) -> None:
        """Nothing in front of the camera."""
        self._view = self._empty

    @property
    def showing(self) -> bool:
        """Whether anything is in front of the camera."""
        return self._view is not self._empty

    def frame(self) -> Gray:
        """The view with fresh noise; no two frames that follow each other are equal."""
        self._turn = (self._turn + 1) % NOISE_FRAMES
        noisy: Gray = (self._view + self._noise[self._turn]).clip(0, 255).astype(np.uint8)
        return noisy


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
