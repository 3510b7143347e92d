"""The list of materials: what is given has a tick, what is still to do is pressed to give it."""

from __future__ import annotations

from kiosk.core.case_bodies import MaterialRow, Materials
from kiosk.core.face_parts import Choice
from screens.brush import Brush, Style
from screens.pages.choose import turning
from screens.pages.context import Context
from screens.theme import Box
from screens.widgets.block import Item
from screens.widgets.key import ChoiceKey
from screens.widgets.words import Words


class MaterialKey(ChoiceKey):
    """A material; its sign says whether it is given, also where there is nothing to press."""

    def __init__(self, style: Style, row: MaterialRow) -> None:
        choice = Choice(row.target, row.label, row.line, kind="go" if row.enabled else "many", enabled=row.enabled)
        super().__init__(style, choice)
        self.row = row
        self._side = style.look.size("tick")

    def _draw_sign(self, brush: Brush, place: Box) -> None:
        if self.row.state == "given":
            brush.tick(place)
        elif self.row.state == "todo":
            brush.unticked(place, edge="mark" if self.enabled else "edge", width=2.0 if self.enabled else 1.0)
        elif self.row.state == "to_bring":
            brush.unticked(place, edge="mark", width=2.0)
        else:
            brush.rule(Box(place.x, place.y + place.h / 2 - 1.2, place.w, 2.4), "ink2")


def items(body: Materials, context: Context) -> list[Item]:
    """Rows, pages, what applies to all of them."""
    style = context.style
    found = [
        Item(MaterialKey(style, each), context.gutter if index else context.block)
        for index, each in enumerate(body.rows)
    ]
    found += turning(body.previous, body.page_text, body.following, context)
    return [*found, Item(Words(style, body.note), context.block)] if body.note else found
