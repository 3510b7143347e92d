"""What is wrong with a page, measured on its real widgets: for `kiosk gallery --audit` and the tests of pages.

Limits are those of ``assets/design/tokens.toml``: EN 301 549 5.1.4 for digits, our own for Han, targets and gaps.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import combinations

from msgspec import Struct

from kiosk.core.case_bodies import MaterialRow, TableRow
from kiosk.core.face_bodies import Countdown, Finish, Rating, Trouble, Welcome
from kiosk.core.face_parts import Button, Choice, Row
from screens.brush import Ink
from screens.finding import Finding
from screens.icons import ICONS
from screens.page import Page
from screens.theme import Box
from screens.widgets.block import Block
from screens.widgets.frame import ShelfBand
from screens.widgets.key import Key
from screens.widgets.sign_pad import SignPad

SHELF = ("back", "home", "help")
SMALL_PRINT = {"secondary", "date_time"}
NOT_FOR_DIGITS = {*SMALL_PRINT, "bar", "tag"}  # second lines: nothing in them is needed to go on
SLACK = 0.6  # mm; lines are laid on whole pixels
ROUNDING = 0.01
INK_TOP, INK_TALL = 0.06, 0.88  # em; what of a line's em box is ink
LEAST_AT_END = 2  # characters on a text's last line
_NOT_LETTERS = re.compile(r"[\W_]")
_UNSTEPPED = Trouble | Countdown | Finish | Rating  # beside the way of a matter, or behind its end

Covers = Callable[[str], bool]


def findings(page: Page, covers: Covers) -> list[Finding]:
    """Every violation on a laid-out page; `covers` tells whether the typeface has a text."""
    inks = [(block, ink) for block in page.blocks() for ink in block.inks]
    return [
        *_targets(page),
        *_not_drawn(page),
        *_frame(page),
        *_sentences(page),
        *_signs(page),
        *_cut(page, inks),
        *_overlapping(page, inks),
        *_too_small(page, inks),
        *_badly_ended(page, inks),
        *(_found(page, ink.text, "no shape for a character") for _, ink in inks if not covers(ink.text)),
    ]


def _found(page: Page, widget: str, what: str, measured: float | None = None, limit: float | None = None) -> Finding:
    face = page.face
    return Finding(f"{face.name} [{face.language} {face.text_size}]", widget, what, measured, limit)


def apart(a: Box, b: Box) -> float:
    """The distance of two boxes; below nought is how deep they reach into each other."""
    across = max(a.x, b.x) - min(a.right, b.right)
    down = max(a.y, b.y) - min(a.bottom, b.bottom)
    return max(across, down)


def seen(ink: Ink) -> Box:
    """What of a line's em box is ink."""
    return Box(ink.box.x, ink.box.y + ink.em * INK_TOP, ink.box.w, ink.em * INK_TALL)


# --- what is pressed ---------------------------------------------------------------------------------------------


def _targets(page: Page) -> Iterator[Finding]:
    if isinstance(page.face.body, Welcome):  # the whole glass is one target; a button is drawn on it
        return
    keys: list[tuple[str, Box]] = [(each.target, each.box) for each in page.pressable()]
    keys += [(each.TARGET, each.box) for each in page.blocks() if isinstance(each, SignPad)]
    limits = page.stage.tokens.limits
    for target, box in keys:
        if min(box.w, box.h) < limits["target"] - ROUNDING:
            yield _found(page, target, "target too small", min(box.w, box.h), limits["target"])
    for (one, a), (other, b) in combinations(keys, 2):
        if one == other:
            yield _found(page, one, "target twice on a page")
        if apart(a, b) < limits["gap"] - ROUNDING:
            yield _found(page, f"{one} / {other}", "targets too close", apart(a, b), limits["gap"])


def _not_drawn(page: Page) -> Iterator[Finding]:
    """Whatever the terminal offers can be pressed: a page that cannot be turned hides what is on the next."""
    face = page.face
    drawn = {each.target for each in page.pressable()}
    for target in dict.fromkeys(_offered((face.body, face.primary, face.secondary))):
        if target not in drawn:
            yield _found(page, target, "has no key")


def _offered(value: object) -> Iterator[str]:
    """The targets of the enabled keys and rows within a body."""
    if isinstance(value, Button | Choice | MaterialRow):
        if value.enabled and value.target:
            yield value.target
    elif isinstance(value, Row | TableRow):
        target = value.change if isinstance(value, Row) else value.target
        if target:
            yield target
    else:
        yield from (each for part in _parts(value) for each in _offered(part))


def _parts(value: object) -> Iterator[object]:
    if isinstance(value, tuple):
        yield from value
    elif isinstance(value, Struct):
        yield from (getattr(value, name) for name in value.__struct_fields__)


# --- what stands on every page -----------------------------------------------------------------------------------


