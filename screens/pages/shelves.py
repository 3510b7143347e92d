"""The matters of one shelf, or those that were found: rows that begin a matter."""

from __future__ import annotations

from kiosk.core.case_bodies import Shelves
from screens.pages.choose import turning
from screens.pages.context import Context
from screens.pages.initials import letter_keys, typed_so_far
from screens.widgets.block import Item
from screens.widgets.key import ChoiceKey
from screens.widgets.words import Words


def items(body: Shelves, context: Context) -> list[Item]:
    """Letters, heading, rows, pages."""
    style = context.style
    found = [*typed_so_far(body.typed, body.clear, context), *letter_keys(body.letters, context)]
    if body.heading:
        found.append(Item(Words(style, body.heading, "heading", bold=True), context.block))
    for index, each in enumerate(body.choices):
        found.append(Item(ChoiceKey(style, each), context.gutter if index else context.block))
    return [*found, *turning(body.previous, body.page_text, body.following, context)]
