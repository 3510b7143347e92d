"""The screen against a bare Kivy window in one run: start to first frame, touch to frame, face to frame.

`screen.py [--runs N]` prints milliseconds (medians) and ratios. Both open the same window with the same settings on
$DISPLAY, or off screen without one. A frame counts when its buffer swap has ended (a handler of on_flip runs before).
"""

# ruff: noqa: PLC0415 - each child settles its environment before it imports Kivy
from __future__ import annotations

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

SIZE = (1080, 1920)
TOUCHES = 20
PATIENCE_S = 60.0


def main() -> None:
    """Run both in turn and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--child", choices=("bare", "ours"))
    arguments = parser.parse_args()
    if arguments.child:
        {"bare": _bare, "ours": _ours}[arguments.child]()
        return
    found: dict[str, list[dict[str, float]]] = {"bare": [], "ours": []}
    for _ in range(arguments.runs):
        for kind in ("bare", "ours"):
            found[kind].append(_measured(kind))
    for name in ("start", "touch", "face"):
        ours = _median(found["ours"], name)
        bare = _median(found["bare"], name)
        ratio = f"{ours / bare:5.2f} x" if bare else ""
        print(f"{name:6} bare {bare:7.1f} ms   ours {ours:7.1f} ms   {ratio}")


def _median(runs: list[dict[str, float]], name: str) -> float:
    values = [each[name] for each in runs if name in each]
    return statistics.median(values) if values else 0.0


def _measured(kind: str) -> dict[str, float]:
    command = [sys.executable, __file__, "--child", kind]
    began = time.monotonic()
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=PATIENCE_S)
    times: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    times["start"] = (times["start"] - began) * 1000
    return times


class _Frames:
    """When the last buffer swap ended."""

    def __init__(self) -> None:
        from kivy.core.window import Window

        self.window = Window
        self.ended = 0.0
        self._flip = Window.flip
        Window.flip = self._timed_flip

    def _timed_flip(self) -> None:
        self._flip()
        self.ended = time.monotonic()

    def after(self, act: Callable[[], None]) -> float:
        """Milliseconds from `act` to the end of the next frame."""
        from kivy.base import EventLoop

        began = time.monotonic()
        act()
        while self.ended < began:
            EventLoop.idle()
        return (self.ended - began) * 1000


def _touches(frames: _Frames, x: float, y: float) -> float:
    from kivy.tests.common import UnitTestTouch

    taken = []
    for _ in range(TOUCHES):
        touch = UnitTestTouch(x, y)
        taken.append(frames.after(touch.touch_down))
        frames.after(lambda touch=touch: (touch.touch_move(5, 5), touch.touch_up()))  # slides off: nothing is sent
    return statistics.median(taken)


def _prepare() -> None:
    from screens.environment import prepare

    prepare(*SIZE, offscreen="DISPLAY" not in os.environ)


def _bare() -> None:
    """One window, one button in the same typeface."""
    _prepare()
    from kivy.app import App
    from kivy.base import EventLoop
    from kivy.uix.button import Button

    from screens.typeset import font_files, fonts_directory

    font = str(font_files(fonts_directory())[False])
    app = App()
    app.load_config = lambda: None
    app.build = lambda: Button(text="开始", font_name=font, font_size=80)
    app._run_prepare()  # noqa: SLF001 - all of App.run but its endless loop
    frames = _Frames()
    while not frames.ended:
        EventLoop.idle()
    times = {"start": frames.ended, "touch": _touches(frames, 500, 900)}
    print(json.dumps(times))


def _ours() -> None:
    """The screen's own process with a terminal that sends a face at once."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "s"
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(str(path))
        listener.listen()
        face = _sample("results")
        threading.Thread(target=_terminal, args=(listener, face), daemon=True).start()
        _prepare()
        from screens.app import ScreenApp
        from screens.page import Page

        app = ScreenApp(path)
        app._run_prepare()  # noqa: SLF001 - all of App.run but its endless loop
        frames = _Frames()
        _until_shown(app, frames, Page)
        times = {"start": frames.ended, "touch": _touches(frames, 500, 1300)}
        times["face"] = statistics.median(frames.after(lambda: _show(app, number)) for number in range(2, 22))
        app.link.close()
    print(json.dumps(times))


def _until_shown(app: object, frames: _Frames, page: type) -> None:
    from kivy.base import EventLoop

    turn = time.monotonic()
    while not (isinstance(app.root.page, page) and frames.ended >= turn):  # type: ignore[attr-defined]  # no types
        turn = time.monotonic()
        EventLoop.idle()


def _show(app: object, rev: int) -> None:
    import msgspec

    from kiosk.screen_link import ShowFace

    names = ("results", "review", "number", "trouble")
    face = msgspec.structs.replace(_sample(names[rev % len(names)]), rev=rev)
    app.root.show_face(ShowFace(face, 0))  # type: ignore[attr-defined]  # Kivy has no types


def _terminal(listener: socket.socket, face: object) -> None:
    from kiosk.screen_link import VERSION, Accepted, Ping, ShowFace, frame

    line, _ = listener.accept()
    line.sendall(frame(Accepted(VERSION)) + frame(ShowFace(face, 0)))
    while line.recv(65536):
        line.sendall(frame(Ping()))


def _sample(name: str) -> object:
    import importlib.util

    path = ROOT / "tests" / "screens" / "sample_faces.py"
    spec = importlib.util.spec_from_file_location("sample_faces", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return getattr(module, name)()


if __name__ == "__main__":
    main()
