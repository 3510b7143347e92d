"""The demonstration as a stage for fault stories: real processes, a finger made of X events, the dock for the world."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sqlite3
import time
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path

from devices.id_card.cards import PERSONS
from kiosk.demo.story import Glass, Teller
from kiosk.demo.tax_story import texted_code
from kiosk.demo.world import DemoError, World
from kiosk.fault_stories.evidence import journal, person_marks, traces
from kiosk.fault_stories.player import Facts, PlayedWrong

PAGE_S = 40.0  # a terminal that was killed has its gateway, devices and screen to find again
SETTLE_S = 20.0
Holds = Callable[[Glass], bool]
# What others hold for the citizen: the department's register, the telephones. And their ends of the lines.
OTHERS_FILES = ("gateway.sqlite", "phone.jsonl")


class DemoStage:
    """One running demo; the glass is told by the mirror, which names pages and targets but no texts."""

    def __init__(self, world: World, teller: Teller) -> None:
        self._world = world
        self._teller = teller
        self._restarted: list[str] = []
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
            case (("terminal" | "screen"), "kill"):
                self._kill(thing)
            case "decoder", "kill":
                self._kill_decoder()
            case "gateway", "kill":
                self._world.programs["gateway"].kill()
            case "gateway", "start":
                self._world.programs["gateway"].start()
                self._world.programs["gateway"].line_with("ready")
            case "department", _:
                await asyncio.to_thread(self._work_department, do, arguments)
            case _:
                await asyncio.to_thread(lambda: self._world.dock.tell(thing, do, **arguments))

    def _kill(self, name: str) -> None:
        os.kill(self._child(self._world.programs["desk"].process.pid, name), signal.SIGKILL)
        self._restarted.append(name)

    def _kill_decoder(self) -> None:
        terminal = self._child(self._world.programs["desk"].process.pid, "terminal")
        os.kill(self._child(terminal, "devices.code_scanner.decoding_process"), signal.SIGKILL)
        self._restarted.append("decoder")

    @staticmethod
    def _child(parent: int, word: str) -> int:
        for tasks in Path(f"/proc/{parent}/task").glob("*/children"):
            for pid in map(int, tasks.read_text().split()):
                if word in Path(f"/proc/{pid}/cmdline").read_text().split("\0"):
                    return pid
        raise DemoError(f"没有进程 {word}。 There is no process {word}.")

    def _work_department(self, do: str, arguments: Mapping[str, object]) -> None:
        settings, more = self._world.directory, dict(arguments)
        request = urllib.request.Request(  # noqa: S310 - our own gateway, http on loopback
            f"{self._world.gateway}/simulation/{more.pop('name', 'tax')}",
            data=json.dumps({"verb": do, **more}).encode(),
            headers={
                "Authorization": f"Bearer {(settings / 'token').read_text().strip()}",
                "Content-Type": "application/json",
            },
        )
        urllib.request.urlopen(request, None, 10).close()  # noqa: S310 - as above

    # --- what is true --------------------------------------------------------------------------------------------

    async def facts(self) -> Facts:
        """Once reports have had their time: the same twice in a row."""
        deadline, before = time.monotonic() + SETTLE_S, None
        while (now := await asyncio.to_thread(self._facts)) != before:
            if time.monotonic() > deadline:
                raise PlayedWrong("the world does not come to rest")
            before = now
            await asyncio.sleep(1.0)
        return now

    def _facts(self) -> Facts:
        here = self._world.directory
        files = [each for each in here.rglob("*") if each.is_file() and not each.name.startswith(OTHERS_FILES)]
        return Facts(
            certificates=len(list((self._world.out / "certificates").glob("*.pdf"))),
            receipts=sum(each["whole"] for each in self._world.dock.tell("receipt-printer", "papers")["papers"]),
            cases=self._cases(),
            journal=journal(here / "data"),
            restarted=tuple(self._restarted),
            traces=traces(files, self._marks),
        )

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
