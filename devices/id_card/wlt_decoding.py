"""The process that decodes one photo with the customer's WLT library; run as a file, knows nothing of this project.

``wlt_decoding.py LIBRARY`` in a directory that holds ``photo.wlt`` leaves ``photo.bmp`` there. The library is closed
and not ours: it may print, leak or crash, so it gets a process, and that process gets little. Two interfaces are known:
``int GetBmp(const char *wltfile, int intf)`` (intf 1 RS-232, 2 USB; 1 is success, -5 not licensed for this reader) and
``int unpack(char *wlt, char *rgb, int n)``, by its C or its C++ name.
"""

from __future__ import annotations

import ctypes
import resource
import signal
import sys
from pathlib import Path

DECODED, LIBRARY_UNUSABLE, NOT_DECODED = 0, 3, 4
WIDTH, HEIGHT = 102, 126
ROW = WIDTH * 3
PADDED_ROW = 308  # a bitmap's rows are multiples of four bytes
BITMAP_SIZE = 54 + HEIGHT * PADDED_ROW
UNPACK_MODE = 708  # what callers of `unpack` pass
UNTOUCHED = 0xA5
MEMORY_MOST = 512 << 20
FILE_MOST = 1 << 20
CPU_S = 5
PR_SET_PDEATHSIG = 1
NOT_LICENSED = -5


def restrain() -> None:
    """No core file with a face in it, no file or memory without bound, no life without the terminal's."""
    for what, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, FILE_MOST),
        (resource.RLIMIT_AS, MEMORY_MOST),
        (resource.RLIMIT_CPU, CPU_S),
    ):
        resource.setrlimit(what, (most, most))
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def decode(library: str) -> int:
    """Decode ``photo.wlt`` into ``photo.bmp``; an exit status."""
    try:
        loaded = ctypes.CDLL(library)
    except OSError:
        return LIBRARY_UNUSABLE
    if hasattr(loaded, "GetBmp"):
        return by_file(loaded)
    for name in ("unpack", "_Z6unpackPcS_i"):
        if hasattr(loaded, name):
            return by_memory(loaded[name])
    return LIBRARY_UNUSABLE


def by_file(library: ctypes.CDLL) -> int:
    """With ``GetBmp``, which writes the bitmap beside the file it is given."""
    for interface in (1, 2):
        result = library.GetBmp(b"photo.wlt", interface)
        if result == 1:
            return DECODED
        if result == NOT_LICENSED:
            return LIBRARY_UNUSABLE
    return NOT_DECODED


def by_memory(unpack: ctypes._NamedFuncPointer) -> int:
    """With ``unpack``, whose result differs between makers: whether it wrote anything tells."""
    wlt = Path("photo.wlt").read_bytes()
    pixels = ctypes.create_string_buffer(bytes((UNTOUCHED,)) * BITMAP_SIZE, BITMAP_SIZE)
    unpack(ctypes.create_string_buffer(wlt, len(wlt)), pixels, UNPACK_MODE)
    if pixels.raw == bytes((UNTOUCHED,)) * BITMAP_SIZE:
        return NOT_DECODED
    bitmap = pixels.raw if pixels.raw.startswith(b"BM") else bitmap_of(pixels.raw[: ROW * HEIGHT])
    Path("photo.bmp").write_bytes(bitmap)
    return DECODED


def bitmap_of(pixels: bytes) -> bytes:
    """A Windows bitmap of rows from the bottom up, three bytes a pixel, red first (a bitmap has blue first)."""
    sizes = (BITMAP_SIZE, 0, 54, 40, WIDTH, HEIGHT)
    head = b"BM" + b"".join(each.to_bytes(4, "little") for each in sizes) + bytes((1, 0, 24, 0)) + bytes(24)
    rows = (pixels[at : at + ROW] for at in range(0, ROW * HEIGHT, ROW))
    return head + b"".join(blue_first(row) + bytes(PADDED_ROW - ROW) for row in rows)


def blue_first(row: bytes) -> bytes:
    """A row with the first and third byte of each pixel exchanged."""
    turned = bytearray(row)
    turned[0::3], turned[2::3] = row[2::3], row[0::3]
    return bytes(turned)


if __name__ == "__main__":
    restrain()
    sys.exit(decode(sys.argv[1]))
