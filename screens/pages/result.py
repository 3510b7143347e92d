"""The sealed paper is ready: what it is and its numbers."""

from __future__ import annotations

from kiosk.core.face_bodies import Result
from screens.pages.context import Context
from screens.widgets.block import Item
from screens.widgets.panels import Answer, Rows
from screens.widgets.words import NoticePanel


def items(body: Result, context: Context) -> list[Item]:
    """What it is, its rows, what is kept."""
    style = context.style
    found = [
        Item(Answer(style, "same", body.words, "", body.demo), context.block),
        Item(Rows(style, body.rows), context.block),
    ]
    if body.notice:
        found.append(Item(NoticePanel(style, body.notice, step="label", bold=True), context.block))
    return found
