"""The dock as a stage for fault stories: a newcomer is the citizen, the story moves the world around them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from kiosk.demo.department import work_department
from kiosk.demo.story import Glass
from kiosk.dock import Dock
from kiosk.fault_stories.player import Facts, PlayedWrong

PATIENCE_S = 600.0  # somebody reads, thinks, and asks their neighbour


KEYS = {"primary": "最大的那个键", "secondary": "大键旁边的那个键", "start": "“点这里开始”", "tick": "方框，打上勾"}


class DockStage:
    """Waits for a person where other stages act; the end is theirs to look at, so it counts nothing."""

    def __init__(self, directory: Path, dock: Dock, say: Callable[[str], None]) -> None:
        self._glass = Glass(directory / "mirror.sock")
        self._directory, self._dock, self._say = directory, dock, say

    def close(self) -> None:
        """Look away."""
        self._glass.close()

    async def page(self) -> str:
        self._glass.hear(0.2)
        return self._glass.page

    async def see(self, page: str) -> None:
        await self._until(lambda: page in self._glass.seen, page)

    async def beyond(self, page: str) -> str:
        await self._until(lambda: self._glass.page != page, f"after {page}")
        return self._glass.page

    async def says(self, words: str) -> None:
        self._say(f"屏幕上应该写着“{words}”。 The screen should say so.")

    async def unsays(self, words: str) -> None:
        self._say(f"屏幕上不该再写着“{words}”。 The screen should no longer say so.")

    async def touch(self, target: str) -> None:
        self._say(f"请在屏幕上点{KEYS.get(target, f'“{target}”')}。 Please touch that key on the screen.")
        self._glass.seen.clear()

    async def type(self, field: str, text: str) -> None:
        self._say(f"请在屏幕上输入 {field}：{text}。 Please type it.")

    async def move(self, thing: str, do: str, arguments: Mapping[str, object]) -> None:
        self._glass.seen.clear()
        if thing == "department":
            await asyncio.to_thread(work_department, self._directory, do, arguments)
        else:
            await asyncio.to_thread(lambda: self._dock.tell(thing, do, **arguments))

    async def wait(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def until(self, thing: str, part: str, value: str) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while str(self._dock.tell(thing, "state")[part]) != value:
            if time.monotonic() > deadline:
                raise PlayedWrong(f"等不到 {thing} {part} {value}")
            await asyncio.sleep(0.5)

    async def facts(self) -> Facts:
        return Facts(0, 0, 0, (), {})

    async def traces(self) -> tuple[str, ...]:
        return ()

    async def _until(self, holds: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not holds():
            if time.monotonic() > deadline:
                raise PlayedWrong(f"等不到 {what}")
            await asyncio.to_thread(self._glass.hear, 0.5)
