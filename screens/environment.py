"""What Kivy reads while it is imported: call `prepare` before the first import of anything that draws."""

from __future__ import annotations

import os
import tempfile
from collections.abc import MutableMapping
from pathlib import Path

OFFSCREEN = "offscreen"
SOUND_CARDS = Path("/dev/snd")


def prepare(
    width_px: int,
    height_px: int,
    *,
    fullscreen: bool = False,
    offscreen: bool = False,
    at_px: tuple[int, int] | None = None,
    environ: MutableMapping[str, str] = os.environ,
) -> None:
    """Settle the window's size and Kivy's manners.

    Kivy must not read our command line, write to the home directory, print banners, use the clipboard, or take touches
    from two providers at once (each finger would count twice). Multisampling costs 3 to 6 times the frame rate where
    there is no graphics card. `at_px` is where the window's left upper corner goes; else it is centred.
    """
    environ["KIVY_NO_ARGS"] = "1"
    environ["KIVY_LOG_MODE"] = "PYTHON"  # its own mode swallows tracebacks
    environ["KIVY_CLIPBOARD"] = "dummy"
    environ.setdefault("KIVY_HOME", str(_own_directory()))
    if offscreen:
        environ["SDL_VIDEODRIVER"] = OFFSCREEN
    if not SOUND_CARDS.exists() and "PULSE_SERVER" not in environ:
        environ.setdefault("SDL_AUDIODRIVER", "dummy")  # silence, without ALSA's complaints
    # SDL turns touches into mouse events as well; Kivy would report both
    environ.setdefault("SDL_TOUCH_MOUSE_EVENTS", "0")
    _configure(width_px, height_px, fullscreen=fullscreen)
    if at_px is not None:
        _place(*at_px)


def _place(left_px: int, top_px: int) -> None:
    from kivy.config import Config  # noqa: PLC0415 - as in `_configure`

    for name, value in {"position": "custom", "left": str(left_px), "top": str(top_px)}.items():
        Config.set("graphics", name, value)


def _own_directory() -> Path:
    return Path(tempfile.gettempdir()) / f"kiosk-screen-{os.getuid()}"


def _configure(width_px: int, height_px: int, *, fullscreen: bool) -> None:
    from kivy.config import Config  # noqa: PLC0415 - Kivy reads its environment at this import

    graphics = {
        "multisamples": "0",
        "width": str(width_px),
        "height": str(height_px),
        "fullscreen": "auto" if fullscreen else "0",
        "resizable": "1",
        "maxfps": "60",
        "show_cursor": "0" if fullscreen else "1",
        "min_state_time": "0",
    }
    for name, value in graphics.items():
        Config.set("graphics", name, value)
    Config.remove_section("input")
    Config.add_section("input")
    Config.set("input", "mouse", "mouse,disable_multitouch")
    Config.set("kivy", "exit_on_escape", "0")
    Config.set("kivy", "log_level", "warning")
