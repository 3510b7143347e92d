"""Hold the code here: what the camera sees, with a frame to aim at, and other ways."""

from __future__ import annotations

from kiosk.core.face_bodies import Scan
from screens.pages.context import Context
from screens.pages.show import OTHER_MM
from screens.widgets.block import Beside, Item
from screens.widgets.key import LabelKey
from screens.widgets.viewfinder import Viewfinder
from screens.widgets.words import NoticePanel, Words


def items(body: Scan, context: Context) -> list[Item]:
    """Notice, the camera's view, other ways."""
    style = context.style
    found = [Item(NoticePanel(style, body.notice), context.block)] if body.notice else []
    found.append(Item(Viewfinder(style, body.place_words, body.dark_words, context.preview), context.block))
    if body.others:
        keys = [LabelKey(style, each, tall=OTHER_MM) for each in body.others]
        found.append(Item(Words(style, body.others_title, "label", bold=True), context.block))
        found.append(Item(Beside(style, keys), context.near))
    return found
