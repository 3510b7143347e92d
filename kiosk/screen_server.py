"""The terminal's end of the screen link: one screen at a time, the latest face wins, a silent one is dropped."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable
from pathlib import Path

from kiosk.core.faces import Checks, Face
from kiosk.core.touches import Drafted, Signed, Touched
from kiosk.screen_link import (
    PING_EVERY_S,
    SILENT_AFTER_S,
    VERSION,
    Accepted,
    Drawn,
    FrameReader,
    FromScreen,
    FromTerminal,
    Hello,
    LinkError,
    Ping,
    Refused,
    ShowChecks,
    ShowFace,
    Sound,
    frame,
    parse_from_screen,
)
from kiosk.watched import watched

MOST_SOUNDS = 4
MOST_MESSAGES = 200  # in one second; ten fingers type 15 keys in it


class ScreenServer:
    """Serves the Unix socket at `path`.

    `newest` is the face that a screen must show when it comes, `heard` gets touches, drafts and strokes, `drawn` what
    is on the glass with each target's box, `gone` why a screen was lost. `now_ms` is the terminal's clock. `preview` is
    where the screen finds what the camera sees; `turned` hears of each face before the screen does.
    """

    def __init__(
        self,
        path: Path,
        now_ms: Callable[[], int],
        newest: Callable[[], Face | None],
        heard: Callable[[Touched | Drafted | Signed], None],
        drawn: Callable[[Drawn], None] = lambda _: None,
        gone: Callable[[str], None] = lambda _: None,
        preview: Path | None = None,
        turned: Callable[[Face], None] = lambda _: None,
    ) -> None:
        self._path = path
        self._turned = turned
        self._preview = "" if preview is None else str(preview)
        self._now_ms = now_ms
        self._newest = newest
        self._heard = heard
        self._drawn = drawn
        self._gone = gone
        self._server: asyncio.Server | None = None
        self._screen: _Screen | None = None
        self._serving: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Begin to listen; only the owner may connect."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.unlink(missing_ok=True)
        self._server = await asyncio.start_unix_server(self._accept, str(self._path))
        self._path.chmod(0o600)

    async def close(self) -> None:
        """Drop the screen and stop listening."""
        if self._server is not None:
            self._server.close()
        self._gone = lambda _: None  # we leave, not the screen
        for task in self._serving:
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)
        self._path.unlink(missing_ok=True)

    def show(self, face: Face) -> None:
        """Draw this face; one that was not sent yet is forgotten."""
        self._turned(face)
        if self._screen is not None:
            self._screen.face, self._screen.checks = face, None
            self._screen.wake()

    def show_checks(self, rev: int, checks: Checks) -> None:
        """Say what the drafts on face `rev` look like."""
        if self._screen is not None:
            self._screen.checks = ShowChecks(rev, checks)
            self._screen.wake()

    def play(self, name: str) -> None:
        """Play a sound; a silent screen misses it."""
        if self._screen is not None:
            self._screen.sounds.append(Sound(name))
            self._screen.wake()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = watched(self._serve(reader, writer))
        self._serving.add(task)
        task.add_done_callback(self._serving.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        screen = _Screen(reader, writer, self._now_ms)
        try:
            why = await self._talk(screen)
        except (LinkError, OSError) as error:
            why = "broke_the_rules" if isinstance(error, LinkError) else "gone"
        finally:
            screen.drop()
        if self._screen is screen:
            self._screen = None
            self._gone(why)

    async def _talk(self, screen: _Screen) -> str:
        """Handshake, then hear until the end; says how it ended."""
        first = await screen.hear()
        hello = next((message for message in first if isinstance(message, Hello)), None)
        if hello is None or hello.version != VERSION:
            await screen.send(Refused(VERSION))
            return "refused"
        if not self._takes_over(screen):
            return "second"
        await screen.send(Accepted(VERSION, self._preview))
        screen.face = self._newest()
        speaking = watched(screen.speak())
        try:
            while messages := await screen.hear():
                for message in messages:
                    self._take(screen, message)
                    await asyncio.sleep(0)  # a screen that says much leaves the others their turn
        finally:
            speaking.cancel()
            await asyncio.wait([speaking])
        return screen.why

    def _takes_over(self, screen: _Screen) -> bool:
        """The newer screen wins, once: two that live would take the glass from each other for ever."""
        before = self._screen
        if before is not None:
            if before.took_over:
                return False
            before.drop()
            screen.took_over = True
        self._screen = screen
        return True

    def _take(self, screen: _Screen, message: FromScreen) -> None:
        if self._screen is not screen:  # it was said before it lost the glass
            return
        match message:
            case Touched() | Drafted() | Signed():
                self._heard(message)
            case Drawn():
                self._drawn(message)
            case _:
                pass  # a ping only proves that the screen is there


class _Screen:
    """One connection: what is still to be sent, and how it ended."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, now_ms: Callable[[], int]) -> None:
        self._reader = reader
        self._writer = writer
        self._now_ms = now_ms
        self._frames = FrameReader()
        self._woken = asyncio.Event()
        self.face: Face | None = None
        self.checks: ShowChecks | None = None
        self.sounds: deque[Sound] = deque(maxlen=MOST_SOUNDS)
        self.why = "gone"
        self.took_over = False
        self._second = 0
        self._heard_in_it = 0

    def wake(self) -> None:
        self._woken.set()

    def drop(self) -> None:
        self._writer.close()

    async def hear(self) -> list[FromScreen]:
        """The next messages; empty at the end, when the screen was silent for too long or has gone."""
        bodies: list[bytes] = []
        while not bodies:
            try:
                data = await asyncio.wait_for(self._reader.read(65536), SILENT_AFTER_S)
            except TimeoutError:
                self.why = "silent"
                return []
            if not data:
                return []
            bodies = self._frames.feed(data)
            self._count(len(bodies))
        return [parse_from_screen(body) for body in bodies]

    def _count(self, messages: int) -> None:
        second = self._now_ms() // 1000
        if second != self._second:
            self._second, self._heard_in_it = second, 0
        self._heard_in_it += messages
        if self._heard_in_it > MOST_MESSAGES:
            raise LinkError("the screen says more than a hand can do")

    async def speak(self) -> None:
        """Send what is newest, and a ping when nothing else was said. LinkError: a face of ours is no frame."""
        while True:
            for message in self._to_say() or [Ping()]:
                try:
                    await self.send(message)
                except OSError:
                    return  # `hear` meets the end as well, and says how it came
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), PING_EVERY_S)
            self._woken.clear()

    def _to_say(self) -> list[FromTerminal]:
        said: list[FromTerminal] = []
        if self.face is not None:
            said.append(ShowFace(self.face, self._now_ms()))
        if self.checks is not None:
            said.append(self.checks)
        said += self.sounds
        self.face = self.checks = None
        self.sounds.clear()
        return said

    async def send(self, message: FromTerminal) -> None:
        self._writer.write(frame(message))
        await self._writer.drain()
