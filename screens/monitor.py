"""How large a window the display can hold, asked of X before Kivy opens one."""

from __future__ import annotations

import ctypes

PAGE = (1080, 1920)
SHARE = 0.9  # of the display's height; the rest is the desktop's own


def window_size() -> tuple[int, int]:
    """The page's own size, or smaller in the same shape on a lower display."""
    height = _display_height()
    if height is None or height >= PAGE[1]:
        return PAGE
    scale = height * SHARE / PAGE[1]
    return round(PAGE[0] * scale), round(PAGE[1] * scale)


def _display_height() -> int | None:
    """The height of the default X screen in pixels; None without an X server."""
    try:
        x11 = ctypes.CDLL("libX11.so.6")
    except OSError:
        return None
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XOpenDisplay.argtypes = [ctypes.c_char_p]
    x11.XDisplayHeight.argtypes = [ctypes.c_void_p, ctypes.c_int]
    x11.XCloseDisplay.argtypes = [ctypes.c_void_p]
    display = x11.XOpenDisplay(None)
    if not display:
        return None
    height: int = x11.XDisplayHeight(display, 0)
    x11.XCloseDisplay(display)
    return height
