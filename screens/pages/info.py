"""An explanation in a few blocks: heading and lines."""

from __future__ import annotations

from kiosk.core.face_bodies import Info
from screens.pages.context import Context
from screens.widgets.block import Item
from screens.widgets.panels import What
from screens.widgets.words import NoticePanel


def items(body: Info, context: Context) -> list[Item]:
    """Blocks, then a notice."""
    style = context.style
    found = [
        Item(What(style, each.label, each.value.split("\n"), strong="title"), context.block) for each in body.blocks
    ]
    return [*found, Item(NoticePanel(style, body.notice), context.block)] if body.notice else found
