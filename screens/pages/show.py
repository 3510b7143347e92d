"""Lay your card, or hold the code here: where on the machine, how with the hand, and other ways."""

from __future__ import annotations

from kiosk.core.face_bodies import Show
from screens.pages.context import Context
from screens.widgets.block import Beside, Item
from screens.widgets.key import LabelKey
from screens.widgets.panels import Picture
from screens.widgets.words import NoticePanel, Words

OTHER_MM = 35.0


def items(body: Show, context: Context) -> list[Item]:
    """Notice, picture, why, other ways."""
    style = context.style
    found = [Item(NoticePanel(style, body.notice), context.block)] if body.notice else []
    found.append(Item(Picture(style, body.picture, body.place_words), context.block))
    if body.why:
        found.append(Item(Words(style, body.why, icon="shield"), context.block))
    if body.others:
        keys = [LabelKey(style, each, tall=OTHER_MM) for each in body.others]
        found.append(Item(Words(style, body.others_title, "label", bold=True), context.block))
        found.append(Item(Beside(style, keys), context.near))
    return found
