"""The citizen's words: one flat table a language, asked by key, filled by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

FULL_STOPS = tuple("。？！.?!")


class Words(Struct, frozen=True):
    """Strings of one language by dotted key. A missing key is our own mistake and raises KeyError."""

    table: dict[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The string of `key` with ``{name}`` places filled."""
        return self.table[key].format(**values)

    def has(self, key: str) -> bool:
        """Whether the language has a string for `key` (optional second lines)."""
        return key in self.table

    def of(self, matter: str, key: str, **values: object) -> str:
        """A matter's own string ``matter.<matter>.<key>``, or everybody's ``usual.<key>``; KeyError with neither."""
        own = f"matter.{matter}.{key}"
        return self(own if own in self.table else f"usual.{key}", **values)

    def has_of(self, matter: str, key: str) -> bool:
        """Whether `of` has an answer."""
        return f"matter.{matter}.{key}" in self.table or f"usual.{key}" in self.table

    def maybe(self, key: str, **values: object) -> str:
        """The string of an optional key, empty when there is none."""
        return self(key, **values) if key in self.table else ""

    def joined(self, lines: Sequence[str]) -> str:
        """Lines as one paragraph; what ends as a sentence needs nothing between it and the next."""
        return "".join(f"{line}{self._after(line)}" for line in lines[:-1]) + (lines[-1] if lines else "")

    def _after(self, line: str) -> str:
        after = "" if line.endswith(FULL_STOPS) else self("word.also")
        return f"{after} " if (line + after)[-1:].isascii() else after


def flattened(tables: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """Nested tables of a strings file as one flat table with dotted keys."""
    return dict(_flat(tables, prefix))


def _flat(tables: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for key, value in tables.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)
