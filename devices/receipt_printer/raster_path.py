"""Dots as ESC/POS: bands of GS v 0 between feeds, in less than half the bytes of the whole picture. Pure.

A raster is a numpy array of booleans, rows by columns, True where the head burns. Sources: Epson ESC/POS Application
Programming Guide, GS v 0 and ESC J.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from escpos.constants import ESC, GS

Raster = npt.NDArray[np.bool_]

BAND_ROWS = 64  # 8 mm: small printers buffer no more than 256 rows, and shorter bands can be called back sooner
BLANK_ROWS = 8  # from 1 mm on feeding is cheaper than sending white, and the head need not slow down for less
FEED_MOST = 255
_BAND_HEAD = 8
_MAGNIFIED = {1: 0, 2: 3}  # m of GS v 0: 3 doubles both ways


def raster_commands(raster: Raster) -> Iterator[bytes]:
    """The raster as bands, its blank stretches as feeds."""
    start = 0
    for end in (*_changes(raster), len(raster)):
        yield from _bands(raster[start:end]) if raster[start:end].any() else feeds(end - start)
        start = end


def _changes(raster: Raster) -> list[int]:
    """The rows at which ink begins after a blank stretch long enough to feed, or ends before one."""
    inked = np.flatnonzero(raster.any(axis=1))
    gaps = np.flatnonzero(np.diff(inked) > BLANK_ROWS)
    edges: list[int] = np.sort(np.concatenate([inked[:1], inked[gaps] + 1, inked[gaps + 1], inked[-1:] + 1])).tolist()
    return edges


def _bands(rows: Raster) -> Iterator[bytes]:
    """GS v 0 (print raster bit image, normal density), each band as wide as its last inked byte."""
    for start in range(0, len(rows), BAND_ROWS):
        band = rows[start : start + BAND_ROWS]
        yield _band(band[:, : int(np.flatnonzero(band.any(axis=0))[-1]) + 1])


def longest_band(width: int) -> int:
    """The bytes of the longest command that a paper of this width may hold."""
    return _BAND_HEAD + BAND_ROWS * -(-width // 8)


def _band(dots: Raster, magnified: int = 1) -> bytes:
    packed = np.packbits(dots, axis=1)
    size = packed.shape[1].to_bytes(2, "little") + len(packed).to_bytes(2, "little")
    return bytes(GS + b"v0" + bytes([_MAGNIFIED[magnified]]) + size + packed.tobytes())


def square_commands(modules: Raster, dots: int) -> Iterator[bytes]:
    """A QR code of `dots` a module, for the printer to centre: equally wide bands, magnified where that halves."""
    times = 2 if dots % 2 == 0 else 1
    raster = np.kron(modules, np.ones((dots // times, dots // times), dtype=np.bool_))
    for start in range(0, len(raster), BAND_ROWS):
        yield _band(raster[start : start + BAND_ROWS], times)


def feeds(rows: int) -> Iterator[bytes]:
    """ESC J n (feed n units)."""
    for done in range(0, rows, FEED_MOST):
        yield bytes(ESC + b"J" + bytes([min(FEED_MOST, rows - done)]))
