"""Every kind of step, put together into the tables that the interpreter reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kiosk.core.events import Replied
from kiosk.core.kinds import (
    consent,
    delivery,
    eligibility,
    filing,
    hand_over,
    identify,
    info,
    materials,
    payment,
    place,
    progress,
    rating,
    records,
    review,
    shared,
    shelf,
    sign,
    tables,
)
from kiosk.core.kinds.kind import PageKind
from kiosk.core.pages import Page
from kiosk.core.turn import Turn

KINDS = tuple(
    module.KIND
    for module in (
        consent,
        identify,
        info,
        eligibility,
        shelf,
        place,
        shared,
        tables,
        records,
        materials,
        sign,
        filing,
        payment,
        delivery,
        progress,
        hand_over,
        review,
        rating,
    )
)
ARRIVALS: Mapping[str, Callable[[Turn], None]] = {k: f for kind in KINDS for k, f in kind.arrivals.items()}
PAGES: Mapping[type[Page], PageKind] = {k: f for kind in KINDS for k, f in kind.pages.items()}
REPLIES: Mapping[str, Callable[[Turn, Replied], None]] = {k: f for kind in KINDS for k, f in kind.replies.items()}
RETRIES: Mapping[str, Callable[[Turn], None]] = {k: f for kind in KINDS for k, f in kind.retries.items()}
