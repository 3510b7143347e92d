"""The terminal's end of the link, for tests: a real socket that speaks the real messages."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from kiosk.screen_link import (
    VERSION,
    Accepted,
    FrameReader,
    FromScreen,
    FromTerminal,
    Hello,
    Ping,
    frame,
    parse_from_screen,
)

PATIENCE_S = 20.0
M = TypeVar("M", bound=FromScreen)


class Desk:
    """Listens at `path` for one screen at a time."""

    def __init__(self, path: Path) -> None:
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.settimeout(PATIENCE_S)
        self._listener.bind(str(path))
        self._listener.listen()
        self._line: socket.socket | None = None
        self._reader = FrameReader()
        self._heard: list[FromScreen] = []

    def meet(self) -> Hello:
        """Wait for a screen and hear its first message."""
        self.hang_up()
        self._line, _ = self._listener.accept()
        self._line.settimeout(PATIENCE_S)
        self._reader, self._heard = FrameReader(), []
        return self.wait_for(Hello)

    def welcome(self) -> Hello:
        """Meet a screen and accept it."""
        hello = self.meet()
        self.say(Accepted(VERSION))
        return hello

    def say(self, message: FromTerminal) -> None:
        """Send one message."""
        assert self._line is not None
        self._line.sendall(frame(message))

    def say_bytes(self, data: bytes) -> None:
        """Send something that may be no message."""
        assert self._line is not None
        self._line.sendall(data)

    def wait_for(self, kind: type[M], wanted: Callable[[M], bool] = lambda _each: True) -> M:
        """The next message of a kind; what came before it is dropped. TimeoutError when none comes."""
        while True:
            while self._heard:
                message = self._heard.pop(0)
                if isinstance(message, kind) and wanted(message):
                    return message
            self._listen()

    def _listen(self) -> None:
        assert self._line is not None
        data = self._line.recv(65536)
        if not data:
            raise ConnectionError("the screen hung up")
        self._heard += [parse_from_screen(each) for each in self._reader.feed(data)]
        if any(isinstance(each, Ping) for each in self._heard):
            self.say(Ping())

    def hang_up(self) -> None:
        """Close the connection."""
        if self._line is not None:
            self._line.close()
            self._line = None

    def close(self) -> None:
        """Close everything."""
        self.hang_up()
        self._listener.close()
