"""Who to call; works without a network."""

from __future__ import annotations

from kiosk.core.face_bodies import Help
from screens.pages.context import Context
from screens.widgets.block import Item
from screens.widgets.key import ChoiceKey
from screens.widgets.panels import What, keeper_panel


def items(body: Help, context: Context) -> list[Item]:
    """The keeper, what one can do here, how the machine is used."""
    style = context.style
    found = [Item(keeper_panel(style, body.keeper), context.block)]
    for index, each in enumerate(body.rows):
        found.append(Item(ChoiceKey(style, each), context.gutter if index else context.block))
    return [*found, *(Item(What(style, "", [each], strong="title"), context.gutter) for each in body.lines)]
