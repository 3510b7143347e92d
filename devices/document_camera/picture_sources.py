"""Where colour pictures of the desk come from: a socket, a USB camera in a process of its own, or a folder.

Colour and the camera's full size are why these are not the code scanner's sources: those carry small gray frames, as a
scan needs; a material with a red seal on it needs colour, and a JPEG as the camera made it loses nothing.

On a line one byte, `ASK`, asks for a picture; the answer is a big-endian 32-bit length and as many bytes of JPEG, taken
after the question.
"""

from __future__ import annotations

import contextlib
import io
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from devices.code_scanner.camera_place import camera_place
from devices.code_scanner.pictures import FORMATS, pictures_in
from devices.contract import DeviceError, DeviceGone, DeviceSilent, PortMissing, WireError
from devices.ports import CONNECT_S, split_address

Colour = NDArray[np.uint8]  # height x width x 3, red first

ASK = b"\n"
MAX_PIXELS = 25_000_000  # the largest document cameras have 16 million
MAX_BYTES = 30 << 20
CHUNK_BYTES = 1 << 18
POLL_S = 0.1
START_S = 15.0
END_S = 2.0
HELLO = b"\n"  # what a capturing process says once its camera is open
COMMAND = (sys.executable, "-m", "devices.document_camera.picture_process")
ROOT = Path(__file__).parents[2]  # where `-m` finds us, installed or not


class PictureSource(Protocol):
    """A camera above the desk, or what stands for one; `live`: pictures keep coming, so that two can be compared."""

    live: bool

    def next_picture(self, timeout_s: float) -> Colour | None:
        """A picture taken after the call began, or None within `timeout_s`; DeviceError when that fails."""
        ...

    def close(self) -> None: ...


def colour_of(data: bytes, formats: tuple[str, ...] = ("JPEG",)) -> Colour:
    """An encoded picture of at most `MAX_PIXELS`, checked before its pixels are unpacked; WireError for any other."""
    try:
        with Image.open(io.BytesIO(data), formats=formats) as image:
            if image.width * image.height > MAX_PIXELS:
                raise WireError(f"a picture of {image.width} x {image.height} is too large")
            return np.array(image.convert("RGB"))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise WireError("what came is no picture, or a damaged one") from error


class LinePictures:
    """Pictures from a line that is opened when first needed, and anew after a loss."""

    live = True

    def __init__(self, connect: Callable[[], socket.socket]) -> None:
        self._connect = connect
        self._line: socket.socket | None = None

    def next_picture(self, timeout_s: float) -> Colour | None:
        """A picture taken after this call began, or None within `timeout_s`; DeviceError when the line fails."""
        try:
            self._line = self._line or self._connect()
            data = _asked(self._line, time.monotonic() + timeout_s)
        except DeviceError:
            self.close()
            raise
        if data is None:
            self.close()  # or the picture asked for now would be taken for the answer to a later question
            return None
        return colour_of(data)

    def close(self) -> None:
        """Give the line back; a second call does nothing."""
        line, self._line = self._line, None
        if line is not None:
            line.close()


def _asked(line: socket.socket, deadline: float) -> bytes | None:
    data, wanted = bytearray(), 4
    try:
        line.settimeout(max(0.01, deadline - time.monotonic()))
        line.sendall(ASK)
        while len(data) < wanted:
            if (left_s := deadline - time.monotonic()) <= 0:  # also of a line on which bytes never cease to trickle
                return None
            line.settimeout(left_s)
            portion = line.recv(CHUNK_BYTES)
            if not portion:
                raise DeviceGone("the camera closed the line")
            data += portion
            if len(data) >= 4 and (wanted := 4 + int.from_bytes(data[:4], "big")) > MAX_BYTES:
                raise WireError("the camera announced a picture of an impossible size")
    except TimeoutError:
        return None
    except OSError as error:
        raise DeviceGone("the line to the camera closed") from error
    return bytes(data[4:wanted])


def connect(where: str) -> socket.socket:
    """A line to ``tcp://HOST:PORT`` or a Unix socket's path; PortMissing when nobody listens there."""
    try:
        if where.startswith("tcp://"):
            return socket.create_connection(split_address(where.removeprefix("tcp://")), timeout=CONNECT_S)
        with contextlib.ExitStack() as unless_connected:
            line = unless_connected.enter_context(socket.socket(socket.AF_UNIX))
            line.settimeout(CONNECT_S)
            line.connect(where)
            unless_connected.pop_all()
            return line
    except (OSError, UnicodeError) as error:
        raise PortMissing(f"no camera answers at {where}") from error


class ProcessPictures(LinePictures):
    """Pictures of a USB camera, opened in a child process: one that hangs in a driver is killed, not waited for.

    PortMissing at once when `where` is written wrong.
    """

    def __init__(self, where: str, start_s: float = START_S) -> None:
        super().__init__(self._started)
        self._where, self._place, self._start_s = where, camera_place(where), start_s
        self._process: subprocess.Popen[bytes] | None = None

    def close(self) -> None:
        """End the process, which gives the camera back."""
        super().close()
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            with contextlib.suppress(subprocess.TimeoutExpired):  # stuck in the kernel, it dies later
                process.wait(END_S)

    def _started(self) -> socket.socket:
        self.close()
        self._place.path()  # no process is started for a camera that is not there
        ours, theirs = socket.socketpair()
        with theirs, contextlib.ExitStack() as unless_started:
            unless_started.callback(ours.close)
            try:
                self._process = subprocess.Popen(  # noqa: S603 - our own command
                    (*COMMAND, self._where),
                    stdin=theirs.fileno(),
                    stdout=subprocess.DEVNULL,  # native libraries print; ours belongs to the caller
                    cwd=ROOT,
                    process_group=0,  # Ctrl-C is for us, not for it
                )
            except OSError as error:
                raise PortMissing("the capturing process does not start") from error
            theirs.close()  # else its end is not seen here
            _await_hello(ours, self._start_s)
            unless_started.pop_all()
        return ours


def _await_hello(line: socket.socket, start_s: float) -> None:
    """Loading the library and opening the camera take their time, much of it on a busy machine, but only once."""
    try:
        line.settimeout(start_s)
        hello = line.recv(1)
    except TimeoutError as error:
        raise DeviceSilent("the camera does not open") from error
    except OSError as error:
        raise DeviceGone("the capturing process ended") from error
    if hello != HELLO:
        raise PortMissing("the camera cannot be opened")


class FolderPictures:
    """The pictures of a folder in name order, each once; for trying out and for files from another camera."""

    live = False

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: set[Path] = set()

    def next_picture(self, timeout_s: float) -> Colour | None:
        """The next picture that was not given yet, or None within `timeout_s`; PortMissing without the folder."""
        deadline = time.monotonic() + timeout_s
        while True:
            try:
                waiting = [each for each in pictures_in(self._folder) if each not in self._seen]
                if waiting:
                    self._seen.add(waiting[0])
                    return colour_of(_bounded(waiting[0]), FORMATS)
            except OSError as error:
                raise PortMissing(f"the folder {self._folder} cannot be read") from error
            if (left_s := deadline - time.monotonic()) <= 0:
                return None
            time.sleep(min(POLL_S, left_s))

    def there(self) -> bool:
        """Whether the folder is there."""
        return self._folder.is_dir()

    def close(self) -> None:
        """Nothing is held open."""


def _bounded(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    return data if len(data) <= MAX_BYTES else b""