def _frame(page: Page) -> Iterator[Finding]:
    if isinstance(page.face.body, Welcome):
        return
    bands = [each for each in page.children if isinstance(each, ShelfBand)]
    if not bands:
        yield _found(page, "shelf", "返回, 首页, 帮助 are missing")
        return
    places = _shelf_places(page)
    for key, target, place in zip(bands[0].keys, SHELF, places, strict=True):
        if key.target != target:
            yield _found(page, key.target, f"stands where {target} belongs")
        elif max(abs(a - b) for a, b in zip(key.box, place, strict=True)) > ROUNDING:
            yield _found(page, target, "is not in its place", key.box.y, place.y)
        if not key.inks or key.inks[0].text != key.button.label:
            yield _found(page, target, "has no word")


def _shelf_places(page: Page) -> list[Box]:
    look = page.look
    margin, gutter = look.space("margin"), look.space("gutter")
    wide = (look.tokens.sheet["width"] - 2 * margin - 2 * gutter) / 3
    top, tall = look.place("shelf_keys"), look.place("shelf_height")
    return [Box(margin + each * (wide + gutter), top, wide, tall) for each in range(3)]


def _sentences(page: Page) -> Iterator[Finding]:
    face = page.face
    if isinstance(face.body, Welcome):
        return
    for name, text in (("title", face.title), ("strip", face.strip)):
        if not text.strip():
            yield _found(page, name, "is empty")
    if face.matter and face.steps is None and not isinstance(face.body, _UNSTEPPED):
        yield _found(page, "steps", "第 n 步，共 m 步 is missing")
    if face.steps is not None:
        drawn = any(ink.text == face.steps.text for block in page.blocks() for ink in block.inks)
        if not drawn or not 1 <= face.steps.number <= face.steps.count:
            yield _found(page, "steps", "第 n 步，共 m 步 is not drawn or counts wrong")


def _signs(page: Page) -> Iterator[Finding]:
    """A sign that is not drawn would be a sheet of paper."""
    for name in sorted(set(_icons(page.face.body)) - ICONS.keys()):
        yield _found(page, name, "no such sign")


def _icons(value: object) -> Iterator[str]:
    named = getattr(value, "icon", None)
    if isinstance(named, str) and named:
        yield named
    yield from (each for part in _parts(value) for each in _icons(part))


# --- text --------------------------------------------------------------------------------------------------------


def _cut(page: Page, inks: list[tuple[Block, Ink]]) -> Iterator[Finding]:
    sheet = page.stage.tokens.sheet
    glass = Box(0, 0, sheet["width"], sheet["height"])
    for block, ink in inks:
        out = max(_beyond(seen(ink), block.box), _beyond(seen(ink), glass))
        if out > SLACK:
            yield _found(page, ink.text, "text is cut", out)


def _beyond(inner: Box, outer: Box) -> float:
    """How far a box reaches out of another."""
    return max(outer.x - inner.x, inner.right - outer.right, outer.y - inner.y, inner.bottom - outer.bottom)


def _overlapping(page: Page, inks: list[tuple[Block, Ink]]) -> Iterator[Finding]:
    lines = sorted(((seen(ink), ink.text) for _, ink in inks), key=lambda each: each[0].y)
    for number, (one, text) in enumerate(lines):
        for other, other_text in lines[number + 1 :]:
            if other.y >= one.bottom:  # so are all that come after it
                break
            deep = -apart(one, other)
            if deep > SLACK:
                yield _found(page, f"{text} / {other_text}", "texts overlap", deep)
    if isinstance(page.face.body, Welcome):
        return
    blocks = [each for each in page.children if isinstance(each, Block) and each.box.h > 0]
    for a, b in combinations(blocks, 2):
        if apart(a.box, b.box) < -ROUNDING:
            yield _found(page, f"{_name(a)} / {_name(b)}", "blocks overlap", -apart(a.box, b.box))


def _name(block: Block) -> str:
    return block.target if isinstance(block, Key) else type(block).__name__


def _too_small(page: Page, inks: list[tuple[Block, Ink]]) -> Iterator[Finding]:
    limits, font = page.stage.tokens.limits, page.stage.tokens.font
    for _, ink in inks:
        least = limits["secondary_glyph" if ink.step in SMALL_PRINT else "must_read_glyph"]
        if ink.em * font["han_ink"] < least - ROUNDING:
            yield _found(page, ink.text, "characters too small", ink.em * font["han_ink"], least)
        digits = any(each.isdigit() for each in ink.text) and ink.step not in NOT_FOR_DIGITS
        if digits and ink.em * font["digit_ink"] < limits["must_read_digit"] - ROUNDING:
            yield _found(page, ink.text, "digits too small", ink.em * font["digit_ink"], limits["must_read_digit"])


def _badly_ended(page: Page, inks: list[tuple[Block, Ink]]) -> Iterator[Finding]:
    for _, ink in inks:
        is_last = ink.count > 1 and ink.number == ink.count
        if is_last and len(_NOT_LETTERS.sub("", ink.text)) < LEAST_AT_END:
            yield _found(page, ink.text, "stands alone on the last line")
