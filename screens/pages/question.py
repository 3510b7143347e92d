"""A yes-or-no page: the question is the title, the answers stand at the primary place."""

from __future__ import annotations

from kiosk.core.face_bodies import Question
from screens.pages.context import Context
from screens.widgets.block import Item
from screens.widgets.panels import Picture
from screens.widgets.words import Words, keep_line


def items(body: Question, context: Context) -> list[Item]:
    """Picture, lines, what is kept."""
    style = context.style
    found = [Item(Picture(style, body.picture), context.block)]
    found += [Item(Words(style, each, "heading"), context.block if not n else 0.0) for n, each in enumerate(body.lines)]
    return [*found, Item(keep_line(style, body.keep), context.block)] if body.keep else found
