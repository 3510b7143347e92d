"""Bodies of the pages that every visit may come to: one value per kind of page, its final text in it."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from kiosk.core.face_parts import Button, Card, Choice, Keeper, Notice, Row, Tick, Tone


class Welcome(Struct, frozen=True, tag="welcome"):
    """The attract page: the whole glass is the one target ``start``."""

    hello: str
    lines: tuple[str, ...]
    notices: tuple[Notice, ...]
    start: str
    foot: tuple[str, ...]


class Home(Struct, frozen=True, tag="home"):
    """At most four cards, the shelves with all other matters beneath; notices (for instance 缺纸) stand above them."""

    cards: tuple[Card, ...]
    notices: tuple[Notice, ...] = ()
    shelves: tuple[Card, ...] = ()


class Consent(Struct, frozen=True, tag="consent"):
    """Notice and consent: four questions and their answers, one tick row, and one more for each sensitive category."""

    rows: tuple[Row, ...]
    tick: Tick
    more: tuple[Tick, ...] = ()


class Show(Struct, frozen=True, tag="show"):
    """Lay your card, or hold the code here: a drawing of where and how, and what the machine waits for.

    `picture` is ``lay_card``, ``show_code`` ...; `place_words` stand in the place itself; `others` are other ways.
    """

    picture: str
    place_words: str
    why: str = ""
    others_title: str = ""
    others: tuple[Button, ...] = ()
    notice: Notice | None = None


class Scan(Struct, frozen=True, tag="scan"):
    """Hold a code here: what the camera sees, mirrored, with a frame to aim at; a drawing where there is no picture.

    `place_words` stand in the frame, `dark_words` instead of them while the picture is too dark to read paper.
    """

    place_words: str
    dark_words: str
    others_title: str = ""
    others: tuple[Button, ...] = ()
    notice: Notice | None = None


class Person(Struct, frozen=True, tag="person"):
    """Is this you: who was read, masked."""

    rows: tuple[Row, ...]
    notice: Notice | None = None


class Choose(Struct, frozen=True, tag="choose"):
    """Rows to choose from (places, ways, results), with pages and a total where there is one."""

    heading: str
    choices: tuple[Choice, ...]
    page: int = 1
    pages: int = 1
    page_text: str = ""
    previous: Button | None = None
    following: Button | None = None
    total: Row | None = None
    notice: Notice | None = None


class OneOf(Struct, frozen=True, tag="one_of"):
    """A form field: one of a few choices, each a touch target."""

    id: str
    label: str
    choices: tuple[Choice, ...]


class Dates(Struct, frozen=True, tag="dates"):
    """A form field of date columns with up and down keys; sent as a draft ``YYYY-MM`` or ``YYYY-MM-DD``.

    `least` and `most` bound the value; the screen steps columns within them and never makes a wrong date.
    """

    id: str
    label: str
    parts: Literal["ym", "ymd"]
    value: str
    least: str
    most: str


class Form(Struct, frozen=True, tag="form"):
    """A page of a form: choices and date columns; two `Dates` stand side by side as 从 and 到."""

    heading: str
    fields: tuple[OneOf | Dates, ...]
    dates_heading: str = ""
    note: str = ""


class Pad(Struct, frozen=True, tag="pad"):
    """One value to type on big keys.

    `keys`: ``digits``, ``money`` (digits and a point), ``number`` (digits, and A-Z and ``（）/-证明`` on a second
    layer), ``pin`` (digits shown as dots). Entry is drawn in groups of `group`; the primary button is
    enabled by the checks that come back, not by the screen. `where` names a drawing of where the number stands.
    """

    field: str
    value: str
    keys: Literal["digits", "money", "number", "pin", "letters"]
    longest: int
    group: int = 4
    where: str = ""
    where_text: str = ""
    note: str = ""
    note_tone: Tone = "plain"
    other: Button | None = None


class Review(Struct, frozen=True, tag="review"):
    """Everything that will be sent, each row with 改; the amount in figures and in words."""

    rows: tuple[Row, ...]
    amount_label: str = ""
    amount: str = ""
    amount_words: str = ""
    keep: str = ""
    page_text: str = ""
    previous: Button | None = None
    following: Button | None = None


class Stage(Struct, frozen=True):
    """One stage of the work."""

    text: str
    state: Literal["done", "now", "to_come"]


class Progress(Struct, frozen=True, tag="progress"):
    """The machine works and the person waits.

    `expected_ms` from `started_ms` fills the bar; it never reaches the end by itself.
    """

    picture: str
    line: str
    stages: tuple[Stage, ...]
    started_ms: int
    expected_ms: int
    picture_words: str = ""


class Verdict(Struct, frozen=True, tag="verdict"):
    """An answer to a verification: five signs of different shape, big words, then the fields compared."""

    sign: Literal["same", "differs", "not_found", "ended", "unavailable"]
    words: str
    line: str
    rows: tuple[Row, ...]
    demo: str
    source: tuple[str, ...]


class Result(Struct, frozen=True, tag="result"):
    """The sealed paper is ready: what it is, its numbers."""

    words: str
    rows: tuple[Row, ...]
    demo: str
    notice: Notice | None = None


class Trouble(Struct, frozen=True, tag="trouble"):
    """What happened, what is kept, what you can do now, who helps."""

    picture: str
    what_title: str
    what: tuple[str, ...]
    keep: str
    options_title: str
    options: tuple[Button, ...]
    helper: Keeper
    fault: str


class Thing(Struct, frozen=True):
    """One thing to take with you."""

    picture: str
    label: str


class Finish(Struct, frozen=True, tag="finish"):
    """Take your things: numbered pictures, before the rating and after the data is gone."""

    things: tuple[Thing, ...]
    note: str


class Rating(Struct, frozen=True, tag="rating"):
    """Five equal keys; leaving without an answer is as easy."""

    heading: str
    grades: tuple[Button, ...]
    note: str


class Countdown(Struct, frozen=True, tag="countdown"):
    """Are you still there: a ring and a number that the screen counts down to `deadline_ms` by itself."""

    deadline_ms: int
    whole_s: int
    before: str
    after: str
    lines: tuple[str, ...]


class Question(Struct, frozen=True, tag="question"):
    """A yes-or-no page: the question is the title, the two answers are secondary and primary."""

    picture: str
    lines: tuple[str, ...]
    keep: str = ""


class Help(Struct, frozen=True, tag="help"):
    """Who to call; works without a network. `rows` are what one can do on this page."""

    keeper: Keeper
    rows: tuple[Choice, ...] = ()
    lines: tuple[str, ...] = ()


class Info(Struct, frozen=True, tag="info"):
    """An explanation in a few blocks: heading and lines."""

    blocks: tuple[Row, ...]
    notice: Notice | None = None
