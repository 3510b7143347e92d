r"""What the screen shows, as plain values: a frame that is the same on every page, and one body per kind of page.

A face carries its final text in the citizen's language, so the screen knows no strings of its own but one 请稍候.
Every `target` is the id that comes back in `Touched`; a target with `enabled=False` is drawn flat with its reason.
Line breaks inside a text (``\n``) are the string's own phrase breaks.
"""

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


class Steps(Struct, frozen=True):
    """第 number 步，共 count 步; `text` is that sentence in the citizen's language."""

    number: int
    count: int
    text: str


class Keeper(Struct, frozen=True):
    """Who helps: shown without a network. `lines` hold name, phone and how long it takes."""

    title: str
    lines: tuple[str, ...]


# --- bodies, one per page file in screens/ -----------------------------------------------------------------------


class Welcome(Struct, frozen=True, tag="welcome"):
    """The attract page: the whole glass is the one target ``start``."""

    hello: str
    lines: tuple[str, ...]
    notices: tuple[Notice, ...]
    start: str
    foot: tuple[str, ...]


class Card(Struct, frozen=True):
    """A big card on the home page: picture, name, one line of what you get."""

    target: str
    label: str
    line: str
    picture: str
    enabled: bool = True


class Home(Struct, frozen=True, tag="home"):
    """At most four cards, the shelves with all other matters beneath; notices (for instance 缺纸) stand above them."""

    cards: tuple[Card, ...]
    notices: tuple[Notice, ...] = ()
    shelves: tuple[Card, ...] = ()


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
