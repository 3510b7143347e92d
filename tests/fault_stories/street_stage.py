"""The street as a stage for fault stories: real sockets, a hand clock, a glass without pixels."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from devices.id_card.cards import PERSONS
from kiosk.demo.network import faults_of
from kiosk.fault_stories.evidence import journal, person_marks, traces
from kiosk.fault_stories.player import Facts, PlayedWrong
from tests.journeys.glass import PAGE_S
from tests.journeys.street import Street

SETTLE_S = 15.0
MARKS = person_marks(PERSONS)


class StreetStage:
    """One street, for one story or for many in a row."""

    def __init__(self, street: Street) -> None:
        self._street = street
        self._from = 0  # where in what the glass has seen the last act was

    # --- the glass -----------------------------------------------------------------------------------------------

    async def page(self) -> str:
        return self._street.glass.page

    async def see(self, page: str) -> None:
        await self._until(lambda: page in self._street.glass.seen[self._from :], f"page {page}")

    async def beyond(self, page: str) -> str:
        await self._until(lambda: self._street.glass.page != page, f"a page after {page}")
        return self._street.glass.page

    async def says(self, words: str) -> None:
        await self._until(lambda: words in "".join(texts_of(self._street.glass.face)), f"the words {words}")

    async def unsays(self, words: str) -> None:
        await self._until(lambda: words not in "".join(texts_of(self._street.glass.face)), f"a glass without {words}")

    async def touch(self, target: str) -> None:
        glass = self._street.glass
        if glass.page == "finish":
            await self._street.until_pad_is_empty()  # who has taken the card waits for the page to see it
        await self._until(lambda: target in targets_of(glass.face) | targets_of(glass.checks), f"target {target}")
        self._from = len(glass.seen) - 1 if target == "tick" else len(glass.seen)
        await glass.touch(target)
        await asyncio.sleep(0.02)

    async def type(self, field: str, text: str) -> None:
        await self._street.glass.fill(field, text)

    async def wait(self, seconds: float) -> None:
        self._street.clock.push(seconds)
        await asyncio.sleep(min(seconds, 1.5))  # devices live in real time: they need some of it

    async def until(self, thing: str, part: str, value: str) -> None:
        device = self._emulators()[thing]
        deadline = time.monotonic() + PAGE_S
        while str(device.state()[part]) != value:
            if time.monotonic() > deadline:
                raise PlayedWrong(f"{thing} {part} stays {device.state()[part]}")
            await asyncio.sleep(0.1)

    # --- the world -----------------------------------------------------------------------------------------------

    async def move(self, thing: str, do: str, arguments: Mapping[str, object]) -> None:
        self._from = len(self._street.glass.seen)
        own = getattr(self, f"_{thing}", None)
        if own is not None:
            await own(do, **arguments)
            return
        verb = self._emulators()[thing].verbs()[do]
        await asyncio.to_thread(verb, **arguments)

    def _emulators(self) -> Mapping[str, object]:
        street = self._street
        return {
            "id-card": street.card,
            "camera": street.camera,
            "receipt-printer": street.printer,
            "document-printer": street.office,
            "ups": street.ups,
            "switch": street.switch,
        }

    async def _network(self, do: str, **arguments: object) -> None:
        self._street.proxy.plan(*faults_of(do, arguments))

    async def _gateway(self, do: str) -> None:
        await (self._street.gateway.stop() if do == "kill" else self._street.gateway.start())

    async def _department(
        self, do: str, name: str = "tax", seconds: int = 3, reason: str = "department_says_no"
    ) -> None:
        await self._street.gateway.work(name, do, seconds=seconds, reason=reason)

    async def _clock(self, do: str, days: int) -> None:
        assert do == "step"
        self._street.clock.step(days)

    async def _decoder(self, do: str) -> None:
        assert do == "kill"
        for pid in self._decoders():
            os.kill(pid, signal.SIGKILL)

    def _decoders(self) -> list[int]:
        return [pid for pid in _children(os.getpid()) if "decoding_process" in _argv(pid)]

    # --- what is true --------------------------------------------------------------------------------------------

    async def facts(self) -> Facts:
        """Once reports have had their time: the same twice in a row."""
        deadline, before = time.monotonic() + SETTLE_S, None
        while (now := await asyncio.to_thread(self._facts)) != before:
            if time.monotonic() > deadline:
                raise PlayedWrong("the world does not come to rest")
            before = now
            await asyncio.sleep(0.1)
        return now

    def _facts(self) -> Facts:
        street, held = self._street, self._decoders()
        return Facts(
            certificates=len(street.certificates()),
            receipts=sum(each.whole for each in street.printer.papers()),
            cases=street.gateway.count("SELECT count(*) FROM cases"),
            journal=journal(street.settings.data),
            running={"gateway": street.gateway.pid, **dict.fromkeys(("decoder",) * bool(held), max(held, default=0))},
        )

    async def traces(self) -> tuple[str, ...]:
        folder = self._street.folder
        files = [path for path in (folder / "data").rglob("*") if path.is_file()]
        files += [*folder.glob("*.log"), *(folder / "spool").glob("*"), *folder.glob("*.preview")]
        return await asyncio.to_thread(traces, files, MARKS)

    async def _until(self, holds: Callable[[], bool], what: str) -> None:
        try:
            await self._street.glass.wait_until(holds, what, PAGE_S)
        except AssertionError as error:
            raise PlayedWrong(str(error)) from error


def targets_of(face: object) -> set[str]:
    """Every target a finger can touch on a face, found in the value itself."""
    return set(_found(face))


def _found(value: object) -> Iterator[str]:
    if isinstance(value, tuple):
        for each in value:
            yield from _found(each)
    for name in getattr(value, "__struct_fields__", ()):
        held = getattr(value, name)
        if name in ("target", "change") and held and getattr(value, "enabled", True):
            yield held
        elif name == "start":
            yield "start"
        else:
            yield from _found(held)


def texts_of(value: object) -> Iterator[str]:
    """Every piece of text on a face, without its line breaks."""
    if isinstance(value, str):
        yield value.replace("\n", "")
    elif isinstance(value, tuple):
        for each in value:
            yield from texts_of(each)
    else:
        for name in getattr(value, "__struct_fields__", ()):
            yield from texts_of(getattr(value, name))


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(each) for task in tasks for each in task.read_text().split()]


def _argv(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text()
