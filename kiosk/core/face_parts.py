"""The small parts that the bodies of faces share."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

TextSize = Literal["standard", "large", "xlarge"]
Theme = Literal["light", "dark-high", "light-high"]
Language = Literal["zh", "en"]
Tone = Literal["plain", "good", "mark", "bad"]


class Button(Struct, frozen=True):
    """Something to press. `line` is a second line; `icon` one of the drawn icons, always beside a word."""

    target: str
    label: str
    line: str = ""
    icon: str = ""
    enabled: bool = True


class Notice(Struct, frozen=True):
    """Flat information, at most three lines."""

    text: str
    tone: Tone = "plain"
    icon: str = ""


class Keeper(Struct, frozen=True):
    """Who helps: shown without a network. `lines` hold name, phone and how long it takes."""

    title: str
    lines: tuple[str, ...]


class Card(Struct, frozen=True):
    """A big card on the home page: picture, name, one line of what you get."""

    target: str
    label: str
    line: str
    picture: str
    enabled: bool = True


class Row(Struct, frozen=True):
    """Name and value; `change` is the target of 改, empty when it cannot be changed; `mark` is a tick or cross sign."""

    label: str
    value: str
    change: str = ""
    mark: Literal["", "same", "differs"] = ""
    mark_text: str = ""


class Tick(Struct, frozen=True):
    """One consent row in the person's own words; never pre-ticked."""

    target: str
    label: str
    ticked: bool


class Choice(Struct, frozen=True):
    """One row to choose; `kind` draws a circle (one of), a square (several) or an arrow (goes on at once)."""

    target: str
    label: str
    line: str = ""
    amount: str = ""
    kind: Literal["one", "many", "go"] = "go"
    chosen: bool = False
    enabled: bool = True
    why_not: str = ""
    icon: str = ""
