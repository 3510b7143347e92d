r"""What the screen shows, as plain values: a frame that is the same on every page, and one body per kind of page.

A face carries its final text in the citizen's language, so the screen knows no strings of its own but one 请稍候.
Every `target` is the id that comes back in `Touched`; a target with `enabled=False` is drawn flat with its reason.
Line breaks inside a text (``\n``) are the string's own phrase breaks.
"""

from __future__ import annotations

from msgspec import Struct

from kiosk.core.case_bodies import (
    Case,
    Code,
    Guide,
    Materials,
    Photograph,
    PlaceGrid,
    Shared,
    Shelves,
    Sign,
    Table,
    Writing,
)
from kiosk.core.face_bodies import (
    Choose,
    Consent,
    Countdown,
    Finish,
    Form,
    Help,
    Home,
    Info,
    Pad,
    Person,
    Progress,
    Question,
    Rating,
    Result,
    Review,
    Scan,
    Show,
    Trouble,
    Verdict,
    Welcome,
)
from kiosk.core.face_parts import Button, Language, Notice, TextSize, Theme

Body = (
    Welcome
    | Home
    | Consent
    | Show
    | Scan
    | Person
    | Choose
    | Form
    | Pad
    | Review
    | Progress
    | Verdict
    | Result
    | Trouble
    | Finish
    | Rating
    | Countdown
    | Question
    | Help
    | Info
    | PlaceGrid
    | Writing
    | Table
    | Shared
    | Materials
    | Photograph
    | Sign
    | Code
    | Case
    | Guide
    | Shelves
)


class Steps(Struct, frozen=True):
    """第 number 步，共 count 步; `text` is that sentence in the citizen's language."""

    number: int
    count: int
    text: str


class Tools(Struct, frozen=True):
    """The top bar's buttons, in order; only what works is there."""

    buttons: tuple[Button, ...]


class Shelf(Struct, frozen=True):
    """返回, 首页, 帮助: always these three in this order; `here` says that the citizen is already at home."""

    back: Button
    home: Button
    help: Button
    here: bool = False


class Checks(Struct, frozen=True):
    """What the terminal says of the drafts so far; comes back beside a draft without raising `rev`.

    `notes` by field id; `primary` replaces the face's primary button; `waiting` its flat sentence.
    """

    notes: dict[str, Notice]
    primary: Button | None = None
    waiting: str = ""


class Face(Struct, frozen=True):
    """One page, complete. `name` is the stable id of the page for stories and galleries (``tax/form``).

    Exactly one of `primary` and `waiting` stands at the primary place, or none. `words` holds the small fixed words
    that widgets need (``clear_one``, ``clear_all``, ``at_end``, ``year`` ...).
    """

    rev: int
    name: str
    language: Language
    text_size: TextSize
    theme: Theme
    place: str
    matter: str
    steps: Steps | None
    title: str
    strip: str
    body: Body
    primary: Button | None
    secondary: Button | None
    waiting: str
    tools: Tools
    shelf: Shelf | None
    checks: Checks
    words: dict[str, str]
