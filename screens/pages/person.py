"""Is this you: who was read, masked."""

from __future__ import annotations

from kiosk.core.face_bodies import Person
from screens.pages.context import Context
from screens.widgets.block import Item
from screens.widgets.panels import Rows
from screens.widgets.words import NoticePanel


def items(body: Person, context: Context) -> list[Item]:
    """The rows, then what to do with the card."""
    found = [Item(Rows(context.style, body.rows, step="label"), context.block)]
    if body.notice:
        found.append(Item(NoticePanel(context.style, body.notice, step="label", bold=True), context.block))
    return found
