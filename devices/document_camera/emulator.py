"""An emulated camera above a desk: pages are laid and taken, pictures asked for come with the sensor's noise."""

from __future__ import annotations

import contextlib
import io
import queue
import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from pathlib import Path

import numpy as np
from msgspec.structs import replace
from PIL import Image

from devices.code_scanner.emulator import UnixLine
from devices.document_camera.desk_scene import SCENES, Colour, Laid, noisy, picture
from devices.emulation import Line, Verb, known_faults

LISTEN_S = 0.05
VERB_S = 10.0
QUALITY = 90

FAULTS: Mapping[str, str] = {
    "blurred": "out of focus",
    "dark": "the lamp is off",
    "black": "every picture is black: cap on, cable loose, sensor dead",
    "frozen": "the same picture again and again",
    "silent": "connected, but no picture comes",
    "garbled": "bytes that are no picture",
}


class DeskCameraEmulator:
    """One camera on a line; the verbs may be called from any thread between `start` and `close`."""

    def __init__(self, line: Line, where: str, seed: int = 0) -> None:
        self._line, self._where = line, where
        self._rng = np.random.default_rng(seed)
        self._faults: frozenset[str] = frozenset()
        self._page = ""
        self._view = self._seen()
        self._last = b""
        self._orders: queue.SimpleQueue[tuple[Callable[[], None], Future[None]]] = queue.SimpleQueue()
        self._stopped = threading.Event()
        self._loop = threading.Thread(target=self._serve, name="desk-camera", daemon=True)

    @property
    def where(self) -> str:
        """What the driver's factory takes."""
        return self._where

    def start(self) -> None:
        """Answer from now on, in a thread of its own."""
        self._loop.start()

    def close(self) -> None:
        """Stop answering and close the line."""
        self._stopped.set()
        if self._loop.is_alive():
            self._loop.join()
        self._line.close()

    def verbs(self) -> dict[str, Verb]:
        """What can happen on this desk, for a `Control`."""
        own = (self.lay_page, self.take_page, self.unplug, self.plug, self.set_faults, self.state)
        return {verb.__name__: verb for verb in own}

    def lay_page(self, name: str) -> None:
        """Lay a page on the desk; ValueError for a name not in SCENES."""
        if name not in SCENES:
            raise ValueError(f"there is no page {name}; known: {', '.join(SCENES)}")
        self._in_loop(lambda: self._set(name, self._faults))

    def take_page(self) -> None:
        """Take the page away."""
        self._in_loop(lambda: self._set("", self._faults))

    def unplug(self) -> None:
        """Pull the camera's cable."""
        self._in_loop(self._line.unplug)

    def plug(self) -> None:
        """Put it back."""
        self._in_loop(self._line.plug)

    def set_faults(self, names: Iterable[str] = ()) -> None:
        """Exactly these faults from now on; ValueError for a name not in FAULTS."""
        faults = known_faults(names, FAULTS)
        self._in_loop(lambda: self._set(self._page, faults))

    def state(self) -> dict[str, object]:
        """The page on the desk (empty for none), and the faults in force."""
        return {"page": self._page, "faults": sorted(self._faults)}

    def _set(self, name: str, faults: frozenset[str]) -> None:
        self._page, self._faults = name, faults
        self._view, self._last = self._seen(), b""

    def _seen(self) -> Colour:
        sheet, laid = SCENES[self._page] if self._page else (None, Laid())
        laid = replace(laid, blur_px=5.0) if "blurred" in self._faults else laid
        laid = replace(laid, light=0.15) if "dark" in self._faults else laid
        return picture(sheet, laid)

    def _serve(self) -> None:
        while not self._stopped.is_set():
            for _ in self._line.read(LISTEN_S):
                if "silent" not in self._faults:
                    self._line.write(self._answer())
            while not self._orders.empty():
                _carry_out(*self._orders.get())

    def _in_loop(self, act: Callable[[], None]) -> None:
        # the line and the view belong to the loop's thread: no picture is half one page and half another
        if not self._loop.is_alive():
            act()
            return
        done: Future[None] = Future()
        self._orders.put((act, done))
        done.result(VERB_S)

    def _answer(self) -> bytes:
        if "garbled" in self._faults:
            return (64).to_bytes(4, "big") + b"\xff" * 64
        if "frozen" not in self._faults or not self._last:
            black = "black" in self._faults
            self._last = _jpeg(np.zeros_like(self._view) if black else noisy(self._view, self._rng))
        return len(self._last).to_bytes(4, "big") + self._last


def _carry_out(act: Callable[[], None], done: Future[None]) -> None:
    try:
        act()
    except OSError as error:  # the address was taken while we were unplugged
        done.set_exception(ValueError(str(error)))
    else:
        done.set_result(None)


def _jpeg(view: Colour) -> bytes:
    out = io.BytesIO()
    Image.fromarray(view).save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def emulate_document_camera(directory: Path) -> DeskCameraEmulator:
    """A camera above an empty desk, at a socket in `directory`, running."""
    path = str(directory / "document-camera")  # `.sock` is where orders go
    with contextlib.ExitStack() as unless_running:
        line = UnixLine(path)
        unless_running.callback(line.close)
        emulator = DeskCameraEmulator(line, path)
        emulator.start()
        unless_running.pop_all()
    return emulator
