"""Plays a fault story on a stage: the citizen goes their usual way, the story breaks in, the end is looked over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from msgspec import Struct

from kiosk.fault_stories.acts import Act, Move, Touch, Type, Wait
from kiosk.fault_stories.story import End, FaultStory, Moment

MOST_STEPS = 60  # no way through a visit is that long
AWAY = "welcome"


class PlayedWrong(AssertionError):
    """Something in the story did not come true; the text says what."""


class Facts(Struct, frozen=True):
    """What a stage can count in the world; `running` are the programs' process ids by name, of those that are up."""

    certificates: int
    receipts: int
    cases: int
    journal: tuple[str, ...]
    running: Mapping[str, int]


class Stage(Protocol):
    """A whole terminal with its world."""

    async def page(self) -> str:
        """The name of the page that is on the glass now."""
        ...

    async def see(self, page: str) -> None:
        """Wait, bounded, until that page is there; PlayedWrong when it does not come."""
        ...

    async def beyond(self, page: str) -> str:
        """Wait, bounded, until another page than `page` is there, and name it; PlayedWrong when none comes."""
        ...

    async def says(self, words: str) -> None:
        """Wait, bounded, until those words are on the glass; a stage that can't read the glass passes."""
        ...

    async def unsays(self, words: str) -> None:
        """Wait, bounded, until those words have gone; a stage that can't read the glass passes."""
        ...

    async def touch(self, target: str) -> None:
        """A finger on a target of the page, once it is there."""
        ...

    async def type(self, field: str, text: str) -> None:
        """A text key by key; ``CODE`` is the newest code on the telephone."""
        ...

    async def move(self, thing: str, do: str, arguments: Mapping[str, object]) -> None:
        """Something happens to a thing of the world."""
        ...

    async def wait(self, seconds: float) -> None:
        """Time passes."""
        ...

    async def until(self, thing: str, part: str, value: str) -> None:
        """Wait, bounded, until a part of a device's state has that value; PlayedWrong when it never has."""
        ...

    async def facts(self) -> Facts:
        """How the world is, once every report has arrived."""
        ...

    async def traces(self) -> tuple[str, ...]:
        """The names of the terminal's files in which a mark of a person stands."""
        ...


class Player:
    """One story on one stage; `tell` hears each moment as it comes."""

    def __init__(
        self,
        stage: Stage,
        ways: Mapping[str, Mapping[str, tuple[Act, ...]]],
        tell: Callable[[Moment], None] = lambda _: None,
    ) -> None:
        self._stage = stage
        self._ways = ways
        self._tell = tell

    async def play(self, story: FaultStory) -> None:
        """From the welcome page to the welcome page; PlayedWrong at the first thing that does not come true."""
        before = await self._stage.facts()
        way = self._ways[story.way]
        for moment in story.moments:
            if moment.when:
                await self._go(way, moment.when)
            await self._happen(moment)
        await self._go(way, AWAY)
        wrong = wrong_at_end(story.end, before, await self._stage.facts(), await self._stage.traces())
        if wrong:
            raise PlayedWrong("; ".join(wrong))

    async def _happen(self, moment: Moment) -> None:
        self._tell(moment)
        if moment.after_s:
            await self._stage.wait(moment.after_s)
        before = await self._stage.page()
        for act in moment.acts():
            await self._do(act)
        if moment.quiet and (now := await self._stage.page()) != before:
            raise PlayedWrong(f"{before} did not stay: {now} came")
        if moment.until:
            await self._stage.until(*moment.until.split())
        if moment.sees:
            await self._stage.see(moment.sees)
        if moment.says:
            await self._stage.says(moment.says)
        if moment.unsays:
            await self._stage.unsays(moment.unsays)

    async def _go(self, way: Mapping[str, tuple[Act, ...]], goal: str) -> None:
        """The usual way, page by page; the first page is left even when it is the goal of going away."""
        page = await self._stage.page()
        for _ in range(MOST_STEPS):
            if page == goal:
                return
            for act in way.get(page, ()):
                await self._do(act)
            page = await self._stage.beyond(page)
        raise PlayedWrong(f"no way from {page} to {goal}")

    async def _do(self, act: Act) -> None:
        match act:
            case Touch(target):
                await self._stage.touch(target)
            case Type(field, text):
                await self._stage.type(field, text)
            case Wait(seconds):
                await self._stage.wait(seconds)
            case Move(thing, do, arguments):
                await self._stage.move(thing, do, arguments)


def wrong_at_end(end: End, before: Facts, after: Facts, traces: tuple[str, ...]) -> list[str]:
    """Where the world is not as the story says."""
    held: dict[str, tuple[object, object]] = {
        "certificates": (after.certificates - before.certificates, end.certificates),
        "receipts": (after.receipts - before.receipts, end.receipts),
        "cases": (after.cases - before.cases, end.cases),
        "journal": (after.journal[len(before.journal) :], end.journal),
        "restarted": (_restarted(before, after), end.restarted),
        "traces of a person": (traces, ()),
    }
    return [f"{what}: {is_} instead of {due}" for what, (is_, due) in held.items() if is_ != due]


def _restarted(before: Facts, after: Facts) -> tuple[str, ...]:
    """Programs that are gone, or are another process now."""
    return tuple(sorted(name for name, pid in before.running.items() if after.running.get(name) != pid))
