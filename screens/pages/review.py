"""Everything that will be sent, each row with 改; the amount in figures and in words."""

from __future__ import annotations

from kiosk.core.face_bodies import Review
from screens.pages.choose import turning
from screens.pages.context import Context
from screens.widgets.block import Item
from screens.widgets.panels import Money, Rows
from screens.widgets.words import Words


def items(body: Review, context: Context) -> list[Item]:
    """Rows, pages, amount, what is kept."""
    style = context.style
    found = [Item(Rows(style, body.rows, change=context.face.words.get("change", "")), context.block)]
    found += turning(body.previous, body.page_text, body.following, context)
    if body.amount:
        found.append(Item(Money(style, body.amount_label, body.amount, body.amount_words), context.block))
    if body.keep:
        found.append(Item(Words(style, body.keep, icon="keep"), context.block))
    return found
