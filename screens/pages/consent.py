"""Notice and consent: four questions and their answers, a tick row in the person's own words for each consent."""

from __future__ import annotations

from kiosk.core.face_bodies import Consent
from kiosk.core.face_parts import Choice, Tick
from screens.pages.context import Context
from screens.widgets.block import Item
from screens.widgets.key import ChoiceKey
from screens.widgets.panels import Rows


def items(body: Consent, context: Context) -> list[Item]:
    """The panel, then the ticks."""
    ticks = [
        Item(ChoiceKey(context.style, _choice(each)), context.gutter if number else context.block + 2.0)
        for number, each in enumerate((body.tick, *body.more))
    ]
    return [Item(Rows(context.style, body.rows, strong="label"), context.block), *ticks]


def _choice(tick: Tick) -> Choice:
    return Choice(tick.target, tick.label, kind="many", chosen=tick.ticked)
