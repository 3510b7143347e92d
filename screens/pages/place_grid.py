"""Provinces, or the cities of one, as keys that go on at once; letters to find a place by its initials."""

from __future__ import annotations

from kiosk.core.case_bodies import PlaceGrid
from kiosk.core.face_parts import Button
from screens.pages.choose import turning
from screens.pages.context import Context
from screens.pages.initials import letter_keys, typed_so_far
from screens.widgets.block import Item, Space
from screens.widgets.grid import Grid, columns_for
from screens.widgets.key import LabelKey
from screens.widgets.words import Words

COLUMNS = 5
FEW_COLUMNS = 4  # with fewer, the names are written a little smaller
TALL = 26.0


def items(body: PlaceGrid, context: Context) -> list[Item]:
    """Initials so far, heading, places, pages; the letters where they always are, at the end of the page."""
    style = context.style
    found = typed_so_far(body.typed, body.clear, context)
    if body.heading:
        found.append(Item(Words(style, body.heading, "heading", bold=True), context.block))
    buttons = [Button(each.target, each.label, each.line, enabled=each.enabled) for each in body.choices]
    wide = style.look.tokens.sheet["width"] - 2 * style.look.space("margin")
    step = "label" if columns_for(style, buttons, wide, COLUMNS) >= FEW_COLUMNS else "body"
    keys = [LabelKey(style, each, step=step, tall=TALL) for each in buttons]
    columns = columns_for(style, buttons, wide, COLUMNS, step)
    found.append(Item(Grid(style, keys, columns), context.near * 2 if body.heading else context.block))
    found += turning(body.previous, body.page_text, body.following, context)
    return [*found, Item(Space(style), 0.0), *letter_keys(body.letters, context)]
