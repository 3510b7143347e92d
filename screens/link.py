"""The screen's end of the socket: a thread that connects, listens, pings, and notices when the terminal has gone.

The main loop never waits for it: what it sends is put on a queue, what arrives is handed over by `Ear`. Personal data
lives only in messages on their way.
"""

from __future__ import annotations

import contextlib
import select
import socket
import threading
import time
from collections import deque
from pathlib import Path
from typing import Protocol

from kiosk.screen_link import (
    PING_EVERY_S,
    SILENT_AFTER_S,
    Accepted,
    FrameReader,
    FromScreen,
    FromTerminal,
    Hello,
    LinkError,
    Ping,
    Refused,
    frame,
    parse_from_terminal,
)

FIRST_PAUSE_S = 0.05
LONGEST_PAUSE_S = 1.0
CONNECT_S = 1.0
READ_BYTES = 65536


class Ear(Protocol):
    """Who hears what the link says; called on the link's thread."""

    def message(self, message: FromTerminal) -> None:
        """Something arrived."""

    def lost(self) -> None:
        """The terminal is gone or silent: nothing of its face may stay."""

    def refused(self, version: int) -> None:
        """The terminal speaks another version."""


class Link:
    """One connection after the other until `close`."""

    def __init__(self, path: Path, hello: Hello, ear: Ear) -> None:
        self._path = path
        self._hello = hello
        self._ear = ear
        self._outgoing: deque[bytes] = deque()
        self._waker, self._woken = socket.socketpair()
        self._open = threading.Event()
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="link", daemon=True)

    def start(self) -> None:
        """Begin to connect."""
        self._thread.start()

    def send(self, message: FromScreen) -> None:
        """Put a message on its way; it falls to the ground when there is no terminal."""
        if self._open.is_set():
            self._outgoing.append(frame(message))
            self._wake()

    def close(self) -> None:
        """End the thread; waits for it at most as long as it may take to connect."""
        self._closed.set()
        self._wake()
        if self._thread.is_alive():
            self._thread.join(2 * CONNECT_S)
        self._waker.close()
        self._woken.close()

    def _wake(self) -> None:
        with contextlib.suppress(OSError):  # a full or closed pipe means that the thread is awake or has ended
            self._waker.send(b"\0", socket.MSG_DONTWAIT)

    # --- on the thread ------------------------------------------------------------------------------------------

    def _run(self) -> None:
        pause = FIRST_PAUSE_S
        while not self._closed.is_set():
            if self._visit():
                pause = FIRST_PAUSE_S
            self._closed.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE_S)

    def _visit(self) -> bool:
        """One connection; whether the terminal was there and took us."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(CONNECT_S)
            try:
                line.connect(str(self._path))
            except OSError:
                return False
            self._outgoing.clear()
            self._open.set()
            with contextlib.suppress(OSError, LinkError):  # however it ended, the face goes and we connect anew
                line.sendall(frame(self._hello))
                self._listen(line)
            self._open.clear()
            self._ear.lost()
        return True

    def _listen(self, line: socket.socket) -> None:
        reader = FrameReader()
        heard = pinged = time.monotonic()
        while not self._closed.is_set() and time.monotonic() - heard < SILENT_AFTER_S:
            if time.monotonic() - pinged >= PING_EVERY_S:
                pinged = time.monotonic()
                self._outgoing.append(frame(Ping()))
            while self._outgoing:
                line.sendall(self._outgoing.popleft())
            if not self._arrived(line, PING_EVERY_S / 2):
                continue
            data = line.recv(READ_BYTES)
            if not data:
                return
            heard = time.monotonic()
            for body in reader.feed(data):
                self._hear(parse_from_terminal(body))

    def _arrived(self, line: socket.socket, wait_s: float) -> bool:
        ready, _, _ = select.select([line, self._woken], [], [], wait_s)
        if self._woken in ready:
            self._woken.recv(READ_BYTES)
        return line in ready

    def _hear(self, message: FromTerminal) -> None:
        match message:
            case Refused(version):
                self._closed.set()
                self._ear.refused(version)
            case Accepted(preview="") | Ping():
                pass
            case _:
                self._ear.message(message)
