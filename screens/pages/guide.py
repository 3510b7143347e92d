"""A page of the 办事指南: headings with lines, pages, and the key to print the whole."""

from __future__ import annotations

from kiosk.core.case_bodies import Guide
from screens.pages.choose import turning
from screens.pages.context import Context
from screens.widgets.block import Item
from screens.widgets.key import LabelKey
from screens.widgets.panels import What


def items(body: Guide, context: Context) -> list[Item]:
    """Blocks, pages, print."""
    style = context.style
    found = [
        Item(What(style, each.label, each.value.split("\n"), strong="title"), context.gutter if n else context.block)
        for n, each in enumerate(body.blocks)
    ]
    found += turning(body.previous, body.page_text, body.following, context)
    return [*found, Item(LabelKey(style, body.print), context.gutter)] if body.print else found
