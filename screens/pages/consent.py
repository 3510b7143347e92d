"""Notice and consent: four questions and their answers, one tick row in the person's own words."""

from __future__ import annotations

from kiosk.core.faces import Consent
from screens.pages.context import Context
from screens.widgets.block import Item
from screens.widgets.key import ChoiceKey
from screens.widgets.panels import Rows


def items(body: Consent, context: Context) -> list[Item]:
    """The panel, then the tick."""
    tick = ChoiceKey(context.style, body.tick.target, body.tick.label, sign="many", chosen=body.tick.ticked)
    return [
        Item(Rows(context.style, body.rows, strong="label"), context.block),
        Item(tick, context.block + 2.0),
    ]
