"""What a finger can do: the screen's only words, each naming the face it was done on."""

from __future__ import annotations

from msgspec import Struct


class Touched(Struct, frozen=True, tag="touched"):
    """A finger began and ended inside `target` while face `rev` was shown."""

    rev: int
    target: str


class Drafted(Struct, frozen=True, tag="drafted"):
    """The whole text of `field` after one key; does not raise the revision."""

    rev: int
    field: str
    text: str

    def __repr__(self) -> str:
        """What is typed may be personal: show its length only."""
        return f"Drafted(rev={self.rev}, field={self.field!r}, {len(self.text)} characters)"


Point = tuple[int, int, int]


class Signed(Struct, frozen=True, tag="signed"):
    """The strokes on the glass so far: points (x, y in 1/100 mm from the pad's corner, ms since the first touch)."""

    rev: int
    strokes: tuple[tuple[Point, ...], ...]

    def __repr__(self) -> str:
        """A signature is personal: show how many strokes only."""
        return f"Signed(rev={self.rev}, {len(self.strokes)} strokes)"
