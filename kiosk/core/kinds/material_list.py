"""The list of materials, opened where something is still to be given."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.core.matter_pages import AtMaterials
from kiosk.core.turn import Turn
from kiosk.core.wanted import must_give, wanted

ROWS_PER_PAGE: Mapping[str, int] = {"standard": 4, "large": 3, "xlarge": 2}


def show_list(turn: Turn) -> None:
    """The page of the first material that must still be given; with nothing to give, the first page."""
    missing = must_give(turn.catalogue, turn.visit)
    number = wanted(turn.catalogue, turn.visit).index(missing[0]) if missing else 0
    turn.show(AtMaterials(number // ROWS_PER_PAGE[turn.session.text_size]))
