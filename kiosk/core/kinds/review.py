"""review: everything that will be sent, each value with 改, before anything can be handed in or issued.

Who has not seen its last page yet is led there first: nothing is handed in unseen.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from kiosk.core.bodies_review import review, review_rows, rows_per_page, seen_whole
from kiosk.core.flow import arrive, go_back, go_on, show_form
from kiosk.core.kinds.hand_over import hand_over, may_hand_over
from kiosk.core.kinds.kind import Kind, PageKind
from kiosk.core.kinds.lists import is_last, page_after
from kiosk.core.pages import AtReview, AtRows
from kiosk.core.turn import Turn
from kiosk.core.view import View

CHANGEABLE = frozenset(("form", "select", "choose_place", "materials", "deliver"))
CHANGE = re.compile(r"change:(?P<step>[0-9]{1,2})(:(?P<page>[0-9]{1,2}))?", re.ASCII)


def _arrive(turn: Turn) -> None:
    turn.show(AtReview())


def _touched(turn: Turn, page: AtReview, target: str) -> None:
    view = View(turn.catalogue, turn.session, turn.happened.now)
    if target == "primary" and seen_whole(view, page):
        turn.keep(reviewed=True)
        go_on(turn)
    elif target.startswith("change:"):
        _change(turn, target)
    elif target == "primary" or target.startswith("page:"):
        _turn_page(turn, view, page, "page:following" if target == "primary" else target)
    elif target == "hand_over" and may_hand_over(turn.matter):
        hand_over(turn)


def _turn_page(turn: Turn, view: View, page: AtReview, target: str) -> None:
    count, per_page = len(review_rows(view)[1]), rows_per_page(turn.session)
    number = page_after(target, page.page, count, per_page)
    turn.keep(reviewed=turn.visit.reviewed or is_last(number, count, per_page))
    turn.show(replace(page, page=number))


def _change(turn: Turn, target: str) -> None:
    """改 leads to the page where the value was given; ``change:STEP`` or ``change:STEP:PAGE``."""
    found = CHANGE.fullmatch(target)
    if found is None or int(found["step"]) >= turn.visit.step:
        return
    step, number = int(found["step"]), int(found["page"] or 0)
    kind = turn.steps[step].kind
    if kind not in CHANGEABLE or (found["page"] is not None) != (kind == "form"):
        return
    if kind == "form" and number >= len(turn.steps[step].pages):
        return
    turn.keep(reprint_of=None, reviewed=False)
    if kind == "form":
        turn.keep(step=step)
        show_form(turn, number)
    elif kind == "select":
        turn.keep(step=step)
        turn.show(AtRows())
    else:
        arrive(turn, step)


def _back(turn: Turn, _page: AtReview) -> None:
    """The step before; the list of rows stays as it was picked."""
    turn.keep(reprint_of=None, reviewed=False)
    step = turn.visit.step - 1
    listed = turn.visit.rows or turn.visit.uncollected or turn.visit.records
    if step >= 0 and turn.steps[step].kind == "select" and listed:
        turn.keep(step=step)
        turn.show(AtRows())
    else:
        go_back(turn)


KIND = Kind(arrivals={"review": _arrive}, pages={AtReview: PageKind(review, _touched, back=_back)})
