"""What nobody typed: the rows, who said so and when, and a key to say that something is wrong."""

from __future__ import annotations

from kiosk.core.case_bodies import Shared
from screens.pages.choose import turning
from screens.pages.context import Context
from screens.widgets.block import Item
from screens.widgets.key import LabelKey
from screens.widgets.panels import Rows
from screens.widgets.words import NoticePanel, Words


def items(body: Shared, context: Context) -> list[Item]:
    """Notice, rows, source, pages, 这里不对."""
    style = context.style
    found = [Item(NoticePanel(style, body.notice), context.block)] if body.notice else []
    found.append(Item(Rows(style, body.rows, change=context.face.words.get("change", "")), context.block))
    if body.source:
        found.append(Item(Words(style, body.source, icon="keep"), context.block))
    found += turning(body.previous, body.page_text, body.following, context)
    return [*found, Item(LabelKey(style, body.wrong), context.block)]
