"""The terminal's end of the link around a rehearsed visit: the real server and core, but no devices and no gateway."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Self

from kiosk.catalogue import read_catalogue
from kiosk.core.touches import Drafted, Touched
from kiosk.demo.world import DemoError
from kiosk.rehearsal import Story
from kiosk.screen_link import Drawn
from kiosk.screen_server import ScreenServer
from kiosk.settings import Settings
from script.benches.frame_buffer import Box

OPEN_S = 5.0


class RehearsedDesk:
    """Serves one screen at a time at `path`, beginning with the home page; a thread of its own answers touches."""

    def __init__(self, path: Path) -> None:
        settings = Settings()
        self._story = Story(read_catalogue(settings.assets, settings.centre())).touch("start")
        self._server = ScreenServer(
            path, lambda: self._story.now_ms, lambda: self._story.face, heard=self._heard, drawn=self._drew
        )
        self._open = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)
        self._loop: asyncio.AbstractEventLoop
        self._end: asyncio.Event
        self._drawn: Drawn | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._open.wait(OPEN_S):
            raise DemoError("无法在套接字上应答。 The link's socket cannot be opened.")
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join()

    def forget(self) -> None:
        """A new screen is about to come: nothing is drawn yet."""
        self._drawn = None

    def shows(self, page: str) -> bool:
        """Whether the screen has said that this page, and not an older one, is laid out."""
        return self._drawn is not None and self._drawn.rev == self._story.session.rev and self._story.page == page

    def box(self, target: str) -> Box:
        """Where a target of the page that is shown lies."""
        assert self._drawn is not None, "the page is shown"
        return Box(*self._drawn.targets[target])

    def touch(self, target: str) -> None:
        """A touch that needs no finger."""
        self._loop.call_soon_threadsafe(lambda: self._heard(Touched(self._story.session.rev, target)))

    # --- in the thread ------------------------------------------------------------------------------------------

    async def _serve(self) -> None:
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        await self._server.open()
        self._open.set()
        await self._end.wait()
        await self._server.close()

    def _heard(self, what: Touched | Drafted) -> None:
        before = self._story.session.rev
        self._story.happen(what)
        if self._story.session.rev != before:
            self._server.show(self._story.face)

    def _drew(self, drawn: Drawn) -> None:
        self._drawn = drawn
