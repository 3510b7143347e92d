"""A screen without pixels that keeps the link's rules like the real one."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable
from pathlib import Path

from kiosk.core.faces import Checks, Face
from kiosk.screen_link import (
    PING_EVERY_S,
    VERSION,
    Drafted,
    Drawn,
    FrameReader,
    Hello,
    Ping,
    ShowChecks,
    ShowFace,
    Touched,
    frame,
    parse_from_terminal,
)

PAGE_S = 25.0


class Glass:
    """A screen without pixels: it draws nothing, but keeps the link's rules like the real one."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._frames = FrameReader()
        self.face: Face | None = None
        self.checks: Checks | None = None
        self.seen: list[str] = []
        self._changed = asyncio.Event()
        self._tasks = [asyncio.create_task(self._hear()), asyncio.create_task(self._ping())]

    @property
    def page(self) -> str:
        return self.face.name if self.face else ""

    async def wait_for(self, page: str, within_s: float = PAGE_S) -> Face:
        """Wait until the page is shown."""
        return await self.wait_until(lambda: self.page == page, page, within_s)

    async def wait_until(self, holds: Callable[[], bool], what: str, within_s: float = PAGE_S) -> Face:
        """Wait until something holds of what is shown."""
        deadline = time.monotonic() + within_s
        while not holds():
            left_s = deadline - time.monotonic()
            assert left_s > 0, f"{what} did not come; the page is {self.page}, seen {self.seen[-6:]}"
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), left_s)
            self._changed.clear()
        assert self.face is not None
        return self.face

    async def touch(self, target: str, page: str = "") -> None:
        """Touch a target of the face that is shown, and wait for what follows."""
        assert self.face is not None
        before, rev = self.page, self.face.rev
        await self._say(Touched(rev, target))
        while page:
            await self.wait_until(lambda rev=rev: self.face.rev > rev, f"{page} after {target}")
            if before not in ("welcome", "home") or self.page != before:
                break
            rev = self.face.rev  # the surroundings changed under the finger: it touches again
            await self._say(Touched(rev, target))
        if page:
            await self.wait_for(page)

    async def fill(self, field: str, text: str) -> None:
        """Type a value key by key, as fast as the line takes it."""
        assert self.face is not None
        for end in range(1, len(text) + 1):
            await self._say(Drafted(self.face.rev, field, text[:end]))
        await asyncio.sleep(0.02)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._writer.close()

    async def _say(self, message: Touched | Drafted | Drawn | Ping | Hello) -> None:
        self._writer.write(frame(message))
        await self._writer.drain()

    async def _hear(self) -> None:
        while data := await self._reader.read(65536):
            for body in self._frames.feed(data):
                match parse_from_terminal(body):
                    case ShowFace(face):
                        self.face, self.checks = face, face.checks
                        self.seen.append(face.name)
                        await self._say(Drawn(face.rev, {}))
                    case ShowChecks(rev, checks) if self.face and rev == self.face.rev:
                        self.checks = checks
                    case _:
                        pass
            self._changed.set()

    async def _ping(self) -> None:
        while True:
            await self._say(Ping())
            await asyncio.sleep(PING_EVERY_S)


async def open_glass(path: Path) -> Glass:
    """Connect to a terminal as a screen does."""
    reader, writer = await asyncio.open_unix_connection(str(path))
    writer.write(frame(Hello(VERSION, 1080, 1920)))
    return Glass(reader, writer)
