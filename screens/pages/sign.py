"""Writing one's name: what is confirmed by it, the field, a key to begin anew."""

from __future__ import annotations

from kiosk.core.case_bodies import Sign
from screens.pages.context import Context
from screens.widgets.block import Item
from screens.widgets.key import LabelKey
from screens.widgets.sign_pad import SignPad
from screens.widgets.words import NoticePanel, Words


def items(body: Sign, context: Context) -> list[Item]:
    """Heading, field, 重写, what is said of it."""
    style = context.style
    found = [Item(Words(style, body.heading, "heading", bold=True), context.block)] if body.heading else []
    found.append(Item(SignPad(style, body, context.now_ms, context.signed), context.gutter))
    found.append(Item(LabelKey(style, body.clear), context.gutter))
    return [*found, Item(NoticePanel(style, body.notice), context.block)] if body.notice else found
