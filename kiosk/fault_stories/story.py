"""A fault story as data: one TOML file of ``assets/fault_stories/``, read and looked over before it is played."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal, TypeVar

import msgspec
from msgspec import Struct

from kiosk.fault_stories.acts import Act, BadLine, act_of, acts_of

WAYS = "ways.toml"
Kind = TypeVar("Kind")


class StoryError(Exception):
    """A story that cannot be played; the sentence says where it is wrong."""


class Moment(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Something happens, and the citizen sees something.

    `when` is the page on which it happens (empty: where the moment before ended); `after_s` the time that passes
    first; `do` lines of `kiosk.fault_stories.acts`; `until` three words, a device, a part of its state and the value
    to wait for. Then page `sees` must come (empty: the page stays) and hold the
    words `says`, a piece of what stands on the glass, and no longer the words `unsays`; `quiet` says that the citizen
    sees nothing of it. `zh` and `en` tell it to a reader.
    """

    when: str = ""
    after_s: float = 0.0
    do: tuple[str, ...] = ()
    until: str = ""
    sees: str = ""
    says: str = ""
    unsays: str = ""
    quiet: bool = False
    zh: str = ""
    en: str = ""

    @property
    def is_seen(self) -> bool:
        """Whether it says what the citizen sees of it."""
        return bool(self.quiet or self.sees or self.says or self.unsays or self.until)

    def acts(self) -> tuple[Act, ...]:
        """What is done, in order."""
        return tuple(act_of(each) for each in self.do)


class End(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What must be true when the citizen has gone.

    `certificates` and `receipts` count whole papers that came out, `cases` what the gateway holds. `journal` is the
    terminal's own word on each job, in order: ``document PRINTED``, ``receipt FAILED paper_out``. `restarted` names
    the programs that were replaced, and no other was. Nothing personal may be left anywhere, always.
    """

    certificates: int = 0
    receipts: int = 0
    cases: int = 0
    journal: tuple[str, ...] = ()
    restarted: tuple[str, ...] = ()


class FaultStory(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One story.

    `way` names the citizen's way between the moments; `stage` where it can be played; `receipt_profile` the model of
    receipt printer it needs, where the usual one won't do.
    """

    title_zh: str
    title_en: str
    way: str
    moments: tuple[Moment, ...]
    end: End
    stage: Literal["any", "processes", "street"] = "any"
    receipt_profile: str = ""


class Shelf(Struct, frozen=True):
    """All stories by name, and the ways citizens take."""

    stories: Mapping[str, FaultStory]
    ways: Mapping[str, Mapping[str, tuple[Act, ...]]]


def read_shelf(folder: Path) -> Shelf:
    """Every story below `folder`; StoryError with one sentence for the first that is wrong."""
    ways = _converted(folder / WAYS, dict[str, dict[str, tuple[str, ...]]])
    try:
        shelf = Shelf(
            {path.stem: _converted(path, FaultStory) for path in sorted(folder.glob("*.toml")) if path.name != WAYS},
            {name: acts_of(way) for name, way in ways.items()},
        )
    except BadLine as error:
        raise StoryError(f"{WAYS}：{error}。 {WAYS}: {error}.") from error
    for wrong in faults_in(shelf):
        raise StoryError(f"故障剧本有错：{wrong}。 A fault story is wrong: {wrong}.")
    return shelf


def faults_in(shelf: Shelf) -> Iterator[str]:
    """What is wrong with the stories as data."""
    for name, story in shelf.stories.items():
        if story.way not in shelf.ways:
            yield f"{name}: no way {story.way!r}"
        if not story.moments:
            yield f"{name}: nothing happens"
        for moment in story.moments:
            try:
                moment.acts()
                if moment.until and len(moment.until.split()) != len(("device", "part", "value")):
                    yield f"{name}: {moment.until!r} is not DEVICE PART VALUE"
            except BadLine as error:
                yield f"{name}: {error}"
            if moment.do and not moment.is_seen:
                yield f"{name}: what does the citizen see of {moment.do[0]!r}?"


def _converted(path: Path, kind: type[Kind]) -> Kind:
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), kind)
    except OSError as error:
        raise StoryError(f"读不了 {path.name}。 {path.name} cannot be read.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise StoryError(f"{path.name} 有错：{error}。 {path.name} is wrong: {error}.") from error
