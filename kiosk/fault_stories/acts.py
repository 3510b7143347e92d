"""The language of the stories: one line is one thing that a hand, a finger or time does.

- ``touch TARGET``: the citizen touches a target of the page
- ``type FIELD TEXT``: the citizen types; the text ``CODE`` is the one-time code that came to the telephone
- ``wait SECONDS``: time passes
- ``THING VERB name=value ...``: the world moves: a device's verb of the dock, or ``gateway kill``, ``screen kill`` ...
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping

from msgspec import Struct

PROGRAMS = ("terminal", "screen", "gateway", "decoder", "network", "clock", "department", "disk")
LISTS = ("names",)  # arguments that hold any number of words, with commas between them


class BadLine(ValueError):
    """A line that is none of the language's; the text says which."""


class Touch(Struct, frozen=True):
    """A finger on a target."""

    target: str


class Type(Struct, frozen=True):
    """A text key by key into a field."""

    field: str
    text: str


class Wait(Struct, frozen=True):
    """Time passes."""

    seconds: float


class Move(Struct, frozen=True):
    """The world does something to, or with, a thing."""

    thing: str
    do: str
    arguments: dict[str, object]


Act = Touch | Type | Wait | Move


def act_of(line: str) -> Act:
    """The act a line stands for; BadLine otherwise."""
    match shlex.split(line):
        case ["touch", target]:
            return Touch(target)
        case ["type", field, text]:
            return Type(field, text)
        case ["wait", seconds] if seconds.replace(".", "", 1).isdigit():
            return Wait(float(seconds))
        case [thing, do, *arguments] if thing not in ("touch", "type", "wait"):
            return Move(thing, do, dict(_argument(each, line) for each in arguments))
        case _:
            raise BadLine(f"no such act: {line!r}")


def _argument(text: str, line: str) -> tuple[str, object]:
    name, equals, value = text.partition("=")
    if not equals:
        raise BadLine(f"{text!r} in {line!r} is no name=value")
    if name in LISTS:
        return name, [each for each in value.split(",") if each]
    return name, int(value) if value.lstrip("-").isdigit() else value


def acts_of(lines: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[Act, ...]]:
    """A way: what is done on each page, by the page's name."""
    return {page: tuple(act_of(each) for each in own) for page, own in lines.items()}
