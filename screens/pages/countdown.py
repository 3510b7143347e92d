"""Are you still there: a ring with the seconds, and what happens when they are over."""

from __future__ import annotations

from kiosk.core.face_bodies import Countdown
from screens.pages.context import Context
from screens.widgets.block import Item, Space
from screens.widgets.passing import Ring
from screens.widgets.words import Words


def items(body: Countdown, context: Context) -> list[Item]:
    """The ring in the middle of the page, the sentences below it."""
    style = context.style
    ring = Ring(style, body.deadline_ms, body.whole_s, (body.before, body.after), context.now_ms)
    lines = [
        Item(Words(style, text, "heading", bold=index > 0, align="centre"), context.block if index == 0 else 0.0)
        for index, text in enumerate(body.lines)
    ]
    return [Item(Space(style), 0.0), Item(ring, context.block), *lines, Item(Space(style), 0.0)]
