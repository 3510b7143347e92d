"""What happened, what is kept, what you can do now, who helps."""

from __future__ import annotations

from kiosk.core.face_bodies import Trouble
from kiosk.core.face_parts import Button, Choice
from screens.brush import Style
from screens.pages.context import Context
from screens.widgets.block import Item
from screens.widgets.key import ChoiceKey
from screens.widgets.panels import What, keeper_panel
from screens.widgets.words import Words, keep_line


def _option(style: Style, button: Button) -> ChoiceKey:
    return ChoiceKey(style, Choice(button.target, button.label, button.line, icon=button.icon, enabled=button.enabled))


def items(body: Trouble, context: Context) -> list[Item]:
    """From what happened to who helps."""
    style = context.style
    found = [
        Item(What(style, body.what_title, body.what, drawing=body.picture), context.block - 1.0),
        Item(keep_line(style, body.keep), context.block - 1.0),
    ]
    if body.options:
        found.append(Item(Words(style, body.options_title, "heading", bold=True), context.block))
        for index, each in enumerate(body.options):
            found.append(Item(_option(style, each), context.gutter if index else context.near))
    return [*found, Item(keeper_panel(style, body.helper, body.fault), context.block)]
