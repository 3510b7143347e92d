"""The demonstration as a stage for fault stories: real processes, a finger made of X events, the dock for the world."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from devices.id_card.cards import PERSONS
from kiosk.demo.department import work_department
from kiosk.demo.network import faults_of
from kiosk.demo.story import Glass, Teller
from kiosk.demo.tax_story import texted_code
from kiosk.demo.world import DemoError, World
from kiosk.fault_stories.evidence import journal, person_marks, traces
from kiosk.fault_stories.player import Facts, PlayedWrong

PAGE_S = 40.0  # a terminal that was killed has its gateway, devices and screen to find again
SETTLE_S = 20.0
DECODER = "devices.code_scanner.decoding_process"
Holds = Callable[[Glass], bool]
# What others hold for the citizen: the department's register, the telephones. And their ends of the lines.
OTHERS_FILES = ("gateway.sqlite", "phone.jsonl")


class DemoStage:
    """One running demo; the glass is told by the mirror, which names pages and targets but no texts."""

    def __init__(self, world: World, teller: Teller) -> None:
        self._world = world
        self._teller = teller
        self._from = 0
        self._texts = 0
        self._marks = person_marks(PERSONS)

    # --- the glass -----------------------------------------------------------------------------------------------

    async def page(self) -> str:
        self._glass.hear(0.1)
        return self._glass.page

    async def see(self, page: str) -> None:
        await self._until(lambda glass: page in glass.seen[self._from :], f"page {page}")

    async def beyond(self, page: str) -> str:
        await self._until(lambda glass: glass.page != page, f"a page after {page}")
        return self._glass.page

    async def says(self, words: str) -> None:
        """The mirror tells no texts."""

    async def unsays(self, words: str) -> None:
        """The mirror tells no texts."""

    async def touch(self, target: str) -> None:
        await self._until(lambda glass: target in glass.targets, f"target {target}")
        self._texts = len(self._world.dock.texts())
        self._from = len(self._glass.seen)
        rev = self._glass.rev
        await asyncio.to_thread(self._teller.press, target)
        await self._until(lambda glass: glass.rev > rev, f"an answer to {target}")

    async def type(self, field: str, text: str) -> None:  # noqa: ARG002 - the glass knows its own field
        typed = texted_code(self._world, self._texts) if text == "CODE" else text
        await self._until(lambda glass: "key:1" in glass.targets, "the keys")
        await asyncio.to_thread(self._teller.type, typed)

    async def wait(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def until(self, thing: str, part: str, value: str) -> None:
        deadline = time.monotonic() + PAGE_S
        while str(held := self._world.dock.tell(thing, "state")[part]) != value:
            if time.monotonic() > deadline:
                raise PlayedWrong(f"{thing} {part} stays {held}")
            await asyncio.sleep(0.5)

    @property
    def _glass(self) -> Glass:
        return self._teller.glass

    # --- the world -----------------------------------------------------------------------------------------------

    async def move(self, thing: str, do: str, arguments: Mapping[str, object]) -> None:
        self._from = len(self._glass.seen)
        match thing, do:
            case (("terminal" | "screen" | "decoder"), "kill"):
                self._kill(thing)
            case "gateway", "kill":
                self._world.programs["gateway"].kill()
            case "gateway", "start":
                self._world.programs["gateway"].start()
                self._world.programs["gateway"].line_with("ready")
            case "department", _:
                await asyncio.to_thread(work_department, self._world.directory, do, arguments)
            case "network", _:
                self._world.network.plan(*faults_of(do, arguments))
            case _:
                await asyncio.to_thread(lambda: self._world.dock.tell(thing, do, **arguments))

    def _kill(self, name: str) -> None:
        running = dict(self._running())
        if name not in running:
            raise DemoError(f"没有进程 {name}。 There is no process {name}.")
        os.kill(running[name], signal.SIGKILL)

    def _running(self) -> Iterator[tuple[str, int]]:
        """Every program of the world, and those that the desk and the terminal started."""
        for name, program in self._world.programs.items():
            if program.process.poll() is None:
                yield name, program.process.pid
        desk = _children(self._world.programs["desk"].process.pid)
        for name in ("terminal", "screen"):
            if name in desk:
                yield name, desk[name]
        held = _children(desk["terminal"]) if "terminal" in desk else {}
        if DECODER in held:
            yield "decoder", held[DECODER]

    # --- what is true --------------------------------------------------------------------------------------------

    async def facts(self) -> Facts:
        """Once reports have had their time, and every program has come up: the same twice in a row."""
        deadline, before = time.monotonic() + SETTLE_S, None
        while (now := await asyncio.to_thread(self._facts)) != before or "decoder" not in now.running:
            if time.monotonic() > deadline:
                raise PlayedWrong("the world does not come to rest")
            before = now
            await asyncio.sleep(1.0)
        return now

    def _facts(self) -> Facts:
        return Facts(
            certificates=len(list((self._world.out / "certificates").glob("*.pdf"))),
            receipts=sum(each["whole"] for each in self._world.dock.tell("receipt-printer", "papers")["papers"]),
            cases=self._cases(),
            journal=journal(self._world.directory / "data"),
            running=dict(self._running()),
        )

    async def traces(self) -> tuple[str, ...]:
        held = self._world.directory.rglob("*")
        files = [each for each in held if each.is_file() and not each.name.startswith(OTHERS_FILES)]
        return await asyncio.to_thread(traces, files, self._marks)

    def _cases(self) -> int:
        address = f"file:{self._world.database}?mode=ro"
        with contextlib.closing(sqlite3.connect(address, uri=True)) as connection:
            count: int = connection.execute("SELECT count(*) FROM cases").fetchone()[0]
        return count

    async def _until(self, holds: Holds, what: str) -> None:
        await asyncio.to_thread(self._wait_until, holds, what)

    def _wait_until(self, holds: Holds, what: str) -> None:
        deadline = time.monotonic() + PAGE_S
        while not holds(self._glass):
            left_s = deadline - time.monotonic()
            if left_s <= 0:
                raise PlayedWrong(f"{what} did not come; the page is {self._glass.page}, seen {self._glass.seen[-6:]}")
            self._listen(min(left_s, 1.0))

    def _listen(self, within_s: float) -> None:
        """Hear the mirror; when the terminal was killed, the mirror of its successor."""
        try:
            self._glass.hear(within_s)
        except DemoError:
            seen = self._glass.seen
            self._glass.close()
            self._teller.glass = Glass(self._world.mirror)
            self._glass.seen = seen


def _children(parent: int) -> dict[str, int]:
    """The processes that a process started, by each word of their command lines; one that ends meanwhile is none."""
    found: dict[str, int] = {}
    for tasks in Path(f"/proc/{parent}/task").glob("*/children"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            for pid in map(int, tasks.read_text().split()):
                found |= dict.fromkeys(Path(f"/proc/{pid}/cmdline").read_text().split("\0"), pid)
    return found
