"""The terminal's end of the link: the six rules, each with a screen that keeps or breaks them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from kiosk.core.face_parts import Notice
from kiosk.core.faces import Checks, Face
from kiosk.core.matters import Catalogue
from kiosk.every_face import every_face
from kiosk.screen_link import (
    LONGEST_FRAME,
    SILENT_AFTER_S,
    VERSION,
    Accepted,
    Drafted,
    Drawn,
    FrameReader,
    Hello,
    Ping,
    Refused,
    ShowChecks,
    ShowFace,
    Signed,
    Sound,
    Touched,
    frame,
    parse_from_terminal,
)
from kiosk.screen_server import MOST_MESSAGES, ScreenServer

ANSWER_S = 5.0


class Bench:
    """A server with one screen that the test plays."""

    def __init__(self, path: Path, face: Face) -> None:
        self.path = path
        self.newest: Face | None = face
        self.heard: list[object] = []
        self.drawn: list[Drawn] = []
        self.gone: list[str] = []
        self.players: list[Player] = []
        self.server = ScreenServer(
            path,
            lambda: 4711,
            lambda: self.newest,
            self.heard.append,
            self.drawn.append,
            self.gone.append,
        )

    async def screen(self, version: int = VERSION) -> Player:
        reader, writer = await asyncio.open_unix_connection(str(self.path))
        player = Player(reader, writer)
        self.players.append(player)
        await player.say(Hello(version, 1080, 1920))
        return player


class Player:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._frames = FrameReader()
        self._held: list[object] = []

    async def say(self, *messages: object) -> None:
        self._writer.write(b"".join(map(frame, messages)))
        await self._writer.drain()

    async def say_bytes(self, data: bytes) -> None:
        self._writer.write(data)
        await self._writer.drain()

    async def hear(self, kind: type) -> object:
        """The next message of a kind."""
        async with asyncio.timeout(ANSWER_S):
            while True:
                while self._held:
                    message = self._held.pop(0)
                    if isinstance(message, kind):
                        return message
                data = await self._reader.read(65536)
                assert data, f"the line closed before a {kind.__name__} came"
                self._held += [parse_from_terminal(body) for body in self._frames.feed(data)]

    async def end(self) -> None:
        """Read until the server closes the line."""
        async with asyncio.timeout(ANSWER_S):
            while await self._reader.read(65536):
                pass

    async def close(self) -> None:
        self._writer.close()
        with contextlib.suppress(OSError):
            await self._writer.wait_closed()


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(ANSWER_S):
        while not holds():
            await asyncio.sleep(0.01)


@pytest.fixture
def play(tmp_path: Path, shelf: Catalogue) -> Callable[[Callable[[Bench], Awaitable[None]]], None]:
    face = next(iter(every_face(shelf)))

    def run(scene: Callable[[Bench], Awaitable[None]]) -> None:
        async def whole() -> None:
            bench = Bench(tmp_path / "screen.sock", face)
            await bench.server.open()
            try:
                await scene(bench)
            finally:
                await bench.server.close()
                for player in bench.players:
                    await player.close()

        asyncio.run(whole())

    return run


def test_handshake_then_the_newest_face_with_the_terminals_clock(play):
    async def scene(bench: Bench) -> None:
        screen = await bench.screen()
        assert await screen.hear(Accepted) == Accepted(VERSION)
        shown = await screen.hear(ShowFace)
        assert (shown.face, shown.now_ms) == (bench.newest, 4711)

    play(scene)


def test_another_version_is_refused_and_the_line_closed(play):
    async def scene(bench: Bench) -> None:
        screen = await bench.screen(version=VERSION + 1)
        assert await screen.hear(Refused) == Refused(VERSION)
        await screen.end()
        assert not bench.heard

    play(scene)


def test_touches_drafts_and_boxes_arrive_in_order(play):
    async def scene(bench: Bench) -> None:
        screen = await bench.screen()
        await screen.hear(ShowFace)
        said = [Touched(1, "start"), Drafted(1, "number", "1"), Signed(1, (((0, 0, 0),),))]
        await screen.say(*said, Drawn(1, {"start": (0, 0, 1080, 1920)}))
        await until(lambda: len(bench.drawn) == 1)
        assert bench.heard == said

    play(scene)


def test_a_screen_that_is_slow_gets_only_the_newest_face(play):
    async def scene(bench: Bench) -> None:
        screen = await bench.screen()
        await screen.hear(ShowFace)
        for rev in range(100, 400):
            bench.server.show(replace(bench.newest, rev=rev))
        shown = await screen.hear(ShowFace)
        assert shown.face.rev == 399

    play(scene)


def test_checks_come_beside_a_draft_and_sounds_are_few(play):
    async def scene(bench: Bench) -> None:
        screen = await bench.screen()
        await screen.hear(ShowFace)
        checks = Checks({"number": Notice("1")})
        bench.server.show_checks(7, checks)
        assert await screen.hear(ShowChecks) == ShowChecks(7, checks)
        for _ in range(50):
            bench.server.play("chime")
        assert await screen.hear(Sound) == Sound("chime")

    play(scene)


def test_a_silent_screen_is_dropped(play):
    async def scene(bench: Bench) -> None:
        screen = await bench.screen()
        await screen.hear(ShowFace)
        await screen.end()
        await until(lambda: bench.gone == ["silent"])

    assert SILENT_AFTER_S < ANSWER_S
    play(scene)


def test_a_screen_that_pings_stays(play):
    async def scene(bench: Bench) -> None:
        screen = await bench.screen()
        await screen.hear(ShowFace)
        for _ in range(3):
            await screen.say(Ping())
            await asyncio.sleep(SILENT_AFTER_S / 2.5)
        await screen.hear(Ping)
        assert bench.gone == []

    play(scene)


@pytest.mark.parametrize("data", [b"\xff\xff\xff\xff", b"\x00\x00\x00\x03abc"], ids=["too long", "no message"])
def test_a_screen_that_breaks_the_rules_is_dropped(play, data: bytes):
    async def scene(bench: Bench) -> None:
        screen = await bench.screen()
        await screen.hear(ShowFace)
        await screen.say_bytes(data)
        await screen.end()
        await until(lambda: bench.gone == ["broke_the_rules"])

    play(scene)


def test_a_new_screen_takes_the_place_of_the_old_one(play):
    async def scene(bench: Bench) -> None:
        first = await bench.screen()
        await first.hear(ShowFace)
        second = await bench.screen()
        await second.hear(ShowFace)
        await first.end()
        await second.say(Touched(1, "start"))
        await until(lambda: bench.heard == [Touched(1, "start")])

    play(scene)


def test_only_the_owner_may_connect(play):
    async def scene(bench: Bench) -> None:
        assert bench.path.stat().st_mode & 0o777 == 0o600

    play(scene)


def test_two_screens_do_not_take_the_glass_from_each_other_for_ever(play):
    async def scene(bench: Bench) -> None:
        first = await bench.screen()
        await first.hear(ShowFace)
        second = await bench.screen()
        await second.hear(ShowFace)
        again = await bench.screen()
        await again.end()
        await second.say(Touched(1, "start"))
        await until(lambda: bench.heard == [Touched(1, "start")])
        await second.close()
        await until(lambda: bench.gone == ["gone"])
        third = await bench.screen()
        await third.hear(ShowFace)

    play(scene)


def test_what_a_screen_said_before_it_lost_the_glass_does_not_count(play):
    async def scene(bench: Bench) -> None:
        first = await bench.screen()
        await first.hear(ShowFace)
        newcomers: list[Player] = []

        def heard(message: object) -> None:
            bench.heard.append(message)
            bench.server._screen = None  # as when another screen took the glass between two messages

        bench.server._heard = heard
        await first.say(Touched(1, "one"), Touched(1, "two"), Touched(1, "three"))
        newcomers.append(await bench.screen())
        await newcomers[0].hear(ShowFace)
        assert bench.heard == [Touched(1, "one")]

    play(scene)


@pytest.mark.parametrize("message", [Ping(), Touched(1, "start")], ids=["pings", "touches"])
def test_a_flood_closes_the_link_and_the_others_keep_their_turn(play, message: object):
    async def scene(bench: Bench) -> None:
        screen = await bench.screen()
        await screen.hear(ShowFace)
        with contextlib.suppress(OSError):
            await screen.say(*[message] * (MOST_MESSAGES * 50))
        await until(lambda: bench.gone == ["broke_the_rules"])
        assert len(bench.heard) <= MOST_MESSAGES
        other = await bench.screen()
        await other.hear(ShowFace)

    play(scene)


def test_as_much_as_hands_can_do_is_heard(play):
    async def scene(bench: Bench) -> None:
        screen = await bench.screen()
        await screen.hear(ShowFace)
        said = [Drafted(1, "number", str(number)) for number in range(MOST_MESSAGES - 1)]
        await screen.say(*said)
        await until(lambda: len(bench.heard) == len(said))
        assert bench.heard == said

    play(scene)


def test_a_face_longer_than_a_frame_is_our_own_mistake_and_reaches_the_loop(play):
    async def scene(bench: Bench) -> None:
        told: list[object] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context["exception"]))
        screen = await bench.screen()
        await screen.hear(ShowFace)
        bench.server.show(replace(bench.newest, title="x" * (LONGEST_FRAME + 1)))
        await until(lambda: [type(error).__name__ for error in told] == ["LinkError"])
        assert bench.gone == []

    play(scene)
