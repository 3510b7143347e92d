"""Notice and consent: four questions and their answers, one tick row in the person's own words."""

from __future__ import annotations

from kiosk.core.faces import Choice, Consent
from screens.pages.context import Context
from screens.widgets.block import Item
from screens.widgets.key import ChoiceKey
from screens.widgets.panels import Rows


def items(body: Consent, context: Context) -> list[Item]:
    """The panel, then the tick."""
    tick = Choice(body.tick.target, body.tick.label, kind="many", chosen=body.tick.ticked)
    return [
        Item(Rows(context.style, body.rows, strong="label"), context.block),
        Item(ChoiceKey(context.style, tick), context.block + 2.0),
    ]
