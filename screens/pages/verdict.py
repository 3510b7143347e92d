"""An answer to a verification: one of five signs with big words, then what was compared."""

from __future__ import annotations

from kiosk.core.face_bodies import Verdict
from screens.pages.context import Context
from screens.widgets.block import Item
from screens.widgets.panels import Answer, Rows
from screens.widgets.words import Words, keep_line


def items(body: Verdict, context: Context) -> list[Item]:
    """Answer, rows, where it comes from."""
    style = context.style
    found = [Item(Answer(style, body.sign, body.words, body.line, body.demo), context.block)]
    if body.rows:
        found.append(Item(Rows(style, body.rows), context.block))
    if body.sign == "unavailable":  # what is told then is what is kept
        return [*found, *(Item(keep_line(style, each), context.block) for each in body.source)]
    return [*found, *(Item(Words(style, each), context.block if not n else 0.0) for n, each in enumerate(body.source))]
