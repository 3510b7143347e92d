"""A matter's stories as data: `assets/matter_stories/<matter>.toml`, synthetic persons only."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from kiosk.core.parties import Relation


class Fault(Struct, frozen=True, forbid_unknown_fields=True):
    """What is done to a simulated department before the visit."""

    department: str
    verb: str
    reason: str = ""
    seconds: float = 0.0


class Claim(Struct, frozen=True, forbid_unknown_fields=True):
    """Who somebody without a card says they are, or an organisation's code.

    `licence` is what the code on the organisation's licence says: it is shown, and nothing typed.
    """

    number: str = ""
    name: str = ""
    uscc: str = ""
    licence: str = ""


class MatterStory(Struct, frozen=True, forbid_unknown_fields=True):
    """One visit. What the matter itself leaves to choose is here; everything else the visitor does as asked.

    `person` and `principal` are ids of synthetic persons; `answers` by field id (a table's rows by column id in
    `tables`); `materials` how each is given.
    `ends` is the state of the case, ``verified``, ``issued``, ``refused`` (with `reason`) or ``stopped`` (told before
    anything was handed in); `page` the page on which it is said. `papers` are what comes out, in order.
    `before` is the name of a story that was played on the same machines `later_s` seconds earlier; `code` is what is
    shown to the camera: a payload, ``receipt`` for the code on that story's receipt, ``hand_over`` for the one that it
    left with.
    `wants` is what is pressed besides the large button, each once where it can be: ``supplement``, ``withdraw``, ...
    """

    id: str
    matter: str
    ends: str
    before: str = ""
    later_s: float = 0.0
    person: str = ""
    role: str = "self"
    principal: str = ""
    relation: Relation = "child"
    claim: Claim = Claim()
    eligibility: dict[str, Literal["yes", "no", "unsure"]] = {}
    place: str = ""
    answers: dict[str, str] = {}
    tables: dict[str, tuple[dict[str, str], ...]] = {}
    rows: tuple[str, ...] = ()
    code: str = ""
    wants: tuple[str, ...] = ()
    materials: dict[str, Literal["photograph", "commit", "window"]] = {}
    delivery: str = "pick_up"
    pay: Literal["paid", "not_paid", "not_known", "later"] = "paid"
    gateway: tuple[Fault, ...] = ()
    reason: str = ""
    page: str = ""
    papers: tuple[str, ...] = ()
    grade: int = 1

    @property
    def name(self) -> str:
        """``KSTB-03-approved``."""
        return f"{self.matter}-{self.id}"


class StoryError(Exception):
    """A story's file is not one; the sentence names it."""


def read_matter_stories(assets: Path) -> Iterator[MatterStory]:
    """Every story, by file; StoryError names the first file that is wrong."""
    for path in sorted((assets / "matter_stories").glob("*.toml")):
        try:
            told = tomllib.loads(path.read_text("utf-8"))["story"]
            yield from msgspec.convert(told, list[MatterStory])
        except (OSError, tomllib.TOMLDecodeError, KeyError, msgspec.ValidationError) as error:
            raise StoryError(f"事项故事 {path.name} 有错：{error}。 {path.name} is wrong: {error}.") from error
