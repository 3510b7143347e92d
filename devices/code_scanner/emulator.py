"""An emulated camera: serves frames of a scene over a socket, and can fail the ways cameras fail."""

from __future__ import annotations

import contextlib
import queue
import socket
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from pathlib import Path

import numpy as np

from devices.code_scanner.camera_frames import Gray, frame_bytes
from devices.code_scanner.pictures import read_picture
from devices.code_scanner.readings import Unread
from devices.code_scanner.scene import Scene, qr_picture
from devices.emulation import STALL_S, Line, TcpLine, Verb, known_faults

WIDTH_PX, HEIGHT_PX = 1280, 720
SMALL_PX = (640, 360)  # a code of 37 modules still gets 6 pixels each
FRAMES_PER_S = 30.0
SLOW_FRAMES_PER_S = 1.0
LISTEN_S = 0.05  # how long a verb may wait for the loop
VERB_S = 5.0

FAULTS: Mapping[str, str] = {
    "black": "every frame is black: cap on, cable loose, sensor dead",
    "frozen": "the same frame again and again",
    "slow": "one frame a second",
    "silent": "connected, but no frame comes",
    "garbled": "bytes that are no frame",
    "half": "of every frame the first half only",
}


class UnixLine(TcpLine):
    """A listening Unix socket, one host at a time; unplugging takes the path away."""

    def __init__(self, path: str) -> None:
        self._path = Path(path)
        self._listener: socket.socket | None = None
        self._host: socket.socket | None = None
        self.plug()

    @property
    def address(self) -> str:
        """The path it listens on."""
        return str(self._path)

    def _accept(self, listener: socket.socket) -> None:
        host, _ = listener.accept()
        host.settimeout(STALL_S)
        if self._host is not None:
            self._host.close()
        self._host = host

    def unplug(self) -> None:
        super().unplug()
        self._path.unlink(missing_ok=True)

    def plug(self) -> None:
        if self._listener is not None:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.unlink(missing_ok=True)
        with contextlib.ExitStack() as failing:
            listener = failing.enter_context(socket.socket(socket.AF_UNIX))
            listener.bind(str(self._path))
            listener.listen()
            failing.pop_all()
        self._listener = listener


class CameraEmulator:
    """One camera on a line; the verbs may be called from any thread between `start` and `close`."""

    def __init__(self, line: Line, scene: Scene, frames_per_s: float = FRAMES_PER_S, where: str = "") -> None:
        self._line, self._scene, self._frames_per_s = line, scene, frames_per_s
        self.where = where
        self._faults: frozenset[str] = frozenset()
        self._orders: queue.SimpleQueue[tuple[Callable[[], None], Future[None]]] = queue.SimpleQueue()
        self._seq = 0
        self._taken_at = 0.0
        self._last: Gray = scene.frame()
        self._stopped = threading.Event()
        self._loop = threading.Thread(target=self._serve, name="camera", daemon=True)

    def start(self) -> None:
        """Answer from now on, in a thread of its own."""
        self._loop.start()

    def close(self) -> None:
        """Stop answering and close the line."""
        self._stopped.set()
        self._loop.join()
        self._line.close()

    def verbs(self) -> dict[str, Verb]:
        """What can happen to this camera, for a `Control`."""
        own = (self.show_code, self.show_text, self.clear, self.unplug, self.plug, self.set_faults, self.state)
        return {verb.__name__: verb for verb in own}

    # --- the world ----------------------------------------------------------------------------------------------------

    def show_code(self, file: str) -> None:
        """Hold a picture file in front of the camera; ValueError when it cannot be read."""
        picture = read_picture(Path(file))
        if isinstance(picture, Unread):
            raise ValueError(f"{file}: {picture.why}")  # noqa: TRY004  the file is wrong, not the caller's type
        self._in_loop(lambda: self._scene.show(picture))

    def show_text(self, text: str) -> None:
        """Hold a QR code of `text` in UTF-8 in front of the camera."""
        picture = qr_picture(text.encode())
        self._in_loop(lambda: self._scene.show(picture))

    def clear(self) -> None:
        """Take away what was shown."""
        self._in_loop(self._scene.clear)

    def unplug(self) -> None:
        """Pull the cable."""
        self._in_loop(self._line.unplug)

    def plug(self) -> None:
        """Put the cable back."""
        self._in_loop(self._line.plug)

    def state(self) -> dict[str, object]:
        """Whether something is held to the camera, and the faults in force."""
        return {"showing": self._scene.showing, "faults": sorted(self._faults)}

    def set_faults(self, names: Iterable[str] = ()) -> None:
        """Exactly these faults from now on; ValueError for a name not in FAULTS."""
        faults = known_faults(names, FAULTS)
        self._faults = faults

    # --- the loop -----------------------------------------------------------------------------------------------------

    def _serve(self) -> None:
        while not self._stopped.is_set():
            for _ in self._line.read(LISTEN_S):
                self._answer()
            while not self._orders.empty():
                self._carry_out(*self._orders.get())

    def _in_loop(self, act: Callable[[], None]) -> None:
        # the line and the scene belong to the loop's thread: no frame is half one scene and half another
        done: Future[None] = Future()
        self._orders.put((act, done))
        done.result(VERB_S)

    @staticmethod
    def _carry_out(act: Callable[[], None], done: Future[None]) -> None:
        try:
            act()
        except OSError as error:  # the address was taken while we were unplugged
            done.set_exception(ValueError(str(error)))
        else:
            done.set_result(None)

    def _answer(self) -> None:
        if "silent" in self._faults:
            return
        pace = SLOW_FRAMES_PER_S if "slow" in self._faults else self._frames_per_s
        self._stopped.wait(max(0.0, self._taken_at + 1 / pace - time.monotonic()))
        self._taken_at = time.monotonic()
        self._seq += 1
        self._line.write(self._bytes(frame_bytes(self._frame(), self._seq)))

    def _bytes(self, frame: bytes) -> bytes:
        if "garbled" in self._faults:
            return b"\xff" * 64
        return frame[: len(frame) // 2] if "half" in self._faults else frame

    def _frame(self) -> Gray:
        if "black" in self._faults:
            return np.zeros_like(self._last)
        if "frozen" not in self._faults:
            self._last = self._scene.frame()
        return self._last


def emulate_camera(directory: Path) -> CameraEmulator:
    """A small camera on a socket in `directory`, started; `where` is what `picture_scanner.open_scanner` takes."""
    line = UnixLine(str(directory / "camera.sock"))
    return _started(CameraEmulator(line, Scene(*SMALL_PX), where=line.address))


def emulate_v4l2(directory: Path) -> CameraEmulator:
    """The same in the place of a device node: the capturing process and its raw buffers are the real ones."""
    line = UnixLine(str(directory / "video0"))
    return _started(CameraEmulator(line, Scene(*SMALL_PX), where=f"v4l2:{line.address}"))


def _started(camera: CameraEmulator) -> CameraEmulator:
    camera.start()
    return camera
