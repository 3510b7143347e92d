"""What is kept of a matter's story while it plays: pages, presses, what was typed and written, pictures."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from kiosk.matter_stories.acts import Act, Fill, Touch, TypeTexted

AFTER = ("finish", "rating")  # papers and answers are out: what is pressed from here on brings nobody further
LEAFED = (Touch("primary"), Touch("page:following"))  # these may bring the next part of the same page


class Told(Struct, frozen=True):
    """How a story went on the glass; presses, keys and fields typed count from 首页 until the papers are out.

    `wrote` is what was written by pinyin.
    """

    pages: tuple[str, ...]
    touches: int
    keys: int
    typed: tuple[str, ...]
    wrote: tuple[str, ...]
    pictures: tuple[Path, ...]


class Tally:
    """Counts one story; `keys` are the finger's, which counts them itself."""

    def __init__(self) -> None:
        self.pages: list[str] = []
        self.pictures: list[Path] = []
        self.wrote: list[str] = []
        self._typed: list[str] = []
        self._touches = 0
        self._last: Act | None = None

    def is_new(self, page: str) -> bool:
        """Whether this is another page, or may be another part of the one before."""
        return not self.pages or self.pages[-1] != page or self._last in LEAFED

    def saw(self, page: str, picture: Path | None) -> None:
        """A page came."""
        if not self.pages or self.pages[-1] != page:
            self.pages.append(page)
        if picture is not None:
            self.pictures.append(picture)

    def did(self, act: Act, page: str) -> None:
        """The visitor acts on a page."""
        self._last = act
        if any(each in AFTER for each in self.pages):
            return
        if isinstance(act, Touch) and page != "welcome":
            self._touches += 1
        if isinstance(act, Fill | TypeTexted):
            self._typed.append(act.field)

    def told(self, keys: int) -> Told:
        """How it went."""
        return Told(tuple(self.pages), self._touches, keys, tuple(self._typed), tuple(self.wrote), tuple(self.pictures))
