"""Bodies of the pages of a case, from choosing its place to following it: one value per kind of page."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from kiosk.core.face_parts import Button, Choice, Notice, Row


class PlaceGrid(Struct, frozen=True, tag="place_grid"):
    """Provinces, or the cities of one, as keys in rows of four; `letters` are the initials that can still be pressed.

    Each choice goes on at once. `typed` are the initials pressed so far; `clear` takes the last one back.
    """

    choices: tuple[Choice, ...]
    letters: tuple[Button, ...] = ()
    typed: str = ""
    clear: Button | None = None
    heading: str = ""
    page_text: str = ""
    previous: Button | None = None
    following: Button | None = None


class Writing(Struct, frozen=True, tag="writing"):
    """Chinese text by pinyin: phrases to pick first, then letters and candidates, which the screen makes by itself.

    The whole text goes out as a draft after each chosen candidate or phrase.
    """

    field: str
    value: str
    longest: int
    phrases: tuple[str, ...] = ()
    phrases_title: str = ""
    note: str = ""


class TableRow(Struct, frozen=True):
    """One row of a table: its main words, one smaller line, its amount; pressing it opens it."""

    target: str
    label: str
    line: str = ""
    amount: str = ""
    mark: Literal["", "same", "differs"] = ""


class Table(Struct, frozen=True, tag="table"):
    """Rows with totals, pages, and a key to add one."""

    rows: tuple[TableRow, ...]
    totals: tuple[Row, ...]
    add: Button | None = None
    page_text: str = ""
    previous: Button | None = None
    following: Button | None = None
    notice: Notice | None = None


class Shared(Struct, frozen=True, tag="shared"):
    """Rows that nobody typed, with who said so and when; `wrong` is the key 这里不对."""

    rows: tuple[Row, ...]
    source: str
    wrong: Button
    notice: Notice | None = None
    page_text: str = ""
    previous: Button | None = None
    following: Button | None = None


class MaterialRow(Struct, frozen=True):
    """One material: its name, how it was given or what to do, what trust that has in plain words."""

    target: str
    label: str
    line: str
    state: Literal["todo", "given", "to_bring", "not_needed"]
    enabled: bool = True


class Materials(Struct, frozen=True, tag="materials"):
    """The list of materials; a row still to do is pressed to give it."""

    rows: tuple[MaterialRow, ...]
    note: str
    page_text: str = ""
    previous: Button | None = None
    following: Button | None = None


class Photograph(Struct, frozen=True, tag="photograph"):
    """What the document camera sees, mirrored not; `small` is the page just taken (JPEG), `count_text` how many.

    `heading` is which material, `standard` what it must meet.
    """

    place_words: str
    dark_words: str
    small: bytes
    count_text: str
    take: Button | None
    again: Button | None = None
    others: tuple[Button, ...] = ()
    notice: Notice | None = None
    heading: str = ""
    standard: str = ""


class Sign(Struct, frozen=True, tag="sign"):
    """A field to write one's name in with a finger; `clear` empties it. The screen sends `Signed` after each stroke."""

    heading: str
    place_words: str
    clear: Button
    empty: bool
    strokes: tuple[tuple[tuple[int, int, int], ...], ...] = ()
    notice: Notice | None = None


class Code(Struct, frozen=True, tag="code"):
    """A QR code for the citizen's phone, the amount if there is one, and where the payment stands."""

    payload: str
    caption: str
    amount_label: str = ""
    amount: str = ""
    lines: tuple[str, ...] = ()
    notice: Notice | None = None


class CaseLeg(Struct, frozen=True):
    """One office, or one stage, of a case."""

    label: str
    line: str
    state: Literal["done", "now", "to_come", "stopped"]


class Case(Struct, frozen=True, tag="case"):
    """Where a case stands: number large, state in big words, who has it, its stages or legs, what is missing."""

    number_label: str
    number: str
    state: str
    line: str
    sign: Literal["good", "mark", "bad", "plain"]
    legs: tuple[CaseLeg, ...] = ()
    rows: tuple[Row, ...] = ()
    missing: tuple[Row, ...] = ()
    demo: str = ""
    others: tuple[Button, ...] = ()
    notice: Notice | None = None


class Guide(Struct, frozen=True, tag="guide"):
    """A page of the 办事指南: headings with lines, pages, and the key to print the whole."""

    blocks: tuple[Row, ...]
    page_text: str = ""
    previous: Button | None = None
    following: Button | None = None
    print: Button | None = None


class Shelves(Struct, frozen=True, tag="shelves"):
    """The matters of one shelf or search: rows that begin a matter; `letters` as in `PlaceGrid` while searching."""

    choices: tuple[Choice, ...]
    heading: str = ""
    letters: tuple[Button, ...] = ()
    typed: str = ""
    clear: Button | None = None
    page_text: str = ""
    previous: Button | None = None
    following: Button | None = None
